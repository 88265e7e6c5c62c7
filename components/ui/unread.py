"""What an address asks for and a page can't give: said where the filters end, with a way out.

What can't be read narrows nothing, so the page ends there: it would answer with everybody's rows.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import streamlit as st

from languages import msg, say
from store.queries.query_params import SUBJECTS, spellings

_LABELS = {
    "links": msg("This page can't be narrowed to links, as the address asks."),
    "accounts": msg("This page can't be narrowed to accounts, as the address asks."),
}
_OTHERS = msg("This page can't be narrowed to one {name}, as the address asks.")


@dataclass(frozen=True, slots=True)
class Unread:
    """A parameter, what is wrong with it, and whether nothing can be shown for it."""

    name: str
    says: str
    ends: bool = True


@dataclass(slots=True)
class Reading:
    """What the widgets between two points of a page have asked the address for, and what they could not read."""

    heard: set[str] = field(default_factory=set)
    unread: list[Unread] = field(default_factory=list)


_READING: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[Reading]:
    """Keep what can't be read until `draw_unread`, so that all filters are there to be changed."""
    found = Reading()
    token = _READING.set(found)
    try:
        yield found
    finally:
        _READING.reset(token)


def hear(name: str) -> None:
    """A widget asks the address for this parameter."""
    if found := _READING.get():
        found.heard.update(spellings(name))


def leave(name: str) -> None:
    """The parameter is of the page that a row leads to: whoever comes back from there finds it in the address."""
    if found := _READING.get():
        found.heard.add(name)


def note(unread: Unread) -> None:
    """Say that a widget could not read its parameter; at once where nothing waits to say it."""
    if found := _READING.get():
        found.unread.append(unread)
    else:
        _draw([unread])


def draw_unread(found: Reading) -> None:
    """Say what could not be read, and end the page where that leaves nothing to show."""
    passed_over = [name for name in st.query_params if name in SUBJECTS and name not in found.heard]
    _draw([*found.unread, *(Unread(name, _cannot(name)) for name in passed_over)])


def draw_not_narrowed(*, but: Sequence[str] = ()) -> None:
    """The same for a page that has no filter but these: nor does it answer with everybody's."""
    draw_unread(Reading({*but}))


def _cannot(name: str) -> str:
    whose = next((label for label in spellings(name) if label in _LABELS), "")
    return say(_LABELS.get(whose, _OTHERS), name=name)


def _draw(unread: Sequence[Unread]) -> None:
    if not unread:
        return
    with st.container(border=True, gap="small", key="not_here"):
        st.subheader(say("Not here"), anchor=False)
        for says in dict.fromkeys(one.says for one in unread):
            st.text(says)
        names = [spelling for one in unread for spelling in spellings(one.name)]
        st.button(
            say("Take it out"), key="take_out", icon=":material/filter_alt_off:", on_click=_take_out, args=(names,)
        )
    if any(one.ends for one in unread):
        st.stop()


def _take_out(names: Sequence[str]) -> None:
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in names}
    st.query_params.from_dict(kept)
