"""A ready message to the person of a link, in their language, with the address that leads to the repair."""

from datetime import datetime

import streamlit as st

from actions.connect.reach import unreachable
from actions.operators import cases as actions
from actions.operators.cases import Letter
from actions.permission import Refused
from components.status.advice import bank_of
from components.ui import desk, time_format
from components.ui.language.dialog import dialog
from components.ui.room import button_width
from components.ui.text import plain
from domain.link_state import LinkState, Reason, Step
from domain.link_state.messages import LANGUAGES
from domain.setup.words import SETUP
from languages import msg, say
from store import Database, StoreError
from store.ops.operators.update_links import Way
from store.queries.links import locales

_ASKED, _LANGUAGE = "message_asked", "message_language"
_WIDTH = 112  # pixels of the button


def draw_message_button(state: LinkState) -> None:
    """A button that opens the message."""
    link = state.facts.link
    way: Way = "renew" if state.step is Step.RENEW else "repair"
    st.button(
        say("Message"),
        key=f"message_{link}",
        icon=":material/mail:",
        width=max(_WIDTH, button_width(say("Message"))),
        on_click=_ask,
        args=(link, way, state.reason, bank_of(state)),
        help=say("A message to its person with a link to the repair, ready to be copied"),
    )


def _ask(link: str, way: Way, reason: Reason | None, bank: str) -> None:
    # In the session, since a page that redraws itself would take it away.
    st.session_state[_ASKED] = (link, way, reason, bank)
    st.session_state.pop(_LANGUAGE, None)


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def draw_message(db: Database) -> None:
    """Show it as long as it is open."""
    if st.session_state.get(_ASKED):
        _show(db, time_format.utc_now())


@dialog(msg("Message to the person"), on_dismiss=_forget)
def _show(db: Database, now: datetime) -> None:
    if not (asked := st.session_state.get(_ASKED)):
        st.rerun()
    link, way, reason, bank = asked
    theirs = locales.of_links(db.whole, [link]).get(link, "en")
    st.session_state.setdefault(_LANGUAGE, theirs)
    st.segmented_control(
        say("Language"), [*LANGUAGES], format_func=lambda code: say(LANGUAGES[code]), key=_LANGUAGE, required=True
    )
    chosen = st.session_state[_LANGUAGE] or theirs
    try:
        given = actions.hand_out(db.whole, link, way, chosen, now, actor=desk.actor())
    except (Refused, StoreError) as error:
        st.error(plain(SETUP.say(str(error))), icon=":material/error:")
        return
    settings = desk.settings()
    if problem := unreachable(settings):
        st.warning(plain(problem), icon=":material/phonelink_off:")
    st.code(actions.text(settings, Letter(reason, bank), given, chosen), language=None, wrap_lines=True)
    st.caption(
        say(
            "Copy it and send it as you always do: nothing is sent from here. Its link works for 7 "
            "days, opens the portal anew each time, and was made in your name."
        )
        if way == "renew"
        else say(
            "Copy it and send it as you always do: nothing is sent from here. Its link works for 7 "
            "days, opens the widget anew each time, and was made in your name."
        )
    )
