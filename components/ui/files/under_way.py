"""How far the file of a page is that somebody has asked for, and the way to end it."""

from collections.abc import Sequence

import streamlit as st

from components.ui import desk
from components.ui.following.open_pages import Question, wait_for
from languages import grouped, say, say_many
from store.core.files import under_way

_WIDTH = 340  # pixels


def draw_written(name: str, pairs: Sequence[tuple[str, str]], number: int | None) -> None:
    """The rows that are written of those of the file, of which there are so many, while it is being written.

    `pairs` are those of its address. A page on which none is looks every two seconds, at next to no cost.
    """
    actor, asked = desk.actor(), tuple(pairs)

    def begun() -> list[int]:
        return [id(file) for file in under_way.files(actor, name, asked)]

    there = begun()
    wait_for(Question((actor.person, actor.name, name, asked), begun), there)
    if there:
        _draw_files(name, asked, number)


@st.fragment(run_every="1s")
def _draw_files(name: str, asked: Sequence[tuple[str, str]], number: int | None) -> None:
    for place, file in enumerate(under_way.files(desk.actor(), name, asked)):
        with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small", width=_WIDTH):
            rows = file.rows if file.rows is not None else number
            st.progress(_share(file.written(), rows), text=_told(file.written(), rows))
            st.button(
                say("Cancel"),
                key=f"end_{name}_{place}",
                type="tertiary",
                icon=":material/close:",
                help=say("The browser tells the file as failed then, and what came of it is not whole."),
                on_click=file.end,
            )


def _share(written: int, rows: int | None) -> float:
    return min(written / rows, 1.0) if rows else 0.0


def _told(written: int, rows: int | None) -> str:
    if rows is None:
        return say_many("{number} row written", "{number} rows written", written)
    if written >= rows:
        return say_many("The row is written, on its way", "All {number} rows written, on their way", rows)
    return say_many(
        "{written} of {number} row written", "{written} of {number} rows written", rows, written=grouped(written)
    )
