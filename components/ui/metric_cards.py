"""The few figures that answer a page's question, each with the way to its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

import streamlit as st

from components.ui import desk
from components.ui.text import plain
from components.ui.text_width import pixels
from languages import say

_DIGIT, _FRAME = 11, 40
"""Pixels that a digit of a figure takes at the theme's size, and the frame around the figure."""

_NARROWEST, _EDGES, _HELP = 150, 28, 22
"""Pixels of a card at least, of its edges beside a label, and of the sign that explains it."""

_HEIGHT = 55
"""Pixels of a label and its figure, for which the browser keeps the room before they are there."""

_NOTE = 22
"""Pixels of the word below a figure."""


@dataclass(frozen=True)
class Figure:
    """One figure: what it counts, how much, a word on it, and where its rows are, if they are elsewhere."""

    label: str
    value: str
    note: str = ""
    tone: Literal["gray", "green", "orange", "red"] = "gray"
    page: str | None = None
    query: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    help: str | None = None


def draw_figures(figures: Sequence[Figure], *, key: str, noted: bool = False) -> None:
    """Draw the figures side by side, as many in a row as there is room for; `noted` keeps room for a word on each."""
    with st.container(key=key, gap=None):
        for place in range(max(len(figures), st.session_state.get(f"{key}_drawn", 0)) + 1):
            if place == len(figures):
                _draw_side_by_side(figures, key, noted=noted)
            else:  # what was there goes at once: fewer figures than before would stand in two rows until the run ends
                st.empty()
    st.session_state[f"{key}_drawn"] = len(figures)


def _draw_side_by_side(figures: Sequence[Figure], key: str, *, noted: bool) -> None:
    beside = max((_room(figure) - _EDGES for figure in figures if figure.page), default=0)
    with st.grid(len(figures), min_column_width=max(_NARROWEST, *map(_room, figures)), gap="small"):
        for number, figure in enumerate(figures):
            with st.container(border=True, height="stretch", gap=None, key=f"{key}_{number}"):
                _draw(figure, beside, noted=noted)


def _room(figure: Figure) -> int:
    """Pixels of a card in which neither the label nor the figure is cut."""
    label = ceil(1.03 * pixels(figure.label)) + _EDGES + (_HELP if figure.help else 0)
    return max(label, _FRAME + _DIGIT * len(figure.value))


def _draw(figure: Figure, beside: int, *, noted: bool) -> None:
    """A figure with a way to its rows is `beside` pixels wide, as all such are: the ways are alike, beside or below."""
    width: int | Literal["stretch"] = beside if figure.page else "stretch"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", gap=None):
        st.metric(plain(figure.label), plain(figure.value), help=figure.help, width=width, height=_HEIGHT)
        if figure.page and desk.may_open(figure.page):
            desk.draw_way(
                figure.page,
                label=say("Show"),
                icon=":material/chevron_right:",
                icon_position="right",
                query_params=dict(figure.query),
                help="",
            )
    if figure.note:
        st.markdown(f":small[:{figure.tone}[{plain(figure.note)}]]")
    elif noted:
        st.space(_NOTE)
