"""A broken link before its person repairs it or renews its consent: what is wrong, and how it is put right."""

import streamlit as st

from components.connect.form import LANGUAGES
from components.status.attention import draw_attention
from components.status.repair_navigation import draw_way_to_connect
from components.ui import desk, states, time_format
from components.ui.text import plain
from domain.link_state import judge
from languages import say, spoken
from store import Database
from store.queries.links import facts
from store.write.links import LinkRow

_LANGUAGE = "repair_language"


def draw_repair(db: Database, link: LinkRow) -> None:
    """Which link it is and what it needs, and the widget's language."""
    _draw_link(db, link)
    if link.deleted_at is not None:
        return
    st.text(
        say("Its person signs in again, or enters a token. The link keeps its ID and its data, and is then pulled.")
    )
    st.selectbox(
        say("Widget language"),
        [*LANGUAGES],
        index=[*LANGUAGES].index(spoken().code),
        format_func=LANGUAGES.__getitem__,
        key=_LANGUAGE,
        width=180,
    )


def draw_renewal(db: Database, link: LinkRow) -> None:
    """Which link it is and how its consent stands, and where its person renews it."""
    _draw_link(db, link)
    if link.deleted_at is None:
        st.text(
            say(
                "Its person renews the consent in My Belvo Portal, which this address opens. "
                "The link keeps its ID and its data, and is then pulled."
            )
        )


def _draw_link(db: Database, link: LinkRow) -> None:
    now = time_format.utc_now()
    state = judge(facts.around(db, link.link, now), now, desk.ahead())[link.link]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="repair_link"):
        st.markdown(f"**{plain(link.display_name or link.institution or say('Link'))}**", width="content")
        if not state.reason:
            shown = states.of_link(state.badge)
            st.badge(say(shown.word), icon=shown.icon, color=shown.color, help=say(shown.meaning))
        st.code(link.link, language=None, width="content")
    if link.deleted_at is not None:
        st.text(say("A link that is gone at Belvo can't be repaired. Its user connects again, which makes a new link."))
        draw_way_to_connect(say("Connect again"), {})
        return
    draw_attention([state], now, repair=False)


def language() -> str:
    """The widget's language as it is chosen."""
    return str(st.session_state[_LANGUAGE])
