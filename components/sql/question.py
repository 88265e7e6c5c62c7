"""A query as people write it: the text, its parameters as inputs, and what there is to ask about."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components.ui import query
from components.ui.tables import Column, Table, draw_table
from components.ui.text import plain
from languages import msg, say
from store.core.errors import BrokenQuery
from store.sql import EXAMPLES, FIRST, VIEWS

PARAMETER = "sql"
OF_PARAMETERS = "p_"
"""Before the name of a query's parameter, in the address."""

_WIDTH, _HEIGHT = 190, 190  # pixels

_COLUMNS = Table(
    {"column": Column(msg("Column"), 170), "says": Column(msg("What it says"), 420)},
    alt=msg("Columns of the view"),
    most=None,
)
_TABLES = Table({"table": Column(msg("Table"), 300)}, alt=msg("Tables that you may ask, too"), most=12)


def draw_editor() -> str:
    """The field for the text, with ways to begin; the text that is asked."""
    st.session_state[PARAMETER] = asked = query.first(PARAMETER) or ""
    with st.form("question", border=False):
        st.text_area(
            say("Query"),
            key=PARAMETER,
            height=_HEIGHT,
            placeholder=FIRST,
            label_visibility="collapsed",
        )
        st.form_submit_button(say("Run"), key="run", type="primary", icon=":material/play_arrow:", on_click=_ask)
    return asked


def _ask() -> None:
    """Write the text into the address, with the parameters that it may still have."""
    query.write({PARAMETER: [st.session_state[PARAMETER].strip()] if st.session_state[PARAMETER].strip() else []})


def draw_ways(raw: Sequence[str]) -> None:
    """What may be asked about, and texts to begin with."""
    with st.container(horizontal=True, gap="small"):
        with st.popover(say("Views"), icon=":material/table_view:", key="views"):
            name = st.selectbox(say("View"), list(VIEWS), key="view")
            if name:
                st.caption(
                    plain(
                        say(
                            "{what}, a row each. Days are YYYY-MM-DD, amounts in their currency.",
                            what=say(VIEWS[name].row),
                        )
                    )
                )
                rows = pd.DataFrame(
                    [(column, say(text)) for column, text in VIEWS[name].columns.items()], columns=["column", "says"]
                )
                draw_table(rows, _COLUMNS, key=f"columns {name}", file=name)
        if raw:
            with st.popover(say("Tables"), icon=":material/database:", key="tables"):
                st.caption(say("As they are stored: amounts in 1/10,000, what is deleted with a time in deleted_at."))
                draw_table(pd.DataFrame({"table": [*raw]}), _TABLES, key="raw_tables", file="tables")
        with st.popover(say("Examples"), icon=":material/lightbulb:", key="examples"):
            for title, text in EXAMPLES.items():
                st.button(say(title), key=f"example {title}", type="tertiary", on_click=_begin, args=(text,))


def _begin(text: str) -> None:
    query.write({PARAMETER: [text]}, drop=[name for name in st.query_params if name.startswith(OF_PARAMETERS)])


def draw_parameters(names: Sequence[str]) -> Mapping[str, str]:
    """An input a parameter; the values that are given."""
    if not names:
        return {}
    with st.container(horizontal=True, gap="small"):
        given = {
            name: query.text(f":{name}", f"{OF_PARAMETERS}{name}", width=_WIDTH, placeholder="", named=True)
            for name in names
        }
    return {name: value for name, value in given.items() if value}


def draw_fault(error: BrokenQuery, text: str) -> None:
    """What is wrong, and the line in which it is, with a mark below the place."""
    st.error(plain(str(error)), icon=":material/error:")
    if error.line is None or error.column is None:
        return
    lines = text.splitlines() or [""]
    line = lines[min(error.line, len(lines)) - 1].expandtabs(1)
    st.caption(say("Line {line}, column {column}", line=error.line, column=error.column))
    st.code(f"{line}\n{' ' * (error.column - 1)}^", language=None)
