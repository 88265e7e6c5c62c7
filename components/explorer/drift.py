"""Drift: where Belvo's answers to this desk have not been as it describes them, over all calls."""

import pandas as pd
import streamlit as st

from belvo_client.description.deviations import Kind
from belvo_client.description.operations import operations, version
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count
from store import Database
from store.ops import drift


def draw_drift(db: Database, operation: str) -> None:
    """What deviates, of this operation first, then of all others."""
    rows = drift.table(db)
    answers = drift.answers(db)
    st.caption(
        f"{count(answers, 'answer')} to calls of this desk, pulls among them, held against Belvo's description "
        f"{version()} as they came: fields that it does not have, and required ones that were missing."
    )
    if rows.empty:
        st.text("All of them were as described." if answers else "No answer has come yet.")
        return
    known = operations()
    shown = rows.assign(
        own=rows["operation"] != operation,
        call=[f"{known[name].method} {known[name].path}" if name in known else name for name in rows["operation"]],
        what=[_WORDS.get(kind, kind) for kind in rows["kind"]],
        share=rows["calls"] / rows["answers"].clip(lower=1),
    )
    draw_table(_ordered(shown), DRIFT, key="drift", file="drift")


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["own", "last_at"], ascending=[True, False], kind="stable")


_WORDS = {Kind.UNKNOWN: "Not described", Kind.MISSING: "Required, missing"}

DRIFT = Table(
    {
        "call": Column("Operation", 150),
        "path": Column("Field", 165),
        "what": Column("What", 115),
        "calls": Column("Calls", 50, "count", help="Calls whose answer had it"),
        "answers": Column("Of", 45, "count", help="Answers of the operation that were looked at"),
        "objects": Column("Objects", 65, "count", help="Rows and objects in rows"),
        "last_at": Column("Last", 90, "ago"),
        "first_at": Column("First", 90, "ago"),
    },
    alt="Fields that answers had though they are not described, and required ones that were missing",
)
