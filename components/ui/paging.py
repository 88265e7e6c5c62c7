"""Which of many rows are shown: in which order, and on which page."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import pandas as pd
import streamlit as st

from components.ui import query
from components.ui.text import width_of
from languages import grouped, say
from store.core import keyset
from store.core.keyset import Place

PAGE_ROWS = 25
_ICON = 24  # pixels

SortBy = Callable[[str], None]
"""What a click on the header of a column does, given its name in the rows."""


class Sort(NamedTuple):
    """An order in which rows can be shown: by a column of theirs."""

    label: str
    column: str
    descending: bool


def choose_sort(sorts: Mapping[str, Sort], *, width: int) -> Sort:
    """One of these, by their names in the address; the first unless another is chosen."""
    default = next(iter(sorts))
    labels = {name: say(sort.label) for name, sort in sorts.items()}
    return sorts[query.choose_one(say("Sort"), "sort", labels, width=width, default=default, arranges=True) or default]


def sort_among(sorts: Mapping[str, Sort]) -> SortBy:
    """A click on the header of a column takes the first of these by it, another click the next."""

    def sort_by(column: str) -> None:
        default = next(iter(sorts))
        ways = [name for name, sort in sorts.items() if sort.column == column]
        if ways:
            asked = query.first("sort") or default
            name = ways[(ways.index(asked) + 1) % len(ways)] if asked in ways else ways[0]
            query.write({"sort": [name] if name != default else []})

    return sort_by


def sort_of(rows: pd.DataFrame) -> SortBy | None:
    """A click on a header sorts all of these rows, another one the other way round; those of one page the browser."""

    def sort_by(column: str) -> None:
        if column in rows:
            query.write({"sort": [f"-{column}" if query.first("sort") == column else column]})

    return sort_by if len(rows) > PAGE_ROWS else None


def keep_order(_column: str) -> None:
    """A click on a header does nothing, since the rows are a page of many that stand in the order of time."""


def page_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the page that the address names, in its order; `turn_pages` leads to the others."""
    start = offset_of(len(rows))
    return in_order(rows, query.first("sort") or "").iloc[start : start + PAGE_ROWS]


def in_order(rows: pd.DataFrame, asked: str) -> pd.DataFrame:
    """All rows in the order asked for, which pages of them have; the browser orders those of one page.

    `asked` is what the address has under `sort`, which nobody can look up once a page has been drawn.
    """
    if len(rows) <= PAGE_ROWS:
        return rows
    column = asked.removeprefix("-")
    if column not in rows:
        return rows
    return rows.sort_values(column, ascending=asked == column, kind="stable", key=_comparable)


def _comparable(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return values.map(str, na_action="ignore") if pd.api.types.is_object_dtype(values) else values


def turn_pages(rows: pd.DataFrame) -> None:
    """The pager of all rows, where they fill more than a page."""
    if len(rows) > PAGE_ROWS:
        pager(len(rows))


def offset_of(number: int, rows: int = PAGE_ROWS) -> int:
    """How many of so many rows stand before the page that the address names, which is kept within what there is.

    `rows` are on a page.
    """
    page = min(max(query.whole(query.first("page")) or 1, 1), _pages(number, rows))
    return (page - 1) * rows


def page_at(number: int, key: str, load: Callable[[Place], pd.DataFrame], most: int = PAGE_ROWS) -> pd.DataFrame:
    """The rows of the page that the address names, of so many; `most` are on a page.

    The page after one that was drawn before begins where that ended, and the one before ends where it began, whatever
    has come meanwhile; any other is counted from the first row. `key` is of the list among those of a page.
    """
    start = offset_of(number, most)
    page, seen = start // most + 1, _seen(key)
    rows = load(seen.get(page, Place(start, most)) if start else Place(limit=most))
    first, last = keyset.ends(rows)
    if first is not None:
        seen.setdefault(page - 1, Place(limit=most, before=first))
        seen[page + 1] = Place(limit=most, after=last)
    return rows


def all_rows(load: Callable[[Place], pd.DataFrame]) -> pd.DataFrame:
    """All rows of a list that is read in pages, each begun where the one before ended."""
    pages = [load(Place(limit=_STRETCH))]
    while len(pages[-1]) == _STRETCH:
        _, after = keyset.ends(pages[-1])
        pages.append(load(Place(limit=_STRETCH, after=after)))
    for page in pages:
        page.attrs = {}  # pandas holds them against each other
    return pd.concat(pages, ignore_index=True) if len(pages) > 1 else pages[0]


_STRETCH = 5_000


def _seen(key: str) -> dict[int, Place]:
    """Where the pages next to those that were drawn lie, as long as the list is the same."""
    of = sorted((name, value) for name, value in query.pairs() if name not in query.PASSING)
    name = f"{key}_pages"
    if name not in st.session_state or st.session_state[name][0] != of:
        st.session_state[name] = of, {}
    places: dict[int, Place] = st.session_state[name][1]
    return places


def pager(number: int, rows: int = PAGE_ROWS) -> None:
    """Which of so many rows are shown, and the ways to the others; `rows` are on a page."""
    start = offset_of(number, rows)
    last, page = min(start + rows, number), start // rows + 1
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="small"):
        st.caption(
            say("{first}–{last} of {number}", first=grouped(start + 1), last=grouped(last), number=grouped(number))  # noqa: RUF001 - a range
            if number
            else say("No rows"),
            width="content",
        )
        _turner("previous", say("Previous"), "left", page - 1, within=_pages(number, rows))
        _turner("next", say("Next"), "right", page + 1, within=_pages(number, rows))


def _turner(name: str, label: str, side: Literal["left", "right"], target: int, *, within: int) -> None:
    st.button(
        label,
        key=f"{name}_page",
        type="tertiary",
        width=_ICON + width_of(label),
        icon=f":material/chevron_{side}:",
        icon_position=side,
        disabled=not 1 <= target <= within,
        on_click=_turn_to,
        args=(target,),
    )


def _turn_to(page: int) -> None:
    query.write({"page": [str(page)] if page > 1 else []}, drop=("transaction",))


def _pages(number: int, rows: int) -> int:
    return max(1, -(-number // rows))
