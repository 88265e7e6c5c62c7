"""How rows are shown: money with its currency, states as badges, times in words; and the pager below a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from components.ui import query
from components.ui.money import money
from components.ui.states import UNKNOWN, State
from components.ui.text import one_line, words
from components.ui.time_format import ago

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

PAGE_ROWS = 25


def styled(
    frame: pd.DataFrame,
    *,
    amounts: Sequence[str] = (),
    currency: str = "currency",
    signed: str | None = None,
    instants: Sequence[str] = (),
    now: datetime | None = None,
) -> Styler:
    """The frame with amounts and instants as people read them; sorting still goes by the values themselves.

    The column named `signed` writes a plus before what came in, in green.
    """
    shown = frame.reset_index(drop=True)
    styler = shown.style
    codes = shown[currency].fillna("") if amounts else pd.Series(dtype="str")
    for code in codes.unique():
        for name in amounts:
            cells = pd.IndexSlice[codes.index[codes == code], name]
            styler = styler.format(_amount(str(code), signed=name == signed), subset=cells)
    if instants and now:
        styler = styler.format(_ago(now), subset=[*instants])
    if signed:
        green = f"color: {theme_color('greenTextColor')}"
        styler = styler.map(lambda amount: green if amount > 0 else "", subset=[signed])
    return styler


def _amount(currency: str, *, signed: bool) -> Callable[[object], str]:
    return lambda amount: money(float(str(amount)), currency, signed=signed)


def _ago(now: datetime) -> Callable[[object], str]:
    return lambda instant: ago(instant, now) if isinstance(instant, datetime) and pd.notna(instant) else "never"


def theme_color(name: str) -> str:
    """A colour of the theme in force, for what is not drawn in it by itself."""
    mode = "dark" if st.context.theme.type == "dark" else "light"
    return str(st.get_option(f"theme.{mode}.{name}"))


def badge_cells(names: Iterable[str], known: Mapping[str, State]) -> "pd.Series[list[str]]":
    """Cells for a column of `badges`; an empty name has none."""
    return pd.Series([[known.get(name, UNKNOWN).label] if name else [] for name in names], dtype="object")


def badges(label: str, states: Iterable[State], *, width: int, help: str | None = None) -> "ColumnConfig":  # noqa: A002 - Streamlit's name
    """A column of coloured badges, each with its icon and its word."""
    distinct = [*{state.label: state for state in (*states, UNKNOWN)}.values()]
    return st.column_config.MultiselectColumn(
        label,
        options=[state.label for state in distinct],
        color=[state.color for state in distinct],
        width=width,
        help=help,
    )


def word_cells(names: "pd.Series[Any]") -> list[str]:
    """The API's names as people write them; nothing where there is none."""
    return [words(name) if isinstance(name, str) else "" for name in names]


def draw_table(
    rows: pd.DataFrame,
    columns: "Mapping[str, ColumnConfig | ButtonColumnResult]",
    *,
    key: str,
    alt: str,
    empty: str,
    amounts: Sequence[str] = (),
    instants: Sequence[str] = (),
    now: datetime | None = None,
) -> None:
    """The columns named, in their order, or `empty` where there is no row; texts are shown on one line."""
    if rows.empty:
        st.caption(empty)
        return
    shown = rows[[*columns, *({"currency"} - {*columns} if amounts else ())]].copy()
    for name in shown.select_dtypes(["object", "str"]):
        lines = [one_line(text) if isinstance(text, str) else text for text in shown[name]]
        # Of its kind even where no row says anything.
        shown[name] = pd.Series(lines, index=shown.index, dtype=shown[name].dtype)
    st.dataframe(
        styled(shown, amounts=amounts, instants=instants, now=now),
        column_order=[*columns],
        column_config=dict(columns),
        hide_index=True,
        placeholder="",
        height="content" if len(rows) <= PAGE_ROWS else 740,
        key=key,
        alt=alt,
    )


def page_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the page that the address names; `turn_pages` leads to the others."""
    start = (current_page(len(rows)) - 1) * PAGE_ROWS
    return rows.iloc[start : start + PAGE_ROWS]


def turn_pages(rows: pd.DataFrame) -> None:
    """The pager of all rows, where they fill more than a page."""
    if len(rows) > PAGE_ROWS:
        pager(len(rows), current_page(len(rows)))


def current_page(rows: int, size: int = PAGE_ROWS) -> int:
    """The page that the address names, from 1, kept within what there is."""
    asked = query.first("page") or "1"
    return min(max(int(asked), 1), _pages(rows, size)) if asked.isdecimal() and len(asked) < 9 else 1


def pager(rows: int, page: int, size: int = PAGE_ROWS) -> None:
    """Which rows of how many are shown, and the ways to the others."""
    start = (page - 1) * size
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="small"):
        shown = f"{start + 1:,}–{min(start + size, rows):,} of {rows:,}" if rows else "No rows"  # noqa: RUF001 - a range
        st.caption(shown, width="content")
        _turner("Previous", "left", page - 1, within=_pages(rows, size))
        _turner("Next", "right", page + 1, within=_pages(rows, size))


def _turner(name: str, side: Literal["left", "right"], target: int, *, within: int) -> None:
    st.button(
        name,
        key=f"{name.lower()}_page",
        type="tertiary",
        icon=f":material/chevron_{side}:",
        icon_position=side,
        disabled=not 1 <= target <= within,
        on_click=_turn_to,
        args=(target,),
    )


def _turn_to(page: int) -> None:
    query.write({"page": [str(page)] if page > 1 else []}, drop=("transaction",))


def _pages(rows: int, size: int) -> int:
    return max(1, -(-rows // size))
