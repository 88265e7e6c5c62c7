"""Views and boards in browsers: kept in one, opened in another, and put on a board, with all that is around a page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kit import filling
from tests.kit.bank import EREBOR
from tests.kit.browser import page_of, wait_for_toast
from tests.kit.desk import Desk, running_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("boards")) as desk, desk.filling() as db:
        filling.pulled(db, "maria", EREBOR)
        yield desk


def test_a_view_is_kept_in_one_browser_and_opened_in_another(desk: Desk, page: Page, browser: Browser) -> None:
    page.goto(f"{desk.url}/transactions?type=OUTFLOW&since=2026-01-01")
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name", exact=True).fill("Outflows \N{OCTOPUS} of 2026")
    page.get_by_label("Name", exact=True).press("Enter")
    wait_for_toast(page, "Saved: Outflows")
    with page_of(browser) as other:
        other.goto(f"{desk.url}/views")
        other.get_by_role("link", name=re.compile("Outflows \N{OCTOPUS} of 2026")).click()
        expect(other).to_have_url(re.compile(r"/transactions\?type=OUTFLOW&since=2026-01-01&saved="))
        expect(other.get_by_text("What changes of it from now on is told here")).to_be_visible()
        address = other.evaluate("location.href")
        other.goto("about:blank")
        other.context.clear_cookies()  # and with its session it has lost all that it knew
        other.goto(address)
        expect(other.get_by_text("Outflows \N{OCTOPUS} of 2026")).to_be_visible()
        expect(other.get_by_role("button", name="Since 1 Jan 2026")).to_be_visible()
    assert desk.complaints == []


def test_a_part_of_a_page_goes_to_a_board_whose_rows_open(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/accounts")
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("button", name="Add to board").click()
    wait_for_toast(page, "On the board.")
    page.goto(f"{desk.url}/views")
    page.get_by_role("link", name=re.compile("Board of accounts")).click()
    expect(page).to_have_url(re.compile(r"/board\?id="))
    expect(page.get_by_text("MXN, owned less owed")).to_be_visible()
    page.get_by_text("Arrange", exact=True).click()
    page.get_by_role("button", name="Duplicate").first.click()
    expect(page.get_by_text("MXN, owned less owed")).to_have_count(2)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_text("MXN, owned less owed")).to_have_count(1)
    assert desk.complaints == []
