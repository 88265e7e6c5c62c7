"""The reason this desk exists, in a real browser: an account is connected, and its data are there."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jwt
import pytest
from playwright.sync_api import Locator, Page, Request, Route, WebSocket, expect

from belvo_client import BelvoClient
from components.connect import recent
from components.connect.hosted_link import _QR_WIDTH as QR_WIDTH
from settings import LOCAL_KEYS
from store import Database
from store.ops import sessions
from store.write import links
from tests.e2e.connecting import LINK_PAGE, add_account, choose_erebor, finish, sign_in, widget
from tests.kit import bank
from tests.kit.barriers import barriers
from tests.kit.desk import Desk, running_desk
from tests.kit.layout_shift import MOST, moved, watch
from tests.kit.local_belvo import Api
from tests.kit.waiting import until

OF_STREAMLITS_FRAME = {"list", "listitem"}
"""Its menu nests paragraphs in a list, and nobody else can change that."""

SMALL = ("bnk102", "low")
"""Who has little to pull."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk of the test's own."""
    with running_desk(tmp_path / "data") as running:
        yield running
    assert running.complaints == []


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk for the tests that ask what has come since, which saves each a start."""
    with running_desk(tmp_path_factory.mktemp("used") / "data") as running:
        yield running
    assert running.complaints == []


@dataclass
class Since:
    """What has come to a desk since a test began."""

    desk: Desk
    db: Database
    links_before: set[str]
    sessions_before: set[str]
    jobs_before: set[int]

    @property
    def at_belvo(self) -> list[str]:
        """The links that Belvo has."""
        return [link for link in links_at_belvo(self.desk) if link not in self.links_before]

    @property
    def stored(self) -> set[str]:
        """The links that the desk knows of."""
        return ids(self.db, "links") - self.links_before

    @property
    def sessions(self) -> list[list[str]]:
        """The state and the link of each session, in the order in which they were opened."""
        found = self.db.frame("SELECT nonce, state, coalesce(link, '') AS link FROM widget_sessions ORDER BY opened_at")
        new = found[~found["nonce"].isin(self.sessions_before)]
        told: list[list[str]] = new[["state", "link"]].to_numpy().tolist()
        return told

    @property
    def jobs(self) -> list[str]:
        """The states of the jobs that a new link has set off."""
        found = self.db.frame("SELECT id, state FROM jobs WHERE reason = 'connected'")
        return [*found[~found["id"].isin(self.jobs_before)]["state"]]

    def age_sessions(self) -> None:
        """Have it be long ago that they were opened."""
        with self.db.write() as connection:
            for nonce in {*self.db.frame("SELECT nonce FROM widget_sessions")["nonce"]} - self.sessions_before:
                connection.execute(
                    "UPDATE widget_sessions SET opened_at = '2026-01-01T00:00:00.000000Z' WHERE nonce = :nonce",
                    {"nonce": nonce},
                )


@pytest.fixture
def since(used: Desk) -> Iterator[Since]:
    with used.store() as db:
        links = {*links_at_belvo(used)}
        sessions = {*db.frame("SELECT nonce FROM widget_sessions")["nonce"]}
        yield Since(used, db, links, sessions, {*db.frame("SELECT id FROM jobs")["id"]})


def leave(page: Page) -> None:
    widget(page).get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(widget(page)).to_be_hidden()


def refusal(page: Page) -> Locator:
    return widget(page).get_by_text("Erebor Bank refused this login.")


def ids(db: Database, table: str) -> set[str]:
    return {*db.frame(f"SELECT id FROM {table} WHERE deleted_at IS NULL")["id"]}


def links_at_belvo(desk: Desk) -> list[str]:
    with desk.belvo() as belvo:
        return [link["id"] for link in belvo.links.list()]


class Traffic:
    """All that a page sends, and where it came from."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self.frames: list[str] = []
        page.on("request", lambda request: self.requests.append(request))
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.frames.append(str(frame)))
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    def texts(self) -> list[str]:
        asked = [json.dumps([r.url, r.all_headers(), r.post_data]) for r in self.requests]
        return asked + self.frames

    def bearers(self) -> set[str]:
        tokens = {request.all_headers().get("authorization", "") for request in self.requests}
        return {token.removeprefix("Bearer ") for token in tokens if token}


