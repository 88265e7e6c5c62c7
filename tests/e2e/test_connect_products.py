"""Every product is connected from the desk in a real browser, here or in another one, and a broken link is repaired."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from actions import institutions
from store.ops import jobs, sessions
from store.write import links
from tests.e2e.connecting import LINK_PAGE, add_account, choose_erebor, finish, sign_in, widget
from tests.kit.actors import TESTER
from tests.kit.browser import page_of
from tests.kit.desk import Desk, running_desk
from tests.kit.local_belvo import Api
from tests.kit.waiting import until


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("products") / "data") as running:
        with running.store() as db, running.belvo() as belvo:
            institutions.refresh(db, belvo, actor=TESTER)
        yield running
    assert running.complaints == []


def connect_at(page: Page, desk: Desk, institution: str) -> None:
    """Go from the catalogue's address to the form; the institution is chosen, so its button names the product."""
    page.goto(f"{desk.url}/connect?institution={institution}")


@pytest.mark.parametrize(
    ("institution", "button", "fields", "resources"),
    [
        (
            "tatooine_mx_fiscal",
            "Add a fiscal account",
            {"RFC": "PFIS010101000", "Contraseña": "individual"},
            {"invoices", "tax_status", "tax_returns", "tax_retentions", "tax_compliance_status"},
        ),
        pytest.param(
            "arrakis_cl_fiscal",
            "Add a fiscal account",
            {"RUT": "12345678-5", "Clave tributaria": "full"},
            {"cl_invoices", "cl_tax_status", "cl_debt_reports"},
            marks=pytest.mark.exam,
        ),
        pytest.param(
            "planet_mx_employment",
            "Add an employment account",
            {"CURP": "BLPM951331IONVGR54"},
            {"employment_records"},
            marks=pytest.mark.exam,
        ),
        (
            "nostromo_br_employment",
            "Add an employment account",
            {"CPF": "76109277673", "Senha": "pass_valid"},
            {"br_employments"},
        ),
    ],
    ids=["fiscal Mexico", "fiscal Chile", "employment Mexico", "employment Brazil"],
)
def test_a_product_is_connected_and_its_data_are_pulled(
    page: Page, desk: Desk, institution: str, button: str, fields: dict[str, str], resources: set[str]
) -> None:
    """One country a product; tests/e2e/test_widget_products.py connects in the others, tests/sync pulls from them."""
    connect_at(page, desk, institution)
    page.get_by_role("button", name=button).click()
    widget(page).get_by_role("button", name="Continue").click()
    for label, value in fields.items():
        widget(page).get_by_label(label, exact=True).fill(value)
    widget(page).get_by_role("button", name="Connect", exact=True).click()
    link = finish(page)
    with desk.store() as db:
        until(lambda: _done(desk, link) >= resources)
        stored = db.frame("SELECT institution FROM links WHERE id = :link", {"link": link})
    assert stored["institution"].tolist() == [institution]


def _done(desk: Desk, link: str) -> set[str]:
    """The resources of the link that were pulled and have rows."""
    with desk.store() as db:
        runs = db.frame(
            "SELECT resource FROM sync_runs WHERE link = :link AND state = 'done' AND fetched > 0", {"link": link}
        )
    return {*runs["resource"]}


