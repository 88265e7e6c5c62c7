"""Pages that were opened before there was anything to show."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.kit.desk import Desk, running_desk


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
