"""What stands in the cells of a table is read by people: it is what it says."""

from typing import Any, get_args

import pandas as pd
import pytest
import streamlit as st

from components.ui.tables import Column, Kind, Table, draw_table

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
