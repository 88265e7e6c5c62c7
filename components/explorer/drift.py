"""Drift: where Belvo's answers to this desk have not been as it describes them, over all calls."""

import pandas as pd
import streamlit as st

from belvo_client.description.deviations import Kind
from belvo_client.description.operations import operations, version
from components.ui.tables import Column, Table, draw_table
from languages import msg, say, say_many
from store import Database
from store.ops import drift


def draw_drift(db: Database, operation: str) -> None:
    """What deviates, of this operation first, then of all others."""
    rows = drift.table(db)
    answers = drift.answers(db)
    st.caption(
        say_many(
            "{number} answer to calls of this desk, pulls among them, held against Belvo's description {version} as "
            "it came: fields that it does not have, and required ones that were missing.",
            "{number} answers to calls of this desk, pulls among them, held against Belvo's description {version} as "
            "they came: fields that it does not have, and required ones that were missing.",
            answers,
            version=version(),
        )
    )
    if rows.empty:
        st.text(say("All of them were as described.") if answers else say("No answer has come yet."))
        return
    known = operations()
    shown = rows.assign(
        own=rows["operation"] != operation,
        call=[f"{known[name].method} {known[name].path}" if name in known else name for name in rows["operation"]],
        what=[say(_WORDS[kind]) if kind in _WORDS else kind for kind in rows["kind"]],
        share=rows["calls"] / rows["answers"].clip(lower=1),
    )
    draw_table(_ordered(shown), DRIFT, key="drift", file="drift")


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["own", "last_at"], ascending=[True, False], kind="stable")


_WORDS = {Kind.UNKNOWN: msg("Not described"), Kind.MISSING: msg("Required, missing")}

ROOM = 599
"""Pixels within the borders of a table beside the form, where the window has 1440."""

DRIFT = Table(
    {
        "call": Column(msg("Operation"), 150),
        "path": Column(msg("Field"), 163),
        "what": Column(msg("What"), 115),
        "calls": Column(msg("Calls"), 48, "count", help=msg("Calls whose answer had it")),
        "answers": Column(msg("Of"), 40, "count", help=msg("Answers of the operation that were looked at")),
        "last_at": Column(msg("Last"), 82, "ago"),
        "objects": Column(msg("Objects"), 65, "count", help=msg("Rows and objects in rows"), tucked=True),
        "first_at": Column(msg("First"), 90, "ago", tucked=True),
    },
    alt=msg("Fields that answers had though they are not described, and required ones that were missing"),
)
