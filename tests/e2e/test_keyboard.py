"""The desk without a mouse: rows open by the keys, and connecting, repairing and deleting need no more."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from belvo_client import LoginFailed
from store import Database
from store.write import links
from sync import accept_webhook
from tests.kit import filling
from tests.kit.bank import Bank, uuid
from tests.kit.browser import page_of, wait_for_toast
from tests.kit.desk import Desk, running_desk
from tests.kit.fiscal_bodies import invoice, retention
from tests.kit.rows import save
from tests.kit.waiting import until

MOST_TABS = 200
SAT = Bank("tatooine_mx_fiscal", "Tatooine Fiscal", "MX", "MXN", ("", "", ""), "", type="fiscal")

OPENED = {
    "webhooks": "[?&]webhook=",
    "api_log": "[?&]call=",
    "transactions": "[?&]transaction=",
    f"link?link={uuid('failed')}": "[&]entry=",
    "fiscal": "[?&]document=invoices",
    "accounts": "[?&]row=accounts",
    "fiscal?section=retentions": "[?&]document=tax_retentions",
}
"""By the page with a table: what its address says once a row is open beside it."""

ELSEWHERE = {
    "links": "/link[?]link=",
    "institutions": "/connect[?]",
    "fiscal?view=counterparts": "[?]counterparts=",
}
"""The same where a row leads to another page."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        with running.filling() as db:
            fill(db)
        yield running
        assert running.complaints == []


def fill(db: Database) -> None:
    filling.fill(db, days=20)
    taxpayer = filling.connect(db, "maria", SAT)
    save(db, "invoices", invoice(1, "2026-10-30", 1160), invoice(2, "2026-11-02", 580), link=taxpayer)
    save(db, "tax_retentions", *(retention(i, "2026-10-31T23:59:59Z", 61.2) for i in (1, 2)), link=taxpayer)
    for webhook in ("1" * 32, "2" * 32):
        body = {"webhook_id": webhook, "webhook_type": "NOVELTIES", "webhook_code": "something_new"}
        accept_webhook(db, {**body, "link_id": uuid("well"), "data": {}})


