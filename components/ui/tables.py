"""How rows are shown, by columns that are data: money with its currency, states as badges, times in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import streamlit as st
from babel import Locale
from babel.dates import format_date
from pandas.io.formats.style import Styler
from streamlit import column_config

from components.ui import query, time_format
from components.ui.downloads import draw_rows_download
from components.ui.drawers import drawer_of, open_drawer
from components.ui.files.content import Numbers
from components.ui.money import code_of
from components.ui.paging import PAGE_ROWS, SortBy
from components.ui.room import PADDING, share
from components.ui.states import UNKNOWN, State
from components.ui.text import one_line, words
from components.ui.text_width import fitting, pixels
from domain.unseen import lines
from languages import decimal, msg, percent, say, spoken
from store.core.amounts import money

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

Kind = Literal[
    "text",
    "verbatim",  # a text with its line breaks
    "right",  # a text at the right edge, as numbers are
    "words",  # a name of the API's
    "amount",  # in the row's currency
    "signed",  # an amount with a plus, in green, before what came in
    "count",
    "tenths",
    "hundredths",
    "fine",  # a number with four decimals
    "code",  # a number that is a name
    "percent",
    "share",  # from 0 to 1, as a bar
    "day",
    "month",
    "year",
    "ago",  # an instant in words, by this machine's clock
    "as_of",  # the same for what Belvo says, by Belvo's clock
    "state",  # a key of the column's states, as a badge
    "link",  # the label of the row's link
    "image",
    "button",  # with the label on it
    "hidden",  # goes along unseen
]


@dataclass(frozen=True)
class Column:
    """A column of a table; one that is optional is left out where rows lack it, or say nothing in it.

    One that is tucked away shows once somebody chooses it in the menu above the table. What `adds_up` has its sum in a
    file: amounts by their currency, and counts; never balances, rates or shares.
    """

    label: str
    width: int | None = None
    kind: Kind = "text"
    help: str | None = None
    states: Mapping[str, State] | None = None
    optional: bool = False
    pinned: bool = False
    tucked: bool = False
    adds_up: bool = False


@dataclass(frozen=True)
class Table:
    """Columns by the names that they have in the rows, in the order in which they are shown.

    `alt` names the table to whoever can't see it. `empty` says why there is no row; without it an empty table is drawn.
    `currency` is that of all amounts where rows have none of their own. Above `most` rows it scrolls, and the next one
    shows in part; None never does. Each row opens that row of the resource `opens` in its drawer, or of the resource
    that its own column `resource` names, whose id stands in the column `by`; the page follows the drawers.
    What is `unshown` are amounts that rows have beside the columns: a file has them.
    """

    columns: Mapping[str, Column]
    alt: str
    empty: str = ""
    currency: str = ""
    most: int | None = PAGE_ROWS
    opens: str = ""
    by: str = "row"
    unshown: Sequence[str] = ()

    @property
    def numbers(self) -> Numbers:
        """What the columns are in a file."""
        amounts = [name for name, column in self.columns.items() if column.kind in ("amount", "signed")]
        adds_up = [name for name, column in self.columns.items() if column.adds_up]
        return Numbers([*amounts, *self.unshown], adds_up, self.currency)


OPEN = Column(msg("Open"), kind="button")

_LINE, _BORDERS = 31, 3
"""Pixels of a row or of the header, and of what is around them, at the theme's size of letters."""