def test_an_account_is_connected_and_its_data_are_the_banks_and_on_their_page(page: Page, desk: Desk) -> None:
    traffic = Traffic(page)
    page.goto(f"{desk.url}/connect")
    button = page.get_by_role("button", name="Add a bank account")
    expect(button).to_be_enabled()
    clicked = time.time()
    button.click()
    choose_erebor(page)
    sign_in(page)
    link = finish(page)

    expect(page.get_by_text("Erebor Bank").first).to_be_visible()
    with desk.store() as db, desk.belvo() as belvo:
        assert ids(db, "links") == {link}
        assert_equal_to_belvo(db, belvo, link)
        count = len(ids(db, "transactions"))
    page.reload()
    expect(page.get_by_text("Erebor Bank").first).to_be_visible()
    page.goto(f"{desk.url}/transactions")
    expect(page.get_by_text(f"{count:,}").first).to_be_visible()

    assert [text for text in traffic.texts() for secret in (*LOCAL_KEYS, '"refresh"') if secret in text] == []
    (token,) = traffic.bearers()
    assert jwt.decode(token, options={"verify_signature": False})["iat"] >= int(clicked)
    assert_kept_nowhere(page, desk, token, traffic)


def assert_kept_nowhere(page: Page, desk: Desk, token: str, traffic: Traffic) -> None:
    """The access token is where the browser needs it, and in no page, address, log or file."""
    event_tokens = {request.headers.get("x-connect-token", "") for request in traffic.requests} - {""}
    for secret in (token, *event_tokens):
        assert secret not in page.content()
        assert [request.url for request in traffic.requests if secret in request.url] == []
        assert [line for line in desk.lines if secret in line] == []
        files = [path for path in desk.data_dir.rglob("*") if path.is_file()]
        assert [path for path in files if secret.encode() in path.read_bytes()] == []


def assert_equal_to_belvo(db: Database, belvo: BelvoClient, link: str) -> None:
    transactions = list(belvo.transactions.list(link=link))
    assert len(transactions) > 500
    assert ids(db, "transactions") == {transaction["id"] for transaction in transactions}
    assert ids(db, "accounts") == {account["id"] for account in belvo.accounts.list(link=link)}
    assert ids(db, "owners") == {owner["id"] for owner in belvo.owners.list(link=link)}
    stored_sum = db.frame("SELECT sum(amount) AS total FROM transactions")["total"].item()
    assert stored_sum == sum(round(transaction["amount"] * 10_000) for transaction in transactions)


def test_nothing_moves_for_a_connection_where_others_were_connected_before(newcomer: Page, desk: Desk) -> None:
    with desk.filling() as db, db.write() as connection:
        for number in range(recent.MOST):
            links.save(connection, bank.link(f"before {number}", bank.EREBOR))
            sessions.open(connection, f"before {number}", "hash", f"user-{number}")
            sessions.set_state(connection, f"before {number}", "connected", link=bank.uuid(f"before {number}"))
    watch(newcomer)
    add_account(newcomer, desk)
    choose_erebor(newcomer)
    sign_in(newcomer, *SMALL)
    expect(widget(newcomer).get_by_role("button", name="Done")).to_be_visible()
    expect(newcomer.get_by_text("Account connected")).to_be_attached()
    shifts = moved(newcomer)
    assert shifts.total <= MOST, "\n".join(shifts.what)


def test_a_code_has_its_room_before_it_is_there(page: Page, tmp_path: Path) -> None:
    public = {"LINKDESK_PUBLIC_URL": "https://desk.example", "LINKDESK_BEHIND_PROXY": "1"}
    with running_desk(tmp_path / "data", public) as desk:
        held: list[Route] = []
        page.route("**/media/*.jpg", lambda route: held.append(route))
        page.goto(f"{desk.url}/connect")
        page.get_by_role("button", name="Hand it out").click()
        code = page.get_by_role("img", name="QR code. Connects a bank account")
        expect(code).to_be_attached()
        below = page.locator(".st-key-connection")
        expect(below).to_be_visible()
        until(lambda: held, rest=lambda: page.wait_for_timeout(20))
        before = below.bounding_box()
        for route in held:
            route.continue_()
        until(lambda: code.evaluate("code => code.naturalWidth > 0"), rest=lambda: page.wait_for_timeout(20))
        assert below.bounding_box() == before
        assert code.evaluate("code => code.getBoundingClientRect().width") == QR_WIDTH


def test_a_wrong_password_makes_no_link_and_can_be_put_right(page: Page, used: Desk, since: Since) -> None:
    add_account(page, used)
    choose_erebor(page)
    sign_in(page, "user_invalid", "pass_invalid")
    expect(refusal(page)).to_be_visible()
    expect(widget(page).get_by_label("Usuario")).to_have_value("user_invalid")
    assert since.at_belvo == []
    sign_in(page, *SMALL)
    link = finish(page)
    assert since.stored == {link}


