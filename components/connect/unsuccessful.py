"""Who tried to connect lately and has no link: where each stopped, what went wrong, and the way to try again."""

from datetime import datetime, timedelta

import streamlit as st

from actions.connect.flow import last_page, reason
from actions.products import PRODUCTS
from components.connect import openings
from components.ui.downloads import draw_packet
from components.ui.text import one_line, plain, shorten, words
from components.ui.time_format import ago, exact
from domain.widget.outcomes import QUIET
from languages import say
from store import Database
from store.core import instants
from store.ops import sessions
from store.ops.sessions import Session
from store.write import institutions

LATELY = timedelta(days=7)
MOST = 8


def draw_unsuccessful(db: Database, *, besides: str) -> None:
    """Draw the last attempts, but for the one that the page is about; nothing where there are none."""
    now = instants.decode(instants.now())
    since, quiet_since = (instants.encode(now - span) for span in (LATELY, QUIET))
    found = sessions.unsuccessful(db, since=since, quiet_since=quiet_since, limit=MOST + 1)
    others = [session for session in found if session.nonce != besides][:MOST]
    if not others:
        return
    with st.container(border=True, gap="xsmall", key="unsuccessful"):
        st.markdown(say("**Tried and not connected**"))
        for session in others:
            _draw(db, session, now)


def _draw(db: Database, session: Session, now: datetime) -> None:
    page = last_page(sessions.history(db, session.nonce))
    where = say("stopped at {page}", page=words(page).lower()) if page else say("stopped before the first page")
    told = (reason(session), where, ago(instants.decode(session.opened_at), now))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tried_{session.nonce}"):
        with st.container(gap="xxsmall", width="stretch"):
            st.markdown(plain(f"{_whom(session)} · {_what(db, session)}"))
            at = exact(instants.decode(session.opened_at), st.context.timezone)
            st.caption(plain(" · ".join(told)), help=plain(at))
        draw_packet("session", session.nonce)
        st.button(
            say("Try again"),
            key=f"try_{session.nonce}",
            icon=":material/refresh:",
            on_click=openings.open_again,
            args=(session,),
        )


def _whom(session: Session) -> str:
    return shorten(one_line(session.external_id or say("Somebody")), 60)


def _what(db: Database, session: Session) -> str:
    bank = institutions.find(db, session.institution) if session.institution else None
    if bank is not None:
        return one_line(bank.display_name or bank.name)
    product = PRODUCTS.get(session.product or "")
    return say(product.label) if product else say("Repair")
