"""What stands in the cells of a table is read by people: it is what it says."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pandas as pd
import pytest
import streamlit as st

from components.ui import desk, tables, time_format
from components.ui.tables import Column, Kind, Table, draw_table

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MISLEADING = "Banco\u202e\u2067\u061c  do\x1b[1m\u200bBrasil"
TEXTS: set[Kind] = {"text", "verbatim", "right", "words", "link"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Streamlit was given to draw, the rows as `data`."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(st, "dataframe", lambda data, **rest: calls.append({"data": data.data, **rest}))
    return calls


def test_every_kind_of_text_is_shown_without_marks_of_direction(drawn: list[dict[str, Any]]) -> None:
    assert set(get_args(Kind)) >= TEXTS
    columns: dict[str, Column] = {kind: Column("Label", kind=kind) for kind in sorted(TEXTS)}
    rows = pd.DataFrame({kind: [MISLEADING] for kind in TEXTS})
    draw_table(rows, Table(columns, alt="Rows"), key="rows", names={MISLEADING: MISLEADING})
    assert {text.lower() for text in drawn[0]["data"].iloc[0]} == {"banco do [1m brasil"}


def test_what_belvo_has_is_as_old_as_belvos_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_format, "utc_now", lambda: NOW)
    monkeypatch.setattr(desk, "ahead", lambda: timedelta(days=40))
    moments = pd.to_datetime(["2026-11-24T06:30:00Z", "2027-01-03T08:30:00Z"])
    rows = pd.DataFrame({"pulled_at": moments[:1], "collected_at": moments[1:]})
    shown = tables._styled(rows, {"pulled_at": Column("Pulled", kind="ago"), "collected_at": Column("", kind="as_of")})
    assert shown.to_string(delimiter="|").splitlines()[-1] == "0|3 h ago|1 h ago"
