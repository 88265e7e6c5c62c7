"""Room for what has its label above it."""

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_HEIGHT = 60
"""Pixels of a label and of what it is of. Until its script is there, Streamlit has a bar in its place, of 35."""


def labelled(width: int) -> "DeltaGenerator":
    """Where one widget with its label goes, so that nothing below moves once it is drawn."""
    return st.container(width=width, height=_HEIGHT, border=False)
