"""Pulls as rows: what was read when, and how it went."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from components.ui import states
from components.ui.tables import badge_cells, badges, styled
from components.ui.text import one_line, resource_words
from components.ui.time_format import span


def draw_pulls(runs: pd.DataFrame, now: datetime, *, key: str, banks: Mapping[str, str] | None = None) -> None:
    """A table of store.ops.runs, with the bank of each link where `banks` names them."""
    shown = pd.DataFrame(
        {
            "started_at": runs["started_at"],
            "bank": [banks.get(link, "") for link in runs["link"]] if banks else "",
            "resource": [resource_words(name) for name in runs["resource"]],
            "state": badge_cells(runs["state"], states.PULLS),
            "added": runs["added"],
            "changed": runs["changed"],
            "gone": runs["gone"],
            "took": [span(seconds) for seconds in runs["seconds"]],
            "error": [*map(_error, runs["error_code"].fillna(""), runs["error_message"].fillna(""))],
            "request_id": runs["request_id"].fillna(""),
        }
    )
    columns = ["started_at", *(["bank"] if banks else []), "resource", "state", "added", "changed", "gone", "took"]
    st.dataframe(
        styled(shown, instants=["started_at"], now=now),
        column_order=[*columns, *_columns_of_errors(shown, banks)],
        column_config={
            "started_at": st.column_config.DatetimeColumn("Started", width=95),
            "bank": st.column_config.TextColumn("Institution", width=130),
            "resource": st.column_config.TextColumn("What", width=100),
            "state": badges("State", [*states.PULLS.values()], width=110),
            "added": st.column_config.NumberColumn(
                "New", width=60, help="Rows that were not there before", format="%,d"
            ),
            "changed": st.column_config.NumberColumn("Changed", width=70, format="%,d"),
            "gone": st.column_config.NumberColumn("Gone", width=60, help="Rows that Belvo no longer has", format="%,d"),
            "took": st.column_config.TextColumn("Took", width=70, alignment="right"),
            "error": st.column_config.TextColumn("Error"),
            "request_id": st.column_config.TextColumn("request_id", width=120, help="For Belvo's support"),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Pulls, newest first",
    )


def _columns_of_errors(shown: pd.DataFrame, banks: Mapping[str, str] | None) -> Sequence[str]:
    if not shown["error"].any():
        return ()
    return ("error",) if banks else ("error", "request_id")


def _error(code: str, message: str) -> str:
    return one_line(": ".join(filter(None, (code, message))))
