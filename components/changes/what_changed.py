"""What changed of some links: how many rows by resource, then each row with what it said and says, and why."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from components.changes.change_detail import PARAMETER
from components.changes.change_rows import COUNTS, KINDS, ROWS, change_rows, counted
from components.changes.days import asked_days, draw_days, stretch_of
from components.ui import query
from components.ui.downloads import draw_list_download
from components.ui.drawers import opener
from components.ui.paging import keep_order, offset_of, pager
from components.ui.tables import draw_table
from components.ui.text import resource_words
from languages import grouped, say, say_many
from resources import RESOURCES
from store import Database, known
from store.queries import changes
from store.queries.changes import MOST, Event, Found, Kind

RESOURCE, KIND = "changed_resource", "changed_kind"
_ROWS = 15


def draw_what_changed(db: Database, links: list[str], names: Mapping[str, str] | None = None) -> None:
    """Of these links; `names` has a label for each, for a page of several.

    What is told is worked out on the store of now, which keeps what vanished, and up to the day as known on which the
    page is told.
    """
    now = known.as_of_now(db)
    days = asked_days(now, links)
    draw_days(now, days, names)
    stretch = stretch_of(days, links)
    if stretch is None:
        st.text(say("Nothing was pulled yet, so nothing can have changed."))
        return
    if not days.are_in_order:
        st.text(say("There is nothing between these: the first has to be before the second."))
        return
    found = changes.counts(now, stretch)
    if not found.counts:
        st.text(say("Nothing has changed: every row says what it said before."))
        return
    draw_table(counted(found.counts), COUNTS, key="changed_counts", file="changes_by_resource")
    resources, kinds = _narrowed(found)
    events = changes.events(now, stretch, resources, kinds)
    _draw_rows(now, events, _number(found, resources, kinds), names)


def _narrowed(found: Found) -> tuple[list[str], list[Kind]]:
    """The resources and kinds that the address names among those that changed."""
    resources = {name: resource_words(name) for name in RESOURCES if any(one == name for one, _ in found.counts)}
    kinds = {kind: state.word for kind, state in KINDS.items() if any(one == kind for _, one in found.counts)}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="changed_filters"):
        chosen = query.choose_many(
            say("Resources"), RESOURCE, resources, width=300, placeholder=say("All resources"), known=_resource
        )
        of_kind = query.choose_many(say("Changes"), KIND, kinds, width=300, placeholder=say("All changes"), known=_kind)
    return chosen, [Kind(kind) for kind in of_kind if kind in KINDS]


def _resource(name: str) -> str | None:
    return resource_words(name) if name in RESOURCES else None


def _kind(name: str) -> str | None:
    return KINDS[name].word if name in KINDS else None


def _number(found: Found, resources: Sequence[str], kinds: Sequence[Kind]) -> int:
    return sum(
        number
        for (resource, kind), number in found.counts.items()
        if (not resources or resource in resources) and (not kinds or kind in kinds)
    )


def _draw_rows(db: Database, events: Sequence[Event], number: int, names: Mapping[str, str] | None) -> None:
    start = offset_of(len(events), _ROWS)
    shown = events[start : start + _ROWS]
    opening = opener(PARAMETER, [f"{event.resource}:{event.row}" for event in shown], key="open_change")
    rows = change_rows(changes.told(db, shown))
    draw_table(rows, ROWS, key=f"changed {start}", names=names, buttons={"open": opening}, sort_by=keep_order)
    if number > MOST:
        st.caption(
            say(
                "The newest {most} of {number} changes are listed. Fewer days, or one resource, show the rest.",
                most=grouped(MOST),
                number=grouped(number),
            )
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="changed_foot"):
        draw_list_download(
            partial(_all, db, events),
            len(events),
            "changes",
            key="export_changes",
            said=say_many("{number} changes", "{number} changes", len(events)),
        )
        pager(len(events), _ROWS)


def _all(db: Database, events: Sequence[Event]) -> pd.DataFrame:
    return change_rows(changes.told(db, events))
