"""Widgets whose value is in the page's address and nowhere else.

Each run takes the values from the address and hands them to the widgets; a widget that changes writes the address. So
a view can be sent to a colleague, and Back undoes a filter. Streamlit's own `bind="query-params"` writes labels instead
of ids into the address, replaces the history entry, and refuses `st.switch_page` while a filter is set.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import streamlit as st

from components.ui import desk
from components.ui.text import plain, shorten, width_of
from components.ui.text_width import pixels
from components.ui.unread import Unread, hear, note
from domain import as_known
from languages import say
from store.queries import query_params
from store.queries.query_params import EARLIEST, LATEST, SUBJECTS, spellings

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_tab_container import TabContainer

PASSING = ("page", "transaction", "document", "row", "taxpayer", "match", "change")
"""Parameters that lose their meaning when a filter changes."""

_MOST_DIGITS = 18  # of a number that has 64 bits

Pairs = list[tuple[str, str]]

Value = TypeVar("Value", date, Decimal, int)

_SEGMENT = 31
"""Pixels around the word of a segment."""

_FIELD = 44
"""Pixels around what a field says."""

_LARGEST = 1e15
"""Of the amounts that can be typed, since a browser's numbers end soon after."""


class Elsewhere(NamedTuple):
    """A page, by its script's name, of which a part is drawn on another, and what it is asked."""

    page: str
    asked: Mapping[str, Sequence[str]]


_ELSEWHERE: ContextVar[Elsewhere | None] = ContextVar("elsewhere", default=None)


@contextmanager
def elsewhere(page: str, asked: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Have what is drawn within take this for its address; what is written goes into the browser's all the same."""
    token = _ELSEWHERE.set(Elsewhere(page, asked))
    try:
        yield
    finally:
        _ELSEWHERE.reset(token)


def is_elsewhere() -> Elsewhere | None:
    """The page that what is drawn is a part of, where that is not the browser's."""
    return _ELSEWHERE.get()


def _address() -> dict[str, list[str]]:
    found = _ELSEWHERE.get()
    if found:
        return {name: [*values] for name, values in found.asked.items()}
    return {name: st.query_params.get_all(name) for name in st.query_params}


def pairs() -> Pairs:
    """The address's parameters in order, repeated ones repeated."""
    return [(name, value) for name, values in _address().items() for value in values]


def write(changes: Mapping[str, Sequence[str]], *, drop: Iterable[str] = PASSING) -> None:
    """Set each parameter to its values, or take it out where there are none, as one step that Back undoes."""
    gone = {*drop, *(spelling for name in changes for spelling in spellings(name))}
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in gone}
    st.query_params.from_dict(kept | {name: [*values] for name, values in changes.items() if values})


def clear(keep: Iterable[str] = ()) -> None:
    """Take every parameter out that is not to be kept; the day as of which the page is told is no filter."""
    write({}, drop={*st.query_params} - {*keep, as_known.PARAMETER})


def here(**changes: str) -> dict[str, list[str]]:
    """This page's address with these parameters, for a link to it; without what loses its meaning then."""
    kept = {name: values for name, values in _address().items() if name not in PASSING}
    return kept | {name: [value] for name, value in changes.items()}


def first(name: str) -> str | None:
    """The parameter's value, the first where there are several."""
    return next(iter(_address().get(name, ())), None)


def several(name: str) -> tuple[str, ...]:
    """The parameter's values under any of its names, each once."""
    asked = _address()
    return tuple(dict.fromkeys(value for spelling in spellings(name) for value in asked.get(spelling, ())))


def _nobody(_value: str) -> str | None:
    return None


def _asked(label: str, name: str) -> list[str]:
    """What the address asks of a filter under any of its names; what is more or longer than anybody means is told."""
    hear(name)
    try:
        several = query_params.values_by_name(pair for pair in pairs() if pair[0] in spellings(name))
    except ValueError as error:
        note(Unread(name, f"{label}: {error}"))
        return []
    return query_params.values_of(several, name)


def _asked_once(label: str, name: str) -> str | None:
    """The same for a filter that has one value."""
    values = _asked(label, name)
    if len(values) > 1:
        note(Unread(name, say("{label} is given more than once.", label=label)))
        return None
    return next(iter(values), None)


def not_here(label: str, name: str, value: str, *, ends: bool = True) -> None:
    """Say that there is nothing of this value; `ends` the page unless the value narrows to nothing by itself."""
    said = say("{label}: there is no “{value}” here.", label=label, value=shorten(value, 60))
    if name in SUBJECTS:
        said = f"{said} {say('It may have been deleted.')}"
    note(Unread(name, said, ends))


def _roomy(width: int, placeholder: str) -> int:
    """The width of a field, or the one that its placeholder needs where that is longer than the English one."""
    return max(width, ceil(1.03 * pixels(placeholder)) + _FIELD if placeholder else 0)


