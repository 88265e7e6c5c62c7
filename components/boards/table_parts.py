"""Parts of queries, and of every table that is handed over as a file."""

from collections.abc import Sequence
from contextlib import closing
from itertools import islice

import pandas as pd
import streamlit as st

from components.boards.asked import MOST_ROWS, NOTHING, Asked, NothingHere, Part, figures_part
from components.sql.answer import NO_CHART, answer_of, axes_of, draw_marks, draw_rows, rows_of
from components.sql.question import OF_PARAMETERS, PARAMETER
from components.ui import desk
from components.ui.metric_cards import Figure
from components.ui.tables import Column, Kind, Table, draw_table
from components.ui.text import count, one_line, resource_words
from languages import decimal, grouped, msg, say
from resources import pulled_resources
from store.core import frames
from store.core.errors import BrokenQuery, Interrupted
from store.queries.tables import catalogue
from store.sql import question, tables_of

NARROWS = ("person", "external_id")
"""Parameters of a query that a board's filter by person fills."""

_KINDS: dict[str, Kind] = {
    frames.TEXT: "text",
    frames.INTEGER: "count",
    frames.NUMBER: "fine",
    frames.MONEY: "amount",
    frames.FLAG: "count",
    frames.DAY: "day",
    frames.INSTANT: "as_of",
}
_MOST_COLUMNS = 10


def answered(asked: Asked) -> pd.DataFrame:
    """The rows of a query; raises NothingHere with what is wrong with it."""
    given = {name.removeprefix(OF_PARAMETERS): value for name, value in asked.pairs if name.startswith(OF_PARAMETERS)}
    people = [value for name, value in asked.pairs if name == "external_id"]
    try:
        asking = question(
            asked.first(PARAMETER) or "",
            asked.db.engine.name,
            tables_of(raw=desk.may("query_raw") and not desk.is_masked()),
        )
        for name in asking.parameters:
            if name in NARROWS and people:
                given[name] = people[0]
        if missing := [name for name in asking.parameters if name not in given]:
            raise NothingHere(
                say(
                    "It asks for {parameters}: give it on the page Query.",
                    parameters=", ".join(f":{name}" for name in missing),
                )
            )
        values = {name: given[name] for name in asking.parameters}
        return rows_of(answer_of(asked.db, asking, values, kept_as=f"answer {asked.key}"))
    except BrokenQuery as error:
        raise NothingHere(say("This query can't be asked any more, or never could: {error}", error=error)) from error
    except Interrupted as error:
        raise NothingHere(str(error)) from error


def _rows(asked: Asked) -> pd.DataFrame:
    rows = answered(asked)
    if rows.empty:
        raise NothingHere(say("No row is like this."))
    return rows


def _query_table(asked: Asked) -> None:
    rows = _rows(asked)
    draw_rows(rows.head(MOST_ROWS), key=asked.key, file="query")
    if len(rows) > MOST_ROWS:
        st.caption(say("The first {most} of {rows}", most=MOST_ROWS, rows=count(len(rows), "row")))


def _query_chart(asked: Asked) -> None:
    rows = _rows(asked)
    names, numbers = axes_of(rows)
    if not names or not numbers:
        raise NothingHere(say(NO_CHART))
    across, up, shown = asked.first("x"), asked.first("y"), asked.first("as")
    draw_marks(
        rows,
        across if across in names else names[0],
        up if up in numbers else numbers[0],
        "line" if shown == "line" else "bars",
        key=asked.key,
    )


def _query_figures(asked: Asked) -> Sequence[Figure]:
    """Each value of the first row, where there is one row; else how many there are."""
    rows = answered(asked)
    if len(rows) != 1:
        return [Figure(say("Rows"), grouped(len(rows)))]
    told = rows.iloc[0].to_dict()
    return [Figure(one_line(str(name)), _written(value)) for name, value in [*told.items()][:_MOST_FIGURES]]


def _written(value: object) -> str:
    if isinstance(value, int | float) and not pd.isna(value):
        return decimal(value, 0 if f"{value:.2f}".endswith(".00") else 2)
    return one_line(str(value))[:_LONGEST]


_MOST_FIGURES, _LONGEST = 4, 24


def rows_part(resource: str) -> Part:
    """The first rows of a table, by its own filters; its file and its page have the others."""

    def draw(asked: Asked) -> None:
        table = catalogue.find(resource)
        if table is None:
            raise NothingHere(say("There is no such table any more."))
        try:
            wanted = catalogue.wanted(asked.db, table, asked.resolved)
        except ValueError as error:
            raise NothingHere(str(error)) from error
        with closing(wanted.rows(asked.db)) as found:
            rows = frames.typed(frames.records([*islice(found, MOST_ROWS)], [*table.columns]), table.columns)
        if rows.empty:
            raise NothingHere(say(NOTHING))
        shown = rows.dropna(axis="columns", how="all")
        columns = {
            name: Column(one_line(name.replace("_", " ").capitalize()), kind=_kind(name, table.columns[name], shown))
            for name in [*shown.columns][:_MOST_COLUMNS]
        }
        draw_table(shown, Table(columns, alt=resource_words(resource)), key=asked.key, names=asked.names, file=resource)

    return Part(resource_words(resource), "table", draw)


def _kind(name: str, kind: str, rows: pd.DataFrame) -> Kind:
    if name == "link":
        return "link"
    if kind == frames.MONEY and "currency" not in rows:
        return "fine"
    return _KINDS.get(kind, "text")


QUERY_PARTS = {
    "figures": figures_part(msg("Figures"), _query_figures),
    "chart": Part(msg("Chart"), "chart", _query_chart),
    "rows": Part(msg("Table"), "table", _query_table),
}
ROWS_PARTS = {name: rows_part(name) for name in pulled_resources()}
