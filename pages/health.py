"""Health: is everything there that the desk needs, and what to do where it is not?"""

import streamlit as st

from actions.health import check_all
from components.status.retention import draw_retention
from components.ui import desk, states
from components.ui.header import header
from components.ui.text import one_line, plain
from components.ui.unread import draw_not_narrowed
from languages import say, say_many

WORST_FIRST = ("failed", "doubtful", "well")

header(say("Health"))
draw_not_narrowed()

with st.spinner(say("Looking at keys, host, webhooks, store and worker…"), show_time=False):
    checks = check_all(desk.database(), desk.client(), desk.settings())

troubled = [check for check in checks if check.state != "well"]
with st.container(horizontal=True, vertical_alignment="center", key="summary"):
    if troubled:
        told = say_many(
            "{number} of {checks} checks needs a look.",
            "{number} of {checks} checks need a look.",
            len(troubled),
            checks=len(checks),
        )
        st.text(told, width="content")
    else:
        st.text(say("All {number} checks are OK.", number=len(checks)), width="content")
    st.space("stretch")
    st.button(say("Check again"), key="check_again", icon=":material/refresh:")

with st.container(border=True, gap="small", key="checks"):
    for check in sorted(checks, key=lambda check: WORST_FIRST.index(check.state)):
        state = states.CHECKS[check.state]
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"check_{check.name.lower()}"):
            with st.container(width=110):
                st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
            st.markdown(f"**{plain(say(check.name))}**", width=90)
            with st.container(width="stretch", gap="xxsmall"):
                st.text(one_line(check.found))
                if check.cure:
                    st.caption(plain(check.cure))

draw_retention(desk.database(), desk.settings())
