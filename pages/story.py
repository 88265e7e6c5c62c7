"""Stories: what somebody tells with the local Belvo, step by step, and the speaker's window beside it."""

import streamlit as st

from actions.lab import play as playing
from actions.lab import stories
from actions.lab.stories import BadStory, Story
from actions.local_belvo import ControlFailed
from belvo_client import BelvoError
from components.lab.speaker import draw_speaker
from components.lab.telling import CHAPTERS, SPEAKER, STORY, begin, end, go_to_step, rewind, told
from components.ui import desk, query
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.text import plain
from domain.setup.words import SETUP
from languages import decimal, say, say_many
from store import StoreError

db, settings = desk.database(), desk.settings()
follow_changes()
now_told = told()


def draw_choice() -> None:
    """All of them, each with how long it takes."""
    st.text(
        say(
            "Each story is told in a state of its own: what is here is put aside and comes back at its end. It needs "
            "no network and no keys, and nobody in it is a real person."
        )
    )
    for one in stories.stories():
        with st.container(border=True, gap="small", key=f"story_{one.id}"):
            st.subheader(plain(say(one.title)), anchor=False)
            st.text(say(one.about))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(
                    say_many(
                        "{number} step, about {minutes} minutes",
                        "{number} steps, about {minutes} minutes",
                        len(one.steps),
                        minutes=decimal(one.minutes, 0),
                    ),
                    width="content",
                )
                desk.draw_way(
                    "pages/story.py", label=say("Open"), icon=":material/chevron_right:", query_params={STORY: one.id}
                )


def draw_buttons(story: Story, at: int | None) -> None:
    """What can be done with it: begin or go on, rewind, try, open the speaker's window, end."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="story_buttons"):
        if at is None:
            st.button(
                say("Begin"),
                key="begin",
                type="primary",
                icon=":material/play_arrow:",
                on_click=begin,
                args=(db, story.id),
            )
        else:
            st.button(say("Go on"), key="go_on", type="primary", icon=":material/play_arrow:", on_click=go_to_step)
            st.button(say("Rewind"), key="rewind", icon=":material/first_page:", on_click=rewind, args=(db,))
        st.button(say("Does it play clean?"), key="try", icon=":material/checklist:", on_click=ask_try)
        st.link_button(
            say("Speaker's window"),
            f"/story?{STORY}={story.id}&{SPEAKER}=1",
            icon=":material/open_in_new:",
            key="speaker",
        )
        if now_told:
            st.button(
                say("End the story"),
                key="end_story",
                icon=":material/stop:",
                on_click=end,
                args=(db,),
                help=say("What was here before comes back."),
            )


def ask_try() -> None:
    st.session_state["story_try"] = True


def draw_try(story: Story) -> None:
    """Tell it from end to end, fast, and say of each step whether it played clean; it is rewound afterwards."""
    with st.status(say("Playing it from end to end…"), expanded=True) as status:
        problem = ""
        try:
            for one in playing.tried(db.whole, desk.client(), settings, story.id, actor=desk.actor()):
                problem = one.problem
                sign = ":material/error:" if problem else ":material/check:"
                step = story.steps[one.step]
                title, took = plain(say(step.title)), decimal(one.seconds, 1)
                st.markdown(f"{sign} {one.step + 1}. {title} :gray[{took} s] {plain(problem)}")
        except (BelvoError, ControlFailed, StoreError) as error:
            problem = SETUP.say(str(error))
            st.markdown(f":material/error: {plain(problem)}")
        label = say("It does not play clean.") if problem else say("It plays clean, and stands at its first step.")
        status.update(label=label, state="error" if problem else "complete")


def draw_steps(story: Story, at: int | None) -> None:
    """All steps, that which it is at marked."""
    with st.container(border=True, gap="xsmall", key="steps"):
        for number, step in enumerate(story.steps):
            word, icon = CHAPTERS[step.chapter]
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.badge(say(word), icon=icon, color="violet" if number == at else "gray", width=150)
                title = plain(say(step.title))
                st.markdown(f"**{title}**" if number == at else title, width="stretch")
                st.caption(say("{minutes} min", minutes=decimal(step.minutes, 1)), width="content")


name = query.first(STORY)
if name is None:
    header(say("Stories"))
    draw_choice()
    st.stop()
try:
    story = stories.find(name)
except BadStory:
    header(say("Stories"))
    query.not_here(say("Story"), STORY, name, ends=False)
    draw_choice()
    st.stop()

is_told = now_told is not None and now_told[1].id == story.id
if SPEAKER in st.query_params:
    header(say("Speaker: {title}", title=say(story.title)))
    if now_told and is_told:
        draw_speaker(*now_told)
    else:
        st.text(say("It is not being told yet. Begin it in the other window; this one follows."))
    st.stop()

header(say(story.title))
st.text(say(story.about))
st.text(
    say(
        "{number} steps, about {minutes} minutes, on this machine alone: no network, no keys, and nobody in it is a "
        "real person. Begin leads to the first page; the arrow keys, or a clicker, lead on and back, and a ring shows "
        "where to click. What to say stands in the speaker's window, for a second screen.",
        number=len(story.steps),
        minutes=decimal(story.minutes, 0),
    )
)
at = now_told[0].step if now_told and is_told else None
draw_buttons(story, at)
if st.session_state.pop("story_try", False):
    draw_try(story)
draw_steps(story, at)
