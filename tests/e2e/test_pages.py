"""What only a browser shows of the pages: hostile text drawn, the way back, the drawer, and what axe-core finds."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from components.connect import recent
from components.ui.paging import PAGE_ROWS
from components.ui.text import shorten
from store.ops import sessions
from store.queries.banking import transactions
from store.queries.banking.transactions import TransactionFilter
from sync import accept_webhook
from tests.kit import bank, filling
from tests.kit.bank import uuid
from tests.kit.barriers import barriers
from tests.kit.browser import page_of, wait_for_toast
from tests.kit.desk import Desk, running_desk
from tests.kit.fitting import unfitting
from tests.kit.layout_shift import MOST, moved, watch
from tests.kit.waiting import until

HOLDER, NAME = "user-well", "María Fernanda Ruiz López"
PAGES = {
    "": "Overview",
    "connect": "Connect",
    "connect-many": "Connect many",
    "widget-lab": "Widget lab",
    "links": "Links",
    f"link?link={uuid('hostile')}": shorten(f"Bank {bank.HOSTILE}", 60),
    "institutions": "Institutions",
    "sessions": "Widget sessions",
    f"inspector?find={uuid('well')}": "Inspector",
    "webhooks": "Webhooks",
    "api_log": "API log",
    "explorer": "API explorer",
    "health": "Health",
    "accounts": "Accounts",
    "transactions": "Transactions",
    "transactions?transaction=nobody": "Transactions",
    f"cash-flow?links={uuid('well')}": "Cash flow",
    "income": "Income and risk",
    "employment": "Employment",
    "fiscal": "Fiscal",
    "people": "People",
    f"person?external_id={HOLDER}": NAME,
    f"match?external_id={HOLDER}": f"Match: {NAME}",
    f"quality?external_id={HOLDER}": f"Quality: {NAME}",
    "query": "Query",
    "notices": "Notices",
    "tokens": "Tokens",
    "audit": "Audit",
}
"""By its address, what the tab of each is called."""

FIRST_SEEN = ("", "transactions")
"""Where newcomers come first, and what has all kinds of parts: filters, figures, a chart and a table."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ROW, HEADER = 35, 35
"""Heights in a table, which is a canvas."""

