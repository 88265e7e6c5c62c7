"""How the rows of a view are opened elsewhere: SQL, pandas, polars, curl and a notebook, to copy and to keep."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.ui import desk
from components.ui.text import plain
from languages import msg, say
from store.core.files import notebook, snippets
from store.core.files.sheet import Manifest

BESIDE_SQL = msg("What this filter goes by is worked out beside SQL: take the file, or take the filter out.")
AS_KNOWN = msg("SQL has no words for what was known on a day: take the file, or leave that day.")
OF_QUERY = msg("The query is above; the views that it asks are this desk's own.")
_HEIGHT = 320  # pixels
_TOKEN = msg("Set {variable} to a token: it sees what its role may, and Tokens makes one.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A view: the file's name without its end, what it says of itself, where it is had, the same in SQL or why not."""

    name: str
    manifest: Callable[[], Manifest]
    address: str
    sql: str | None
    no_sql: str = BESIDE_SQL
    adds_up: tuple[str, ...] = ()


def draw_open_as(view: Opened, *, key: str) -> None:
    """A button that opens the snippets."""
    file = f"{view.name}.parquet"
    with st.popover(say("Open as"), icon=":material/code:", key=key):
        st.caption(
            say("The same rows elsewhere. pandas and polars read the Parquet file; the notebook that or the desk.")
        )
        for tab, draw in zip(st.tabs([*_TABS], key=f"{key}_tabs"), _TABS.values(), strict=True):
            with tab:
                draw(view, file)
        st.download_button(
            say("Notebook"),
            data=lambda: notebook.notebook(file, view.address, view.manifest(), view.adds_up),  # when it is clicked
            file_name=f"{view.name}.ipynb",
            mime=notebook.MEDIA_TYPE,
            key=f"{key}_notebook",
            icon=":material/note_stack:",
            on_click="ignore",
        )


def _draw_sql(view: Opened, _: str) -> None:
    if view.sql is None:
        st.text(say(view.no_sql))
    else:
        st.code(view.sql, language="sql", wrap_lines=True, height=_HEIGHT)


def _draw_pandas(_: Opened, file: str) -> None:
    st.code(snippets.pandas(file), language="python")


def _draw_polars(_: Opened, file: str) -> None:
    st.code(snippets.polars(file), language="python")


def _draw_curl(view: Opened, file: str) -> None:
    signs_in = desk.sign_in() is not None
    if signs_in:
        st.caption(plain(say(_TOKEN, variable=snippets.TOKEN)))
    st.code(snippets.curl(view.address, file, has_token=signs_in), language="bash", wrap_lines=True)


_TABS = {"SQL": _draw_sql, "pandas": _draw_pandas, "polars": _draw_polars, "curl": _draw_curl}
