"""Every kind of institution through the widget, each with the form that the local Belvo itself gives it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_page import WidgetPage


def open_form(widget: WidgetPage, institution: str, **config: object) -> None:
    widget.open(institutions=[institution], **config)
    widget.press("Continue")
    expect(widget.page.get_by_role("heading", name="Log in to")).to_be_visible()


@pytest.mark.parametrize(
    ("institution", "fields"),
    [
        ("tatooine_mx_fiscal", {"RFC": "PFIS010101000", "Contraseña": "individual"}),
        ("planet_mx_employment", {"CURP": "BLPM951331IONVGR54"}),
        ("arrakis_cl_fiscal", {"RUT": "12345678-5", "Clave tributaria": "full"}),
        ("nostromo_br_employment", {"CPF": "76109277673", "Senha": "pass_valid"}),
    ],
)
def test_taxes_and_employments_are_connected(widget: WidgetPage, institution: str, fields: dict[str, str]) -> None:
    open_form(widget, institution, external_id=institution)
    expect(widget.dialog).to_contain_text(f"Try {' / '.join(fields.values())}")
    for label, value in fields.items():
        widget.page.get_by_label(label, exact=True).fill(value)
    widget.press("Connect")
    widget.press("Done")
    [link] = widget.links(institution)
    assert widget.told("callback") == [[link["id"], institution]]
    assert (link["institution"], link["status"]) == (institution, "valid")


def test_a_second_user_and_password_are_asked_for_and_wrong_ones_refused(widget: WidgetPage) -> None:
    open_form(widget, "ironbank_br_retail", external_id="iron")
    fill = {
        label: widget.page.get_by_label(label, exact=True)
        for label in ("Número do documento", "Segundo usuário", "Senha", "Segunda senha")
    }
    document = widget.page.get_by_label("Documento", exact=True)
    expect(document.locator("option")).to_have_text(["Choose…", "Passaporte", "Identificação"])
    document.select_option("Passaporte")
    expect(fill["Número do documento"]).to_have_attribute("placeholder", "adv_valid")
    answers = ("adv_valid", "valid", "pass_valid", "wrong")
    for field, value in zip(fill.values(), answers, strict=True):
        field.fill(value)
    widget.press("Connect")
    expect(widget.page.get_by_role("alert")).to_contain_text("refused this login")
    kept = [field.input_value() for field in fill.values()]
    assert kept == ["adv_valid", "valid", "", ""]
    expect(document).to_have_value("003")

    fill["Senha"].fill("pass_valid")
    fill["Segunda senha"].fill("valid")
    widget.press("Connect")
    widget.press("Done")
    assert [link["status"] for link in widget.links("iron")] == ["valid"]


def test_a_field_is_judged_when_it_is_left(widget: WidgetPage) -> None:
    open_form(widget, "tatooine_mx_fiscal")
    taxpayer, password = widget.page.get_by_label("RFC"), widget.page.get_by_label("Contraseña")
    place = password.bounding_box()
    taxpayer.press_sequentially("PFIS")
    expect(taxpayer).to_have_accessible_description("")
    taxpayer.press("Tab")
    expect(taxpayer).to_have_accessible_description("El RFC tiene 12 o 13 letras y números")
    expect(password).to_be_focused()
    expect(password).to_have_accessible_description("")
    assert password.bounding_box() == place
    taxpayer.press_sequentially("010101000")
    expect(taxpayer).to_have_accessible_description("")


@pytest.mark.parametrize(
    ("user", "password", "shown"),
    [("mfa_numeric", "numeric_code", "12345"), ("mfa_qr", "qr_code", "Scan this code")],
)
def test_a_token_is_asked_for_as_the_institution_does(widget: WidgetPage, user: str, password: str, shown: str) -> None:
    open_form(widget, "heimdall_mx_retail", external_id=user)
    widget.connect(user, password)
    token = widget.page.get_by_label("Token")
    expect(widget.dialog).to_contain_text(shown)
    expect(widget.dialog.get_by_role("img", name="QR code to scan")).to_have_count(int(user == "mfa_qr"))
    token.fill("999999")
    widget.press("Confirm")
    expect(token).to_have_accessible_description("This token was not accepted. Enter a new one.")
    token.fill("111111")
    widget.press("Confirm")
    widget.press("Done")
    assert [link["status"] for link in widget.links(user)] == ["valid"]
