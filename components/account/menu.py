"""Who has signed in, and the ways out."""

import streamlit as st

from actions.access import sign_ins
from components.ui import desk
from components.ui.text import plain
from languages import say
from sign_in import Visitor


def draw_account() -> None:
    """Below the navigation; nothing where nobody has to sign in."""
    visitor = desk.visitor()
    if visitor is None or visitor.actor is None:
        return
    with st.sidebar, st.container(key="signed_in", gap="xsmall"):
        st.caption(f"{plain(visitor.name)} · {say(visitor.actor.role.word)}")
        with st.container(horizontal=True, gap="small"):
            st.button(say("Sign out"), key="sign_out", icon=":material/logout:", type="tertiary", on_click=st.logout)
            st.button(
                say("Sign out everywhere"),
                key="sign_out_everywhere",
                type="tertiary",
                on_click=_sign_out_everywhere,
                args=(visitor,),
                help=say("In every browser where you have signed in to this desk"),
            )


def _sign_out_everywhere(visitor: Visitor) -> None:
    sign_ins.sign_out_everywhere(desk.database(), visitor.person, actor=desk.actor())
    st.logout()
