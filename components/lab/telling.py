"""A story being told: the bar above each page, by which it goes on and back, and the ways that its buttons lead."""

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from actions.lab import play as playing
from actions.lab import stories
from actions.lab.stories import BadStory, Step, Story
from components.lab.clock import forget_move
from components.lab.steering import attempt
from components.ui import desk
from components.ui.following.open_pages import Question, wait_for
from components.ui.streamlit_patch import component
from components.ui.text import plain
from languages import msg, say
from store import Database
from store.ops import plays
from store.ops.plays import Play

STORY, SPEAKER = "id", "speaker"
"""Parameters of the page of stories: which one, and whether it is the speaker's window."""

CHAPTERS: Mapping[str, tuple[str, str]] = {
    "look": (msg("Look"), ":material/visibility:"),
    "connect": (msg("Connect"), ":material/add_link:"),
    "break": (msg("Break"), ":material/bolt:"),
    "repair": (msg("Repair"), ":material/build:"),
    "month": (msg("A month passes"), ":material/calendar_month:"),
}
_PAGE = "pages/story.py"
_GO = "story_go"
_SEEN = "story_step_seen"
"""The step at which this window drew the bar last: another may turn the page."""
_TOLD = "story_step_told"
"""The step that this window tells. A key may be pressed as soon as that can be read, while what its button was given by
the run before still names the step before."""

_keys_and_mark = component(
    "linkdesk_story", Path(__file__).resolve().parent / "browser" / "story.js", html="<span hidden></span>"
)


def told() -> tuple[Play, Story] | None:
    """The story that is being told at this desk, for who may tell it; a file that is gone is none."""
    if not (desk.is_here("story") and desk.may_open("story")):
        return None
    play = plays.current(desk.database().whole)
    if play is None:
        return None
    try:
        story = stories.find(play.story)
    except BadStory:
        return None
    return (play, story) if play.step < len(story.steps) else None


def follow_story() -> None:
    """Go to the page of the step that a click has led to."""
    if wanted := st.session_state.pop(_GO, None):
        page, query = wanted
        st.switch_page(page, query_params=query)


def draw_bar(page: str) -> None:
    """Above each page while a story is told: where it is, and the buttons that the keys press."""
    found = told()
    if found is None or (page == "story" and SPEAKER in st.query_params):
        return
    play, story = found
    wait_for(Question(_place, lambda: _place(plays.current(desk.context().database.whole))), _place(play))
    _follow_others(page, play, story)
    step, count = story.steps[play.step], len(story.steps)
    st.session_state[_TOLD] = play.step
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key="story_bar"):
        word, icon = CHAPTERS[step.chapter]
        st.badge(say(word), icon=icon, color="violet")
        st.markdown(
            f"**{plain(say(step.title))}** :gray[{say('{step} of {steps}', step=play.step + 1, steps=count)}]",
            width="stretch",
        )
        if not _is_at(page, step):
            st.button(say("Its page"), key="story_here", type="tertiary", on_click=_go, args=(step, play.links))
        draw_turning(play, story)
        st.button(say("All steps"), key="story_steps", type="tertiary", on_click=_go_to_steps, args=(story,))
    with st.sidebar:  # where it takes no room
        _keys_and_mark(key="story_keys", data={"mark": step.mark if _is_at(page, step) else ""})


def _place(play: Play | None) -> tuple[str, int] | None:
    """Which story is told, and at which step it is."""
    return (play.story, play.step) if play else None


def _follow_others(page: str, play: Play, story: Story) -> None:
    """Go along where the speaker's window has turned the page, unless this one looks at something else."""
    seen = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = play.step
    if isinstance(seen, int) and seen != play.step and seen < len(story.steps) and _is_at(page, story.steps[seen]):
        step = story.steps[play.step]
        st.switch_page(f"pages/{step.page}.py", query_params=step.address(play.links))


def draw_turning(play: Play, story: Story, *, leads: bool = True) -> None:
    """Back and next, which the arrow keys and a clicker press, too; where it `leads`, this window goes to the step."""
    st.session_state[_TOLD] = play.step
    st.button(
        say("Back"),
        key="story_back",
        icon=":material/arrow_back:",
        disabled=play.step == 0,
        on_click=_turn,
        args=(playing.back, leads),
        help=say("Arrow left, or page up"),
    )
    st.button(
        say("Next"),
        key="story_next",
        type="primary",
        icon=":material/arrow_forward:",
        disabled=play.step + 1 >= len(story.steps),
        on_click=_turn,
        args=(playing.forward, leads),
        help=say("Arrow right, or page down"),
    )


def begin(db: Database, name: str) -> None:
    """Begin a story, and go to the page of its first step."""
    _do(
        lambda: playing.begin(db.whole, desk.client(), desk.settings(), name, actor=desk.actor()),
        say("The story begins"),
    )
    go_to_step()


def rewind(db: Database) -> None:
    """Be at the first step again."""
    _do(lambda: playing.rewind(db.whole, desk.client(), desk.settings(), actor=desk.actor()), say("At the first step"))


def end(db: Database) -> None:
    """Bring back what was here before."""
    _do(
        lambda: playing.end(db.whole, desk.client(), desk.settings(), actor=desk.actor()),
        say("As it was before the story"),
    )


def go_to_step() -> None:
    """The next run goes to the page of the step that the story is at."""
    if found := told():
        play, story = found
        st.session_state[_SEEN] = play.step
        _go(story.steps[play.step], play.links)


def _turn(way: Callable[..., bool], leads: bool) -> None:
    def turn() -> None:
        seen = st.session_state[_TOLD]
        way(desk.database().whole, desk.client(), desk.settings(), seen=seen, actor=desk.actor())
        if leads:
            go_to_step()

    attempt(turn, "", then=forget_move)


def _do(act: Callable[[], object], said: str) -> None:
    attempt(act, said, icon=":material/auto_stories:", then=forget_move)


def _go(step: Step, links: Mapping[str, str]) -> None:
    st.session_state[_GO] = (f"pages/{step.page}.py", step.address(links))


def _go_to_steps(story: Story) -> None:
    st.session_state[_GO] = (_PAGE, {STORY: story.id})


def _is_at(page: str, step: Step) -> bool:
    return (page or "overview").replace("-", "_") == step.page
