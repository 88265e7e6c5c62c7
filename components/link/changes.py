"""What is asked about before it is done to a link: its refresh, its access mode, its being followed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import streamlit as st

from actions import links as link_actions
from belvo_client import BelvoError
from belvo_client.types import AccessMode
from components.connect.progress import draw_notice, failure_notice
from components.status.production import ASKS, draw_reality
from components.ui import desk, time_format
from components.ui.language.dialog import dialog
from components.ui.text import plain
from languages import msg, say
from store.write.links import LinkRow

_ASKED, _FAILURE, _DONE = "link_change_asked", "link_change_failure", "link_change_done"
_SHOWN = timedelta(minutes=5)
"""How long a change is said and can be taken back beside it."""


@dataclass(frozen=True)
class Change:
    """What somebody can do: its button, what it does, what is said afterwards, and the name of the way back, if any."""

    verb: str
    meaning: str
    done: str
    carry_out: Callable[[str], object]
    back: str = ""
    is_asked: bool = True
    reaches_bank: bool = False


def ask_change(name: str, link: str) -> None:
    """Have the page ask, or do at once what hides nothing and costs nothing."""
    if CHANGES[name].is_asked:
        # In the session, since a page that redraws itself would take an open question away.
        st.session_state[_ASKED] = (link, name)
    else:
        _carry_out(name, link)


def draw_question(link: LinkRow) -> None:
    """Ask as long as the question is open, and make the change on a yes."""
    asked_of, name = st.session_state.get(_ASKED, ("", ""))
    if asked_of == link.link:
        _confirm(link, name)


def draw_changed(link: LinkRow) -> None:
    """What was changed last, with the way back; short enough to stand beside what else is said of the link."""
    changed, done, at = st.session_state.get(_DONE, ("", "", None))
    if changed == link.link and time_format.utc_now() - at < _SHOWN:
        st.badge(say(CHANGES[done].done), icon=":material/check:", color="green")
        if back := CHANGES[done].back:
            st.button(say("Undo"), key="undo_change", type="tertiary", on_click=ask_change, args=(back, link.link))


def draw_not_followed(link: LinkRow) -> None:
    """That nothing comes of a link that was found, and the way to have it come."""
    if link.followed or link.deleted_at or link.last_pull_at:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="not_followed"):
        st.text(say("This link was made elsewhere and nobody follows it here, so nothing of it is pulled."))
        st.space("stretch")
        if desk.may("follow"):
            st.button(
                say("Follow it"),
                key="follow_found",
                icon=":material/visibility:",
                on_click=ask_change,
                args=("follow", link.link),
            )


def _forget() -> None:
    for name in (_ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Do this to the link?"), on_dismiss=_forget)
def _confirm(link: LinkRow, name: str) -> None:
    if st.session_state.get(_ASKED) is None:
        st.rerun()
    change = CHANGES[name]
    whose = " · ".join(filter(None, (link.person, link.display_name)))
    st.markdown(f"**{plain(say(change.verb))}: {plain(whose)}**")
    st.text(say(change.meaning))
    if change.reaches_bank:
        draw_reality(ASKS)
    if failure := st.session_state.pop(_FAILURE, None):
        draw_notice(failure_notice(failure, say("Nothing was changed.")))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Leave it as it is"), key="keep_as_it_is", on_click=_forget):
            st.rerun()
        st.button(say(change.verb), key="confirm_change", type="primary", on_click=_carry_out, args=(name, link.link))


def _carry_out(name: str, link: str) -> None:
    try:
        CHANGES[name].carry_out(link)
    except BelvoError as error:
        st.session_state[_FAILURE] = error
        return
    _forget()
    st.session_state[_DONE] = (link, name, time_format.utc_now())


def _refresh(link: str) -> None:
    link_actions.refresh(desk.database().whole, desk.client(), link, actor=desk.actor())


def _set_access_mode(mode: AccessMode, link: str) -> None:
    link_actions.set_access_mode(desk.database().whole, desk.client(), link, mode, actor=desk.actor())


def _follow(link: str) -> None:
    link_actions.follow(desk.database().whole, link, actor=desk.actor())


def _unfollow(link: str) -> None:
    link_actions.unfollow(desk.database().whole, link, actor=desk.actor())


CHANGES: Mapping[str, Change] = {
    "refresh": Change(
        msg("Refresh at Belvo"),
        msg(
            "Belvo logs in at the institution now and reads what is new, at most every ten minutes. "
            "Some ask its person for a token."
        ),
        msg("Belvo reads it now; what is new comes by webhook"),
        _refresh,
        reaches_bank=True,
    ),
    "recurrent": Change(
        msg("Make it recurrent"),
        msg("Belvo logs in by itself at the link's rate. The change starts a historical update, which is billed."),
        msg("Recurrent now"),
        partial(_set_access_mode, "recurrent"),
        back="single",
        reaches_bank=True,
    ),
    "single": Change(
        msg("Make it single"),
        msg(
            "Belvo logs in only when asked: new data no longer come by themselves. "
            "To make it recurrent again starts a historical update, which is billed."
        ),
        msg("Single now"),
        partial(_set_access_mode, "single"),
        back="recurrent",
        reaches_bank=True,
    ),
    "unfollow": Change(
        msg("No longer follow it"),
        msg("The desk pulls the link only when somebody asks. What is stored of it stays, and grows old."),
        msg("No longer followed"),
        _unfollow,
        back="follow",
    ),
    "follow": Change(
        msg("Follow it"),
        msg("The desk pulls the link by itself, by schedule and by webhook."),
        msg("Followed; a pull is queued"),
        _follow,
        back="unfollow",
        is_asked=False,
    ),
}
