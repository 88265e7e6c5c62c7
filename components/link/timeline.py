"""A link's time line: every step, call, webhook, pull, status and action, newest first, each opening in full."""

import json

import pandas as pd
import streamlit as st

from components.ui import query, states
from components.ui.drawers import closer, opener
from components.ui.paging import PAGE_ROWS, keep_order, offset_of, pager
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import one_line, resource_words, shorten, words
from store import Database
from store.queries.links import timeline

PARAMETER = "entry"

KINDS = {
    "widget": "Widget",
    "call": "API call",
    "webhook": "Webhook",
    "pull": "Pull",
    "status": "Status",
    "action": "Action",
}

_ENDS = {
    **dict.fromkeys(("done", "valid", "connected"), "well"),
    **dict.fromkeys(("failed", "no_answer", "invalid", "expired"), "failed"),
    **dict.fromkeys(("token_required", "unconfirmed", "left", "interrupted"), "doubtful"),
}


def draw_timeline(db: Database, link: str, *, key: str) -> None:
    """The entries of the kinds that the address names, or all, a page at a time."""
    counts = timeline.counts(db, link)
    labels = {kind: f"{KINDS[kind]} ({number:,})" for kind, number in counts.items() if number}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}_filters"):
        kinds = query.choose_many("Kinds", "kinds", labels, width=420, placeholder="Everything", known=KINDS.get)
    number = sum(counts.get(kind, 0) for kind in kinds or counts)
    if not number:
        st.caption("Nothing of this kind has happened to this link." if kinds else "Nothing has happened to it yet.")
        return
    offset = offset_of(number)
    rows = timeline.page(db, link, kinds, offset=offset, limit=PAGE_ROWS)
    opening = opener(PARAMETER, [*rows["entry"]], key=f"{key}_open")
    draw_table(_shown(rows), ENTRIES, key=f"{key} {kinds} {offset}", buttons={"open": opening}, sort_by=keep_order)
    pager(number)


ENTRIES = Table(
    {
        "open": OPEN,
        "at": Column("When", 110, "ago"),
        "kind": Column("Kind", 90),
        "what": Column("What", 280),
        "outcome": Column("Outcome", 120, "state", states=states.ENTRIES),
        "detail": Column("Detail", 420),
    },
    alt="Everything that happened to the link, newest first",
)


def draw_entry(db: Database) -> None:
    """The drawer of the entry that the address names, if it names one."""
    if entry := query.first(PARAMETER):
        _draw_entry(db, entry)


@st.dialog("Entry", position="right", width=520, on_dismiss=closer(PARAMETER))
def _draw_entry(db: Database, entry: str) -> None:
    found = timeline.raw(db, entry)
    if found is None:
        st.text("This entry is not kept any more: the log of calls keeps the newest ones.")
        return
    st.caption(words(entry.partition(":")[0]))
    st.json(json.dumps(found, ensure_ascii=False, default=str), expanded=2)


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    described = [_what(row["kind"], one_line(row["what"] or "")) for row in rows.to_dict("records")]
    return pd.DataFrame(
        {
            "at": rows["at"],
            "kind": rows["kind"].map(KINDS),
            "what": described,
            "outcome": [outcome(state) for state in rows["state"].fillna("")],
            "detail": ["" if text == "{}" else shorten(text, 200) for text in rows["detail"].fillna("")],
        }
    )


def outcome(state: str) -> str:
    """Whether an entry went well, a key of states.ENTRIES; empty for most, which have no end good or bad."""
    if state.isdecimal():
        return "well" if int(state) < 400 else "failed"
    return _ENDS.get(state, "")


def _what(kind: str, what: str) -> str:
    if kind == "call":
        return what
    return resource_words(what) if kind == "pull" else words(what)
