"""Room that is kept: in a cell for what it says, and on a page for what is drawn a moment later."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from components.ui.text import width_of

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

PADDING = 16
"""Pixels beside a cell's text."""

NARROWEST = 72
"""Pixels that a text keeps of its column, however much room others need."""


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


def way() -> "DeltaGenerator":
    """Where one link to a page stands among badges, as high before it is drawn as afterwards."""
    return st.container(width="content", height=_WAY, border=False)


_WAY = 28
"""Pixels of a link to a page; of the bar that stands in its place 35."""


def button_width(label: str) -> int:
    """Pixels of a button with an icon."""
    return _BESIDE + width_of(label)


_BESIDE = 46
"""Pixels of its icon and edges."""