HOSTILE = " ".join(bank.HOSTILE.split())
MADE_OF_TEXT = "a[href*='evil.test'], .katex, [data-testid=stMain] b, [data-testid=stMain] h1 ~ h1"
OF_STREAMLITS_FRAME = {"list", "listitem"}
"""Its navigation puts list items into groups without a role; nothing of ours is a list."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        fill(running)
        yield running
        assert running.complaints == []


def fill(desk: Desk) -> None:
    """Give each page something to show."""
    with desk.filling() as db:
        filling.fill(db, days=60)
        filling.fill_hostile(db)
        with db.write() as connection:
            for number in range(recent.MOST):
                sessions.open(connection, f"connected {number}", "hash", HOLDER)
                sessions.set_state(connection, f"connected {number}", "connected", link=uuid("well"))


def settled(page: Page) -> Page:
    """Wait until the page has been drawn."""
    app = page.get_by_test_id("stApp")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    return page


def address(page: Page) -> str:
    found: str = page.evaluate("location.pathname + location.search")
    return found


def rows(page: Page) -> Locator:
    return page.get_by_test_id("stDataFrame").first


def press_cell(page: Page, x: int, y: int) -> None:
    """Press a point of the table; what lies over its canvas would have Playwright wait for ever."""
    rows(page).scroll_into_view_if_needed()
    box = rows(page).locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + y)


def open_row(page: Page, number: int) -> None:
    """Press "Open" in a row, counted from 0."""
    expect(page.get_by_test_id(re.compile(f"^glide-cell-[01]-{number}$")).first).to_be_attached()
    is_chosen_from = page.get_by_test_id(f"glide-cell-0-{number}").count() == 0  # what chooses a row is no cell
    press_cell(page, ROW * is_chosen_from + 30, HEADER + ROW * number + ROW // 2)


def test_hostile_names_and_messages_can_be_read_whole(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/link?link={uuid('hostile')}")
    shown = settled(page).get_by_test_id("stMain").inner_text().replace("\u2060", "")
    assert f"unexpected_error · {HOSTILE} · request_id 3c9f2d1ab0e84c5f9d3e7a6b5c4d3e2f" in shown
    assert "Owned, *X*:tada:" in shown


def test_back_undoes_a_filter_and_returns_from_a_link_to_the_filtered_list(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/links")
    box = settled(page).locator(".st-key-status input")
    box.fill("Failed")  # by keyboard: a click as fast as a test's, on a list that is only opening, chooses nothing
    box.press("Enter")
    expect(page.get_by_text("2 of 5 links")).to_be_visible()
    box.press("Escape")
    assert address(page) == "/links?status=failed"

    open_row(page, 0)
    page.wait_for_url(re.compile("/link\\?status=failed&link="))
    settled(page)

    page.go_back()
    expect(page.get_by_text("2 of 5 links")).to_be_visible()
    assert address(page).startswith("/links?status=failed")

    page.go_back()
    expect(page).to_have_url(re.compile("/links\\?status=failed$"))
    settled(page).go_back()
    expect(page.get_by_text("5 links", exact=True)).to_be_visible()
    assert address(page) == "/links"


def test_a_figure_leads_to_its_rows_and_back(page: Page, desk: Desk) -> None:
    page.goto(desk.url)
    settled(page).locator(".st-key-figures_0").get_by_role("link", name="Show").click()
    expect(page.get_by_text("3 of 5 links")).to_be_visible()
    assert address(page) == "/links?status=failed&status=token_required"
    page.go_back()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert address(page) == "/"


def test_a_transaction_opens_beside_the_table_and_closes_with_escape_or_back(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/transactions?type=OUTFLOW&links={uuid('well')}&sort=largest_out")
    open_row(settled(page), 1)
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("RENTA DEPARTAMENTO", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("&transaction="))

    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page).not_to_have_url(re.compile("transaction="))

    page.go_back()
    expect(drawer.get_by_text("RENTA DEPARTAMENTO", exact=True)).to_be_visible()
    page.reload()
    expect(drawer.get_by_text("RENTA DEPARTAMENTO", exact=True)).to_be_visible()


def test_a_header_sorts_all_rows_and_not_those_in_view_and_a_row_opens_what_it_shows(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/transactions?type=OUTFLOW&links={uuid('well')}")
    settled(page)
    wanted = TransactionFilter(links=[uuid("well")], type="OUTFLOW")
    with desk.store() as db:
        assert transactions.count(db, wanted) > PAGE_ROWS
        largest, smallest, first = (
            str(transactions.page(db, wanted, sort=sort, descending=descending)["description"][0])
            for sort, descending in (("amount", False), ("amount", True), ("description", False))
        )
    press_cell(page, 240, HEADER // 2)  # by description
    expect(page.get_by_test_id("glide-cell-2-0").first).to_have_text(first)
    expect(page).to_have_url(re.compile("&sort=description$"))
    press_cell(page, 420, HEADER // 2)  # by amount
    expect(page).to_have_url(re.compile("&sort=largest_in$"))
    expect(page.get_by_test_id("glide-cell-2-0").first).to_have_text(smallest)
    press_cell(settled(page), 420, HEADER // 2)  # the other way round
    expect(page).to_have_url(re.compile("&sort=largest_out$"))
    expect(page.get_by_test_id("glide-cell-2-0").first).to_have_text(largest)
    open_row(page, 0)
    expect(page.get_by_role("dialog").get_by_text(largest, exact=True)).to_be_visible()


def test_a_table_gives_no_file_of_its_own(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/transactions?links={uuid('well')}")
    settled(page)
    table = page.get_by_test_id("stDataFrame").first
    table.hover()
    expect(page.get_by_role("button", name="Search")).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)


def test_the_form_of_files_is_kept_by_the_browser(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/transactions?type=OUTFLOW")
    export = page.get_by_role("link", name="Export CSV")
    expect(export).to_have_attribute("href", "/export/transactions.csv?type=OUTFLOW")
    page.get_by_label("Format of the file").click()
    page.get_by_role("option", name="CSV: 1234,56").click()
    expect(export).to_have_attribute("href", "/export/transactions.csv?type=OUTFLOW&csv=semicolon")
    until(lambda: "linkdesk_csv=semicolon" in page.evaluate("document.cookie"), rest=lambda: page.wait_for_timeout(20))

    another = page.context.new_page()
    another.goto(f"{desk.url}/accounts")
    with another.expect_download() as file:
        another.get_by_role("button", name="Export CSV").click()
    header, *lines = file.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("account;")
    assert lines


def test_this_month_is_that_of_the_browsers_time_zone(browser: Browser, desk: Desk) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with page_of(browser, timezone_id=zone) as page:
            before = datetime.now(ZoneInfo(zone)).date()
            page.goto(f"{desk.url}/transactions")
            page.get_by_role("button", name="All days").click()
            page.get_by_role("button", name="This month").click()
            until(lambda: "until=" in address(page), rest=lambda: page.wait_for_timeout(20))
            assert parse_qs(urlsplit(address(page)).query)["until"][0] in {
                day.isoformat() for day in (before, datetime.now(ZoneInfo(zone)).date())
            }


def test_a_deletion_is_asked_about_and_done(page: Page, desk: Desk) -> None:
    with desk.filling() as db:
        link = filling.pulled(db, "to delete", bank.EREBOR, days=10)
    page.goto(f"{desk.url}/link?link={link}")
    settled(page).get_by_role("button", name="Delete link").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete link").click()
    expect(page.get_by_role("heading", name="Links", level=1)).to_be_visible()
    wait_for_toast(page, "Erebor is deleted")
    expect(page.get_by_text("5 links", exact=True)).to_be_visible()


def test_a_webhook_is_replayed_in_its_drawer(page: Page, desk: Desk) -> None:
    body = {"webhook_id": "0" * 32, "webhook_type": "OWNERS", "webhook_code": "historical_update"}
    with desk.store() as db:
        accept_webhook(db, {**body, "link_id": uuid("nobody's"), "data": {}})
    page.goto(f"{desk.url}/webhooks?webhook={body['webhook_id']}")
    drawer = settled(page).get_by_role("dialog")
    drawer.get_by_role("button", name="Replay").click()
    wait_for_toast(page)
    expect(drawer.get_by_role("button", name="Replay")).to_be_visible()
    expect(page.get_by_role("heading", name="Webhooks", level=1)).to_be_visible()


def stays_in_place(page: Page, desk: Desk, path: str) -> None:
    desk.rest()
    watch(page).goto(f"{desk.url}/{path}")
    shifts = moved(settled(page))
    assert shifts.total <= MOST, "\n".join(shifts.what)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_name_stays_in_place_has_no_barriers_no_errors_and_fits_a_phone(
    path: str, page: Page, desk: Desk
) -> None:
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None)
    stays_in_place(page, desk, path)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        found = barriers(settled(page), colours_alone=scheme != SCHEMES[0], apart_from=OF_STREAMLITS_FRAME)
        assert found == []
    expect(page).to_have_title(f"{PAGES[path]} · Linkdesk")
    expect(page.locator("[data-testid=stSidebarNavLink][aria-current=page]")).to_have_count(1)
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text="Fiscal")).to_be_visible()  # the last one
    assert unfitting(page, data=NAME) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert unfitting(settled(page), data=NAME) == []
    expect(page.locator(MADE_OF_TEXT)).to_have_count(0)
    expect(page.get_by_text("🎉")).to_have_count(0)
    assert errors == []


@pytest.mark.parametrize(
    "path", [path if path in FIRST_SEEN else pytest.param(path, marks=pytest.mark.exam) for path in PAGES]
)
def test_a_page_stays_in_place_in_a_browser_that_has_no_file_of_it(path: str, newcomer: Page, desk: Desk) -> None:
    """With motion as it comes; `make exam` sees every page so, and the test above each in a browser that has files."""
    errors: list[str] = []
    newcomer.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    newcomer.on("response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None)
    stays_in_place(newcomer, desk, path)
    assert errors == []
