"""What a query answers: asked once as long as nothing changes, as a table or as a chart."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from actions import queries
from components.sql.question import OF_PARAMETERS, PARAMETER
from components.ui import desk, query
from components.ui.chart.card import draw_chart
from components.ui.charts import Option
from components.ui.downloads import draw_query_export
from components.ui.tables import Column, Kind, Table, draw_table
from components.ui.text import count, one_line
from languages import decimal, grouped, msg, say, say_many
from store import Database
from store.sql import Answer, Question, ask
from store.sql.answers import Within
from store.write import revisions

MOST = 1_000
"""Rows that a page shows of an answer."""

_MOST_MARKS = 60
"""Of a chart; more can't be told apart."""

_KEPT = "answer"

SHOWN = {"table": msg("Table"), "bars": msg("Bars"), "line": msg("Line")}


def answer_of(db: Database, asked: Question, values: Mapping[str, str], *, kept_as: str = _KEPT) -> Answer:
    """The answer, asked anew where the query, the store, or what is seen of it is another than at the last run.

    `kept_as` names it among those of a session. Raises BrokenQuery, and Interrupted after the time that settings allow,
    or once its reader has left the page.
    """
    key = (asked.sql, tuple(sorted(values.items())), asked.tables, db, revisions.current(db))
    kept = st.session_state.get(kept_as)
    if kept and kept[0] == key:
        return kept[1]  # type: ignore[no-any-return]
    st.session_state.pop(kept_as, None)
    if asked.raw:
        queries.ask_raw(db.whole, asked.sql, asked.raw, actor=desk.actor())
    within = Within(desk.settings().query_seconds, has_left())
    with st.spinner(say("Asking the store…"), show_time=True):
        found = ask(db, asked, values, within, limit=MOST)
    st.session_state[kept_as] = (key, found)
    return found


def has_left() -> Callable[[], bool]:
    """Whether the reader of this page has gone on, or closed it, to be asked from another thread."""
    context = get_script_run_ctx()
    if context is None:
        return lambda: False
    session, requests = context.session_id, context.script_requests

    def gone() -> bool:
        goes_on = requests is not None and requests._state is not ScriptRequestType.CONTINUE
        return goes_on or (Runtime.exists() and not Runtime.instance().is_active_session(session))

    return gone


def rows_of(answer: Answer) -> pd.DataFrame:
    """The rows as the browser is told them: amounts as numbers, all else as text."""
    # As they came: pandas would have whole numbers beside a gap as doubles, and a gap among texts as "nan".
    frame = pd.DataFrame(answer.rows, columns=[*answer.columns], dtype="object")
    return frame.assign(**{name: _cells(frame[name]) for name in frame.columns})


def _told(value: object) -> str:
    """Nothing where there is nothing, by whichever name pandas has for it."""
    return "" if value is None or value is pd.NA or value != value else str(value)


def _cells(values: "pd.Series[Any]") -> "pd.Series[Any]":
    known = values.dropna()
    if len(known) and all(isinstance(value, int | float | Decimal) for value in known):
        is_whole = all(isinstance(value, int) and abs(value) < 1 << 53 for value in known)
        return pd.to_numeric(values.map(_number)).astype("Int64" if is_whole else "Float64")
    return values.astype("object").map(_told).astype("str")


def _number(value: object) -> object:
    return round(float(value), 4) if isinstance(value, float | Decimal) else value


def draw_answer(asked: Question, values: Mapping[str, str], answer: Answer) -> None:
    """Table or chart, below what it is made of and the way to a file."""
    rows = rows_of(answer)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        shown = query.segments(say("Show as"), "as", SHOWN, default="table", arranges=True)
        st.caption(_how_many(answer, len(rows)))
        st.space("stretch")
        _draw_file(asked, values, answer)
    if rows.empty:
        st.text(say("No row is like this."))
    elif shown == "table":
        draw_rows(rows, key="rows")
    else:
        _draw_chart(rows, shown or "bars")


def _how_many(answer: Answer, number: int) -> str:
    seconds = decimal(answer.seconds, 2)
    if answer.is_all:
        return say_many("{number} row, in {seconds} s", "{number} rows, in {seconds} s", number, seconds=seconds)
    return say("The first {most} rows; there are more, in {seconds} s", most=grouped(MOST), seconds=seconds)


def draw_rows(rows: pd.DataFrame, *, key: str, file: str = "") -> None:
    """The rows of an answer as a table; `file` names a file of them, where there is no other way to one."""
    columns = {name: Column(one_line(name), kind=_kind(rows[name])) for name in rows.columns}
    draw_table(rows, Table(columns, alt=say("Answer of the query")), key=key, file=file)


def _draw_file(asked: Question, values: Mapping[str, str], answer: Answer) -> None:
    """The way to all of what is shown, for which the query is asked once more."""
    if not answer.rows:
        return
    pairs = [(PARAMETER, asked.sql), *((f"{OF_PARAMETERS}{name}", value) for name, value in values.items())]
    number = len(answer.rows)
    all_of_it = say_many("The {number} row of this query.", "All {number} rows of this query.", number)
    draw_query_export(pairs, all_of_it if answer.is_all else say("All rows of this query."))


def _kind(values: "pd.Series[Any]") -> Kind:
    if pd.api.types.is_integer_dtype(values):
        return "count"
    if not pd.api.types.is_float_dtype(values):
        return "text"
    return "hundredths" if (values.dropna().round(2) == values.dropna()).all() else "fine"


def _draw_chart(rows: pd.DataFrame, shown: str) -> None:
    names, numbers = axes_of(rows)
    if not numbers or not names:
        st.text(NO_CHART)
        return
    with st.container(horizontal=True, gap="small"):
        across = query.choose_one(
            say("Across"), "x", {name: one_line(name) for name in names}, width=190, default=names[0], arranges=True
        )
        up = query.choose_one(
            say("Up"), "y", {name: one_line(name) for name in numbers}, width=190, default=numbers[0], arranges=True
        )
    draw_marks(rows, across or names[0], up or numbers[0], shown, key="chart", height=340)


NO_CHART = msg("A chart needs a column of names or days, and one of numbers.")


def axes_of(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """What of an answer can go across, and what up."""
    numbers = [name for name in rows.columns if pd.api.types.is_numeric_dtype(rows[name])]
    return [name for name in rows.columns if name not in numbers], numbers


def draw_marks(rows: pd.DataFrame, across: str, up: str, shown: str, *, key: str, height: int = 240) -> None:
    """One column of an answer by another, as bars or as a line."""
    marks = rows[[across, up]].dropna().head(_MOST_MARKS)
    left = len(rows) - len(marks)
    said = count(len(marks), "mark")
    if left:
        beside = say_many("{number} row of the answer not drawn", "{number} rows of the answer not drawn", left)
        said = f"{said}, {beside}"
    about = say("{up} by {across}, as the query gives them.", up=up, across=across)
    draw_chart(
        say("{up} by {across}", up=up, across=across),
        said,
        _option(marks, shown),
        about=about,
        key=key,
        height=height,
        rows=marks,
    )


def _option(marks: pd.DataFrame, shown: str) -> Option:
    """Values from zero, in the order of the rows; a name that comes twice has a place for each."""
    names, values = marks.iloc[:, 0], marks.iloc[:, 1]
    return {
        "grid": {"left": 8, "right": 12, "top": 16, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [one_line(str(name)) for name in names], "axisTick": {"show": False}},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "line" if shown == "line" else "bar",
                "name": one_line(str(values.name)),
                "barMaxWidth": 30,
                "data": [float(value) for value in values],
            }
        ],
    }
