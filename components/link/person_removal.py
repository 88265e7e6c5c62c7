"""Erasing a person with all links: what goes is named, the external id typed, a reason asked for, all is reported."""

import streamlit as st

from actions import people as people_actions
from belvo_client import BelvoError
from components.link.erasure_report import tell_report
from components.link.holds import ask_hold
from components.status.production import DELETES, draw_reality
from components.ui import desk
from components.ui.language.dialog import dialog
from components.ui.text import count, plain, resource_words
from domain.setup.words import SETUP
from languages import grouped, msg, say
from store.upkeep import person_erasure
from store.upkeep.person_erasure import Person
from store.write.holds import Held
from store.write.links import LinkRow

ERASE = msg("Erase this person")

_ASKED, _FAILURE, _DONE = "person_removal_asked", "person_removal_failure", "person_removal_done"
_WORDS = {
    "api_calls": msg("Calls to Belvo"),
    "jobs": msg("Pulls"),
    "webhook_events": msg("Webhooks"),
    "widget_sessions": msg("Widget sessions"),
}
_AT_BELVO = msg("Leave the links at Belvo, and erase only what is here")


def draw_person(link: LinkRow) -> None:
    """What can be done about whoever the link is of, for who may."""
    with st.container(horizontal=True, key="of_person"):
        if desk.may("hold"):
            st.button(say("Put on hold…"), key="hold", icon=":material/gavel:", on_click=ask_hold, args=(link.link,))
        if desk.may("erase"):
            st.button(
                f":red[{say('Erase this person…')}]",
                key="erase_person",
                icon=":material/person_remove:",
                on_click=ask_person_removal,
                args=(link.link,),
            )


def ask_person_removal(link: str) -> None:
    """Have the page ask; kept in the session, since a page that redraws itself would take an open question away."""
    st.session_state[_ASKED] = link


def draw_person_removal(link: LinkRow) -> None:
    """Ask as long as the question is open, and erase on a yes."""
    if st.session_state.get(_ASKED) == link.link:
        _confirm(link)


def leave_erased() -> None:
    """Go to the list of links if its person was just erased: the page has nothing left to show."""
    if st.session_state.pop(_DONE, False):
        st.switch_page("pages/links.py")


def _forget() -> None:
    for name in (_ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Erase this person?"), on_dismiss=_forget)
def _confirm(link: LinkRow) -> None:
    leave_erased()
    whole = desk.database().whole
    person = person_erasure.of_link(whole, link.link)
    if st.session_state.get(_ASKED) is None or person is None:
        st.rerun()
    name = " · ".join(filter(None, (link.owner, link.external_id or link.link)))
    number = count(len(person.links), "link")
    st.markdown(f"**{plain(name)}**: {plain(say('{links}, deleted at Belvo and here, with', links=number))}")
    st.caption(plain(_contents(person)))
    draw_reality(DELETES)
    st.text(
        say("This can't be undone. Files that were exported and backups keep what they hold: the report names them.")
    )
    shown = link.external_id or link.link
    st.text_input(
        say("Type the external ID to confirm") if link.external_id else say("Type the link's ID"),
        key="erase_typed",
        placeholder=shown,
        autocomplete="off",
    )
    st.text_input(say("Reason"), key="erase_reason", placeholder=say("Case or ticket; no names"))
    st.checkbox(say(_AT_BELVO), key="erase_here_only")
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Keep them"), key="keep_person", on_click=_forget):
            st.rerun()
        st.button(
            f":red[{say(ERASE)}]",
            key="confirm_erase",
            icon=":material/person_remove:",
            on_click=_erase,
            args=(link.link,),
        )


def _contents(person: Person) -> str:
    found = person_erasure.belongings(desk.database().whole, person)
    return " · ".join(f"{_noun(table)} {grouped(number)}" for table, number in found.items() if table != "links")


def _noun(table: str) -> str:
    return say(_WORDS[table]) if table in _WORDS else resource_words(table)


def _erase(link: str) -> None:
    whole = desk.database().whole
    person = person_erasure.of_link(whole, link)
    if person is None:  # erased meanwhile, in another tab
        _forget()
        return
    reason = (st.session_state.get("erase_reason") or "").strip()
    if (st.session_state.get("erase_typed") or "").strip() != person.name:
        st.session_state[_FAILURE] = say("What you typed is not this person's ID, so nothing was erased.")
        return
    if not reason:
        st.session_state[_FAILURE] = say("Say why: it stands in the audit and in the report.")
        return
    client = None if st.session_state.get("erase_here_only") else desk.client()
    try:
        report = people_actions.erase(whole, client, person, actor=desk.actor(), reason=reason)
    except BelvoError as error:
        told = desk.database().as_told(error.message)
        st.session_state[_FAILURE] = say(
            "Belvo did not say which links it has of this person ({code}: {told}), so nothing was "
            "erased. Try again, or erase only what is here.",
            code=error.code,
            told=told,
        )
        return
    except Held as error:
        st.session_state[_FAILURE] = SETUP.say(desk.database().as_told(str(error)))
        return
    _forget()
    tell_report(report.mark)
    st.session_state[_DONE] = True
