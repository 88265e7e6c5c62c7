"""What a press feels like: a sign of it at once, and nothing that moves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kit import bank, bodies, filling
from tests.kit.bank import uuid
from tests.kit.browser import FOLLOW_AHEAD, page_of, rest_until_drawn_ahead
from tests.kit.desk import Desk, running_desk
from tests.kit.layout_shift import MOST, moved, watch
from tests.kit.rows import save

_LOOK_FOR_THE_SIGN = """
window.signs = [];
addEventListener("click", () => requestAnimationFrame(
  () => window.signs.push(getComputedStyle(document.documentElement, "::after").height)
), true);
"""
SIGN = "3px"
TWINS = ("first", "second")
"""Two links of one person at one bank."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        with running.filling() as db:
            filling.fill(db, days=60)
            for name in TWINS:
                account = bodies.account(name, link=filling.connect(db, name, bank.EREBOR))
                save(db, "links", bank.link(name, bank.EREBOR) | {"institution_user_id": "the same"})
                save(db, "accounts", account, link=uuid(name))
                save(db, "transactions", bodies.transaction(1, of=account), link=uuid(name))
        yield running


@pytest.fixture
def shown(newcomer: Page, desk: Desk) -> Page:
    """A page that keeps what moves in it, and how high its line is in the first frame after each press."""
    desk.rest()
    newcomer.add_init_script(_LOOK_FOR_THE_SIGN)
    return watch(newcomer)


def still(page: Page) -> bool:
    """Whether next to nothing has moved since the page was opened; says what has."""
    shifts = moved(page)
    assert shifts.total <= MOST, "\n".join(shifts.what)
    return True


def test_a_pull_that_is_asked_for_shows_a_sign_at_once_and_moves_nothing(shown: Page, desk: Desk) -> None:
    shown.goto(f"{desk.url}/link?link={uuid('well')}")
    line = shown.locator(".st-key-pull_progress")
    expect(line).to_have_text("No pull is under way.")
    with desk.store() as db, desk.paused(db):
        shown.get_by_role("button", name="Pull now").click()
        expect(line).not_to_have_text("No pull is under way.")
        expect(shown.locator("[data-pressed]")).to_have_count(0)
    assert shown.evaluate("window.signs") == [SIGN]
    assert still(shown)


def test_a_filter_and_a_drawer_show_a_sign_at_once_and_move_nothing(shown: Page, desk: Desk) -> None:
    shown.goto(f"{desk.url}/transactions?links={uuid('well')}")
    shown.get_by_role("radio", name="Out").click()
    expect(shown).to_have_url(f"{desk.url}/transactions?links={uuid('well')}&type=OUTFLOW")
    expect(shown.locator("[data-pressed]")).to_have_count(0)
    expect(shown.get_by_test_id("glide-cell-0-0").first).to_be_attached()
    table = shown.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.locator("canvas").first.bounding_box()
    assert box is not None
    shown.mouse.click(box["x"] + 30, box["y"] + 46)
    expect(shown.get_by_role("dialog")).to_be_visible()
    expect(shown.locator("[data-pressed]")).to_have_count(0)
    assert shown.evaluate("window.signs") == [SIGN, SIGN]
    assert still(shown)


def test_who_is_connected_twice_is_said_where_nothing_moves_for_it(shown: Page, desk: Desk) -> None:
    shown.goto(f"{desk.url}/link?link={uuid(TWINS[0])}")
    expect(shown.get_by_text("Both links are read and billed")).to_be_visible()
    expect(shown.get_by_test_id("stDataFrame").first).to_be_visible()
    assert still(shown)
    shown.goto(f"{desk.url}/transactions?links={uuid('well')}")
    expect(shown.get_by_test_id("stDataFrame").first).to_be_visible()
    shown.get_by_role("button", name="Clear", exact=True).click()
    expect(shown.get_by_text("what is theirs is added each time")).to_be_visible()
    assert still(shown)


def test_a_tab_shows_a_sign_at_once_and_moves_nothing(shown: Page, desk: Desk) -> None:
    shown.goto(f"{desk.url}/link?link={uuid('well')}")
    expect(shown.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    shown.get_by_role("tab", name="Resources").click()
    expect(shown).to_have_url(f"{desk.url}/link?link={uuid('well')}&section=resources")
    expect(shown.locator("[data-pressed]")).to_have_count(0)
    assert shown.evaluate("window.signs") == [SIGN]
    assert still(shown)


def test_what_follows_a_rest_is_drawn_without_a_grey_bar_in_its_place(browser: Browser, desk: Desk) -> None:
    desk.rest()
    with page_of(browser, draws_ahead=True, viewport={"width": 1440, "height": 900}) as page:
        page.add_init_script(FOLLOW_AHEAD)
        watch(page).goto(f"{desk.url}/links")
        rest_until_drawn_ahead(page)
        assert still(page)
        assert page.evaluate("drew.bars") > 0
        page.evaluate("drew.bars = 0")
        page.get_by_test_id("glide-cell-1-0").first.focus()  # beside what chooses the row
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-identity")).to_be_visible()
        expect(page.get_by_role("tab", name="Details")).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert page.evaluate("drew.bars") == 0


def test_what_is_drawn_out_of_sight_moves_no_phone_sideways(browser: Browser, desk: Desk) -> None:
    with page_of(browser, draws_ahead=True, viewport={"width": 390, "height": 844}) as page:
        page.add_init_script(FOLLOW_AHEAD)
        page.goto(f"{desk.url}/links")
        rest_until_drawn_ahead(page)
        assert page.evaluate("drew.beyond") == 0
