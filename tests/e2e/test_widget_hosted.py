"""The local Belvo's hosted widget: what its address configures, and where it leads back to."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
import pytest
from playwright.sync_api import Page, expect

from belvo_sandbox import Served, serve
from tests.e2e.widget_page import WidgetPage, institution

APP = "https://app.example/back?user=42"
CALLBACKS = {name: APP.replace("back", name) for name in ("success", "exit", "event")}
DEAD_TOKEN = {"error": "ACCESS_TOKEN_NOT_VALID", "error_message": "Access token is not valid"}
OWN = {name: f"myapp://{name}" for name in ("success", "exit", "event")}
WRONG_LOGIN = "Invalid credentials provided to login to the institution"
QUIET = {"show_close_dialog": "false", "show_abandon_survey": "false"}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("sandbox")) as served:
        yield served


@pytest.fixture
def widget(page: Page, sandbox: Served) -> Iterator[WidgetPage]:
    hosted = WidgetPage(page, sandbox)
    page.route("https://app.example/**", lambda route: route.fulfill(body="<h1>The application</h1>"))
    yield hosted
    if not page.url.startswith("https://app.example"):
        assert hosted.violations == []


def visit(widget: WidgetPage, token: str | None = None, **query: str) -> None:
    """Open the hosted widget at Erebor, in English, with a token that leads back to the application."""
    token = token or widget.token({"callback_urls": CALLBACKS})
    words = {"access_token": token, "locale": "en", "institution": "erebor_mx_retail", **query}
    widget.page.goto(f"{widget.sandbox.url}/widget/?{urlencode(words)}")


def returned(widget: WidgetPage, name: str) -> dict[str, str]:
    """With what the browser came back to one of the application's addresses."""
    widget.page.wait_for_url(f"https://app.example/{name}?**")
    values = dict(parse_qsl(urlsplit(widget.page.url).query, keep_blank_values=True))
    assert values.pop("user") == "42"
    return values


def test_a_connection_leads_back_with_its_link(widget: WidgetPage) -> None:
    visit(widget, external_id="hosted", access_mode="single")
    widget.press("Continue")
    widget.connect()
    widget.press("Done")
    [link] = widget.links("hosted")
    assert returned(widget, "success") == {"link": link["id"], "institution": "erebor_mx_retail"}
    assert (link["access_mode"], link["status"]) == ("single", "valid")


def test_leaving_leads_back_with_the_last_error(widget: WidgetPage) -> None:
    visit(widget, **QUIET)
    widget.press("Continue")
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_contain_text("refused this login")
    widget.press("Close")
    assert returned(widget, "exit") == {
        "last_encountered_error_code": "login_error",
        "last_encountered_error_message": WRONG_LOGIN,
        "meta_data_institution_name": "erebor_mx_retail",
        "meta_data_step": "credentials",
    }


class Calls:
    """What an application is told by addresses of its own scheme, which take nobody out of the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._urls: list[str] = []
        session = page.context.new_cdp_session(page)
        session.on("Page.frameRequestedNavigation", lambda event: self._urls.append(event["url"]))
        session.send("Page.enable")

    def next(self) -> tuple[str, dict[str, str]]:
        """The address that comes next, and its query."""
        while not self._urls:
            self._page.wait_for_event("requestfailed")
        parts = urlsplit(self._urls.pop(0))
        return f"{parts.scheme}://{parts.netloc}", dict(parse_qsl(parts.query, keep_blank_values=True))

    @property
    def all_heard(self) -> bool:
        """Whether there has been none besides those that were heard."""
        return not self._urls


def press(widget: WidgetPage, name: str) -> None:
    """Click behind the question whether the application may open, which a browser asks and a web view doesn't."""
    widget.page.get_by_role("button", name=name, exact=True).dispatch_event("click")


def test_an_application_hears_of_errors_as_they_happen_and_then_of_the_link(widget: WidgetPage) -> None:
    calls = Calls(widget.page)
    visit(widget, widget.token({"callback_urls": OWN}), external_id="own-scheme")
    widget.press("Continue")
    widget.connect("user_invalid", "pass_invalid")
    assert calls.next() == ("myapp://event", {"error": "login_error", "error_message": WRONG_LOGIN})
    expect(widget.page.get_by_role("alert")).to_contain_text("refused this login")
    widget.page.get_by_label("Usuario").fill("user_valid")
    widget.page.get_by_label("Contraseña").fill("pass_valid")
    press(widget, "Connect")
    press(widget, "Done")
    [link] = widget.links("own-scheme")
    assert calls.next() == ("myapp://success", {"link": link["id"], "institution": "erebor_mx_retail"})
    expect(widget.page.get_by_role("heading", name="Your account is connected")).to_be_visible()
    assert calls.all_heard


