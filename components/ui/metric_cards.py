"""The few figures that answer a page's question, each with the way to its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from components.ui import desk
from components.ui.text import plain

_DIGIT, _FRAME = 11, 40
"""Pixels that a digit of a figure takes at the theme's size, and the frame around the figure."""

_HEIGHT = 55
"""Pixels of a label and its figure, for which the browser keeps the room before they are there."""


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


def draw_figures(figures: Sequence[Figure], *, key: str) -> None:
    """Draw the figures side by side, as many in a row as there is room for."""
    room = _FRAME + _DIGIT * max(len(figure.value) for figure in figures)
    with st.container(key=key), st.grid(len(figures), min_column_width=max(room, 150), gap="small"):
        for number, figure in enumerate(figures):
            with st.container(border=True, height="stretch", gap=None, key=f"{key}_{number}"):
                _draw(figure)


def _draw(figure: Figure) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap=None):
        st.metric(plain(figure.label), plain(figure.value), help=figure.help, width="stretch", height=_HEIGHT)
        if figure.page and desk.may_open(figure.page):
            st.page_link(
                figure.page,
                label="Show",
                icon=":material/chevron_right:",
                icon_position="right",
                query_params=dict(figure.query),
                help="",
            )
    if figure.note:
        st.markdown(f":small[:{figure.tone}[{plain(figure.note)}]]")
