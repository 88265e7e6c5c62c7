"""Presenter mode is the browser's: every tab of it has it, those that are open too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.desk import Desk, running_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("presented") / "data") as running:
        yield running
        assert running.complaints == []


def badge(page: Page) -> Locator:
    """Beside the title; the first, since what stands there moves on while a page is drawn anew."""
    return page.get_by_test_id("stMain").get_by_text("Presenter mode").first


def test_one_switch_masks_every_tab_of_the_browser(page: Page, desk: Desk) -> None:
    other = page.context.new_page()
    for one in (page, other):
        one.goto(f"{desk.url}/links")
        expect(one.get_by_text("No link is stored here yet.")).to_be_visible()

    page.get_by_text("Presenter mode").click()
    for one in (page, other):
        expect(badge(one)).to_be_visible()
    page.reload()
    expect(badge(page)).to_be_visible()

    other.get_by_test_id("stSidebar").get_by_text("Presenter mode").click()
    for one in (page, other):
        expect(badge(one)).to_have_count(0)
