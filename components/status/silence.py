"""Institutions that do not answer: since when, and what was tried."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from components.ui.text import plain, resource_words
from components.ui.time_format import ago, exact
from domain.pulls.breaker import Breaker
from languages import say_many
from store import Database
from store.ops import breakers


def draw_silent(silent: Sequence[Breaker], names: Mapping[str, str], now: datetime) -> None:
    """One line an institution, under the name that people know."""
    for breaker in silent:
        name = names.get(breaker.institution, breaker.institution)
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"silent_{breaker.institution}"
        ):
            st.markdown(f":material/hourglass_disabled: **{plain(name)}** {plain(said(breaker, now))}")
            st.space("stretch")
            st.badge(ago(breaker.since, now), color="gray", help=exact(breaker.since, st.context.timezone))


def draw_silence_of(db: Database, institution: str | None, name: str, now: datetime) -> None:
    """The same of one institution, if it does not answer."""
    silent = [breaker for breaker in breakers.opened(db) if breaker.institution == institution]
    draw_silent(silent, {str(institution): name}, now)


def said(breaker: Breaker, now: datetime) -> str:
    """What was tried, and what is done."""
    what = ", ".join(map(resource_words, sorted(breaker.resources)))
    return say_many(
        "does not answer: {number} pull in a row timed out, at {what}, the last {ago}. "
        "It is tried by one pull at a time until it answers.",
        "does not answer: {number} pulls in a row timed out, at {what}, the last {ago}. "
        "It is tried by one pull at a time until it answers.",
        breaker.pulls,
        what=what,
        ago=ago(breaker.last_at, now),
    )
