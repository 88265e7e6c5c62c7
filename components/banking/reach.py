"""How far back a list by text or amount goes, and its sums: of very many only the newest, unless all are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components.ui import query
from components.ui.text import plain, width_of
from components.ui.time_format import day
from languages import say
from store import Database
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.sums import reach
from store.queries.banking.sums.reach import Reach

PARAMETER = "reach"
_ALL: Sequence[str] = ("all",)


@dataclass(frozen=True)
class Within:
    """The filter within what is looked at for a page, and how far that goes."""

    matching: TransactionFilter
    reach: Reach
    takes_all: bool = False


def within(db: Database, matching: TransactionFilter) -> Within:
    """All, where the address asks for it or it takes no time; else from the day on that `reach.of_sums` says."""
    found, takes_all = reach.of_sums(db, matching), query.first(PARAMETER) in _ALL
    if takes_all or not found.is_cut:
        return Within(matching, found, takes_all)
    return Within(replace(matching, since=found.since), found)


def said(found: Within) -> str:
    """From which day on the list and its sums go; empty where they are whole."""
    if found.takes_all or not found.reach.is_cut or found.reach.since is None:
        return ""
    return say("Very many may be like this: listed and added up are those since {day}.", day=day(found.reach.since))


def draw_reach(found: Within) -> None:
    """Say how far the list goes, with the way to all of it and back."""
    if not found.reach.is_cut:
        return
    told, label, values = (
        (say("All that are like this are listed and added up."), say("Only the newest"), ())
        if found.takes_all
        else (said(found), say("Take all"), _ALL)
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="reach"):
        st.caption(plain(told), width="content")
        st.button(
            label,
            key="take_reach",
            type="tertiary",
            width=width_of(label),
            on_click=query.write,
            args=({PARAMETER: values},),
        )
