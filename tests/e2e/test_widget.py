"""Connecting an account through the local Belvo's widget: what people do, what the API gets, what the page is told."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from belvo_sandbox import Served
from tests.e2e.widget_page import MEXICO, RESOURCES, WidgetPage, challenge, refusal, serve_shop

HEX_32 = re.compile(r"[0-9a-f]{32}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
LINK = {"id": "8848bd0c-0000-4000-8000-000000000000", "institution": "erebor_mx_retail"}
WRONG_LOGIN = {"code": "login_error", "message": "Invalid credentials provided to login to the institution"}
DEAD_TOKEN = {"code": "ACCESS_TOKEN_NOT_VALID", "message": "Access token is not valid"}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_shop(tmp_path_factory.mktemp("sandbox")) as served:
        yield served


@pytest.fixture
def widget(page: Page, sandbox: Served) -> Iterator[WidgetPage]:
    embedding = WidgetPage(page, sandbox)
    yield embedding
    assert embedding.violations == []


def exit_of(institution: str, step: str, error: dict[str, str] | None = None) -> list[object]:
    meta_data = {"institution_name": institution, "step": step}
    return [{"last_encountered_error": error, "meta_data": meta_data}]


def test_an_account_is_connected(widget: WidgetPage) -> None:
    widget.open(external_id="whole-way", **MEXICO)
    widget.press("Continue")
    widget.page.get_by_role("searchbox", name="Search for your institution").fill("ereb")
    widget.press("Erebor Bank")
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Your account is connected")).to_be_visible()
    widget.press("Done")
    expect(widget.dialog).to_have_count(0)

    [link] = widget.links("whole-way")
    assert widget.told("callback") == [[link["id"], "erebor_mx_retail"]]
    assert widget.told("onExit") == []
    assert link["status"] == "valid"


def test_the_api_gets_what_page_token_and_person_have_said(widget: WidgetPage) -> None:
    widget.open_form(external_id="what-is-sent", access_mode="single")
    widget.connect(user=" bnk102 ", password="low")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    [request] = widget.sent("POST")
    assert request.post_data_json == {
        "institution": "erebor_mx_retail",
        "username": "bnk102",
        "password": "low",
        "external_id": "what-is-sent",
        "access_mode": "single",
        "fetch_resources": RESOURCES,
        "stale_in": "365d",
    }


def test_the_page_learns_of_the_link_before_done_is_pressed(widget: WidgetPage) -> None:
    widget.open_form(external_id="at-once")
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    names = widget.page.evaluate("told.map(([name, value]) => value?.metadata?.page ?? name)")
    assert names == ["/consent", "/credentials", "/waiting", "callback", "/success"]


def test_the_browser_never_carries_keys(widget: WidgetPage) -> None:
    widget.open_form()
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    headers = [request.all_headers().get("authorization", "") for request in widget.requests]
    assert {header.partition(" ")[0] for header in headers} == {"", "Bearer"}
    everything = " ".join(f"{request.url} {request.post_data} {request.all_headers()}" for request in widget.requests)
    assert widget.sandbox.secret_id not in everything
    assert widget.sandbox.secret_password not in everything


def test_a_double_click_makes_one_link_however_slow_the_network(widget: WidgetPage) -> None:
    widget.open_form(external_id="one-link")
    held = widget.hold("links/")
    widget.page.get_by_label("Usuario").fill("bnk100")
    widget.page.get_by_label("Contraseña").fill("full")
    widget.page.get_by_label("Contraseña").press("Enter")
    widget.page.keyboard.press("Enter")
    connect = widget.page.get_by_role("button", name="Connect", exact=True)
    expect(connect).to_have_count(0)
    widget.page.keyboard.press("Enter")
    [route] = held
    route.continue_()

    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert len(widget.sent("POST")) == 1
    assert len(widget.told("callback")) == len(widget.links("one-link")) == 1


def test_two_clicks_in_one_instant_make_one_link(widget: WidgetPage) -> None:
    widget.open_form(external_id="two-clicks")
    widget.page.get_by_label("Usuario").fill("bnk100")
    widget.page.get_by_label("Contraseña").fill("full")
    widget.page.get_by_role("button", name="Connect", exact=True).evaluate(
        "(button) => { const { form } = button; form.requestSubmit(); form.dispatchEvent(new Event('submit')); }"
    )
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert len(widget.sent("POST")) == len(widget.links("two-clicks")) == 1


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


def test_what_was_typed_is_gone_after_the_success(widget: WidgetPage) -> None:
    widget.open_form()
    form = widget.page.get_by_label("Usuario").evaluate_handle("(input) => input.form")
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert form.evaluate("(form) => Object.fromEntries(new FormData(form))") == {"username": "", "password": ""}


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


def test_a_token_is_asked_for_and_sent(widget: WidgetPage) -> None:
    widget.open_form()
    widget.answer(
        "links/", (428, challenge(type="numeric", value="12345")), (428, challenge(type="numeric")), (200, LINK)
    )
    widget.connect()
    token = widget.page.get_by_label("Token")
    expect(token).to_be_focused()
    expect(widget.dialog).to_contain_text("12345")
    expect(widget.dialog).to_contain_text("The token is accepted for 12 minutes.")
    assert widget.told("callback") == []
    token.fill("999999")
    widget.press("Confirm")
    expect(token).to_have_accessible_description("This token was not accepted. Enter a new one.")
    token.fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    assert widget.told("callback") == [[LINK["id"], LINK["institution"]]]
    assert [request.post_data_json for request in widget.sent("PATCH")] == [
        {"session": "d" * 32, "link": LINK["id"], "token": token, "save_data": True} for token in ("999999", "111111")
    ]


def test_a_login_that_is_confirmed_elsewhere_needs_no_token(widget: WidgetPage) -> None:
    widget.open_form()
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    widget.answer("links/", (428, challenge(type="qr", value=dot, expects_user_input=False)), (200, LINK))
    widget.connect()
    expect(widget.page.get_by_role("img", name="QR code to scan")).to_be_visible()
    expect(widget.page.get_by_label("Token")).to_have_count(0)
    widget.press("I have confirmed")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert [request.post_data_json for request in widget.sent("PATCH")] == [
        {"session": "d" * 32, "link": LINK["id"], "save_data": True}
    ]


def test_a_token_that_comes_too_late_leads_back_to_the_form(widget: WidgetPage) -> None:
    widget.open_form()
    widget.answer("links/", (428, challenge()), (400, refusal("session_expired")))
    widget.connect()
    widget.page.get_by_label("Token").fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("heading", name="The time for the token is over")).to_be_visible()
    widget.press("Log in again")
    expect(widget.page.get_by_label("Usuario")).to_have_value("user_valid")


def test_leaving_is_confirmed_and_explained(widget: WidgetPage) -> None:
    widget.open_form()
    widget.page.get_by_label("Usuario").fill("half")
    widget.page.keyboard.press("Escape")
    question = widget.page.get_by_role("alertdialog", name="Leave now?")
    expect(question.get_by_role("button", name="Stay")).to_be_focused()
    widget.press("Stay")
    expect(question).to_have_count(0)
    expect(widget.page.get_by_label("Usuario")).to_have_value("half")

    widget.press("Close")
    widget.press("Leave")
    survey = widget.page.get_by_role("dialog", name="Why are you leaving?")
    survey.get_by_label("I only wanted to have a look").check()
    assert widget.told("onExit") == []
    widget.press("Send")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("erebor_mx_retail", "abandon-survey")]
    assert widget.sent("POST") == []


def test_leaving_without_survey_names_the_screen(widget: WidgetPage) -> None:
    widget.open(show_abandon_survey=False)
    widget.press("Close")
    widget.press("Leave")
    assert widget.told("onExit") == [exit_of("", "consent")]


def test_leaving_without_questions_is_one_key(widget: WidgetPage) -> None:
    widget.open(show_close_dialog=False, show_abandon_survey=False)
    widget.page.keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("", "consent")]


def test_waiting_can_be_left(widget: WidgetPage) -> None:
    widget.open_form(show_abandon_survey=False)
    widget.hold("links/")
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Connecting to Erebor Bank")).to_be_visible()
    expect(widget.page.get_by_role("status")).to_contain_text("Connecting to Erebor Bank")
    widget.press("Close")
    expect(widget.page.get_by_role("alertdialog")).to_contain_text("may be connected all the same")
    widget.press("Leave")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("erebor_mx_retail", "waiting")]


def test_a_link_that_comes_while_leaving_is_in_question_ends_the_question(widget: WidgetPage) -> None:
    widget.open_form()
    held = widget.hold("links/")
    widget.connect()
    widget.press("Close")
    expect(widget.page.get_by_role("alertdialog")).to_be_visible()
    [route] = held
    route.fulfill(status=201, json=LINK)
    expect(widget.page.get_by_role("alertdialog")).to_have_count(0)
    widget.press("Done")
    assert widget.told("callback") == [[LINK["id"], LINK["institution"]]]
    assert widget.told("onExit") == []


def test_each_page_is_reported_in_both_published_spellings(widget: WidgetPage) -> None:
    widget.open_form()
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_be_visible()
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    events = widget.events("PAGE_LOAD")
    erebor = "erebor_mx_retail"
    pages = [("/consent", ""), ("/credentials", erebor), ("/waiting", erebor), ("/credentials", erebor)]
    pages += [("/waiting", erebor), ("/success", erebor)]
    before = ["", *(page for page, _ in pages)]
    expected = [
        {"page": page, "from": previous, "institution_name": institution}
        for (page, institution), previous in zip(pages, before, strict=False)
    ]
    assert [event["metadata"] for event in events] == expected
    assert [event["meta_data"] for event in events] == expected
    assert {tuple(sorted(event)) for event in events} == {("eventName", "meta_data", "metadata", "request_id")}
    assert all(HEX_32.fullmatch(event["request_id"]) for event in events)


def test_a_page_whose_functions_throw_still_gets_its_link(widget: WidgetPage) -> None:
    thrown: list[str] = []
    widget.page.on("pageerror", lambda error: thrown.append(str(error)))
    widget.visit()
    widget.page.evaluate(
        """(token) => {
          const fail = () => { throw new Error("the page's own fault"); };
          const config = { locale: "en", institution: "erebor_mx_retail", external_id: "throwing" };
          belvoSDK.createWidget(token, { ...config, callback: fail, onExit: fail, onEvent: fail }).build();
        }""",
        widget.token(),
    )
    widget.press("Continue")
    widget.connect()
    widget.press("Done")
    expect(widget.dialog).to_have_count(0)
    assert len(widget.links("throwing")) == 1
    assert set(thrown) == {"the page's own fault"}


def test_the_whole_way_is_possible_by_keyboard(widget: WidgetPage) -> None:
    keyboard = widget.page.keyboard
    widget.open(external_id="keyboard", **MEXICO)
    keyboard.press("Enter")
    expect(widget.page.get_by_role("searchbox")).to_be_focused()
    keyboard.type("bank")
    expect(widget.page.get_by_role("button", name="Gringotts Bank")).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    expect(widget.page.get_by_role("button", name="Gringotts Bank")).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    expect(widget.page.get_by_label("Usuario")).to_be_focused()
    keyboard.type("bnk100")
    keyboard.press("Tab")
    keyboard.type("full")
    keyboard.press("Enter")
    expect(widget.page.get_by_role("button", name="Done")).to_be_focused()
    keyboard.press("Enter")
    expect(widget.dialog).to_have_count(0)
    [link] = widget.links("keyboard")
    assert link["institution"] == "erebor_mx_retail"
