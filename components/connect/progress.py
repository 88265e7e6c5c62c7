"""How a connection is going, followed without rerunning the page around it."""

from contextlib import suppress

import streamlit as st

from actions.connect.accept import LinkNotAccepted, recover
from actions.connect.flow import Flow, Notice, Place, flow_of, reason
from actions.connect.start import HOSTED, RENEWAL
from belvo_client import BelvoClient, BelvoError
from belvo_client.advice import advice_for
from components.connect import openings
from components.status.pull_progress import parts, told
from components.ui import desk
from components.ui.text import plain
from languages import msg, say, spoken
from store import Database
from store.core import instants
from store.ops import jobs, sessions
from store.ops.sessions import Session
from store.write import links

SELDOM = "5s"
"""How often Belvo is asked whether a consent was renewed: nobody tells, and that may take minutes."""

_DONE = {"update": msg("Link repaired"), RENEWAL: msg("Consent renewed")}

_SAYS_WIDGET = msg("{reason}, as the widget says")
_SAYS_OTHER_BROWSER = msg("{reason}, as the other browser says")
_WAITS_WIDGET = msg("Waiting for the widget to finish")
_WAITS_OTHER_BROWSER = msg("Waiting for the other browser to finish")


def flow_now(db: Database, session: Session, widget: Place) -> Flow:
    """Where the session stands."""
    current = sessions.find(db, session.nonce)
    link = links.find(db, current.link) if current and current.link else None
    job = jobs.state(db, link.link) if link else None
    events = sessions.history(db, session.nonce)
    now = instants.decode(instants.now())  # of the store, which has the session's instants from it
    return flow_of(current, events, link, job, now=now, widget=widget, looked_for=openings.looked_for(session))


def follow_connection(db: Database, client: BelvoClient, session: Session, widget: Place, begun: Flow) -> None:
    """Draw how it goes on from `begun` until it stands elsewhere, and then run the page again."""

    every = SELDOM if session.mode == RENEWAL else "1s"

    @st.fragment(run_every=every if begun.moves else None)
    def follow() -> None:
        if begun.is_searching:
            with suppress(BelvoError, LinkNotAccepted):  # the next look may get an answer; a refusal is noted
                recover(db.whole, client, session.nonce)
        flow = flow_now(db, session, widget)
        if (flow.state, flow.moves) != (begun.state, begun.moves):
            st.rerun()
        if flow.remark:
            st.warning(say(flow.remark), icon=":material/visibility_off:")
        if flow.notice:
            draw_notice(flow.notice)
        elif current := sessions.find(db, session.nonce):
            _draw_steps(db, current)

    follow()


def draw_notice(said: Notice) -> None:
    """The notice, with Belvo's own words in small print below it."""
    box, icon = {
        "info": (st.info, ":material/info:"),
        "warning": (st.warning, ":material/warning:"),
        "error": (st.error, ":material/error:"),
    }[said.level]
    box(said.text, icon=icon)
    if said.small:
        st.caption(plain(said.small))


def failure_notice(error: Exception, outcome: str = msg("Nothing was connected.")) -> Notice:
    """What to say when Belvo did not do what was asked, with what that left undone."""
    if isinstance(error, BelvoError):
        advice = advice_for(error, spoken().code)
        message = desk.database().as_told(error.message or "")
        small = " · ".join(part for part in (error.code, message, error.request_id) if part)
        return Notice("error", f"{advice.meaning} {say(outcome)} {advice.action}", small)
    return Notice("error", say(str(error)))


def _draw_steps(db: Database, session: Session) -> None:
    """The steps done, and the rows as they come in."""
    with st.container(border=True, key="connection"):
        st.markdown(say("**This connection**"))
        _step("done", say("Access token made"))
        if session.state != "connected":
            is_elsewhere = bool(session.options.get(HOSTED))
            if session.error_code:
                told_by = _SAYS_OTHER_BROWSER if is_elsewhere else _SAYS_WIDGET
                _step("failed", say(told_by, reason=reason(session)))
            _step("now", say(_WAITS_OTHER_BROWSER if is_elsewhere else _WAITS_WIDGET))
            return
        _step("done", say(_DONE.get(session.mode, msg("Account connected"))))
        link = str(session.link)
        for part in parts(db, link):
            _step("done" if part.state == "done" else "now", told(part))
        job = jobs.state(db, link)
        if job is not None and job.state == "queued":
            _step("now", say("Waiting for the worker to pull the data"))
        # The page goes there by itself, once the widget has closed and the pull has ended.
        way = {"link": link}
        desk.draw_way("pages/link.py", label=say("Open the link"), icon=":material/arrow_forward:", query_params=way)


def _step(state: str, text: str) -> None:
    icon = {
        "done": ":green[:material/check_circle:]",
        "failed": ":red[:material/error:]",
        "now": ":material/pending:",
    }[state]
    st.markdown(f"{icon} {plain(text)}")
