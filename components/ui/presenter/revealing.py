"""Revealing one person, for a reason and ten minutes, and what says on every page that somebody is revealed."""

import streamlit as st

from actions.access import reveals
from actions.access.reveals import LASTS, LONGEST_REASON, NobodyHere, NoReason
from components.ui import desk
from components.ui.language.dialog import dialog
from components.ui.text import plain
from components.ui.time_format import clock
from languages import msg, say
from store.ops.audit.reveals import Reveal
from store.write import links

_ASKED, _FAILURE, _REASON = "reveal_asked", "reveal_failure", "reveal_reason"
_MINUTES = int(LASTS.total_seconds() // 60)


def offer_reveal(link: str) -> None:
    """The button on a person's page, for who may have them revealed and does not see them; and what it asks."""
    found = desk.revealed()
    if not desk.may_reveal() or (found and link in found.links):
        return
    st.button(
        say("Reveal"),
        key="reveal",
        icon=":material/visibility:",
        on_click=_ask,
        args=(link,),
        help=say(
            "Shows you this person for {minutes} minutes. It is kept on record, with your reason.", minutes=_MINUTES
        ),
    )
    if st.session_state.get(_ASKED) == link:
        _confirm(link)


def draw_revealed() -> None:
    """Who is revealed, until when and why, above every page for as long as it lasts; nothing else of the time."""
    found = desk.revealed()
    if found is None:
        return
    of = links.find(desk.database(), found.link)
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key="revealed"):
        said = plain(say("Revealed until {time}", time=clock(found.until, st.context.timezone)))
        st.markdown(f":material/visibility: **{said}** · {plain(found.reason)}", width="content")
        if of and of.person:
            st.caption(plain(of.person), width="content")
        st.space("stretch")
        st.button(say("Mask again"), key="mask_again", icon=":material/visibility_off:", on_click=_mask_again)
    _follow(found)


@st.fragment(run_every="3s")
def _follow(drawn: Reveal) -> None:
    """Have the page drawn anew, masked, once it is over: by the clock, or ended in another tab."""
    if desk.revealed() != drawn:
        st.rerun()


def _ask(link: str) -> None:
    st.session_state[_ASKED] = link


def _forget() -> None:
    for name in (_ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Reveal this person?"), on_dismiss=_forget)
def _confirm(link: str) -> None:
    st.text(
        say(
            "For {minutes} minutes you see who this is, on all of their links and in files. Nobody "
            "else does. Your name and your reason are kept in the audit.",
            minutes=_MINUTES,
        )
    )
    st.text_area(
        say("Reason"),
        key=_REASON,
        height=70,
        max_chars=LONGEST_REASON,
        placeholder=say("Ticket 4711, the customer asks about a payment"),
    )
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Keep masked"), key="keep_masked", on_click=_forget):
            st.rerun()
        if st.button(say("Reveal"), key="confirm_reveal", type="primary", on_click=_reveal, args=(link,)) and (
            _ASKED not in st.session_state
        ):
            st.rerun()


def _reveal(link: str) -> None:
    try:
        reveals.reveal(desk.database().whole, link, st.session_state.get(_REASON) or "", actor=desk.actor())
    except (NoReason, NobodyHere) as error:
        st.session_state[_FAILURE] = str(error)
        return
    _forget()


def _mask_again() -> None:
    reveals.mask_again(desk.database().whole, actor=desk.actor())
