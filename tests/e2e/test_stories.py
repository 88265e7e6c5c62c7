"""Each story is told in a browser as before people: forwards by key to its end, and one of them back again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from actions.lab import stories
from actions.lab.stories import Story
from tests.kit.desk import Desk, running_desk

STORIES = stories.stories()
_ADDRESSES = {"overview": "", "cash_flow": "cash-flow"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("told") / "data") as running:
        yield running
        assert running.complaints == []


def bar(page: Page) -> Locator:
    return page.locator(".st-key-story_bar").first


def ring(page: Page) -> Locator:
    return page.locator("[data-story-mark]")


def is_at(page: Page, story: Story, number: int) -> None:
    """The page of this step is there, and the ring around what to click; nothing on it has failed."""
    step = story.steps[number]
    expect(bar(page)).to_contain_text(f"{step.title} {number + 1} of {len(story.steps)}")
    path = _ADDRESSES.get(step.page, step.page)
    page.wait_for_function("path => location.pathname === `/${path}`", arg=path)
    for name, value in step.query.items():
        known = re.escape(value) if value[:1] != "$" else "[0-9a-f-]{36}"
        page.wait_for_function("asked => new RegExp(asked).test(location.search)", arg=f"{name}={known}")
    expect(ring(page).filter(visible=True)).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)


SHORTEST = min(STORIES, key=lambda story: len(story.steps))
WAYS = [
    pytest.param(story, is_told_back, marks=pytest.mark.exam if is_told_back and story != SHORTEST else ())
    for story in STORIES
    for is_told_back in (True, False)
    if is_told_back or story != SHORTEST
]
"""Each story, and whether it is told back too: how a step is undone is tests/actions/lab/test_play.py's."""


@pytest.mark.parametrize(
    ("story", "is_told_back"), WAYS, ids=lambda given: given.id if isinstance(given, Story) else f"back {given}"
)
def test_it_is_told_forwards_and_back(page: Page, desk: Desk, story: Story, is_told_back: bool) -> None:
    page.goto(f"{desk.url}/story?id={story.id}")
    page.get_by_role("button", name="Begin").first.click()
    is_at(page, story, 0)
    for number in range(1, len(story.steps)):
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
        is_at(page, story, number)
        desk.rest()
    for number in reversed(range(len(story.steps) - 1)) if is_told_back else ():
        page.keyboard.press("ArrowLeft" if number % 2 else "PageUp")
        is_at(page, story, number)
    with desk.store() as db, db.read() as connection:
        assert connection.execute("SELECT count(*) FROM links").fetchone()[0] == 0
    page.goto(f"{desk.url}/story?id={story.id}")
    page.get_by_role("button", name="End the story").first.click()
    expect(page.get_by_role("button", name="Begin").first).to_be_visible()


def test_whether_it_plays_clean_is_found_out_before_the_show_and_the_speaker_follows_it(page: Page, desk: Desk) -> None:
    story = stories.find("broken-link")
    page.goto(f"{desk.url}/story?id={story.id}")
    page.get_by_role("button", name="Does it play clean?").first.click()
    expect(page.get_by_text("It plays clean, and stands at its first step.")).to_be_visible()

    speaker = page.context.new_page()
    speaker.goto(f"{desk.url}/story?id={story.id}&speaker=1")
    expect(speaker.get_by_text(story.steps[0].say.strip().split("\n")[0])).to_be_visible()
    expect(bar(speaker)).to_have_count(0)
    page.get_by_role("button", name="Go on").first.click()
    is_at(page, story, 0)
    page.keyboard.press("ArrowRight")
    is_at(page, story, 1)
    expect(speaker.get_by_text("Now: 2 of 8")).to_be_visible()
    speaker.keyboard.press("ArrowLeft")  # no clicker of the speaker's window: its buttons are
    speaker.get_by_role("button", name="Back").first.click()
    expect(speaker.get_by_text("Now: 1 of 8")).to_be_visible()
    is_at(page, story, 0)


def test_keys_that_are_typed_turn_no_page(page: Page, desk: Desk) -> None:
    story = stories.find("broken-link")
    page.goto(f"{desk.url}/story?id={story.id}")
    button = page.get_by_role("button", name=re.compile("Begin|Go on")).first
    button.click()
    is_at(page, story, 0)
    page.goto(f"{desk.url}/api_log")
    found = page.get_by_placeholder("Any ID").first
    found.fill("abc")
    found.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    expect(bar(page)).to_contain_text("1 of 8")
    page.mouse.click(5, 5)
    expect(bar(page)).to_contain_text("1 of 8")


def test_type_is_larger_at_one_key_in_every_tab_and_as_it_was_again(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/links")
    title = page.get_by_role("heading", name="Links").first
    expect(title).to_be_visible()
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    before = title.evaluate(size)
    page.wait_for_function("() => document.linkdeskBigType === false")  # the key is heard from then on
    page.keyboard.press("b")
    page.wait_for_function("() => document.documentElement.style.fontSize === '18px'")
    assert title.evaluate(size) > before * 1.2
    page.reload()
    page.wait_for_function("() => document.documentElement.style.fontSize === '18px'")
    page.keyboard.press("b")
    page.wait_for_function("() => document.documentElement.style.fontSize === ''")
    assert title.evaluate(size) == before
