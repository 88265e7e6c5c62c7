"""How far a link's pull is, followed without rerunning the page around it."""

from datetime import datetime, timedelta

import streamlit as st

from actions.retrieval import promised
from components.status.advice import bank_of
from components.ui import time_format
from components.ui.text import count, plain, resource_words
from components.ui.time_format import ago
from domain.link_state import Badge, LinkState, Reason, state_of
from resources import pulled_resources
from store import Database
from store.ops import runs
from store.ops.runs import Progress
from store.queries.links import facts
from store.write import links

_SOON = timedelta(seconds=45)
_MINUTES = timedelta(seconds=100)
"""From which on people think in minutes."""


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
    rows = f"{part.fetched:,} of {count(part.total, 'row')}" if part.total is not None else "waiting"
    return f"{resource_words(part.resource)}: {rows}"


def when(instant: datetime) -> str:
    """When something goes on, for the sentences of a wait."""
    now = time_format.utc_now()
    return "in a moment" if instant - now < _SOON else time_format.ago(instant, now)


def next_try(state: LinkState, now: datetime) -> str:
    """When a bank that is down is tried again."""
    until = state.wait.until if state.wait else None
    if until is None or until <= now:
        return "It is tried again now."
    seconds = round((until - now).total_seconds())
    return f"It is tried again in {seconds} s." if until - now < _MINUTES else f"It is tried again {ago(until, now)}."


def follow_pull(db: Database, link: str) -> None:
    """Draw the link's pull until it has ended, and then run the page again."""
    begun = facts.of_link(db, link, time_format.utc_now())
    active = begun is not None and begun.job is not None
    was_down = begun is not None and _is_down(state_of(begun, time_format.utc_now()))

    @st.fragment(run_every="1s" if active else None)
    def follow() -> None:
        now = time_format.utc_now()
        known = facts.of_link(db, link, now)
        if known is None or known.job is None:
            if active:
                st.rerun()
            return
        state = state_of(known, now)
        if _is_down(state) != was_down and active:
            st.rerun()  # what the page around it says of the link has changed
        if state.badge is not Badge.UNCONFIRMED:  # its pull waits for nothing but that connecting is finished
            with st.container(border=True, gap="xsmall", key="pull_progress"):
                _draw(state, parts(db, link))

    if active:
        follow()


def _is_down(state: LinkState) -> bool:
    return state.reason is Reason.BANK_DOWN


def _draw(state: LinkState, parts: list[Progress]) -> None:
    if state.reason is Reason.BANK_DOWN:
        st.markdown(f":material/cloud_off: {next_try(state, time_format.utc_now())}")
        return
    if state.wait:
        st.markdown(f":material/hourglass_empty: {plain(state.wait.sentence(bank_of(state), when))}")
        return
    for part in parts:
        share = min(part.fetched / part.total, 1.0) if part.total else float(part.state == "done")
        st.progress(share, text=plain(told(part)))
