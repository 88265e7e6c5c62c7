"""The widget lab in a browser: the live widget beside what is set, and what happens to it, with what reached Python."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from actions.lab.widget import BANK
from store.ops import sessions
from tests.kit.barriers import barriers
from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import until

OF_STREAMLITS_FRAME = {"list", "listitem"}
"""Its menu nests paragraphs in a list, and nobody else can change that."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("lab") / "data") as running:
        yield running
        assert running.complaints == []


def frame(page: Page, number: int = 0) -> FrameLocator:
    return page.locator(".stage iframe").nth(number).content_frame


def reached(page: Page) -> Locator:
    return page.locator(".st-key-reached")


def play(page: Page, desk: Desk, what: str) -> None:
    page.goto(f"{desk.url}/widget-lab?section=mishaps")
    expect(frame(page).get_by_role("dialog")).to_be_visible()
    page.locator(f".st-key-play_{what} button").click()


def told(desk: Desk) -> list[list[str]]:
    """The events of the newest sessions of the bank, in the order in which they were opened, by what they say."""
    with desk.store() as db:
        found = db.frame("SELECT nonce FROM widget_sessions ORDER BY opened_at")["nonce"]
        return [[_word(event) for event in sessions.history(db, nonce)] for nonce in found]


def _word(event: sessions.Event) -> str:
    inner = event.payload.get("meta_data") or {}
    return str(inner.get("error_code") or inner.get("page") or event.name)


def test_what_is_set_shows_in_the_live_widget_and_typing_goes_on(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/widget-lab?section=texts")
    dialog = frame(page).get_by_role("dialog", name="Connect your account")
    expect(dialog).to_be_visible()
    page.get_by_label("Company", exact=True).fill("ACME Crédito")
    page.get_by_label("Company", exact=True).press("Tab")
    expect(dialog.get_by_role("heading")).to_contain_text("ACME Crédito")
    page.get_by_label("Benefit, its headline", exact=True).fill("<b>Faster</b> approvals 🚀")
    page.get_by_label("Benefit, its headline", exact=True).press("Enter")
    expect(dialog.get_by_text("<b>Faster</b> approvals 🚀")).to_be_visible()
    expect(page.get_by_label("Benefit, its headline", exact=True)).to_be_focused()
    page.locator(".st-key-lab_language").get_by_role("combobox").click()
    page.get_by_role("option", name="Português").click()
    expect(frame(page).get_by_role("button", name="Continuar")).to_be_visible()
    assert [one for one in barriers(page) if one.partition(":")[0] not in OF_STREAMLITS_FRAME] == []


def test_a_second_report_of_success_takes_nothing_in_twice(page: Page, desk: Desk) -> None:
    play(page, desk, "double_callback")
    expect(reached(page)).to_contain_text("1 link taken in")
    expect(reached(page)).to_contain_text("1 first pull queued")
    expect(frame(page).get_by_role("heading", name="Your account is connected")).to_be_visible()
    until(lambda: told(desk)[-1].count("success") == 2)  # the second one is on its way when the first is taken in
    expect(reached(page)).to_contain_text("1 link taken in")
    expect(reached(page)).to_contain_text("1 first pull queued")


def test_a_closed_tab_has_told_its_success(page: Page, desk: Desk) -> None:
    play(page, desk, "closed_tab")
    expect(reached(page)).to_contain_text("1 link taken in")
    expect(page.locator(".stage iframe")).to_have_count(0)
    assert told(desk)[-1].count("success") == 1


def test_a_widget_that_is_mounted_anew_is_not_opened_with_the_same_token(page: Page, desk: Desk) -> None:
    play(page, desk, "remount")
    expect(reached(page).get_by_text("Removed")).to_be_attached()
    expect(reached(page)).to_contain_text("0 links taken in")
    assert told(desk)[-1].count("opened") == told(desk)[-1].count("removed") == 1


def test_two_tabs_have_a_session_each(page: Page, desk: Desk) -> None:
    play(page, desk, "two_tabs")
    expect(reached(page)).to_contain_text("2 links taken in")
    expect(reached(page)).to_contain_text("2 first pulls queued")
    assert [one.count("success") for one in told(desk)[-2:]] == [1, 1]


def test_a_token_that_has_waited_too_long_is_told_to_be_dead(page: Page, desk: Desk) -> None:
    play(page, desk, "expiry")
    expect(reached(page).get_by_text("ACCESS_TOKEN_NOT_VALID")).to_be_attached()
    expect(reached(page)).to_contain_text("0 links taken in")
    assert told(desk)[-1].count("ACCESS_TOKEN_NOT_VALID") == 1


def test_what_could_not_be_told_without_a_network_is_told_once_it_is_back(page: Page, desk: Desk) -> None:
    play(page, desk, "network")
    expect(reached(page)).to_contain_text("1 link taken in")
    (events,) = told(desk)[-1:]
    assert events.count("success") == 1
    assert events.index("unexpected_error") < events.index("success"), BANK
