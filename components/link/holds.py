"""Legal holds on a link and its person: said on the link's page, put and released with a reason."""

from collections.abc import Callable

import streamlit as st

from actions import people as people_actions
from components.ui import desk
from components.ui.language.dialog import dialog
from components.ui.text import plain
from components.ui.time_format import exact
from languages import msg, say
from store import Database
from store.core import instants
from store.upkeep import person_erasure
from store.write import holds
from store.write.holds import Hold, Kind
from store.write.links import LinkRow

_ASKED, _FAILURE = "hold_asked", "hold_failure"
_WHOSE = {"person": msg("This person, with all links"), "link": msg("This link alone")}
_NO_REASON = msg("Say why: it stands in the audit.")


def draw_holds(db: Database, link: LinkRow) -> None:
    """Say what is on hold, to everybody, with the way out for who may release it."""
    with db.read() as connection:
        found = holds.of_link(connection, link.link)
    for hold in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"held_{hold.kind}"):
            st.warning(plain(_said(hold)), icon=":material/gavel:")
            if desk.may("hold"):
                st.button(
                    say("Release…"),
                    key=f"release_{hold.kind}",
                    icon=":material/lock_open:",
                    on_click=_ask,
                    args=(link.link, hold.kind),
                )


def _said(hold: Hold) -> str:
    told = {
        "since": exact(instants.decode(hold.since), st.context.timezone),
        "actor": hold.actor,
        "reason": hold.reason,
    }
    if hold.kind == "person":
        return say(
            "This person is on hold since {since} by {actor}: {reason}. Nothing of it is deleted, however old.", **told
        )
    return say(
        "This link is on hold since {since} by {actor}: {reason}. Nothing of it is deleted, however old.", **told
    )


def ask_hold(link: str) -> None:
    """Have the page ask what is to be held, and why."""
    _ask(link, "")


def draw_hold_question(link: LinkRow) -> None:
    """Ask as long as the question is open."""
    asked_of, kind = st.session_state.get(_ASKED, ("", ""))
    if asked_of == link.link:
        _release(link, kind) if kind else _put(link)


def _ask(link: str, kind: str) -> None:
    st.session_state[_ASKED] = (link, kind)


def _forget() -> None:
    for name in (_ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Put on hold?"), on_dismiss=_forget)
def _put(link: LinkRow) -> None:
    _end_where_answered()
    st.text(say("Nothing of it is deleted, erased or forgotten for its age until somebody releases it."))
    whose = [*_WHOSE] if link.external_id else ["link"]
    st.radio(say("What"), whose, format_func=lambda kind: say(_WHOSE[kind]), key="hold_kind")
    _draw_reason(say("Put on hold"), _hold, link.link)


@dialog(msg("Release the hold?"), on_dismiss=_forget)
def _release(link: LinkRow, kind: str) -> None:
    _end_where_answered()
    st.text(
        say(
            "{whose}: it can be deleted again, and what is older than the desk keeps goes with the next day.",
            whose=say(_WHOSE[kind]),
        )
    )
    _draw_reason(say("Release"), _let_go, link.link, kind)


def _end_where_answered() -> None:
    if st.session_state.get(_ASKED) is None:
        st.rerun()


def _draw_reason(verb: str, act: Callable[..., None], *about: str) -> None:
    st.text_input(say("Reason"), key="hold_reason", placeholder=say("Case or ticket; no names"))
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Leave it as it is"), key="keep_hold", on_click=_forget):
            st.rerun()
        st.button(verb, key="confirm_hold", type="primary", icon=":material/gavel:", on_click=act, args=about)


def _hold(link: str) -> None:
    _act(link, st.session_state["hold_kind"], is_put=True)


def _let_go(link: str, kind: Kind) -> None:
    _act(link, kind, is_put=False)


def _act(link: str, kind: Kind, *, is_put: bool) -> None:
    reason = (st.session_state.get("hold_reason") or "").strip()
    if not reason:
        st.session_state[_FAILURE] = say(_NO_REASON)
        return
    act = people_actions.hold if is_put else people_actions.release
    act(desk.database().whole, kind, _target(link, kind), actor=desk.actor(), reason=reason)
    _forget()
    st.session_state["said"] = say("On hold") if is_put else say("No longer on hold")


def _target(link: str, kind: Kind) -> str:
    person = person_erasure.of_link(desk.database().whole, link)
    return person.external_id if person and kind == "person" else link
