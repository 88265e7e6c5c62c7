"""Drawers beside rows: what is open in one stands in the address, so that it can be sent, and Back closes it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from components.ui import query

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult


def opener(parameter: str, values: Sequence[object], *, key: str) -> "ButtonColumnResult":
    """A column of buttons that open each row: `values` are what the parameter says of them, in their order."""

    def open_row() -> None:
        query.write({parameter: [str(values[st.session_state[key].row])]}, drop=())

    return st.column_config.ButtonColumn("", width=64, type="tertiary", on_click=open_row, key=key)


def closer(parameter: str) -> Callable[[], None]:
    """What a drawer does when it is dismissed."""

    def close() -> None:
        query.write({parameter: []}, drop=())

    return close


def view_beside(parameter: str) -> query.Pairs:
    """The address without what is open in the drawer: what the rows beside it depend on."""
    return [pair for pair in query.pairs() if pair[0] != parameter]
