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
        "last_encountered_error_message": "Invalid credentials provided to login to the institution",
        "meta_data_institution_name": "erebor_mx_retail",
        "meta_data_step": "credentials",
    }


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
