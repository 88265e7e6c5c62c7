"""The view that a page was opened as: its name, and what has changed of it since its reader looked last."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

import pandas as pd
import streamlit as st

from actions import views
from components.boards.asked import Asked, NothingHere
from components.boards.parts import PARTS
from components.boards.table_parts import answered
from components.boards.words import CLOSED, said_of
from components.ui import desk, query, time_format
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain
from components.ui.time_format import today, utc_now
from domain.access.views import PARAMETER, Pairs, View, lasting
from domain.setup.words import SETUP
from languages import msg, say, say_many
from store import Database
from store.core.errors import StoreError
from store.known import as_known_at
from store.queries.query_params import values_by_name
from store.queries.views import digest
from store.queries.views.digest import Digest

_OPENED = "opened_view"

FIGURES = Table(
    {
        "figure": Column(msg("Figure"), 230),
        "before": Column(msg("When you looked last"), 180, "right"),
        "now": Column(msg("Now"), 180, "right"),
    },
    alt=msg("Figures that are others since you looked last"),
)


class Opened(NamedTuple):
    """A view that is open, and when its reader looked at it before they opened it; None for never."""

    view: str
    since: datetime | None


def draw_opened(page: str) -> None:
    """Say which view of theirs a page was opened as, if it was; nothing where it was opened as none."""
    named = query.first(PARAMETER)
    if named is None:
        st.session_state.pop(_OPENED, None)
        return
    view = views.find(desk.database().whole, named, desk.actor())
    if view is None or view.page != page:
        st.caption(say("The view that this address names is not here any more, or is another's own."))
        return
    told, opened = said_of(view), looked_at(view)
    with st.container(border=True, gap="xsmall", key="opened_view"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/bookmark: **{plain(told.name)}**", width="content")
            st.badge(say("Shared") if view.is_shared else say("Yours alone"), color="gray")
            if told.pairs is None:
                st.caption(say(CLOSED), width="content")
            elif _others(told.pairs):
                st.caption(say("The filters are others than were saved."), width="content")
        if told.pairs is not None and desk.known_day() is None:
            _draw_digest(page, told.pairs, opened.since)


def looked_at(view: View) -> Opened:
    """When the view was looked at before; from now on it counts as looked at, as long as it stays open as well."""
    kept = st.session_state.get(_OPENED)
    if isinstance(kept, Opened) and kept.view == view.id:
        return kept
    whole, actor = desk.database().whole, desk.actor()
    opened = Opened(view.id, views.looked(whole, view, viewer=actor))
    st.session_state[_OPENED] = opened
    views.look(whole, view, utc_now(), viewer=actor)
    return opened


def _others(pairs: Pairs) -> bool:
    asked = lasting(query.pairs())
    return values_by_name(asked) != values_by_name(pairs)


@st.fragment(parallel=True)
def _draw_digest(page: str, pairs: Pairs, since: datetime | None) -> None:
    if since is None:
        st.caption(say("What changes of it from now on is told here when you open it again."))
        return
    db = desk.database()
    when = time_format.ago(since, utc_now())
    try:
        found = _of_query(db, pairs, since) if page == "query" else digest.of_view(db, page, pairs, since)
    except (NothingHere, StoreError, ValueError) as error:
        why = SETUP.say(str(error))
        st.caption(
            plain(say("What changed since you looked last ({when}) can't be told: {error}", when=when, error=why))
        )
        return
    if found is None:
        st.caption(say("You looked last {when}. What changes of this page is not followed.", when=when))
        return
    st.text(say("Since you looked last, {when}: {changes}.", when=when, changes=said_of_digest(found)))
    if found.total:
        _draw_figures(page, pairs, since)


def said_of_digest(found: Digest) -> str:
    """`3 rows came, 1 says something else`; of nothing, that there is nothing."""
    told = [
        say_many("{number} row came", "{number} rows came", found.added) if found.added else "",
        say_many("{number} row says something else", "{number} rows say something else", found.changed)
        if found.changed
        else "",
        say_many("{number} row is gone", "{number} rows are gone", found.vanished) if found.vanished else "",
    ]
    all_told = ", ".join(filter(None, told)) or say("nothing has changed")
    return say("{changes}, and there are more", changes=all_told) if found.is_more else all_told


def _of_query(db: Database, pairs: Pairs, since: datetime) -> Digest:
    """Rows of the answer that were not in that of then, and the other way round."""
    before, now = (
        Counter(map(tuple, answered(Asked(one, pairs, today(), f"digest {place}")).astype(str).to_numpy()))
        for place, one in enumerate((as_known_at(db, since), db))
    )
    return Digest((now - before).total(), 0, (before - now).total())


def _draw_figures(page: str, pairs: Pairs, since: datetime) -> None:
    db = desk.database()
    before, now = (
        _figures(Asked(one, pairs, today(), f"figures {place}", at), page)
        for place, (one, at) in enumerate(((as_known_at(db, since), since), (db, utc_now())))
    )
    rows = [
        {"figure": label, "before": before.get(label, say("none")), "now": now.get(label, say("none"))}
        for label in dict.fromkeys((*now, *before))
        if before.get(label) != now.get(label)
    ]
    if rows:
        draw_table(pd.DataFrame(rows), FIGURES, key="digest_figures", file="figures_since_last_look")


def _figures(asked: Asked, page: str) -> dict[str, str]:
    """What the figures of a page say, by their labels; nothing where there is nothing to be said of."""
    try:
        told = [one for part in PARTS.get(page, {}).values() if part.figures for one in part.figures(asked)]
    except NothingHere:
        return {}
    return {figure.label: figure.value for figure in told}
