"""What Streamlit's grids lack, for all tables at once: keys that open rows, and ids that are copied.

A Streamlit component that shows nothing; web/page_html.py keeps its place from taking room.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from components.ui.streamlit_patch import component
from components.ui.text import plain
from languages import say

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

_HERE = Path(__file__).resolve().parent

_component = component(
    "linkdesk_grid",
    _HERE / "browser" / "grid.js",
    html="<span hidden></span>",
    isolate_styles=False,  # tables lie outside of it
)

_COPIED = "grid_copied"
_SHOWN = 8
"""Characters of an id in a table, which tell it from others."""


def follow_grids() -> None:
    """Have Enter and Space open the row that has the focus in any table of the page, and F2 show the whole of a cell.

    A row is opened as by a click on its button: on the one that has the focus, else on its first.
    """
    number, text = st.session_state.get(_COPIED, (0, ""))
    _component(key="grid", data={"number": number, "text": text})


def copier(label: str, values: Sequence[object], *, width: int, key: str) -> "ButtonColumnResult":
    """A column of buttons with the starts of ids, as of `copied_cells`; each copies the whole of its id."""

    def copy() -> None:
        text = str(values[st.session_state[key].row])
        number, _ = st.session_state.get(_COPIED, (0, ""))
        st.session_state[_COPIED] = (number + 1, text)
        st.toast(say("{text} is copied", text=plain(text)), icon=":material/content_copy:")

    return st.column_config.ButtonColumn(label, width=width, type="tertiary", on_click=copy, key=key)


def copied_cells(values: Sequence[object]) -> list[str]:
    """What stands on the buttons of `copier`."""
    return [f":material/content_copy: {str(value)[:_SHOWN]}" for value in values]
