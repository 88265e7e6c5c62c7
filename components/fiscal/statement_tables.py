"""Financial statements as tables: a line a row, a year a column."""

import pandas as pd
import streamlit as st

from components.ui.money import code_of
from components.ui.tables import Column, Table, draw_table
from components.ui.text import one_line, plain, words
from languages import say
from store.core.amounts import symbol

_MOST_YEARS = 3
_INCOME = "income_statement"


def draw_statements(lines: pd.DataFrame, *, key: str) -> None:
    """The income statement beside the balance sheet of statements.lines, the newest years, of one taxpayer."""
    years = sorted(lines["year"].dropna().unique(), reverse=True)[:_MOST_YEARS]
    shown = lines[lines["year"].isin(years)]
    is_income = shown["section"] == _INCOME
    with st.grid(2, min_column_width=420, gap="small"):
        draw_lines(shown[is_income], say("Income statement"), key=f"{key}_income")
        draw_lines(shown[~is_income], say("Balance sheet"), key=f"{key}_balance")


def draw_lines(lines: pd.DataFrame, title: str, *, key: str, file: str = "") -> None:
    """Lines of statements.lines in their order; those that are zero in every year are left out.

    `file` is as in draw_table.
    """
    known = lines[lines["amount"].abs() > 0]
    currency = code_of(lines["currency"].iloc[0]) if len(lines) else ""
    order = known.drop_duplicates(["section", "line"])
    wide = known.pivot_table(index=["section", "line"], columns="year", values="amount", aggfunc="last")
    wide = wide.reindex(pd.MultiIndex.from_frame(order[["section", "line"]])).fillna(0.0)
    years = sorted(wide.columns, reverse=True)
    labels = [_label(str(section), str(line)) for section, line in wide.index]
    with st.container(height="stretch", gap="xsmall", key=key):
        st.subheader(f"{title}, {plain(symbol(currency))}" if len(lines) else title, anchor=False)
        columns = {"label": Column(say("Line"), 190), **{year: Column(one_line(year), 105, "amount") for year in years}}
        told = Table(
            columns, alt=say("{title}: a line a row, a year a column", title=title), empty=say("No amount is told.")
        )
        draw_table(
            wide[years].reset_index(drop=True).assign(label=labels, currency=""), told, key=f"{key}_lines", file=file
        )


def _label(section: str, line: str) -> str:
    """A line's name; a total is that of its section."""
    return (
        say("Total {section}", section=words(section).lower())
        if line == "total"
        else words(line.removeprefix(f"{_INCOME}_"))
    )