def is_focused(wanted: Locator) -> bool:
    return bool(wanted.evaluate("element => element.getRootNode().activeElement === element"))


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    expect(wanted).to_be_enabled()
    for _ in range(MOST_TABS):
        if is_focused(wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No Tab leads to {wanted}")


def press(page: Page, wanted: Locator) -> None:
    reach(page, wanted)
    page.keyboard.press("Enter")


def write(page: Page, wanted: Locator, text: str) -> None:
    reach(page, wanted)
    page.keyboard.type(text)


def reach_table(page: Page, number: int = 0) -> None:
    """Press Tab until a cell of a table, counted from 0, has the focus: the grid gives it to its first."""
    grid = page.get_by_test_id("stDataFrame").nth(number)
    expect(grid.locator("td[id^='glide-cell-']").first).to_be_attached()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if grid.evaluate("grid => grid.contains(document.activeElement?.closest('[data-testid=data-grid-canvas]'))"):
            return
    raise AssertionError("No Tab leads to a table")


def cell(page: Page, number: int, column: int, row: int) -> Locator:
    return page.get_by_test_id("stDataFrame").nth(number).locator(f"td[id='glide-cell-{column}-{row}']")


def go_right(page: Page, wanted: Locator) -> None:
    """Press the right arrow until this cell has the focus."""
    while not is_focused(wanted):
        before = page.evaluate("document.activeElement.id")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => document.activeElement.id !== before", arg=before)


@pytest.mark.parametrize("path", OPENED)
def test_a_row_opens_beside_its_table_and_has_the_focus_again_when_that_is_closed(
    path: str, page: Page, desk: Desk
) -> None:
    number = 1 if path.startswith("link") else 0  # behind the accounts
    page.goto(f"{desk.url}/{path}")
    reach_table(page, number)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # anywhere in the row
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page).to_have_url(re.compile(OPENED[path]))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(cell(page, number, 1, 1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, number, 1, 0)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_row_leads_on(path: str, page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/{path}")
    reach_table(page)
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(ELSEWHERE[path]))


def test_another_button_of_a_row_is_pressed_where_it_has_the_focus(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/links?status=token_required")
    reach_table(page)
    go_right(page, page.get_by_test_id("stDataFrame").first.locator("td", has_text=re.compile("^Repair$")))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/connect[?]repair="))


def test_the_id_of_a_link_is_copied_whole(browser: Browser, desk: Desk) -> None:
    with page_of(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.set_viewport_size({"width": 2200, "height": 900})  # wide enough for the column to be drawn
        page.goto(f"{desk.url}/links?status=token_required")
        reach_table(page)
        start = uuid("token")[:8]
        go_right(page, page.get_by_test_id("stDataFrame").first.locator("td", has_text=start))
        page.keyboard.press("Enter")
        wait_for_toast(page, "is copied")
        until(
            lambda: page.evaluate("navigator.clipboard.readText()") == uuid("token"),
            rest=lambda: page.wait_for_timeout(20),
        )


def test_a_mark_of_a_chart_narrows_the_page_by_the_keys_and_by_a_click(page: Page, desk: Desk) -> None:
    narrowed = re.compile("[?&]since=2026-11-01&until=2026-11-30")
    page.goto(f"{desk.url}/transactions")
    chart = page.locator("[class*=st-key-by_month_MXN_chart] canvas").first
    expect(chart).to_be_visible()
    press(page, page.get_by_role("button", name="One month"))
    page.get_by_role("menuitem", name="Nov 2026").press("Enter")
    expect(page).to_have_url(narrowed)
    page.goto(f"{desk.url}/transactions")
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box is not None
    for share in (0.45, 0.5, 0.55, 0.6):  # across the bar of the one month that there is
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.4)
    expect(page).to_have_url(narrowed)


def test_one_key_finds_any_id_from_an_open_drawer(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/webhooks?webhook=" + "1" * 32)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("F8")
    expect(page.get_by_role("heading", name="Inspector", level=1)).to_be_visible()
    expect(page.get_by_label("Any ID")).to_be_focused()


def test_one_key_finds_any_id_from_everywhere(page: Page, desk: Desk) -> None:
    """From a field that somebody types in and from a link's page, too; the field has the focus each time."""
    page.goto(f"{desk.url}/transactions")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_role("button", name="Find any ID")).to_be_visible()
    page.get_by_label("Find").first.click()
    page.keyboard.press("F8")
    expect(page.get_by_role("heading", name="Inspector", level=1)).to_be_visible()
    field = page.get_by_label("Any ID")
    expect(field).to_be_focused()
    page.keyboard.type(uuid("well").upper())
    page.keyboard.press("Enter")
    expect(page.get_by_text("Around it: ")).to_be_visible()
    page.get_by_role("link", name="Its link").press("Enter")
    page.wait_for_url(re.compile(f"/link[?]link={uuid('well')}"))
    page.keyboard.press("F8")
    expect(field).to_be_focused()


def test_one_key_waits_for_a_page_that_is_still_to_be_drawn(page: Page, desk: Desk) -> None:
    """A drawer may be there before the sidebar, whose button the key presses."""
    page.goto(f"{desk.url}/webhooks?webhook=" + "1" * 32)
    page.keyboard.press("F8")
    expect(page.get_by_label("Any ID")).to_be_focused()


def test_one_key_that_is_followed_by_others_is_forgotten(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/transactions")
    page.keyboard.press("F8")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Find any ID")).to_be_visible()
    expect(page.get_by_role("heading", name="Transactions", level=1)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page).to_have_url(re.compile("/transactions"))


def test_an_account_is_connected_repaired_and_deleted_without_a_mouse(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/connect")
    press(page, page.get_by_role("button", name="Add a bank account"))
    widget = page.get_by_role("dialog", name="Connect your account")
    press(page, widget.get_by_role("button", name="Continue"))
    write(page, widget.get_by_role("searchbox", name="Search for your institution"), "ereb")
    press(page, widget.get_by_role("button", name="Erebor Bank"))
    write(page, widget.get_by_label("Usuario"), "bnk102")
    write(page, widget.get_by_label("Contraseña", exact=True), "low")
    press(page, widget.get_by_role("button", name="Connect", exact=True))
    press(page, widget.get_by_role("button", name="Done"))
    page.wait_for_url(re.compile("/link[?]link=[0-9a-f-]{36}$"))
    link = page.url.rpartition("=")[2]

    break_link(desk, link)
    page.goto(f"{desk.url}/link?link={link}")
    press(page, page.get_by_role("button", name="Repair"))
    write(page, page.get_by_label("Contraseña", exact=True), "low")
    press(page, page.get_by_role("button", name="Connect", exact=True))
    press(page, page.get_by_role("button", name="Done"))
    with desk.store() as db:
        until(lambda: (found := links.find(db, link)) and found.status == "valid")

    page.goto(f"{desk.url}/link?link={link}")
    press(page, page.get_by_role("button", name="Delete link"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Delete link"))
    expect(page.get_by_role("heading", name="Links", level=1)).to_be_visible()
    with desk.store() as db:
        assert links.find(db, link) is None


def break_link(desk: Desk, link: str) -> None:
    """Refused so often, a link is invalid."""
    with desk.belvo() as belvo, desk.store() as db:
        for _ in range(6):
            with suppress(LoginFailed):
                belvo.links.update_credentials(link, "wrong")
        until(lambda: (found := links.find(db, link)) and found.status == "invalid")
