"""How far a link's pull is, followed without rerunning the page around it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import streamlit as st

from actions import links as link_actions
from actions.retrieval import promised
from components.status.advice import bank_of
from components.ui import desk, time_format
from components.ui.text import plain, resource_words
from components.ui.time_format import ago
from domain.link_state import Badge, LinkState, Reason, state_of
from languages import grouped, say, say_many
from resources import pulled_resources
from store import Database
from store.ops import runs
from store.ops.runs import Progress
from store.queries.links import facts
from store.write import links

_SOON = timedelta(seconds=45)
_MINUTES = timedelta(seconds=100)
"""From which on people think in minutes."""

_HEIGHT, _WIDTH = 44, 244
"""Pixels of the line, in which four resources stand side by side; it scrolls where there are more."""


def is_pulling(db: Database, link: str) -> bool:
    """Whether a pull of the link is under way: waiting or going on."""
    known = facts.of_link(db, link, time_format.utc_now())
    return known is not None and known.job is not None


def parts(db: Database, link: str) -> list[Progress]:
    """Where each resource of the link's pull stands; of one for all there is, what is expected and what has rows."""
    found, known = runs.progress(db, link), links.find(db, link)
    if known is None or not pulled_resources().keys() <= {part.resource for part in found}:
        return found
    expected = promised(db, known)
    return [part for part in found if part.resource in expected or part.total]


def told(part: Progress) -> str:
    """The resource and how many of its rows have been read."""
    if part.total is None:
        rows = say("no answer yet") if part.state == "running" else say("waiting")
    else:
        rows = say_many(
            "{fetched} of {number} row", "{fetched} of {number} rows", part.total, fetched=grouped(part.fetched)
        )
    return f"{resource_words(part.resource)}: {rows}"


def when(instant: datetime) -> str:
    """When something goes on, for the sentences of a wait."""
    now = time_format.utc_now()
    return say("in a moment") if instant - now < _SOON else time_format.ago(instant, now)


def at(instant: datetime) -> str:
    """When something goes on, for rows of a table, which are not drawn anew while nothing changes."""
    return say("at {time}", time=f"{instant.astimezone(time_format.reader_zone()):%H:%M:%S}")


def next_try(state: LinkState, now: datetime) -> str:
    """When a bank that is down is tried again."""
    until = state.wait.until if state.wait else None
    if until is None or until <= now:
        return say("It is tried again now.")
    seconds = round((until - now).total_seconds())
    return (
        say("It is tried again in {seconds} s.", seconds=seconds)
        if until - now < _MINUTES
        else say("It is tried again {ago}.", ago=ago(until, now))
    )


def draw_under_way(pulled: int, waiting: int) -> None:
    """How many links are being pulled and how many wait, with the way to them; nothing where none is."""
    if not pulled and not waiting:
        return
    desk.draw_way(
        "pages/links.py",
        label=say_many(
            "{number} link is being pulled, {waiting} wait",
            "{number} links are being pulled, {waiting} wait",
            pulled,
            waiting=grouped(waiting),
        ),
        icon=":material/sync:",
        query_params={"status": [Badge.PULLING.value, Badge.WAITING.value]},
    )


def follow_next_try(state: LinkState, draw: Callable[[str], None]) -> None:
    """Draw when a bank that is down is tried again, and count down to it."""
    until = state.wait.until if state.wait else None

    def is_near() -> bool:
        return until is not None and until - time_format.utc_now() < _MINUTES

    begun_near = is_near()

    @st.fragment(run_every="1s" if begun_near else "10s")
    def follow() -> None:
        if is_near() != begun_near:
            st.rerun()
        draw(next_try(state, time_format.utc_now()))

    follow()


def follow_pull(db: Database, link: str) -> None:
    """Draw the link's pull on the line that is always kept for it until it has ended, and then run the page again."""
    begun = facts.of_link(db, link, time_format.utc_now())
    active = begun is not None and begun.job is not None
    shown = _shown(state_of(begun, time_format.utc_now())) if begun else None

    @st.fragment(run_every="1s" if active else None)
    def follow() -> None:
        now = time_format.utc_now()
        known = facts.of_link(db, link, now)
        if known is None or known.job is None:
            if active:
                st.rerun()
            return
        state = state_of(known, now)
        if active and _shown(state) != shown:
            st.rerun()  # what the page around it says of the link has changed
        if said := st.session_state.pop("said", None):  # else the page says it
            st.toast(plain(said), icon=":material/check:")
        if state.badge is not Badge.UNCONFIRMED:  # its pull waits for nothing but that connecting is finished
            with st.container(horizontal=True, gap="small"):
                _draw(state, parts(db, link))
                _draw_ways(db, state)

    with st.container(height=_HEIGHT, border=False, key="pull_progress"):
        if active:
            follow()
        else:
            st.caption(say("No pull is under way."))


def _draw_ways(db: Database, state: LinkState) -> None:
    """What a person can do with the pull: have it begin before all others, or call it off."""
    job = state.facts.job
    if job is None or not desk.may("pull"):
        return
    with st.container(horizontal=True, gap="small", key="pull_ways"):
        if not job.is_running:
            st.button(
                say("Put first"),
                key="put_first",
                type="tertiary",
                icon=":material/vertical_align_top:",
                on_click=_put_first,
                args=(db, job.number),
                help=say("Begins before all others that wait, as soon as there is a slot"),
            )
        st.button(
            say("Cancel"),
            key="cancel_pull",
            type="tertiary",
            icon=":material/close:",
            on_click=_cancel,
            args=(db, job.number),
            help=say("What it has stored until now stays"),
        )


def _put_first(db: Database, job: int) -> None:
    done = link_actions.put_first(db.whole, job, actor=desk.actor())
    # Not said here: what a callback draws takes the place of the page where only a part of it runs.
    st.session_state["said"] = say("It is the next one") if done else say("It has begun meanwhile")


def _cancel(db: Database, job: int) -> None:
    done = link_actions.cancel(db.whole, job, actor=desk.actor())
    st.session_state["said"] = say("The pull was called off") if done else say("It had ended before")


def _shown(state: LinkState) -> tuple[Badge, bool]:
    """What the page around the pull says of it: how the link is, and whether its bank is down."""
    return state.badge, state.reason is Reason.BANK_DOWN


def _draw(state: LinkState, parts: list[Progress]) -> None:
    if state.reason is Reason.BANK_DOWN:
        st.markdown(f":material/cloud_off: {next_try(state, time_format.utc_now())}")
        return
    if state.wait:
        st.markdown(f":material/hourglass_empty: {plain(state.wait.sentence(bank_of(state), when))}")
        return
    for part in parts:
        share = min(part.fetched / part.total, 1.0) if part.total else float(part.state == "done")
        st.progress(share, text=plain(told(part)), width=_WIDTH)
