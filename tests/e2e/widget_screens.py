"""How to come to each screen of the local Belvo's widget, in the language that is spoken."""

from collections.abc import Callable

from playwright.sync_api import expect

from belvo_sandbox.routes.mock_bank_pages import TEXTS
from languages import spoken
from languages.language import Code
from tests.e2e.widget_links import UPDATING, open_update
from tests.e2e.widget_page import LINK, MEXICO, WidgetPage, challenge, refusal

Show = Callable[[WidgetPage], None]

BRANDING = {"company_name": "Acme Lending", "company_terms_url": "https://acme.example/terms"}
BANK, OPEN_FINANCE = "ofmockbank_br_retail", "OF Mock Bank by Raidiam"
EREBOR = "Erebor Bank"
CONSENTING = "read_institutions,write_links,read_consents,write_consents,write_consent_callback"
PURPOSES: dict[Code, str] = {
    "en": "To see whether a loan fits you",
    "es": "Para ver si un crédito te conviene",
    "pt": "Para ver se um empréstimo serve para você",
}
CONSENT = {
    "purpose": PURPOSES["en"],
    "terms_and_conditions_url": "https://acme.example/terms",
    "permissions": ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
    "identification_info": [{"type": "CPF", "number": "76109277673", "name": "Ralph Bragg"}],
    "default_consent_duration_days": 183,
}


def welcome(widget: WidgetPage) -> None:
    widget.open(widget.token({"branding": BRANDING}))


def institutions(widget: WidgetPage) -> None:
    widget.open()
    widget.press(widget.word("welcome.next"))
    expect(widget.page.get_by_role("button", name="Gringotts Bank").first).to_be_visible()


def nothing_found(widget: WidgetPage) -> None:
    institutions(widget)
    widget.page.get_by_role("searchbox").fill("nowhere")
    expect(widget.dialog).to_contain_text(widget.word("institutions.noMatch", "nowhere"))


def loading(widget: WidgetPage) -> None:
    widget.hold("institutions/*")
    widget.open()
    widget.press(widget.word("welcome.next"))
    expect(widget.page.get_by_role("list", name=widget.word("institutions.loading"))).to_be_visible()


def list_failed(widget: WidgetPage) -> None:
    widget.answer("institutions/*", (500, refusal("unexpected_error")))
    widget.open()
    widget.press(widget.word("welcome.next"))
    expect(widget.page.get_by_role("button", name=widget.word("institutions.retry"))).to_be_visible()


def credentials(widget: WidgetPage) -> None:
    widget.open_form()


def incomplete(widget: WidgetPage) -> None:
    widget.open_form()
    widget.press(widget.word("credentials.submit"))
    expect(widget.page.get_by_label("Usuario")).to_have_accessible_description(widget.word("credentials.required"))


def refused(widget: WidgetPage) -> None:
    widget.open_form()
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_be_visible()


def waiting(widget: WidgetPage) -> None:
    widget.hold("links/")
    widget.open_form()
    widget.connect()
    expect(widget.page.get_by_role("heading", name=widget.word("waiting.title", EREBOR))).to_be_visible()


def token(widget: WidgetPage) -> None:
    widget.answer("links/", *[(428, challenge(type="numeric", value="12345"))] * 2)
    widget.open_form()
    widget.connect()
    widget.page.get_by_label(widget.word("token.label")).fill("999999")
    widget.press(widget.word("token.submit"))
    expect(widget.page.get_by_label(widget.word("token.label"))).to_have_accessible_description(
        widget.word("token.wrong")
    )


def success(widget: WidgetPage) -> None:
    widget.open_form()
    widget.connect()
    expect(widget.page.get_by_role("button", name=widget.word("success.done"))).to_be_visible()


def failure(widget: WidgetPage) -> None:
    widget.answer("links/", (500, refusal("unexpected_error")))
    widget.open(**MEXICO)
    widget.press(widget.word("welcome.next"))
    widget.press(EREBOR)
    widget.connect()
    expect(widget.page.get_by_role("heading", name=widget.word("failures.unexpected.title"))).to_be_visible()


def leaving(widget: WidgetPage) -> None:
    widget.open_form()
    widget.press(widget.word("close"))
    expect(widget.page.get_by_role("alertdialog")).to_be_visible()


def survey(widget: WidgetPage) -> None:
    leaving(widget)
    widget.press(widget.word("leaving.leave"))
    expect(widget.page.get_by_role("dialog", name=widget.word("survey.title"))).to_be_visible()


def advanced(widget: WidgetPage) -> None:
    widget.open(institutions=["ironbank_br_retail"])
    widget.press(widget.word("welcome.next"))
    expect(widget.page.get_by_label("Segunda senha")).to_be_visible()


def consenting(widget: WidgetPage, **consent: object) -> str:
    """A token for open finance; None takes something out of what it lays down."""
    said = {"purpose": PURPOSES[spoken().code]}
    asked = {name: value for name, value in {**CONSENT, **said, **consent}.items() if value is not None}
    return widget.token({"branding": BRANDING, "consent": asked}, scopes=CONSENTING)


def identification(widget: WidgetPage) -> None:
    widget.open(consenting(widget), institutions=[BANK])
    widget.press(widget.word("welcome.next"))
    expect(widget.page.get_by_role("heading", name=widget.word("consent.title", OPEN_FINANCE))).to_be_visible()


def identification_typed(widget: WidgetPage) -> None:
    widget.open(consenting(widget, identification_info=None), institutions=[BANK])
    widget.press(widget.word("welcome.next"))
    widget.press(widget.word("consent.submit"))
    expect(widget.page.get_by_label("CPF")).to_have_accessible_description(widget.word("credentials.required"))


def redirect(widget: WidgetPage) -> None:
    identification(widget)
    widget.press(widget.word("consent.submit"))
    expect(widget.page.get_by_role("link", name=widget.word("redirect.go"))).to_be_visible()


def bank(widget: WidgetPage) -> None:
    redirect(widget)
    widget.page.get_by_role("link", name=widget.word("redirect.go")).click()
    expect(widget.page.get_by_role("button", name=TEXTS[spoken().code]["approve"])).to_be_visible()


def denied(widget: WidgetPage) -> None:
    bank(widget)
    widget.press(TEXTS[spoken().code]["refuse"])
    widget.page.wait_for_url("**/shop?**")
    widget.build(widget.token())
    expect(widget.page.get_by_role("heading", name=widget.word("failures.refused.title"))).to_be_visible()


def update(widget: WidgetPage) -> None:
    made = widget.made("user_valid", "pass_valid")
    widget.answer(f"links/{made}/", (200, {**LINK, "id": made, "status": "invalid"}), (200, {**LINK, "id": made}))
    open_update(widget, made, UPDATING)
    expect(widget.page.get_by_role("heading", name=widget.word("credentials.again", EREBOR))).to_be_visible()


def updated(widget: WidgetPage) -> None:
    update(widget)
    widget.page.get_by_label("Contraseña").fill("pass_valid")
    widget.press(widget.word("credentials.submit"))
    expect(widget.page.get_by_role("button", name=widget.word("success.done"))).to_be_visible()


SCREENS: dict[str, Show] = {
    show.__name__: show
    for show in (
        welcome,
        institutions,
        nothing_found,
        loading,
        list_failed,
        credentials,
        incomplete,
        refused,
        advanced,
        waiting,
        token,
        success,
        failure,
        leaving,
        survey,
        identification,
        identification_typed,
        redirect,
        denied,
        update,
        updated,
    )
}
