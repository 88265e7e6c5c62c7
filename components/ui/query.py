"""Widgets whose value is in the page's address and nowhere else.

Each run takes the values from the address and hands them to the widgets; a widget that changes writes the address. So
a view can be sent to a colleague, and Back undoes a filter. Streamlit's own `bind="query-params"` writes labels instead
of ids into the address, replaces the history entry, and refuses `st.switch_page` while a filter is set.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from components.ui.text import plain
from store.core import money

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_tab_container import TabContainer

PASSING = ("page", "transaction", "document")
"""Parameters that lose their meaning when a filter changes."""

_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)
_LARGEST = money.LARGEST / money.SCALE
_MOST_DIGITS = 18  # of a number that has 64 bits

Pairs = list[tuple[str, str]]


def pairs() -> Pairs:
    """The address's parameters in order, repeated ones repeated."""
    return [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]


def write(changes: Mapping[str, Sequence[str]], *, drop: Iterable[str] = PASSING) -> None:
    """Set each parameter to its values, or take it out where there are none, as one step that Back undoes."""
    gone = {*changes, *drop}
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in gone}
    st.query_params.from_dict(kept | {name: [*values] for name, values in changes.items() if values})


def clear(keep: Iterable[str] = ()) -> None:
    """Take every parameter out that is not to be kept."""
    write({}, drop={*st.query_params} - {*keep})


def first(name: str) -> str | None:
    """The parameter's value, the first where there are several."""
    return next(iter(st.query_params.get_all(name)), None)


def several(name: str) -> tuple[str, ...]:
    """The parameter's values, each once."""
    return tuple(dict.fromkeys(st.query_params.get_all(name)))


def choose_many(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    width: int,
    placeholder: str,
    unknown: Callable[[str], str] = str,
) -> list[str]:
    """Several of `options` (value to label). A value that is no option stays visible, and can be taken out."""
    chosen = list(dict.fromkeys(st.query_params.get_all(name)))
    shown = {**options, **{value: unknown(value) for value in chosen if value not in options}}
    st.session_state[name] = chosen
    st.multiselect(
        label,
        list(shown),
        format_func=shown.__getitem__,
        key=name,
        placeholder=placeholder,
        label_visibility="collapsed",
        width=width,
        on_change=_write,
        args=(name, list),
    )
    return chosen


def choose_one(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    width: int,
    default: str | None = None,
    placeholder: str = "",
) -> str | None:
    """One of `options` (value to label), or `default`, which is not written into the address."""
    asked = first(name)
    st.session_state[name] = chosen = asked if asked in options else default
    st.selectbox(
        label,
        list(options),
        index=None if default is None else 0,
        format_func=options.__getitem__,
        key=name,
        placeholder=placeholder,
        label_visibility="collapsed",
        width=width,
        on_change=_write,
        args=(name, _one, default),
    )
    return chosen


def segments(label: str, name: str, options: Mapping[str, str], *, default: str | None = None) -> str | None:
    """One of a few `options` (value to label), all of them in view; a second click goes back to `default`."""
    asked = first(name)
    st.session_state[name] = chosen = asked if asked in options else default
    st.segmented_control(
        label,
        list(options),
        format_func=lambda value: readable(options[value]),
        key=name,
        label_visibility="collapsed",
        on_change=_write,
        args=(name, _one, default),
    )
    return chosen


def tabs(name: str, options: Mapping[str, str]) -> tuple[str, "TabContainer"]:
    """Tabs, of which only the open one is there to be drawn: its value and its container; the first is the default."""
    default, asked = next(iter(options)), first(name)
    chosen = asked if asked is not None and asked in options else default
    labels = {readable(label): value for value, label in options.items()}
    st.session_state[name] = readable(options[chosen])
    containers = st.tabs(list(labels), key=name, on_change=_write, args=(name, lambda label: [labels[label]], default))
    return chosen, containers[[*options].index(chosen)]


def readable(label: str) -> str:
    """A label that stays readable when it is selected: in the accent, as Streamlit writes it, it is faint on dark."""
    return f":gray[{plain(label)}]"


def text(label: str, name: str, *, width: int, placeholder: str) -> str:
    """Free text, written when it is entered."""
    st.session_state[name] = value = first(name) or ""
    st.text_input(
        label,
        key=name,
        type="search",
        placeholder=placeholder,
        label_visibility="collapsed",
        width=width,
        on_change=_write,
        args=(name, _one),
    )
    return value


def day(label: str, name: str, *, width: int) -> date | None:
    """A calendar day."""
    st.session_state[name] = value = parse_day(first(name))
    st.date_input(
        label,
        value=None,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="YYYY-MM-DD",
        key=name,
        width=width,
        on_change=_write,
        args=(name, _one),
    )
    return value


def parse_day(text: str | None) -> date | None:
    """The day that a parameter names, None if it names none that a calendar of ours has."""
    with suppress(ValueError):
        value = date.fromisoformat(text or "")
        return value if _EARLIEST <= value <= _LATEST else None
    return None


def number(label: str, name: str, *, width: int) -> float | None:
    """A number, to two decimals."""
    st.session_state[name] = value = parse_number(first(name))
    st.number_input(
        label, value=None, min_value=0.0, format="%.2f", key=name, width=width, on_change=_write, args=(name, _decimal)
    )
    return value


def parse_number(text: str | None) -> float | None:
    """The number that a parameter names, None if it names none that an amount can be."""
    with suppress(ValueError):
        value = float(text or "")
        return value if 0 <= value <= _LARGEST else None  # nan is neither
    return None


def whole(text: str | None) -> int | None:
    """The whole number that a parameter names, None if it names none that a row can have."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _write(name: str, encode: Callable[[Any], Sequence[str]], default: str | None = None) -> None:
    values = encode(st.session_state[name])
    write({name: [] if default is not None and list(values) == [default] else values})


def _one(value: object) -> list[str]:
    return [] if value in (None, "") else [str(value).strip()]


def _decimal(value: float | None) -> list[str]:
    return [] if value is None else [f"{value:.2f}"]