def draw_table(
    rows: pd.DataFrame,
    table: Table,
    *,
    key: str,
    names: Mapping[str, str] | None = None,
    buttons: "Mapping[str, ButtonColumnResult] | None" = None,
    sort_by: SortBy | None = None,
    file: str = "",
    selects: bool = False,
) -> list[int]:
    """Draw the rows; texts are shown on one line. Where it `selects`, gives the places of the rows that are chosen.

    `file` names a file of them all, where there is no other way to one.

    `names` has a label for each link's id, without which links are not shown; nor are buttons without what they do.
    A click on a header has the browser sort the rows, which must then be all that there are, or does `sort_by`.
    """
    if rows.empty and table.empty:
        st.caption(say(table.empty))
        return []
    shown = rows.assign(**_given(rows, table, names)).reset_index(drop=True)
    if table.opens and table.by in shown:
        table = replace(table, columns={"open": OPEN, **table.columns})
        buttons = {"open": _opening(shown, table, key), **(buttons or {})}
    columns = {
        name: column
        for name, column in table.columns.items()
        if (name in (buttons or {}) if column.kind == "button" else _is_told(shown, name, column))
    }
    columns = _with_room(columns, shown)
    cells = shown.assign(**{name: _cells(shown.get(name), column) for name, column in columns.items()})
    cells.attrs = {}  # would be sent along: the ends of a page of rows may be told by what is not seen of them
    unseen = {"currency"} & {*shown.columns} - {*columns}
    drawn: Any = st.dataframe(
        _styled(cells[[*columns, *unseen]], columns),
        column_order=[name for name, column in columns.items() if column.kind != "hidden" and not column.tucked],
        column_config={name: _config(name, column, buttons or {}) for name, column in columns.items()},
        hide_index=True,
        placeholder="",
        height=_height(table, len(rows)),
        alt=say(table.alt),
        **_headers(columns, key, sort_by, selects=selects),
    )
    if file:
        taken = rows.drop(columns=[name for name in rows if name in columns and columns[name].kind == "button"])
        draw_rows_download(taken, file, key=key, numbers=table.numbers)
    return [place for place in drawn.selection.rows if place < len(rows)] if selects else []


def _opening(rows: pd.DataFrame, table: Table, key: str) -> "ButtonColumnResult":
    """The buttons that open each row in its drawer."""
    resources = [*rows["resource"]] if "resource" in rows else [table.opens] * len(rows)
    named = [drawer_of(str(resource), str(row)) for resource, row in zip(resources, rows[table.by], strict=True)]

    def open_row() -> None:
        open_drawer(*named[st.session_state[opened].row])

    opened = f"{key} open"
    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_row, key=opened)


def _height(table: Table, rows: int) -> int:
    """Pixels, so that the browser keeps the room before the table is there."""
    if table.most is None or rows <= table.most:
        return _BORDERS + _LINE * (rows + 1)
    return _BORDERS + _LINE * (table.most + 1) + _LINE // 2


def _headers(
    columns: Mapping[str, Column], key: str, sort_by: SortBy | None, *, selects: bool = False
) -> dict[str, Any]:
    """The key, and what a click on a header does: Streamlit sorts by itself only where it chooses no column."""
    if sort_by is None:
        return {"key": key, "on_select": "rerun", "selection_mode": "multi-row"} if selects else {"key": key}
    own = f"{key} {query.first('sort')}"  # or the column would stay chosen

    def choose() -> None:
        for name in st.session_state[own].selection.columns:
            if columns[name].kind not in ("link", "button", "image"):  # what is seen of them is not in the rows
                sort_by(name)

    modes = ["multi-row", "single-column"] if selects else "single-column"
    return {"key": own, "on_select": choose, "selection_mode": modes}


def _given(rows: pd.DataFrame, table: Table, names: Mapping[str, str] | None) -> dict[str, Any]:
    """What rows do not say themselves."""
    currency = {"currency": table.currency} if table.currency else {}
    if names is None:
        return currency
    links = [name for name, column in table.columns.items() if column.kind == "link"]
    return currency | {name: rows["link"].map(names) for name in links}


def _is_told(rows: pd.DataFrame, name: str, column: Column) -> bool:
    if column.kind == "link":
        return name in rows
    return not column.optional or bool(name in rows and rows[name].notna().any())


