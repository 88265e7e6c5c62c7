"""What can be done with a run of the worker: a button each, and what is said where one came to nothing."""

from collections.abc import Callable, Iterable

import streamlit as st

from actions.permission import Refused
from components.ui import desk
from languages import say

Way = tuple[str, str, Callable[..., object]]
"""Its label, not yet said in a language; its icon; the action, which is given store, run and actor."""


def draw_ways(run: int, ways: Iterable[Way], *, key: str) -> None:
    """The buttons of a run, by its number; their keys begin with `key`."""
    for label, icon, do in ways:
        st.button(
            say(label),
            key=f"{key}_{run}_{label}",
            type="tertiary",
            icon=icon,
            on_click=_do,
            args=(do, run),
        )


def _do(do: Callable[..., object], run: int) -> None:
    try:
        done = do(desk.database().whole, run, actor=desk.actor())
    except Refused as error:
        st.session_state["said"] = str(error)
        return
    if done is False:
        st.session_state["said"] = say("It had ended before")
