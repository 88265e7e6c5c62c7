"""The demo shop in a real browser: both ways of embedding, to the end and in every way that ends earlier."""

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from belvo_sandbox.bank import links
from settings import LOCAL_KEYS
from tests.e2e.demo_visit import DemoVisit, ServedShop, serve_shop, token_type, tokens_in
from tests.kit.barriers import barriers
from tests.kit.local_belvo import Api
from web.demo import shop as steps

WAYS = ("async", "sync")
HOSTILE = "<img src=x onerror=document.title='run'>{{ 7 * 7 }}"
DATA = {
    "state": "ready",
    "link": "8848bd0c-0000-4000-8000-000000000000",
    "institution": HOSTILE,
    "accounts": [
        {"name": HOSTILE, "kind": "Account", "number": "", "balance": None, "currency": "MXN", "owed": False},
    ],
    "movements": [
        {
            "day": "2026-09-01",
            "description": HOSTILE,
            "account": "Card",
            "amount": "-1234.5",
            "currency": "MXN",
            "pending": True,
        },
    ],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedShop]:
    with serve_shop(tmp_path_factory.mktemp("shop")) as served:
        yield served


@pytest.fixture
def visit(page: Page, served: ServedShop) -> Iterator[DemoVisit]:
    page.emulate_media(reduced_motion="reduce")
    served.log.clear()
    visiting = DemoVisit(page, served)
    yield visiting
    assert visiting.complaints == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that takes what there is."""
    monkeypatch.setattr(steps, "PATIENCE", timedelta(0))


def connect(visit: DemoVisit, way: str) -> str:
    return visit.connect_async() if way == "async" else visit.connect_sync()


def links_of(visit: DemoVisit, link: str) -> list[str]:
    """All links of the visitor whose link this is."""
    external_id = visit.shop.belvo.links.get(link)["external_id"]
    return [each["id"] for each in visit.shop.belvo.links.list(external_id=external_id)]


@pytest.mark.parametrize("way", WAYS)
def test_an_account_is_connected_and_its_data_are_shown(visit: DemoVisit, way: str) -> None:
    link = connect(visit, way)
    lines = visit.lines()
    belvo = visit.shop.belvo
    assert [line.removeprefix("name: ") for line in lines if line.startswith("name: ")] == [
        account["name"] for account in belvo.accounts.list(link=link)
    ]
    assert sum(line.startswith("amount: ") for line in lines) == 10
    descriptions = {str(each["description"]) for each in belvo.transactions.list(link=link)}
    assert {line.removeprefix("description: ") for line in lines if line.startswith("description: ")} <= descriptions
    expect(visit.page.get_by_text("Erebor Bank is connected. You will hear from us")).to_be_visible()
    assert links_of(visit, link) == [link]

    visit.page.reload()
    assert visit.lines() == lines


@pytest.mark.parametrize("way", WAYS)
def test_a_link_that_stopped_working_is_repaired_and_stays_the_same(visit: DemoVisit, way: str) -> None:
    user = f"changed_{way}"
    link = visit.connect_async(user) if way == "async" else visit.connect_sync(user)
    lines = visit.lines()
    Api(f"{visit.shop.url}/sandbox").break_link(user)
    visit.page.reload()
    expect(visit.heading("wants you to sign in again")).to_be_visible()
    visit.press("Sign in again")
    visit.widget.get_by_label("Contraseña").fill("new")
    visit.press("Connect")
    if way == "async":
        visit.press("Done")
    assert visit.lines() == lines
    assert visit.shop.belvo.links.get(link)["status"] == "valid"
    assert links_of(visit, link) == [link]


def test_both_ways_show_the_same(visit: DemoVisit) -> None:
    link = visit.connect_async()
    drawn_by_the_browser = visit.lines()
    visit.go("sync")
    assert visit.page.url.endswith(f"/demo/sync/{link}")
    assert visit.lines() == drawn_by_the_browser


@pytest.mark.parametrize("way", WAYS)
def test_no_key_and_no_refresh_token_reaches_the_browser(visit: DemoVisit, way: str) -> None:
    connect(visit, way)
    visit.lines()
    traffic = visit.shop.traffic
    assert "Erebor Bank" in traffic
    basic = base64.b64encode(":".join(LOCAL_KEYS).encode()).decode()
    assert [secret for secret in (*LOCAL_KEYS, basic, '"refresh"') if secret in traffic] == []
    assert {token_type(token) for token in tokens_in(traffic)} == {"access"}


@pytest.mark.parametrize("way", WAYS)
def test_only_the_widget_speaks_to_belvo_and_the_shop_never_with_a_token(visit: DemoVisit, way: str) -> None:
    connect(visit, way)
    visit.lines()
    with_token = {each.url for each in visit.requests if "authorization" in each.all_headers()}
    api = f"{visit.shop.url}/sandbox/api/"
    assert {url.partition("?")[0] for url in with_token} == {f"{api}institutions/", f"{api}links/"}
    assert {each.url for each in visit.requests if each.url.startswith(api)} == with_token


@pytest.mark.parametrize("way", WAYS)
def test_leaving_is_said_in_words_and_another_try_succeeds(visit: DemoVisit, way: str) -> None:
    visit.go(way)
    visit.open_form()
    visit.leave()
    expect(visit.notice).to_contain_text("Nothing was connected")
    visit.open_form()
    visit.sign_in()
    if way == "async":
        visit.press("Done")
    visit.lines()
    expect(visit.notice).to_be_empty()


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_password_and_then_the_right_one(visit: DemoVisit, way: str) -> None:
    visit.go(way)
    visit.open_form()
    visit.sign_in("user_invalid", "pass_invalid")
    expect(visit.widget.get_by_role("alert")).to_be_visible()
    visit.sign_in()
    if way == "async":
        visit.press("Done")
    visit.lines()


@pytest.mark.parametrize("way", WAYS)
def test_leaving_after_a_wrong_password_says_what_the_bank_said(visit: DemoVisit, way: str) -> None:
    visit.go(way)
    visit.open_form()
    visit.sign_in("user_invalid", "pass_invalid")
    expect(visit.widget.get_by_role("alert")).to_be_visible()
    visit.leave()
    expect(visit.notice).to_contain_text("Your bank did not accept the details")


@pytest.mark.parametrize("way", WAYS)
def test_a_double_click_opens_one_widget_and_makes_one_link(visit: DemoVisit, way: str) -> None:
    visit.go(way)
    visit.page.get_by_role("button", name="Connect my bank").dblclick()
    visit.press("Continue")
    visit.page.get_by_role("searchbox").fill("ereb")
    visit.widget.get_by_role("button", name="Erebor Bank").click()
    visit.sign_in()
    if way == "async":
        visit.press("Done")
    visit.lines()
    visit.go("sync")
    link = visit.page.url.rpartition("/")[2]
    assert links_of(visit, link) == [link]
    assert len(visit.requests_to("/demo/access-token")) == (1 if way == "async" else 0)


@pytest.mark.parametrize("way", WAYS)
def test_a_reload_finds_the_link_whose_callback_was_lost(visit: DemoVisit, way: str) -> None:
    visit.go(way)
    visit.open_form()
    callback = "**/demo/links" if way == "async" else "**/demo/sync"
    visit.page.route(callback, lambda route: route.abort())
    with visit.page.expect_event("requestfailed"):
        visit.sign_in()
    visit.page.unroute_all()
    visit.go(way)
    visit.lines()
    visit.go("sync")
    link = visit.page.url.rpartition("/")[2]
    assert links_of(visit, link) == [link]


@pytest.mark.parametrize("way", WAYS)
def test_a_widget_that_cannot_be_loaded_is_said_in_words(visit: DemoVisit, way: str) -> None:
    visit.page.route("**/belvo-widget-1-stable.js", lambda route: route.abort())
    visit.go(way)
    visit.press("Connect my bank")
    expect(visit.notice).to_contain_text("The window to your bank could not be opened")
    visit.page.unroute_all()
    if way == "sync":
        visit.page.reload()
    visit.press("Connect my bank")
    expect(visit.widget).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_a_dead_token_is_said_in_words_and_replaced(page: Page, tmp_path: Path, way: str) -> None:
    with serve_shop(tmp_path, token_lifetime=timedelta(0)) as dead:
        visit = DemoVisit(page, dead)
        visit.go(way)
        visit.press("Connect my bank")
        visit.press("Return to the application")
        expect(visit.notice).to_contain_text("The window was open for too long")
        visit.press("Connect my bank")
        expect(visit.widget).to_be_visible()
        assert len(tokens_in(dead.traffic)) == 2
        page.goto("about:blank")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("impatient")
def test_a_bank_that_sends_nothing_is_said_in_words(visit: DemoVisit, way: str) -> None:
    if way == "async":
        visit.connect_async("bnk101", "nodata")
    else:
        visit.connect_sync("bnk101", "nodata")
    expect(visit.heading("Nothing has arrived yet")).to_be_visible()


def test_the_synchronous_page_looks_again_by_itself(visit: DemoVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    visit.connect_sync("bnk101", "nodata")
    expect(visit.heading("Reading your account")).to_be_visible()
    monkeypatch.setattr(steps, "PATIENCE", timedelta(0))
    expect(visit.heading("Nothing has arrived yet")).to_be_visible()


def test_the_asynchronous_page_asks_until_data_are_there(visit: DemoVisit) -> None:
    answers = [{"state": "waiting", "institution": "Erebor Bank"}]
    visit.page.route(
        "**/data", lambda route: route.fulfill(status=202, json=answers.pop()) if answers else route.fallback()
    )
    visit.connect_async()
    assert len(visit.lines()) > 40
    assert answers == []


def test_an_account_that_cannot_be_shown_is_looked_at_again(visit: DemoVisit) -> None:
    visit.page.route("**/data", lambda route: route.fulfill(status=500, json={}))
    visit.connect_async()
    expect(visit.heading("We could not show your account")).to_be_visible()
    expect(visit.notice).to_contain_text("Something went wrong")
    visit.page.unroute_all()
    visit.press("Look again")
    visit.lines()
    expect(visit.notice).to_be_empty()


def test_a_lost_connection_is_tried_again_before_anybody_is_told(visit: DemoVisit) -> None:
    failures = ["the first attempt"]
    visit.page.route("**/demo/links", lambda route: route.abort() if failures and failures.pop() else route.fallback())
    visit.connect_async()
    visit.lines()
    assert failures == []


@pytest.mark.parametrize("way", WAYS)
def test_a_broken_link_asks_for_a_new_sign_in(visit: DemoVisit, way: str) -> None:
    link = connect(visit, way)
    visit.lines()
    with visit.shop.sandbox.state.write() as connection:
        links.change(connection, link, status="invalid")
    visit.page.reload()
    expect(visit.heading("Your bank wants you to sign in again")).to_be_visible()
    visit.press("Sign in again")
    expect(visit.widget).to_be_visible()
    if way == "async":
        assert visit.requests_to("/demo/access-token")[-1].post_data_json == {"link": link}


@pytest.mark.parametrize("way", WAYS)
def test_disconnecting_ends_it(visit: DemoVisit, way: str) -> None:
    link = connect(visit, way)
    visit.lines()
    visit.press("Disconnect this bank")
    expect(visit.notice).to_contain_text("Your bank is disconnected")
    expect(visit.heading("Order today, pay in thirty days")).to_be_visible()
    assert visit.page.url == f"{visit.shop.url}/demo/{way}?notice=disconnected"
    assert list(visit.shop.belvo.links.list(id=link)) == []


def test_the_focus_is_never_lost(visit: DemoVisit) -> None:
    visit.go("async")
    visit.open_form()
    visit.leave()
    expect(visit.page.get_by_role("button", name="Connect my bank")).to_be_focused()
    visit.open_form()
    visit.sign_in()
    visit.press("Done")
    expect(visit.heading("Thank you, your application is in")).to_be_focused()


def test_what_a_bank_sends_is_text_to_the_script_too(visit: DemoVisit) -> None:
    visit.page.route("**/data", lambda route: route.fulfill(json=DATA))
    visit.connect_async()
    assert visit.lines() == [
        f"name: {HOSTILE}",
        "kind: Account",
        "label: Balance",
        "balance: \N{EN DASH}",
        "day: 1 Sep 2026",
        f"description: {HOSTILE}",
        "account: Card, pending",
        "amount: \N{MINUS SIGN}1,234.50 MXN",
    ]
    assert visit.page.title() == "Coffee on account \N{EN DASH} Café Tepeyac"


def index(visit: DemoVisit) -> None:
    visit.go("")


def webview(visit: DemoVisit) -> None:
    visit.go("webview")
    expect(visit.page.frame_locator("iframe.phone").get_by_role("dialog")).to_be_visible()


def terms(visit: DemoVisit) -> None:
    visit.go("terms")


def offer(visit: DemoVisit) -> None:
    visit.go("async")


def refused(visit: DemoVisit) -> None:
    visit.go("sync?notice=login_error")


def problem(visit: DemoVisit) -> None:
    visit.go("sync/8848bd0c-0000-4000-8000-000000000000")


def waiting(visit: DemoVisit) -> None:
    visit.connect_sync("bnk101", "nodata")
    # It would look again by itself, in the middle of a look at it that takes long on a busy machine.
    visit.page.evaluate("for (let timer = 1; timer < 1000; timer++) clearTimeout(timer)")


def ready(visit: DemoVisit) -> None:
    visit.connect_async()
    visit.lines()


def hostile(visit: DemoVisit) -> None:
    visit.page.route("**/data", lambda route: route.fulfill(json=DATA))
    ready(visit)


def empty(visit: DemoVisit) -> None:
    visit.page.route("**/data", lambda route: route.fulfill(json={**DATA, "state": "empty"}))
    visit.connect_async()
    expect(visit.heading("Nothing has arrived yet")).to_be_visible()


def repair(visit: DemoVisit) -> None:
    visit.page.route("**/data", lambda route: route.fulfill(json={**DATA, "state": "repair"}))
    visit.connect_async()
    expect(visit.heading("Your bank wants you to sign in again")).to_be_visible()


VIEWS: list[Callable[[DemoVisit], None]] = [
    index,
    terms,
    webview,
    offer,
    refused,
    problem,
    waiting,
    ready,
    hostile,
    empty,
    repair,
]


@pytest.mark.parametrize("show", VIEWS, ids=lambda show: show.__name__)
def test_every_view_is_free_of_barriers_in_both_themes_and_fits_a_small_phone(
    visit: DemoVisit, show: Callable[[DemoVisit], None]
) -> None:
    show(visit)
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        for width in (1440, 360):
            visit.page.set_viewport_size({"width": width, "height": 800})
            assert barriers(visit.page, colours_alone=scheme == "dark") == []
            assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_day_and_night_differ(visit: DemoVisit) -> None:
    visit.go("")
    colours = []
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        colours.append(visit.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colours == ["rgb(250, 245, 235)", "rgb(23, 19, 15)"]


def test_the_web_view_connects_and_leads_back_into_the_application(visit: DemoVisit) -> None:
    visit.go("webview")
    phone = visit.page.frame_locator("iframe.phone")
    phone.get_by_role("button", name="Continue", exact=True).click()
    phone.get_by_role("button", name="Erebor Bank").click()
    phone.get_by_label("Usuario").fill("bnk100")
    phone.get_by_label("Contraseña").fill("full")
    phone.get_by_role("button", name="Connect", exact=True).click()
    phone.get_by_role("button", name="Done", exact=True).click()
    expect(phone.get_by_role("heading", name="Erebor Bank is connected")).to_be_visible()
    assert barriers(visit.page) == []
    phone.get_by_role("link", name="Show the account").click()
    visit.page.wait_for_url(f"{visit.shop.url}/demo/sync/**")
    assert [each for each in LOCAL_KEYS if each in visit.shop.traffic] == []


def test_leaving_the_web_view_is_said_in_words(visit: DemoVisit) -> None:
    visit.go("webview")
    phone = visit.page.frame_locator("iframe.phone")
    phone.get_by_role("button", name="Close", exact=True).click()
    phone.get_by_role("button", name="Leave", exact=True).click()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("heading", name="Nothing was connected")).to_be_visible()
    phone.get_by_role("link", name="Start again").click()
    expect(visit.heading("The shop on a phone")).to_be_visible()
