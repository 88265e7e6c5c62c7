"""The speaker's window: the time, what to say now, and what comes next; for a second screen."""

from datetime import timedelta

import streamlit as st

from actions.lab.stories import Step, Story
from components.lab.telling import CHAPTERS, draw_turning
from components.ui.text import plain
from components.ui.time_format import utc_now
from languages import say
from store.ops.plays import Play

_TICK = timedelta(seconds=1)


def draw_speaker(play: Play, story: Story) -> None:
    """Notes of the step and of the next one; the time goes on by itself."""
    step = story.steps[play.step]
    _draw_time(play, story)
    _draw_step(step, say("Now: {step} of {steps}", step=play.step + 1, steps=len(story.steps)), key="now")
    if play.step + 1 < len(story.steps):
        _draw_step(story.steps[play.step + 1], say("Next"), key="next")
    else:
        st.caption(say("This is the last step."))
    with st.container(horizontal=True, gap="small"):
        draw_turning(play, story, leads=False)


@st.fragment(run_every=_TICK)
def _draw_time(play: Play, story: Story) -> None:
    now = utc_now()
    planned = sum(step.minutes for step in story.steps[: play.step + 1])
    passed = (now - play.began_at).total_seconds() if play.step else 0.0
    late = passed / 60 - planned
    with st.container(horizontal=True, gap="small", key="times"):
        st.metric(say("Passed"), _clock(passed), border=True)
        st.metric(say("This step"), _clock((now - play.step_at).total_seconds()), border=True)
        st.metric(
            say("Planned to its end"),
            _clock(planned * 60),
            say("{minutes} min", minutes=f"{late:+.0f}") if abs(late) >= 1 else say("in time"),
            delta_color="inverse" if late >= 1 else "off",
            border=True,
        )
        st.metric(say("Planned in all"), _clock(story.minutes * 60), border=True)


def _draw_step(step: Step, label: str, *, key: str) -> None:
    word, icon = CHAPTERS[step.chapter]
    with st.container(border=True, gap="small", key=f"step_{key}"):
        st.caption(f"{label} · {icon} {say(word)}")
        st.subheader(plain(say(step.title)), anchor=False)
        for paragraph in say(step.say.strip()).split("\n"):
            st.text(paragraph)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(round(seconds), 0), 60)
    return f"{minutes}:{rest:02d}"
