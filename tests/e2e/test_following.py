"""Pages that stay open while what they show changes."""

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from store.ops import jobs
from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import PATIENCE


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("empty") / "data") as running:
        yield running
        assert running.complaints == []


def test_the_first_link_shows_by_itself_wherever_none_was(page: Page, desk: Desk) -> None:
    overview, links = page, page.context.new_page()
    overview.goto(desk.url)
    expect(overview.get_by_text("No account is connected yet")).to_be_visible()
    links.goto(f"{desk.url}/links")
    expect(links.get_by_text("No link is stored here yet.")).to_be_visible()

    with desk.belvo() as belvo:
        belvo.links.create("erebor_mx_retail", "bnk102", "low")
    expect(overview.get_by_text("Need attention")).to_be_visible()
    expect(overview.get_by_text("No account is connected yet")).to_have_count(0)
    expect(links.get_by_text("1 link", exact=True)).to_be_visible()


def test_open_pages_follow_what_changes_and_leave_the_reader_alone(page: Page, desk: Desk) -> None:
    names = ("", "links", "accounts", "institutions")
    overview, links, accounts, institutions = (page, *(page.context.new_page() for _ in names[1:]))
    for one, name in zip((overview, links, accounts, institutions), names, strict=True):
        one.goto(f"{desk.url}/{name}")
    figure = overview.get_by_test_id("stMetric").filter(has_text="Links")
    expect(figure.get_by_test_id("stMetricValue")).to_have_text("1")
    expect(links.get_by_text("1 link", exact=True)).to_be_visible()
    typing = links.get_by_label("Find")
    typing.press_sequentially("gring")

    with desk.belvo() as belvo:
        belvo.links.create("gringotts_mx_retail", "bnk102", "low", fetch_resources=["ACCOUNTS"])
    expect(figure.get_by_test_id("stMetricValue")).to_have_text("2")
    expect(links.get_by_text("2 links", exact=True)).to_be_visible()
    expect(typing).to_have_value("gring")
    expect(typing).to_be_focused()
    ours = institutions.get_by_test_id("stMetric").filter(has_text="With links of ours")
    expect(ours.get_by_test_id("stMetricValue")).to_have_text("2")
    expect(accounts.get_by_text("MXN, owned less owed")).to_be_visible()


def test_pages_of_work_and_taxes_fill_by_themselves(page: Page, desk: Desk) -> None:
    employment, fiscal = page, page.context.new_page()
    employment.goto(f"{desk.url}/employment")
    expect(employment.get_by_text("No working life is stored here yet.")).to_be_visible()
    fiscal.goto(f"{desk.url}/fiscal")
    expect(fiscal.get_by_text("Nothing of a tax authority is stored here yet.")).to_be_visible()
    with desk.belvo() as belvo:
        belvo.links.create("planet_mx_employment", "BLPM951331IONVGR54")
        belvo.links.create("tatooine_mx_fiscal", "PFIS010101000", "individual")
    expect(employment.get_by_test_id("stMetric").first).to_be_visible()
    expect(fiscal.get_by_test_id("stMetric").first).to_be_visible()


_PLACE = """() => [
  document.querySelector('[data-testid="stMain"]').scrollTop,
  document.activeElement.dataset.testid,
  [...document.querySelectorAll('[aria-selected="true"]')].map(cell => cell.dataset.testid),
]"""


def test_webhooks_and_calls_come_by_themselves_and_leave_the_reader_where_he_is(page: Page, desk: Desk) -> None:
    with desk.belvo() as belvo:
        link = belvo.links.create("erebor_mx_retail", "bnk102", "low")["id"]
    page.set_viewport_size({"width": 1440, "height": 500})
    asks: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: asks.append(sent)))
    for address, told, more in (("webhooks", "Webhooks", send), ("api_log", "Calls", ask)):
        page.goto(f"{desk.url}/{address}")
        figure = page.get_by_test_id("stMetric").filter(has_text=told).first.get_by_test_id("stMetricValue")
        expect(page.get_by_role("button", name="Next")).to_be_visible()
        select_a_cell(page)
        place, number = page.evaluate(_PLACE), figure.inner_text()
        assert place[0] > 0
        assert len(place[2]) == 1
        asks.clear()
        more(desk, link)
        expect(figure).not_to_have_text(number)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert page.evaluate(_PLACE) == place
        assert asks == []  # it was the server that looked


def select_a_cell(page: Page) -> None:
    """A click into the fourth row of the page's last table."""
    table = page.get_by_test_id("stDataFrame").last
    table.evaluate("table => table.scrollIntoView({block: 'start'})")
    box = table.locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 330, box["y"] + 31 * 4 + 15)
    expect(table.locator('[aria-selected="true"]')).to_have_count(1)


def send(desk: Desk, link: str) -> None:
    event = {"webhook_type": "TRANSACTIONS", "webhook_code": "new_transactions_available", "link_id": link, "data": {}}
    requests.post(f"{desk.belvo_url}/control/webhooks/send/", json=event, timeout=PATIENCE).raise_for_status()


def ask(desk: Desk, link: str) -> None:
    with desk.store() as db, db.write() as connection:
        jobs.enqueue(connection, link, ["accounts"], "operator")
