"""Widget sessions as rows, and one of them in a drawer as a film of its events."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from belvo_client.advice import advice_for
from components.sessions.film import draw_film
from components.sessions.filters import DEVICES, called, products
from components.sessions.frames import frames_of
from components.ui import states
from components.ui.detail_fields import draw_facts
from components.ui.downloads import draw_packet
from components.ui.drawers import closer, draw_link
from components.ui.language.dialog import dialog
from components.ui.paging import keep_order
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import one_line, plain, words
from components.ui.time_format import exact, utc_now
from components.ui.verbatim import draw_verbatim
from domain.widget.outcomes import HANDED_OUT, IN_PAGE, MODES, WAYS, outcome_of
from domain.widget.steps import LABELS, Step
from languages import msg, say, spoken
from store import Database
from store.core import instants
from store.ops import sessions
from store.queries.widget.listing import UNKNOWN

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = "session"


def draw_sessions(db: Database, rows: pd.DataFrame, *, key: str, opener: "ButtonColumnResult") -> None:
    """The rows of listing.page."""
    names = called(db, sorted({*rows["institution"].dropna()}))
    labels = products([*rows["product"].fillna("")])
    shown = rows.assign(
        place=[names.get(name, "") for name in rows["institution"]],
        about=[labels[name] for name in rows["product"].fillna("")],
        device=[say(DEVICES[name]) for name in rows["device"].fillna(UNKNOWN)],
        reached=[say(LABELS[max(step for step in Step if step <= at)]) for at in rows["step"]],
        seconds=(rows["changed_at"] - rows["opened_at"]).dt.total_seconds(),
    )
    draw_table(shown, SESSIONS, key=key, buttons={"open": opener}, sort_by=keep_order)


SESSIONS = Table(
    {
        "open": OPEN,
        "opened_at": Column(msg("Opened"), 90, "ago"),
        "outcome": Column(msg("Outcome"), 140, "state", states=states.SESSIONS),
        "reached": Column(msg("Last step"), 175),
        "place": Column(msg("Institution"), 140),
        "about": Column(msg("Product"), 105),
        "device": Column(msg("Device"), 75),
        "error_code": Column(msg("Error"), 130, "words"),
        "external_id": Column(msg("External ID"), 105),
        "link": Column(msg("Link ID"), 85),
        "session": Column(msg("Session"), 90),
    },
    alt=msg("Widget sessions with how far they came and how they ended"),
)


@dialog(msg("Widget session"), position="right", width=560, on_dismiss=closer(PARAMETER))
def draw_session(db: Database, nonce: str) -> None:
    """One session: what it was for, how it ended, and what happened in it as it happened."""
    session = sessions.find(db, nonce)
    if session is None:
        st.text(say("There is no widget session with this ID here. It may have been erased, or deleted for its age."))
        draw_verbatim(nonce, key="missing", label=say("Its ID"))
        return
    told = states.SESSIONS[outcome_of(session.state, instants.decode(session.changed_at), utc_now())]
    where = session.told_institution or session.institution
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(say(told.word), icon=told.icon, color=told.color, help=say(told.meaning))
        st.text(
            one_line(
                f"{say(MODES.get(session.mode, words(session.mode)))} · {called(db, [where])[where] if where else ''}"
            )
        )
    draw_film(frames_of(session, sessions.history(db, nonce), zone=st.context.timezone), key="film")
    if session.error_code:
        advice = advice_for(session.error_code, spoken().code, message=session.error_message or "")
        st.caption(plain(f"{advice.meaning} {advice.action}"))
    draw_facts(
        {
            say("Opened"): exact(instants.decode(session.opened_at), st.context.timezone),
            say("Widget"): say(WAYS[HANDED_OUT if session.hosted else IN_PAGE]),
            say("Product"): products([session.product])[session.product] if session.product else None,
            say("Country"): session.country,
            say("Device"): say(DEVICES[session.device or UNKNOWN]),
            say("External ID"): session.external_id,
            say("Error"): session.error_code,
            say("Message"): say(session.error_message or ""),
            say("Request ID"): session.request_id,
            say("Session ID"): session.nonce,
        }
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_link(session.link)
        draw_packet("session", session.nonce)
