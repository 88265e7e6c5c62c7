"""What the local Belvo's widget does when the API refuses, or doesn't answer."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_page import MEXICO, WidgetPage, exit_of, refusal

HEX_32 = re.compile(r"[0-9a-f]{32}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
WRONG_LOGIN = {"code": "login_error", "message": "Invalid credentials provided to login to the institution"}
DEAD_TOKEN = {"code": "ACCESS_TOKEN_NOT_VALID", "message": "Access token is not valid"}


def test_a_wrong_password_leads_back_to_the_form_with_the_user_kept(widget: WidgetPage) -> None:
    widget.open_form(external_id="second-try")
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_have_text(
        "Erebor Bank refused this login. Check the user and the password, then try again."
    )
    expect(widget.page.get_by_label("Usuario")).to_have_value("user_invalid")
    expect(widget.page.get_by_label("Contraseña")).to_have_value("")
    expect(widget.page.get_by_label("Contraseña")).to_be_focused()
    [event] = widget.events("ERROR")
    assert INSTANT.fullmatch(event["meta_data"].pop("timestamp"))
    assert HEX_32.fullmatch(event.pop("request_id"))
    assert event == {
        "eventName": "ERROR",
        "meta_data": {
            "error_code": WRONG_LOGIN["code"],
            "error_message": WRONG_LOGIN["message"],
            "institution_name": "erebor_mx_retail",
        },
    }

    widget.connect("user_valid", "pass_valid")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert len(widget.links("second-try")) == 1


def test_repeated_wrong_passwords_bring_a_warning(widget: WidgetPage) -> None:
    widget.open_form()
    alert = widget.page.get_by_role("alert")
    for _ in range(2):
        widget.connect("user_invalid", "pass_invalid")
        expect(alert).to_be_visible()
        expect(alert).not_to_contain_text("lock")
    widget.connect("user_invalid", "pass_invalid")
    expect(alert).to_contain_text("More wrong attempts can lock the user.")


def test_a_refused_field_is_marked(widget: WidgetPage) -> None:
    widget.open_form()
    widget.answer("links/", (400, refusal("invalid", "This user has left the bank.", field="username")))
    widget.connect()
    expect(widget.page.get_by_role("alert")).to_contain_text("can't accept these details")
    expect(widget.page.get_by_label("Usuario")).to_have_accessible_description("This user has left the bank.")


def test_a_refused_setting_of_the_application_is_not_blamed_on_the_person(widget: WidgetPage) -> None:
    widget.open_form(external_id="a person's name")
    widget.connect()
    expect(widget.page.get_by_role("heading", name="This application's settings were refused")).to_be_visible()
    expect(widget.dialog).to_contain_text("external_id")
    expect(widget.page.get_by_role("button", name="Return to the application")).to_be_visible()
    expect(widget.page.get_by_role("button", name="Try again")).to_have_count(0)


@pytest.mark.parametrize(
    ("code", "message", "title", "suggestion"),
    [
        ("institution_down", "Down", "Erebor Bank can't be reached", "Use another institution"),
        ("too_many_sessions", "Elsewhere", "You are logged in elsewhere", "Try again"),
        ("duplicated", "Link already exists", "Already connected", "Use another institution"),
        ("login_error", "The user account is locked", "Your user is locked", "Use another institution"),
        ("a_code_of_tomorrow", "New", "Something went wrong", "Try again"),
    ],
)
def test_a_refusal_is_explained(widget: WidgetPage, code: str, message: str, title: str, suggestion: str) -> None:
    widget.open(show_close_dialog=False, show_abandon_survey=False, **MEXICO)
    widget.press("Continue")
    widget.press("Erebor Bank")
    widget.answer("links/", (400, refusal(code, message)))
    widget.connect()
    expect(widget.page.get_by_role("heading", name=title)).to_be_visible()
    expect(widget.page.get_by_role("button", name=suggestion)).to_be_visible()
    expect(widget.dialog).to_contain_text(code)
    expect(widget.dialog).to_contain_text("c" * 32)
    widget.press("Close")
    assert widget.told("onExit") == [exit_of("erebor_mx_retail", "error", {"code": code, "message": message})]


def test_every_published_code_has_its_words(widget: WidgetPage) -> None:
    cases = {
        "institution_unavailable": "down",
        "institution_inactive": "inactive",
        "validation_error": "details",
        "session_expired": "expired",
        "request_timeout": "timeout",
        "unexpected_error": "unexpected",
        "login_error": "login",
    }
    messages = {"user access is forbidden": "forbidden", "MFA is not supported": "unsupported"}
    widget.visit()
    found, words = widget.page.evaluate(
        """async (errors) => {
          const { caseOf } = await import("/widget-assets/failures.js");
          const { TEXTS } = await import("/widget-assets/texts/index.js");
          const found = errors.map(([code, message]) => caseOf({ status: 400, code, message, errors: [] }));
          return [found, Object.values(TEXTS).map((texts) => [...Object.keys(texts.failures), "login", "details"])];
        }""",
        [*((code, "") for code in cases), *(("login_error", message) for message in messages)],
    )
    assert found == [*cases.values(), *messages.values()]
    assert all(set(found) <= set(known) for known in words)


def test_another_attempt_needs_no_typing(widget: WidgetPage) -> None:
    widget.open_form(external_id="again")
    widget.answer("links/", (500, refusal("unexpected_error")))
    widget.connect()
    widget.press("Try again")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert len(widget.links("again")) == 1


def test_another_institution_can_be_used(widget: WidgetPage) -> None:
    widget.open(**MEXICO)
    widget.press("Continue")
    widget.press("Erebor Bank")
    widget.answer("links/", (400, refusal("institution_down")))
    widget.connect()
    widget.press("Use another institution")
    widget.press("Gringotts Bank")
    expect(widget.page.get_by_label("Contraseña")).to_have_value("")
    widget.connect()
    widget.press("Done")
    [[_, institution]] = widget.told("callback")
    assert institution == "gringotts_mx_retail"


def test_a_lost_network_is_named_and_can_be_tried_again(widget: WidgetPage) -> None:
    widget.open_form()
    widget.page.route("**/api/links/", lambda route: route.abort(), times=1)
    widget.connect()
    expect(widget.page.get_by_role("heading", name="The connection was lost")).to_be_visible()
    assert widget.events("ERROR")[0]["meta_data"]["error_code"] == "unexpected_error"
    widget.press("Try again")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()


def test_an_answer_that_is_no_json_is_an_unexpected_error(widget: WidgetPage) -> None:
    widget.open_form()
    html = "<h1>403 Forbidden</h1>"
    widget.page.route("**/api/links/", lambda route: route.fulfill(status=403, body=html, content_type="text/html"))
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Something went wrong")).to_be_visible()
    error = {"code": "unexpected_error", "message": "Unexpected answer (HTTP 403)"}
    assert widget.events("ERROR")[0]["meta_data"]["error_message"] == error["message"]


@pytest.mark.parametrize("body", [[], [{}], {"code": "token_required"}, None])
def test_a_request_for_a_token_that_names_no_session_is_an_unexpected_error(widget: WidgetPage, body: object) -> None:
    widget.open_form()
    widget.answer("links/", (428, body))
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Something went wrong")).to_be_visible()


def test_a_token_that_is_dead_at_the_start_shows_at_once(widget: WidgetPage) -> None:
    token = widget.token()
    widget.spend(token)
    widget.open(token)
    expect(widget.page.get_by_role("heading", name="This window has expired")).to_be_visible()
    [event] = widget.events("ERROR")
    assert event["meta_data"]["error_code"] == DEAD_TOKEN["code"]
    widget.press("Return to the application")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("", "error", DEAD_TOKEN)]


@pytest.mark.parametrize("token", ["not-a-token", "a.b.c", "e30.bnVsbA.e30"])
def test_a_token_that_is_none_is_a_dead_one(widget: WidgetPage, token: str) -> None:
    widget.open(token)
    expect(widget.page.get_by_role("heading", name="This window has expired")).to_be_visible()


def test_a_token_that_dies_while_the_form_is_open_ends_the_connection(widget: WidgetPage) -> None:
    token = widget.token()
    widget.open(token, external_id="too-late", institutions=["erebor_mx_retail"])
    widget.press("Continue")
    widget.spend(token)
    widget.connect()
    expect(widget.page.get_by_role("heading", name="This window has expired")).to_be_visible()
    widget.press("Close")  # nothing is lost by leaving, so that no question is asked
    assert widget.told("onExit") == [exit_of("erebor_mx_retail", "error", DEAD_TOKEN)]
    assert widget.links("too-late") == []