def test_a_widget_handed_out_is_finished_in_a_phone_sized_browser(page: Page, browser: Browser, desk: Desk) -> None:
    page.goto(f"{desk.url}/connect")
    page.get_by_role("button", name="Hand it out").click()
    expect(page.get_by_text("Expires in 9:")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open in a phone-sized window").click()
    address = opened.value.url
    opened.value.close()

    with page_of(browser, viewport={"width": 390, "height": 844}, is_mobile=True) as hand:
        hand.goto(address)
        hand.get_by_role("button", name="Continue").click()
        hand.get_by_role("searchbox").fill("ereb")
        hand.get_by_role("button", name="Erebor Bank").click()
        hand.get_by_label("Usuario").fill("bnk102")
        hand.get_by_label("Contraseña", exact=True).fill("low")
        hand.get_by_role("button", name="Connect", exact=True).click()
        hand.get_by_role("button", name="Done").click()
        expect(hand.get_by_role("heading", name="Thank you, your account is connected")).to_be_visible()
        assert hand.evaluate("document.documentElement.scrollWidth") <= 390

    page.wait_for_url(LINK_PAGE)
    expect(page.get_by_text("Erebor Bank").first).to_be_visible()


def test_two_tabs_make_a_link_each_and_each_ends_at_its_own(page: Page, desk: Desk) -> None:
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        add_account(tab, desk)
        choose_erebor(tab)
    sign_in(tabs[0], "bnk101", "nodata")
    sign_in(tabs[1], "bnk102", "low")
    made = [finish(tab) for tab in tabs]
    with desk.store() as db:
        users = [len(sessions.for_link(db, link)) for link in made]
    assert (len({*made}), users) == (2, [1, 1])


def test_a_handed_out_widget_that_is_left_can_be_made_again(page: Page, browser: Browser, desk: Desk) -> None:
    page.goto(f"{desk.url}/connect")
    page.get_by_role("button", name="Hand it out").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open in a phone-sized window").click()
    hand = opened.value
    hand.get_by_role("button", name="Close").click()
    hand.get_by_role("button", name="Leave", exact=True).click()
    expect(hand.get_by_role("heading", name="Nothing was connected")).to_be_visible()
    hand.close()
    expect(page.get_by_text("The widget was closed before an account was connected.")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_text("Expires in 9:")).to_be_visible()
    assert browser.contexts


def known(desk: Desk, link: str) -> str | None:
    """The status of the link that the desk knows of."""
    with desk.store() as db:
        found = links.find(db, link)
        return found.status if found else None


def broken_link(desk: Desk, user: str, **login: str) -> str:
    """A link at Heimdall that its person has to mend, and that the desk knows to be so."""
    api = Api(desk.belvo_url)
    link = str(api.link(user, institution="heimdall_mx_retail", external_id=f"{user}-1", **login)["id"])
    if user == "mfa_always":
        api.want_token(link)
    else:
        api.break_link(user, "heimdall_mx_retail")
    with desk.store() as db, db.write() as connection:
        jobs.enqueue(connection, link, ["accounts"], "operator")
    until(lambda: known(desk, link) in ("invalid", "token_required"))
    return link


def repair(page: Page, desk: Desk, link: str) -> Locator:
    page.goto(f"{desk.url}/link?link={link}")
    page.get_by_role("button", name="Repair").click()
    return page.get_by_role("dialog")


def expect_repaired(page: Page, desk: Desk, link: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    page.wait_for_url(f"**/link?link={link}")
    assert known(desk, link) == "valid"
    with desk.store() as db:
        assert [session.mode for session in sessions.for_link(db, link)] == ["update"]


def test_a_link_that_wants_a_token_is_repaired_by_one(page: Page, desk: Desk) -> None:
    link = broken_link(desk, "mfa_always", password="full", token="111111")
    widget = repair(page, desk, link)
    widget.get_by_label("Token").fill("111111")
    widget.get_by_role("button", name="Confirm").click()
    expect_repaired(page, desk, link)


class Ticks:
    """The ticks of a page's fragments; the last one is sent again with each message that comes after a click."""

    def __init__(self, page: Page) -> None:
        self._last = b""
        self._again = False
        page.route_web_socket("**/_stcore/stream", self._relay)

    def wait(self, page: Page) -> None:
        """Wait for the first one."""
        until(lambda: self._last, rest=lambda: page.wait_for_timeout(10))

    def _relay(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def to_server(message: str | bytes) -> None:
            server.send(message)
            assert isinstance(message, bytes)
            asked = BackMsg.FromString(message).rerun_script
            if asked.is_auto_rerun and not self._again:
                self._last = message
            self._again = self._again or bool(self._last and asked.widget_states.widgets)

        def to_page(message: str | bytes) -> None:
            socket.send(message)
            if self._again:
                server.send(self._last)

        socket.on_message(to_server)
        server.on_message(to_page)


def test_a_tick_that_was_on_its_way_when_its_page_was_left_changes_nothing(page: Page, desk: Desk) -> None:
    link = broken_link(desk, "mfa_always", password="full", token="111111")
    ticks = Ticks(page)
    with desk.store() as db, desk.paused(db):
        with db.write() as connection:
            jobs.enqueue(connection, link, ["incomes"], "operator")
        page.goto(f"{desk.url}/link?link={link}")
        ticks.wait(page)
        page.get_by_role("button", name="Repair").click()
        expect(page.get_by_role("dialog").get_by_label("Token")).to_be_visible()
    expect(page.get_by_role("heading", name="Repair a link")).to_be_visible()
    assert f"repair={link}" in page.url


@pytest.mark.exam  # tests/e2e/test_keyboard.py repairs such a link, and a test above is as this one but for a token
def test_a_link_whose_password_is_refused_is_repaired_by_the_right_one(page: Page, desk: Desk) -> None:
    link = broken_link(desk, "bnk102", password="low")
    widget = repair(page, desk, link)
    widget.get_by_label("Contraseña", exact=True).fill("low")
    widget.get_by_role("button", name="Connect", exact=True).click()
    expect_repaired(page, desk, link)
