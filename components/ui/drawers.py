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


def draw_missing(noun: str, id_: str) -> None:
    """What is said where there is nothing of this id."""
    st.text(f"There is no {noun} with this ID here. It may have been deleted at Belvo, or with its link.")
    st.code(id_, language=None, wrap_lines=True)


def draw_link(link: object) -> None:
    """The way to the link of what the drawer shows, where it has one."""
    if link:
        st.page_link("pages/link.py", label="Open its link", icon=":material/link:", query_params={"link": str(link)})


def draw_sent(body: object, id_: str | None = None, *, expanded: int = 1) -> None:
    """The whole of what Belvo sent, folded up; below its id, where that is not in it."""
    with st.expander("As Belvo sent it", icon=":material/data_object:"):
        if id_:
            st.code(id_, language=None, wrap_lines=True)
        st.json(body, expanded=expanded)


def view_beside(parameter: str) -> query.Pairs:
    """The address without what is open in the drawer: what the rows beside it depend on."""
    return [pair for pair in query.pairs() if pair[0] != parameter]
