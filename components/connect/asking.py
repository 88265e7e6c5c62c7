"""What an institution asks for beside the credentials, and where a person hands it in."""

from collections.abc import Callable

import streamlit as st

from actions.connect.register import Asked
from components.ui.text import one_line
from languages import say


def draw_asked(asked: Asked, *, key: str, hand_in: Callable[[str], None]) -> None:
    """The institution's words and the field for its token; without input a button alone says that it is confirmed."""
    st.text(one_line(f"{asked.institution}: {asked.instructions} {asked.value}"))

    def take() -> None:
        token = st.session_state.get(key, "") or ""
        try:
            hand_in(token)
        finally:
            if key in st.session_state:
                st.session_state[key] = ""

    with st.form(f"{key}_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        if asked.expects_input:
            st.text_input(say("Token"), key=key, type="password", width=220, autocomplete="one-time-code")
        st.form_submit_button(
            say("Hand it in") if asked.expects_input else say("It is confirmed"), key=f"{key}_send", on_click=take
        )