def test_an_application_hears_of_a_warning_at_once_and_then_of_the_exit(widget: WidgetPage) -> None:
    calls = Calls(widget.page)
    visit(widget, widget.token({"callback_urls": OWN}), institution="sleepy_hollow_mx_retail", **QUIET)
    widget.press("Continue")
    warning = {"warning": "institution_disabled", "warning_message": "sleepy_hollow_mx_retail is down"}
    assert calls.next() == ("myapp://event", warning)
    press(widget, "Return to the application")
    assert calls.next() == (
        "myapp://exit",
        {
            "last_encountered_error_code": "",
            "last_encountered_error_message": "",
            "meta_data_institution_name": "sleepy_hollow_mx_retail",
            "meta_data_step": "error",
        },
    )
    assert calls.all_heard


def test_an_application_hears_of_a_dead_token(widget: WidgetPage) -> None:
    calls = Calls(widget.page)
    token = widget.token({"callback_urls": OWN})
    widget.spend(token)
    visit(widget, token)
    assert calls.next() == ("myapp://event", DEAD_TOKEN)
    assert calls.all_heard


def test_an_error_that_can_be_put_right_leaves_an_application_of_the_web_waiting(widget: WidgetPage) -> None:
    visit(widget)
    widget.press("Continue")
    widget.connect("user_invalid", "pass_invalid")
    widget.connect()
    widget.press("Done")
    assert returned(widget, "success")["institution"] == "erebor_mx_retail"


def test_a_dead_token_leads_back_at_once(widget: WidgetPage) -> None:
    token = widget.token({"callback_urls": CALLBACKS})
    widget.spend(token)
    visit(widget, token)
    assert returned(widget, "event") == DEAD_TOKEN


def test_leaving_an_institution_that_is_down_leads_back_with_the_warning(widget: WidgetPage) -> None:
    rows = [institution("closed_mx_retail", "Closed Bank", status="down")]
    widget.answer("institutions/*", (200, {"count": 1, "next": None, "previous": None, "results": rows}))
    visit(widget, institution="", **QUIET)
    widget.press("Continue")
    widget.press("Return to the application")
    assert returned(widget, "event") == {
        "warning": "institution_disabled",
        "warning_message": "closed_mx_retail is down",
    }


def test_without_addresses_it_ends_on_a_page_of_its_own(widget: WidgetPage) -> None:
    visit(widget, widget.token(), external_id="no-return")
    widget.press("Continue")
    widget.connect()
    widget.press("Done")
    expect(widget.page.get_by_role("heading", name="Your account is connected")).to_be_focused()
    assert len(widget.links("no-return")) == 1


def test_leaving_without_addresses_says_that_nothing_was_connected(widget: WidgetPage) -> None:
    visit(widget, widget.token(), locale="pt", **QUIET)
    expect(widget.page.get_by_role("dialog")).to_be_visible()
    widget.page.keyboard.press("Escape")
    expect(widget.page.get_by_role("heading", name="Nada foi conectado")).to_be_visible()
    expect(widget.page.locator("html")).to_have_attribute("lang", "pt-BR")


@pytest.mark.parametrize("address", ["javascript:document.title='run'", "data:text/html,run", "nonsense"])
def test_an_address_that_is_no_way_back_is_not_followed(widget: WidgetPage, address: str) -> None:
    # The sandbox mints no such token; the page reads the claims of any.
    token = jwt.encode({"widget": {"callback_urls": {"exit": address}}}, "k" * 32)
    visit(widget, token, **QUIET)
    widget.press("Return to the application")
    expect(widget.page.get_by_role("heading", name="Nothing was connected")).to_be_visible()
    assert widget.page.title() == "Local sandbox"


def test_an_address_without_a_token_says_so(widget: WidgetPage) -> None:
    widget.page.goto(f"{widget.sandbox.url}/widget/?locale=en")
    expect(widget.page.get_by_role("heading", name="This address is not complete")).to_be_visible()


def test_a_web_view_of_react_native_is_told_what_a_page_would_be(widget: WidgetPage) -> None:
    widget.page.add_init_script(
        "window.posted = []; window.ReactNativeWebView = { postMessage: (m) => posted.push(m) }"
    )
    visit(widget, widget.token(), external_id="native")
    widget.press("Continue")
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    told = [json.loads(message) for message in widget.page.evaluate("posted")]
    [link] = widget.links("native")
    assert {"link": link["id"], "institution": "erebor_mx_retail"} in told
    assert next(one["meta_data"]["page"] for one in told if one.get("eventName") == "PAGE_LOAD") == "/consent"


def test_the_page_is_kept_nowhere_and_tells_no_other_host_its_address(widget: WidgetPage) -> None:
    visit(widget)
    [page] = [one for one in widget.requests if "/widget/?" in one.url and one.is_navigation_request()]
    answer = page.response()
    assert answer is not None
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    others = [one for one in widget.requests if one is not page]
    assert [one.url for one in others if "access_token" in one.headers.get("referer", "")] == []