def _cells(values: Any, column: Column) -> Any:  # noqa: ANN401 - a Series, or None for a column of buttons alone
    if column.kind == "button":
        return say(column.label) if values is None else values
    if column.kind == "words":
        return word_cells(values)
    if column.kind == "day" and isinstance(values.dtype, pd.DatetimeTZDtype):
        return values.dt.date
    if column.states is not None:
        return badge_cells(values.fillna(""), column.states)
    if pd.api.types.is_object_dtype(values) or pd.api.types.is_string_dtype(values):
        shown = lines if column.kind == "verbatim" else one_line
        texts = [shown(text) if isinstance(text, str) else text for text in values]
        return pd.Series(texts, index=values.index, dtype=values.dtype)  # of its kind even where no row says anything
    return values


def _styled(cells: pd.DataFrame, columns: Mapping[str, Column]) -> Styler:
    def of(*kinds: Kind) -> list[str]:
        return [name for name, column in columns.items() if column.kind in kinds]

    signed = next(iter(of("signed")), None)
    ours, belvos = time_format.seen_at(), time_format.belvo_now()
    clocks = dict.fromkeys(of("ago"), ours) | dict.fromkeys(of("as_of"), belvos)
    styler = styled(cells, amounts=of("amount", "signed"), signed=signed, clocks=clocks)
    for kind, write in _told_in(spoken().locale).items():
        for name in of(kind):
            styler = styler.format(write, subset=[name], na_rep="")
    for name in of("text", "verbatim", "link"):
        if width := columns[name].width:
            styler = styler.format(partial(fitting, room=width - PADDING), subset=[name])
    return styler


def _with_room(columns: Mapping[str, Column], shown: pd.DataFrame) -> dict[str, Column]:
    """Columns in which no amount lacks a digit: its front would be what is cut. Texts in view give the room for it.

    So they do for a head that is longer than the width.
    """
    heads = {name: _head(column) for name, column in columns.items()}
    wider = {
        name: wide
        for name, column in columns.items()
        if column.width and (wide := max(_widest(shown, name, column), heads[name])) > column.width
    }
    in_view = {name: column.width for name, column in columns.items() if column.width and not column.tucked}
    texts = {name: width for name, width in in_view.items() if columns[name].kind in ("text", "link")}
    needed = sum(wide - in_view[name] for name, wide in wider.items() if name in in_view)
    widths = wider | {name: max(width, heads[name]) for name, width in share(texts, needed).items()}
    return {name: replace(column, width=widths.get(name, column.width)) for name, column in columns.items()}


def _head(column: Column) -> int:
    """Pixels that its head needs, which is wider in one language than in another."""
    return ceil(pixels(say(column.label))) + PADDING


def _widest(shown: pd.DataFrame, name: str, column: Column) -> int:
    """Pixels that an amount of the column needs; nothing of others."""
    if column.kind not in ("amount", "signed"):
        return 0
    amounts = shown[[name, "currency"]].dropna(subset=[name]).drop_duplicates()
    told = [money(float(str(amount)), code_of(code), signed=True) for amount, code in amounts.itertuples(index=False)]
    return ceil(max(map(pixels, told), default=0)) + PADDING


def styled(
    shown: pd.DataFrame,
    *,
    amounts: Sequence[str] = (),
    signed: str | None = None,
    clocks: Mapping[str, datetime],
) -> Styler:
    """The frame with amounts and instants as people read them; sorting still goes by the values themselves.

    The column named `signed` writes a plus before what came in, in green; `clocks` says what time it is for the
    instants of a column.
    """
    styler = shown.style
    codes = shown["currency"].fillna("") if amounts else pd.Series(dtype="str")
    for code in codes.unique():
        for name in amounts:
            cells = pd.IndexSlice[codes.index[codes == code], name]
            styler = styler.format(_amount(str(code), signed=name == signed), subset=cells)
    for name, now in clocks.items():
        styler = styler.format(_ago(now), subset=[name])
    if signed:
        green = f"color: {theme_color('greenTextColor')}"
        styler = styler.map(lambda amount: green if amount > 0 else "", subset=[signed])
    return styler


def _amount(currency: str, *, signed: bool) -> Callable[[object], str]:
    return lambda amount: money(float(str(amount)), currency, signed=signed)


