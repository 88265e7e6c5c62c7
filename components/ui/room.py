"""Room that is kept: in a cell for what it says, and on a page for what is drawn a moment later."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from components.ui.text import both_ends, width_of

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

PADDING = 16
"""Pixels beside a cell's text."""

NARROWEST = 72
"""Pixels that a text keeps of its column, however much room others need."""

_AS_WIDE = frozenset("0123456789mw_&")
_WIDE, _NARROW = 6.6, 5.3
"""Pixels of a capital or what is as wide and of any other letter, at the theme's size."""

_SHORTEST = 5  # characters of a text that is cut


def pixels(text: str) -> float:
    """About how wide a text is in a cell."""
    return sum(_WIDE if letter.isupper() or letter in _AS_WIDE else _NARROW for letter in text)


def fitting(room: int) -> Callable[[object], str]:
    """Cuts a text out of its middle where a cell has not that many pixels; what is copied of the cell is all of it."""

    def fit(text: object) -> str:
        if not isinstance(text, str):
            return ""
        shown, length = text, len(text)
        while pixels(shown) > room and length > _SHORTEST:
            length -= 1
            shown = both_ends(text, length)
        return shown

    return fit


def share(texts: Mapping[str, int], needed: int) -> dict[str, int]:
    """What is left to columns of texts, by their widths, once they have given so many pixels, each by what it has."""
    spare = {name: max(width - NARROWEST, 0) for name, width in texts.items()}
    part = min(1.0, needed / whole) if (whole := sum(spare.values())) else 0.0
    return {name: width - round(spare[name] * part) for name, width in texts.items()}


def labelled(width: int) -> "DeltaGenerator":
    """Where one widget goes that has its label above it, so that nothing below moves once its script is there."""
    return st.container(width=width, height=_LABELLED, border=False)


_LABELLED = 60
"""Pixels of a label and of what it is of; of the bar that stands in their place 35."""


def button_width(label: str) -> int:
    """Pixels of a button with an icon."""
    return _BESIDE + width_of(label)


_BESIDE = 46
"""Pixels of its icon and edges."""
