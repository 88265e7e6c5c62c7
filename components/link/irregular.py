"""Rows of a link that are not as Belvo describes them: what was mended in them, or why they are set aside."""

import pandas as pd
import streamlit as st

from components.ui import desk
from components.ui.states import State
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain, resource_words
from languages import msg, say, say_many

FATES = {
    "aside": State(
        msg("Set aside"), ":material/block:", "⊘", "orange", msg("It can't be read as a row, and is in no figure")
    ),
    "stored": State(msg("Kept"), ":material/healing:", "✓", "gray", msg("It was mended, and is among the others")),
}

IRREGULAR = Table(
    {
        "resource": Column(msg("Resource"), 170),
        "fate": Column(msg("What became of it"), 130, "state", states=FATES),
        "reasons": Column(msg("Because of"), 220),
        "first_seen": Column(msg("First seen"), 110, "ago"),
        "row": Column(msg("Row"), 150),
        "body": Column(msg("As Belvo sent it"), 430),
    },
    alt=msg("Rows that are not as described"),
)


AGAIN = msg("What is set aside is read again when a pull lists it anew, which of long lists may take a week.")
"""Transactions and invoices are gone on with from a bookmark, and listed whole once a week only."""


def draw_irregular(rows: pd.DataFrame, *, key: str) -> None:
    """The rows of irregular_rows.table; nothing where there is none."""
    if rows.empty:
        return
    aside = int((~rows["is_stored"]).sum())
    mended = len(rows) - aside
    st.subheader(say("Not as described"), anchor=False)
    said = [say_many("{number} row set aside", "{number} rows set aside", aside)] if aside else []
    said += [say_many("{number} row mended and kept", "{number} rows mended and kept", mended)] if mended else []
    st.caption(plain(f"{' · '.join(said)}. {say(AGAIN) if aside else ''}".strip()))
    seen = rows if desk.may("raw_body") else rows.drop(columns="body")
    draw_table(
        seen.assign(
            resource=[resource_words(name) for name in rows["resource"]],
            fate=rows["is_stored"].map({True: "stored", False: "aside"}),
        ),
        IRREGULAR,
        key=key,
        file="not_as_described",
    )
