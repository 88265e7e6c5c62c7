"""The way to the inspector from every page: a button below the navigation, and one key."""

import streamlit as st

from components.ui import desk
from languages import say

KEY = "F8"
"""No letter, so that it works while somebody types, too; browsers, Streamlit (C, R) and our tables (F2) have others.

static/inspect.js listens for it, and presses the button; Streamlit writes it on the button.
"""

PAGE = "pages/inspector.py"
PRESSES = "inspector_presses"
"""How often it was opened in this tab."""


def draw_opener() -> None:
    """Draw the button; a press leads there from any page, drawers included."""
    if not desk.may_open(PAGE):
        return
    with st.sidebar:
        pressed = st.button(
            say("Find any ID"),
            key="inspect",
            icon=":material/frame_inspect:",
            type="tertiary",
            shortcut=KEY,
            help=say("A link, account, transaction, request, webhook, session, person or document"),
        )
    if pressed:
        st.session_state[PRESSES] = st.session_state.get(PRESSES, 0) + 1
        st.switch_page(PAGE)
