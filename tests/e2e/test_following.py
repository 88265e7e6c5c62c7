"""Pages that stay open while what they show changes."""

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
