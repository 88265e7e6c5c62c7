"""The login forms that the local Belvo's widget builds from an institution's form_fields."""

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_page import LINK, WidgetPage, field, institution


def open_form(widget: WidgetPage, *fields: dict[str, object], name: str = "some_mx_retail", kind: str = "bank") -> None:
    offered = institution(name, "Some Bank", type=kind, form_fields=fields)
    widget.answer("institutions/*", (200, {"count": 1, "next": None, "previous": None, "results": [offered]}))
    widget.answer("links/", (201, LINK))
    widget.open()
    widget.press("Continue")
    expect(widget.page.get_by_role("heading", name="Log in to Some Bank")).to_be_visible()


def submitted(widget: WidgetPage) -> dict[str, str]:
    """What the form sent."""
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    [request] = widget.sent("POST")
    names = ("username", "username2", "username_type", "password", "password2", "token")
    return {name: value for name, value in (request.post_data_json or {}).items() if name in names}


def test_every_kind_of_field_is_built(widget: WidgetPage) -> None:
    types = [{"code": "003", "label": "Passport"}, {"code": "999", "label": "Identification"}]
    open_form(
        widget,
        field("username_type", "Document", type="select", values=types),
        field("username", "Number", type="number", placeholder="00123"),
        field("password", "Password", type="password"),
        field("username2", "Second name", optional=True),
        field("password2", "", type="hidden", value="prefilled"),
        field("token", "Token", type="number", optional=True),
    )
    number, password = widget.page.get_by_label("Number"), widget.page.get_by_label("Password")
    expect(number).to_have_attribute("inputmode", "numeric")
    expect(number).to_have_attribute("placeholder", "00123")
    expect(number).to_have_attribute("autocomplete", "off")
    expect(password).to_have_attribute("type", "password")
    expect(widget.page.get_by_label("Token")).to_have_attribute("autocomplete", "one-time-code")
    expect(widget.page.get_by_label("Second name")).to_have_accessible_description("Optional")

    widget.page.get_by_label("Document").select_option("Passport")
    number.fill("00077")
    password.fill(" with spaces ")
    widget.press("Connect")
    assert submitted(widget) == {
        "username_type": "003",
        "username": "00077",
        "password": " with spaces ",
        "password2": "prefilled",
    }


def test_what_does_not_fit_is_said_where_it_is_and_not_sent(widget: WidgetPage) -> None:
    open_form(
        widget,
        field("username", "User", validation="^[a-z]{2,8}$", validation_message="Two to eight letters"),
        field("password", "Password", type="password", length="4", validation_message="Four characters at most"),
        field("password2", "Second password", type="password", validation="(unreadable["),
    )
    user, password = widget.page.get_by_label("User"), widget.page.get_by_label("Password", exact=True)
    widget.press("Connect")
    expect(user).to_have_accessible_description("Fill this in")
    expect(user).to_be_focused()
    user.fill("Number 7")
    expect(user).to_have_accessible_description("")
    password.fill("fifth")
    widget.page.get_by_label("Second password").fill("anything")
    widget.press("Connect")
    expect(user).to_have_accessible_description("Two to eight letters")
    expect(user).to_have_attribute("aria-invalid", "true")
    expect(password).to_have_accessible_description("Four characters at most")
    assert widget.sent("POST") == []

    user.fill("seven")
    password.fill("four")
    widget.press("Connect")
    assert submitted(widget) == {"username": "seven", "password": "four", "password2": "anything"}


def test_the_chosen_document_decides_what_a_user_name_is(widget: WidgetPage) -> None:
    types = [
        {"code": "1", "label": "Card", "validation": "^\\d+$", "validation_message": "Digits", "placeholder": "123"},
        {"code": "2", "label": "Passport", "validation": "^[A-Z]+$", "validation_message": "Capitals"},
    ]
    open_form(
        widget,
        field("username_type", "Document", type="select", values=types, pre_selected="1"),
        field("username", "Number", placeholder="Anything"),
    )
    number = widget.page.get_by_label("Number")
    expect(number).to_have_attribute("placeholder", "123")
    number.fill("ABC")
    widget.press("Connect")
    expect(number).to_have_accessible_description("Digits")
    widget.page.get_by_label("Document").select_option("Passport")
    expect(number).to_have_attribute("placeholder", "Anything")
    widget.press("Connect")
    assert submitted(widget) == {"username_type": "2", "username": "ABC"}


def test_a_password_can_be_looked_at(widget: WidgetPage) -> None:
    open_form(widget, field("password", "Password", type="password"))
    password = widget.page.get_by_label("Password")
    widget.press("Show Password")
    expect(password).to_have_attribute("type", "text")
    widget.press("Hide Password")
    expect(password).to_have_attribute("type", "password")


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("erebor_mx_retail", "bank", {"username": "bnk100", "password": "full"}),
        ("tatooine_mx_fiscal", "fiscal", {"username": "PFIS010101000", "password": "individual"}),
        ("heimdall_mx_retail", "bank", {"username": "mfa_default", "password": "pass_valid"}),
    ],
)
def test_a_test_user_is_at_hand(widget: WidgetPage, name: str, kind: str, expected: dict[str, str]) -> None:
    open_form(widget, field("username", "User"), field("password", "Password", type="password"), name=name, kind=kind)
    expect(widget.dialog).to_contain_text(f"Try {expected['username']} / {expected['password']}")
    widget.press("Fill in")
    widget.press("Connect")
    assert submitted(widget) == expected