def _ago(now: datetime) -> Callable[[object], str]:
    return lambda instant: (
        time_format.ago(instant, now) if isinstance(instant, datetime) and pd.notna(instant) else say("never")
    )


def theme_color(name: str) -> str:
    """A colour of the theme in force, for what is not drawn in it by itself."""
    mode = "dark" if st.context.theme.type == "dark" else "light"
    return str(st.get_option(f"theme.{mode}.{name}"))


def word_cells(names: "pd.Series[Any]") -> list[str]:
    """The API's names as people write them; nothing where there is none."""
    return [words(name) if isinstance(name, str) else "" for name in names]


def badge_cells(names: Iterable[str], known: Mapping[str, State]) -> "pd.Series[list[str]]":
    """Cells for a column of badges; an empty name has none."""
    return pd.Series([[known.get(name, UNKNOWN).label] if name else [] for name in names], dtype="object")


def _config(
    name: str, column: Column, buttons: "Mapping[str, ButtonColumnResult]"
) -> "ColumnConfig | ButtonColumnResult":
    if column.kind == "button":
        return buttons[name]
    made = _badges(column.states) if column.states is not None else _config_of(column.kind)
    told = say(column.help) if column.help else None
    return made(say(column.label), width=column.width, help=told, pinned=column.pinned or None)


def _badges(states: Mapping[str, State]) -> "Callable[..., ColumnConfig]":
    """Coloured badges, each with its icon and its word."""
    distinct = [*{state.label: state for state in (*states.values(), UNKNOWN)}.values()]
    labels, colors = [state.label for state in distinct], [state.color for state in distinct]
    return partial(column_config.MultiselectColumn, options=labels, color=colors)


def _config_of(kind: Kind) -> "Callable[..., ColumnConfig]":
    """How cells of the kind look; where `_told_in` writes them, no format of the browser's may stand before it."""
    made = _CONFIGS[kind]
    return made.func if isinstance(made, partial) and kind in _told_in(spoken().locale) else made


@cache
def _told_in(locale: Locale) -> "Mapping[Kind, Callable[[Any], str]]":
    """What writes numbers and days where Streamlit's own formats, which are English, do not."""
    if locale.language == "en":
        return {}
    return {
        "count": lambda value: decimal(value, 0),
        "tenths": lambda value: decimal(value, 1),
        "hundredths": lambda value: decimal(value, 2),
        "fine": lambda value: decimal(value, 4),
        "percent": lambda value: percent(value / 100),
        "day": lambda value: format_date(value, "d MMM y", locale),
        "month": lambda value: format_date(value, "MMM y", locale),
    }


_CONFIGS: "Mapping[Kind, Callable[..., ColumnConfig]]" = {
    "text": column_config.TextColumn,
    "verbatim": column_config.TextColumn,
    "link": column_config.TextColumn,
    "right": partial(column_config.TextColumn, alignment="right"),
    "words": column_config.TextColumn,
    "amount": column_config.NumberColumn,
    "signed": column_config.NumberColumn,
    "count": partial(column_config.NumberColumn, format="%,d"),
    "tenths": partial(column_config.NumberColumn, format="%,.1f"),
    "hundredths": partial(column_config.NumberColumn, format="%,.2f"),
    "fine": partial(column_config.NumberColumn, format="%,.4f"),
    "code": partial(column_config.NumberColumn, format="%d"),
    "percent": partial(column_config.NumberColumn, format="%.0f %%"),
    "share": partial(column_config.ProgressColumn, format="percent"),
    "day": partial(column_config.DateColumn, format="D MMM YYYY"),
    "month": partial(column_config.DateColumn, format="MMM YYYY"),
    "year": partial(column_config.DateColumn, format="YYYY"),
    "ago": column_config.DatetimeColumn,
    "as_of": column_config.DatetimeColumn,
    "image": column_config.ImageColumn,
    "hidden": column_config.Column,
}
