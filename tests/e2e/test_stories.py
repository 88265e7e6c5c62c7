"""Each story is told in a browser as before people, in each language: forwards by key to its end, and back again."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from _pytest.mark.structures import ParameterSet
from playwright.sync_api import Locator, Page, expect

from actions.lab import stories
from actions.lab.stories import Story
from languages import LANGUAGES, Language, say, speaking
from tests.e2e.connecting import add_account, choose_erebor, finish, sign_in
from tests.kit.desk import Desk, running_desk

STORIES = stories.stories()
SPOKEN = [language for _, language in LANGUAGES.values()]
SHOWS_THE_WIDGET = ("salaried-worker", 1)
"""The step whose notes have whoever tells it open Connect, and then come back."""
DAILY = {"salaried-worker": "es", "broken-link": "pt", "loan-file": "en"}
"""In which language each is told in `make test`; `make exam` tells each in all."""
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
    at = say("{step} of {steps}", step=number + 1, steps=len(story.steps))
    expect(bar(page)).to_contain_text(f"{say(step.title)} {at}")
    path = _ADDRESSES.get(step.page, step.page)
    page.wait_for_function("path => location.pathname === `/${path}`", arg=path)
    for name, value in step.query.items():
        known = re.escape(value) if value[:1] != "$" else "[0-9a-f-]{36}"
        page.wait_for_function("asked => new RegExp(asked).test(location.search)", arg=f"{name}={known}")
    expect(ring(page).filter(visible=True)).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def button(page: Page, name: str) -> Locator:
    """That of the page itself, by what it is called in the language that is spoken."""
    return page.get_by_test_id("stMain").get_by_role("button", name=say(name), exact=True)


def connect_in_the_widget(page: Page, desk: Desk, story: Story, number: int) -> None:
    """What the step has done already is done again in the widget, in the language of the page; Back takes it back."""
    add_account(page, desk)
    choose_erebor(page)
    sign_in(page, "salaried")
    link = finish(page)
    desk.rest()
    assert count(desk) == 2
    page.keyboard.press("ArrowLeft")
    is_at(page, story, number - 1)
    assert count(desk) == 0
    page.keyboard.press("ArrowRight")
    is_at(page, story, number)
    desk.rest()
    assert (count(desk), link in page.url) == (1, False)


def count(desk: Desk) -> int:
    """How many links are there."""
    with desk.store() as db, db.read() as connection:
        return int(connection.execute("SELECT count(*) FROM links WHERE deleted_at IS NULL").fetchone()[0])


SHORTEST = min(STORIES, key=lambda story: len(story.steps)).id


def ways() -> Iterator[ParameterSet]:
    """Every day each story in one language, and the shortest back again; in the exam all of it.

    How a step is undone is tests/actions/lab/test_play.py's.
    """
    for story, language in product(STORIES, SPOKEN):
        is_daily = DAILY[story.id] == language.code
        name = f"{story.id}-{language.code}"
        if is_daily:
            yield pytest.param(story, language, story.id == SHORTEST, id=name)
        if not (is_daily and story.id == SHORTEST):
            yield pytest.param(story, language, True, id=f"{name}-and-back", marks=pytest.mark.exam)


@pytest.mark.parametrize(("story", "language", "is_told_back"), [*ways()])
def test_it_is_told_forwards_and_back(
    page: Page, desk: Desk, story: Story, language: Language, is_told_back: bool
) -> None:
    address = f"{desk.url}/story?id={story.id}"
    page.goto(f"{address}&lang={language.code}")
    with speaking(language):
        button(page, "Begin").click()
        is_at(page, story, 0)
        for number in range(1, len(story.steps)):
            page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
            is_at(page, story, number)
            desk.rest()
            if (story.id, number) == SHOWS_THE_WIDGET:
                connect_in_the_widget(page, desk, story, number)
        for number in reversed(range(len(story.steps) - 1)) if is_told_back else ():
            page.keyboard.press("ArrowLeft" if number % 2 else "PageUp")
            is_at(page, story, number)
        assert not is_told_back or count(desk) == 0
        page.goto(address)
        button(page, "End the story").click()
        expect(button(page, "Begin")).to_be_visible()


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