def test_leaving_after_a_wrong_password_says_why_and_offers_the_next_try(page: Page, used: Desk) -> None:
    add_account(page, used)
    choose_erebor(page)
    sign_in(page, "user_invalid", "pass_invalid")
    expect(refusal(page)).to_be_visible()
    leave(page)
    expect(page.get_by_text("The institution did not accept the credentials. The widget was closed")).to_be_visible()
    expect(page.get_by_text("login_error")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(widget(page)).to_be_visible()


def test_a_dead_token_is_said_and_a_fresh_one_connects(page: Page, used: Desk, since: Since) -> None:
    traffic = Traffic(page)
    add_account(page, used)
    choose_erebor(page)
    use_up(used, *traffic.bearers())
    sign_in(page, *SMALL)
    expect(widget(page).get_by_role("heading", name="This window has expired")).to_be_visible()
    widget(page).get_by_role("button", name="Return to the application").click()
    expect(widget(page)).to_be_hidden()
    expect(page.get_by_text("The access token has died")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    choose_erebor(page)
    sign_in(page, *SMALL)
    link = finish(page)
    assert link in since.stored  # among what the token was used up for, if its webhooks have come
    assert since.sessions == [["expired", ""], ["connected", link]]


def use_up(desk: Desk, token: str) -> None:
    """A token dies with its first success, whoever has it."""
    Api(desk.belvo_url).widget_link(token, institution="gringotts_mx_retail")


def test_a_double_click_opens_one_widget_and_makes_one_link(page: Page, used: Desk, since: Since) -> None:
    page.goto(f"{used.url}/connect")
    page.get_by_role("button", name="Add a bank account").dblclick()
    choose_erebor(page)
    until(lambda: since.sessions == [["loaded", ""]])
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    since.age_sessions()
    # The machine was so busy that the second click is heard only now.
    page.get_by_role("button", name="Add a bank account", include_hidden=True).dispatch_event("click")
    user, password = SMALL
    widget(page).get_by_label("Usuario").fill(user)
    widget(page).get_by_label("Contraseña", exact=True).fill(password)
    widget(page).get_by_role("button", name="Connect", exact=True).dblclick()
    link = finish(page)
    assert since.at_belvo == [link]
    assert since.stored == {link}
    assert (len(since.sessions), len(since.jobs)) == (1, 1)


def test_a_reload_before_the_widget_could_report_finds_the_link(page: Page, used: Desk, since: Since) -> None:
    page.route("**/connect/events", lambda route: route.abort())
    add_account(page, used)
    choose_erebor(page)
    # The page is gone by the time that the widget gets its answer, so nothing of the success is ever reported.
    page.route("**/sandbox/api/links/", lambda route: (route.fetch(), page.evaluate("location.reload()")))
    sign_in(page, *SMALL)
    page.wait_for_url(LINK_PAGE)
    link = page.url.rpartition("=")[2]
    assert since.at_belvo == [link]
    assert since.stored == {link}


def test_a_tab_closed_at_the_moment_of_success_still_leaves_the_link(page: Page, used: Desk, since: Since) -> None:
    add_account(page, used)
    choose_erebor(page)
    with page.expect_request(lambda request: request.url.endswith("/connect/events") and "success" in told(request)):
        sign_in(page, *SMALL)
    page.close()
    (link,) = since.at_belvo
    until(lambda: since.stored == {link})
    until(lambda: since.jobs == ["done"])


def told(request: Request) -> str:
    return request.post_data or ""


def found(page: Page) -> list[str]:
    """What axe-core finds, in the light and in the dark; the page is as light as before in the end."""
    seen: list[str] = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        seen += barriers(page, colours_alone=scheme == "dark", apart_from=OF_STREAMLITS_FRAME)
    return seen


def test_who_leaves_at_once_is_told_that_nothing_was_made_and_axe_finds_nothing_serious_on_the_way(
    page: Page, used: Desk, since: Since
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{used.url}/connect")
    expect(page.get_by_role("button", name="Add a bank account")).to_be_visible()
    assert found(page) == []
    page.get_by_role("button", name="Add a bank account").click()
    expect(widget(page)).to_be_visible()
    assert found(page) == []
    leave(page)
    expect(page.get_by_text("The widget was closed before an account was connected. No link was made.")).to_be_visible()
    assert since.at_belvo == []
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    assert found(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_script_that_can_not_be_had_is_said(page: Page, used: Desk) -> None:
    page.route("**/belvo-widget-1-stable.js", lambda route: route.abort())
    add_account(page, used)
    expect(page.get_by_text("The widget could not be loaded.")).to_be_visible()
    page.unroute("**/belvo-widget-1-stable.js")
    page.get_by_role("button", name="Start again").click()
    expect(widget(page)).to_be_visible()
