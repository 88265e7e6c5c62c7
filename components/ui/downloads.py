"""The rows of a table as a CSV file that no spreadsheet runs."""

from collections.abc import Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.ui.paging import turn_pages
from components.ui.text import count
from store.core import csv_file


def draw_download(rows: pd.DataFrame, name: str, *, key: str) -> None:
    """A button that hands over the rows; the file is made when it is clicked."""
    st.download_button(
        "Export CSV",
        data=lambda: to_csv(rows),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=key,
        icon=":material/download:",
        help=f"All {count(len(rows), 'row')} of this filter",
        on_click="ignore",
        disabled=rows.empty,
    )


def draw_export(resource: str, filtered: Sequence[tuple[str, str]], number: int) -> None:
    """The way to a file of all rows of a filter, of which there are so many; `filtered` is its query."""
    address = f"/export/{resource}.csv?{urlencode(filtered)}"
    st.link_button("Export CSV", address, icon=":material/download:", help=f"All {number:,} rows of this filter")


def draw_foot(rows: pd.DataFrame, name: str, *, key: str) -> None:
    """What stands below a page of rows: the button for all of them, and the ways to the other pages."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_download(rows, name, key=key)
        turn_pages(rows)


def to_csv(rows: pd.DataFrame) -> bytes:
    """The rows as UTF-8 CSV: days as ISO dates, instants in UTC, nothing where there is no value."""
    cells = (map(_cell, row) for row in rows.itertuples(index=False))
    return "".join(csv_file.chunks([*rows.columns], cells)).encode()


def _cell(value: object) -> object:
    if isinstance(value, str | list):
        return csv_file.defuse(str(value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value.tz is None else value.isoformat()
    return "" if pd.isna(value) else value  # type: ignore[call-overload] # a cell, never a whole column
