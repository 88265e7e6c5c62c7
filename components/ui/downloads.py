"""The rows of a table as a CSV file that no spreadsheet runs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from actions import exports
from components.ui import desk, query
from components.ui.paging import turn_pages
from components.ui.streamlit_patch import component
from components.ui.text import count
from domain.as_known import PARAMETER
from store.core import csv_file
from store.queries.links import people
from store.queries.links.people import Person

FORMS = {"comma": "Commas: 1234.56", "semicolon": "Semicolons: 1234,56"}
"""How a file is written, by the names of `csv_file.FORMS`."""

_CHOSEN, _TO_KEEP = "csv_form", "csv_form_to_keep"
_COOKIE = "linkdesk_csv"
_keep_in_browser = component("linkdesk_cookie", Path(__file__).resolve().parent / "cookie" / "cookie.js")


def draw_download(rows: pd.DataFrame, name: str, *, key: str) -> None:
    """A button that hands over the rows; the file is made when it is clicked. Nothing for who may not have them."""
    if not desk.may("export"):
        return
    database, form, actor, filtered = desk.database(), _choose_form(key), desk.actor(), query.pairs()

    def make() -> bytes:  # when it is clicked, where Streamlit does not say any more by whom
        content = to_csv(with_person(rows, people.of_links(database)), form)
        exports.hand_over(database.whole, name, filtered, len(rows), actor=actor)
        return content

    st.download_button(
        "Export CSV",
        data=make,
        file_name=f"{name}.csv",
        mime="text/csv",
        key=key,
        icon=":material/download:",
        help=f"All {count(len(rows), 'row')} of this filter",
        on_click="ignore",
        disabled=rows.empty,
    )


def with_person(rows: pd.DataFrame, known: Mapping[str, Person]) -> pd.DataFrame:
    """The rows of links with whose each is behind the link, where they do not say it themselves."""
    if "link" not in rows:
        return rows
    told = rows.copy()
    whose = [known.get(link, Person()) for link in rows["link"]]
    for name in reversed(Person._fields):
        if name not in rows:
            told.insert([*rows.columns].index("link") + 1, name, [getattr(person, name) for person in whose])
    return told


def draw_export(resource: str, filtered: Sequence[tuple[str, str]], number: int) -> None:
    """The way to a file of all rows of a filter, of which there are so many; `filtered` is its query."""
    if not desk.may("export"):
        return
    form, day = _choose_form("export"), desk.known_day()
    asked = [*filtered, *([(PARAMETER, day.isoformat())] if day else [])]
    address = f"/export/{resource}.csv?{urlencode([*asked, *([] if form == 'comma' else [('csv', form)])])}"
    st.link_button("Export CSV", address, icon=":material/download:", help=f"All {number:,} rows of this filter")


def draw_foot(rows: pd.DataFrame, name: str, *, key: str) -> None:
    """What stands below a page of rows: the button for all of them, and the ways to the other pages."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_download(rows, name, key=key)
        turn_pages(rows)


def _choose_form(key: str) -> str:
    """The choice of how the file is written, which the browser keeps; the one that holds."""
    kept = st.session_state.get(_CHOSEN) or st.context.cookies.get(_COOKIE)
    form = kept if kept in FORMS else "comma"
    widget = f"{key}_form"
    st.session_state[widget] = form
    st.selectbox(
        "Format of the file",
        FORMS,
        format_func=FORMS.__getitem__,
        key=widget,
        label_visibility="collapsed",
        width=190,
        on_change=_choose,
        args=(widget,),
    )
    if st.session_state.get(_TO_KEEP):
        _keep_in_browser(key=f"{widget}_kept", data={"name": _COOKIE, "value": form}, width="content")
        st.session_state.pop(_TO_KEEP, None)  # only now: a run that is broken off before leaves it to the next
    return form


def _choose(widget: str) -> None:
    st.session_state[_CHOSEN] = st.session_state[widget]
    st.session_state[_TO_KEEP] = True


def to_csv(rows: pd.DataFrame, form: str = "comma") -> bytes:
    """The rows as UTF-8 CSV: days as ISO dates, instants in UTC, nothing where there is no value."""
    cells = (map(_cell, row) for row in rows.itertuples(index=False))
    return "".join(csv_file.chunks([*rows.columns], cells, csv_file.FORMS[form])).encode()


def _cell(value: object) -> object:
    if isinstance(value, str | list):
        return csv_file.defuse(str(value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value.tz is None else value.isoformat()
    return "" if pd.isna(value) else value  # type: ignore[call-overload] # a cell, never a whole column