def choose_many(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    width: int,
    placeholder: str,
    known: Callable[[str], str | None] = _nobody,
) -> list[str]:
    """Several of `options` (value to label). A value that is no option stays visible, and can be taken out.

    `known` gives a label to what is there, although it is no option now; all else is said not to be here.
    """
    chosen = _asked(label, name)
    labels = {value: known(value) for value in chosen if value not in options}
    for value, found in labels.items():
        if found is None:
            not_here(label, name, value, ends=False)  # nothing has it, so it narrows to nothing
    missing = {value: found or say("Not here: {value}", value=shorten(value, 12)) for value, found in labels.items()}
    shown = {**options, **missing}
    st.session_state[name] = chosen
    st.multiselect(
        label,
        list(shown),
        format_func=shown.__getitem__,
        key=name,
        placeholder=placeholder,
        label_visibility="collapsed",
        width=_roomy(width, placeholder),
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
    known: Callable[[str], str | None] = _nobody,
    drops: Sequence[str] = (),
    arranges: bool = False,
) -> str | None:
    """One of `options` (value to label), or `default`, which is not written into the address.

    `known` is as in `choose_many`; `drops` are the filters whose options depend on this one. What only `arranges` the
    rows gives way to the default where it can't be read.
    """
    shown, asked = {**options}, _asked_once(label, name)
    if asked is not None and asked not in options and (found := known(asked)) is not None:
        shown[asked] = found
    chosen = asked if asked in shown else default
    st.session_state[name] = chosen
    st.selectbox(
        label,
        list(shown),
        index=None if default is None else 0,
        format_func=shown.__getitem__,
        key=name,
        placeholder=placeholder,
        label_visibility="collapsed",
        width=_roomy(width, placeholder),
        on_change=_write,
        args=(name, _one, default, drops),
    )
    if asked is not None and asked not in shown and not arranges:
        not_here(label, name, asked)
    return chosen


def segments(
    label: str, name: str, options: Mapping[str, str], *, default: str | None = None, arranges: bool = False
) -> str | None:
    """One of a few `options` (value to label), all of them in view; a second click goes back to `default`.

    `arranges` as in `choose_one`.
    """
    asked = _asked_once(label, name)
    st.session_state[name] = chosen = asked if asked in options else default
    st.segmented_control(
        label,
        list(options),
        format_func=lambda value: readable(options[value]),
        key=name,
        label_visibility="collapsed",
        width=sum(_SEGMENT + width_of(label) for label in options.values()),
        on_change=_write,
        args=(name, _one, default),
    )
    if asked is not None and asked not in options and not arranges:
        not_here(label, name, asked)
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


def text(label: str, name: str, *, width: int, placeholder: str, of_people: bool = False, named: bool = False) -> str:
    """Free text, written when it is entered; where it is `named`, its label stands above it.

    What finds people by what is masked, `of_people`, is neither offered nor answered to whoever may not see them.
    """
    value = _asked_once(label, name) or ""
    if of_people and desk.is_masked():
        if value:
            note(Unread(name, say("{label} is not answered where people are masked.", label=label)))
        return ""
    st.session_state[name] = value
    st.text_input(
        label,
        key=name,
        type="search",
        placeholder=placeholder,
        label_visibility="visible" if named else "collapsed",
        width=_roomy(width, placeholder),
        on_change=_write,
        args=(name, _one),
    )
    return value


def day(label: str, name: str, *, width: int, drops: Sequence[str] = ()) -> date | None:
    """A calendar day; `drops` are the filters that it takes the place of."""
    st.session_state[name] = value = _parsed(label, name, query_params.parse_day, say("day such as 2026-05-31"))
    st.date_input(
        label,
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        key=name,
        width=width,
        on_change=_write,
        args=(name, _one, None, drops),
    )
    return value


def chosen_day(name: str) -> date | None:
    """The day that the address names for a filter, None where it names none."""
    asked = [value for spelling in spellings(name) for value in st.query_params.get_all(spelling)]
    with suppress(ValueError):
        return query_params.parse_day(next(iter(asked), ""))
    return None


def number(label: str, name: str, *, width: int) -> Decimal | None:
    """An amount, shown to two decimals."""
    value = _parsed(label, name, query_params.parse_amount, say("amount such as 1500.00"))
    st.session_state[name] = None if value is None else min(float(value), _LARGEST)
    st.number_input(
        label, value=None, min_value=0.0, format="%.2f", key=name, width=width, on_change=_write, args=(name, _decimal)
    )
    return value


def identity(label: str, name: str, *, width: int) -> int | None:
    """The whole number that names a row."""
    value = _parsed(label, name, _whole, say("whole number such as 12"))
    st.session_state[name] = value
    st.number_input(
        label, value=None, min_value=0, step=1, format="%d", key=name, width=width, on_change=_write, args=(name, _one)
    )
    return value


def _whole(text: str) -> int:
    if (found := whole(text)) is None:
        raise ValueError(text)
    return found


def _parsed(label: str, name: str, parse: Callable[[str], Value], noun: str) -> Value | None:
    """What a parameter says, as a file of the same rows would read it."""
    asked = _asked_once(label, name)
    if asked is None:
        return None
    try:
        return parse(asked)
    except ValueError:
        note(Unread(name, say("{label}: “{asked}” is no {noun}.", label=label, asked=shorten(asked, 60), noun=noun)))
        return None


def whole(text: str | None) -> int | None:
    """The whole number that a parameter names, None if it names none that a row can have."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _write(
    name: str, encode: Callable[[Any], Sequence[str]], default: str | None = None, drops: Sequence[str] = ()
) -> None:
    values = encode(st.session_state[name])
    write({name: [] if default is not None and list(values) == [default] else values}, drop=(*PASSING, *drops))


def _one(value: object) -> list[str]:
    return [] if value in (None, "") else [str(value).strip()]


def _decimal(value: float | None) -> list[str]:
    return [] if value is None else [f"{value:.2f}"]
