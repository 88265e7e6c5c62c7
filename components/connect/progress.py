"""How a connection is going: what each state of a widget session means to the person in front of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from actions.connect.start import HOSTED
from belvo_client import BelvoError
from belvo_client.advice import advice_for
from components.status.pull_progress import told
from components.ui.text import plain
from store.ops.jobs import Job
from store.ops.runs import Progress
from store.ops.sessions import Session


@dataclass(frozen=True)
class Notice:
    """One thing to say: what happened, what it means, what to do; `small` is for support."""

    level: str
    text: str
    small: str = ""


def notice(session: Session) -> Notice | None:
    """What to say about a session that ended without a link; None while there is nothing to say."""
    small = " · ".join(part for part in (session.error_code, session.error_message) if part)
    nothing = "The link is as it was." if session.mode == "update" else "No link was made."
    match session.state:
        case "left" if session.error_code:
            advice = advice_for(session.error_code, message=session.error_message or "")
            return Notice("warning", f"{advice.meaning} The widget was closed. {nothing}", small)
        case "left" if session.mode == "update":
            return Notice("info", f"The widget was closed before the link was repaired. {nothing}")
        case "left":
            return Notice("info", f"The widget was closed before an account was connected. {nothing}")
        case "expired":
            text = (
                "The access token has died: it lives ten minutes and makes one connection. Start again with a new one."
            )
            return Notice("warning", text, small)
        case "failed":
            text = "The widget could not be loaded. Check that this browser reaches its address, then start again."
            return Notice("error", text, small)
    return None


def cut_off_notice(session: Session, *, searching: bool) -> Notice:
    """What to say about a session whose widget is gone from the page without having ended."""
    is_repair = session.mode == "update"
    gone = f"The widget of this {'repair' if is_repair else 'connection'} is not open here any more"
    if searching:
        awaited = "Looking whether it has mended the link…" if is_repair else "Looking for the link it made…"
        return Notice("info", f"{gone}. {awaited}")
    undone = "the link is as it was" if is_repair else "it has made no link so far"
    return Notice("info", f"{gone}, and {undone}. Start again.")


def draw(session: Session, job: Job | None, progress: Sequence[Progress]) -> None:
    """Where the connection stands: the steps done, and the rows as they come in."""
    with st.container(border=True, key="connection"):
        st.markdown("**This connection**")
        _step("done", "Access token made")
        if session.state != "connected":
            waits = "the other browser" if session.options.get(HOSTED) else "the widget"
            _step("now", f"Waiting for {waits} to finish")
            return
        _step("done", "Link repaired" if session.mode == "update" else "Account connected")
        for part in progress:
            _step("done" if part.state == "done" else "now", told(part))
        if job is not None and job.state == "queued":
            _step("now", "Waiting for the worker to pull the data")
        if session.link:  # the page goes there by itself, once the widget has closed and the pull has ended
            link = {"link": session.link}
            st.page_link("pages/link.py", label="Open the link", icon=":material/arrow_forward:", query_params=link)


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


def failure_notice(error: Exception, outcome: str = "Nothing was connected.") -> Notice:
    """What to say when Belvo did not do what was asked, with what that left undone."""
    if isinstance(error, BelvoError):
        advice = advice_for(error)
        small = " · ".join(part for part in (error.code, error.message, error.request_id) if part)
        return Notice("error", f"{advice.meaning} {outcome} {advice.action}", small)
    return Notice("error", str(error))


def _step(state: str, text: str) -> None:
    icon = {"done": ":green[:material/check_circle:]", "now": ":material/pending:"}[state]
    st.markdown(f"{icon} {plain(text)}")
