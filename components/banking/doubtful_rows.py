"""What is said of rows that an account may tell by mistake, and the ways to see them and to leave them out."""

from collections.abc import Mapping

import streamlit as st

from components.ui import query
from components.ui.text import plain, width_of
from domain.doubtful_rows import LONGEST_HOLD, Doubt
from languages import msg, say, say_many

PARAMETER = "doubtful"
CHOICES: Mapping[str, str] = {"without": msg("Without doubtful rows"), "only": msg("Doubtful rows only")}
MARKS = {Doubt.TWIN: msg("Twin"), Doubt.NEVER_BOOKED: msg("Never booked")}

_STATES = {
    None: msg("{what}: they count as all others."),
    "without": msg("{what}: left out."),
    "only": msg("{what}: nothing else is shown."),
}
_WAYS = {"only": msg("See them"), "without": msg("Leave them out"), None: msg("Count them")}


def draw_doubtful(numbers: Mapping[Doubt, int], chosen: str | None) -> None:
    """A line on those of transactions.doubtful; `chosen` is what the filter does with them."""
    if not numbers:
        return
    state = chosen if chosen in CHOICES else None
    twins, holds = numbers.get(Doubt.TWIN, 0), numbers.get(Doubt.NEVER_BOOKED, 0)
    said = []
    if twins:
        said.append(
            say_many("{number} row alike another but for the ID", "{number} rows alike another but for the ID", twins)
        )
    if holds:
        said.append(
            say_many(
                "{number} hold never booked in {days} days",
                "{number} holds never booked in {days} days",
                holds,
                days=LONGEST_HOLD,
            )
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="doubtful_rows"):
        st.caption(plain(say(_STATES[state], what=say(" and ").join(said))), width="content")
        for way, label in ((way, say(label)) for way, label in _WAYS.items()):
            if way != state:
                st.button(
                    label, key=f"doubtful_{way}", type="tertiary", width=width_of(label), on_click=_choose, args=(way,)
                )


def _choose(way: str | None) -> None:
    query.write({PARAMETER: [way] if way else []})
