"""What is said before something is done in production, where people, banks and bills are real."""

from typing import Final

import streamlit as st

from components.ui import desk
from languages import msg, say

ASKS: Final = msg("The institution is a real one and so is its customer; Belvo may bill this.")
CONNECTS: Final = msg("What is connected here is a real account, and Belvo bills the link.")
DELETES: Final = msg("The link is of a real person, who would have to connect again.")


def draw_reality(told: str) -> None:
    """The sentence, where it holds; nothing in an environment of made-up people."""
    if is_real():
        st.error(f"**{say('Production.')}** {say(told)}", icon=":material/warning:")


def is_real() -> bool:
    """Whether what is done here is done to real people."""
    return desk.settings().environment == "production"
