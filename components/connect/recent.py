"""Who was connected last: each link, and the form filled in for another one like it."""

from datetime import datetime

import streamlit as st

from actions.products import PRODUCTS
from components.ui import desk, query
from components.ui.text import one_line, plain, shorten
from components.ui.time_format import ago, exact
from languages import say
from store import Database
from store.core import instants
from store.ops import sessions
from store.ops.sessions import Session
from store.write import links

MOST = 5


def draw_recent(db: Database) -> None:
    """Draw the last connections whose links are there still; nothing where there are none."""
    connected = sessions.connected(db, limit=MOST)
    if not connected:
        return
    now = instants.decode(instants.now())
    with st.container(border=True, gap="xsmall", key="recent"):
        st.markdown(say("**Connected last**"))
        for session in connected:
            _draw(db, session, now)


def _draw(db: Database, session: Session, now: datetime) -> None:
    link = links.find(db, str(session.link))
    bank = (link.display_name or link.institution) if link else session.institution
    whom = shorten(one_line(session.external_id or say("Somebody")), 60)
    what = _choices(session)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"recent_{session.nonce}"):
        with st.container(gap="xxsmall", width="stretch"):
            st.markdown(plain(f"{whom} · {one_line(bank or say('an institution'))}"))
            at = instants.decode(session.changed_at)
            told = " · ".join([*_words(what), say("connected {ago}", ago=ago(at, now))])
            st.caption(plain(told), help=plain(exact(at, st.context.timezone)))
        if what:
            st.button(
                say("Another like it"),
                key=f"like_{session.nonce}",
                icon=":material/content_copy:",
                on_click=query.write,
                args=({name: [value] for name, value in what.items()},),
                help=say("Fills in product, country and institution above"),
            )
        query_params = {"link": str(session.link)}
        desk.draw_way("pages/link.py", label=say("Open"), icon=":material/link:", query_params=query_params)


def _choices(session: Session) -> dict[str, str]:
    """What the form is filled in with; nothing of a product that there is no more."""
    if session.product not in PRODUCTS:
        return {}
    return {"product": session.product, "country": session.country or "", "institution": session.institution or ""}


def _words(choices: dict[str, str]) -> list[str]:
    if not choices:
        return []
    return [say(PRODUCTS[choices["product"]].label), *filter(None, [choices["country"]])]
