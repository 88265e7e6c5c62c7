"""What is said of rows that an account may tell by mistake, and the ways to see them and to leave them out."""

from collections.abc import Mapping

import streamlit as st

from components.ui import query
from components.ui.text import count, plain, width_of
from domain.doubtful_rows import LONGEST_HOLD, Doubt

PARAMETER = "doubtful"
CHOICES: Mapping[str, str] = {"without": "Without doubtful rows", "only": "Doubtful rows only"}
MARKS = {Doubt.TWIN: "Twin", Doubt.NEVER_BOOKED: "Never booked"}

_STATES = {None: "they count as all others", "without": "left out", "only": "nothing else is shown"}
_WAYS = {"only": "See them", "without": "Leave them out", None: "Count them"}


def draw_doubtful(numbers: Mapping[Doubt, int], chosen: str | None) -> None:
    """A line on those of transactions.doubtful; `chosen` is what the filter does with them."""
    if not numbers:
        return
    state = chosen if chosen in CHOICES else None
    twins, holds = numbers.get(Doubt.TWIN, 0), numbers.get(Doubt.NEVER_BOOKED, 0)
    said = [f"{count(twins, 'row')} alike another but for the ID"] if twins else []
    said += [f"{count(holds, 'hold')} never booked in {LONGEST_HOLD} days"] if holds else []
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="doubtful_rows"):
        st.caption(plain(f"{' and '.join(said)}: {_STATES[state]}."), width="content")
        for way, label in _WAYS.items():
            if way != state:
                st.button(
                    label, key=f"doubtful_{way}", type="tertiary", width=width_of(label), on_click=_choose, args=(way,)
                )


def _choose(way: str | None) -> None:
    query.write({PARAMETER: [way] if way else []})
