"""Deleting a link, after saying what goes with it."""

import streamlit as st

from actions import links as link_actions
from belvo_client import BelvoError
from components.link.person_removal import ask_person_removal
from components.status.production import DELETES, draw_reality
from components.ui import desk
from components.ui.language.dialog import dialog
from components.ui.text import count, plain
from domain.setup.words import SETUP
from languages import msg, say, say_many
from store.upkeep import person_erasure
from store.upkeep.erasure import NotErased
from store.write.holds import Held
from store.write.links import LinkRow

DELETE = msg("Delete link")

_ASKED, _FAILURE, _DONE = "link_removal_asked", "link_removal_failure", "link_removal_done"


def ask_removal(link: str) -> None:
    """Have the page ask; kept in the session, since a page that redraws itself would take an open question away."""
    st.session_state[_ASKED] = link


def draw_removal(link: LinkRow) -> None:
    """Ask as long as the question is open, and delete on a yes."""
    if st.session_state.get(_ASKED) == link.link:
        _confirm(link)


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


@dialog(msg("Delete this link?"), on_dismiss=_forget)
def _confirm(link: LinkRow) -> None:
    leave_removed()
    name = " · ".join(filter(None, (link.person, link.display_name or link.institution))) or say("This link")
    rows = f"{count(link.accounts, 'account')}, {count(link.transactions, 'transaction')}"
    st.markdown(
        say(
            "{name} will be deleted at Belvo and here, with {rows}, the owners and all pulls. "
            "This can't be undone: its user would have to connect again.",
            name=f"**{plain(name)}**",
            rows=plain(rows),
        )
    )
    draw_reality(DELETES)
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    if desk.may("erase") and (others := _others(link)):
        st.button(
            say_many(
                "Erase this person, with {number} more link…", "Erase this person, with {number} more links…", others
            ),
            key="erase_instead",
            type="tertiary",
            icon=":material/person_remove:",
            on_click=_ask_person,
            args=(link.link,),
        )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Keep it"), key="keep_link", on_click=_forget):
            st.rerun()
        st.button(
            f":red[{say(DELETE)}]",
            key="confirm_delete",
            icon=":material/delete:",
            on_click=_remove,
            args=(link.link, name),
        )


def _others(link: LinkRow) -> int:
    person = person_erasure.of_link(desk.database().whole, link.link)
    return len(person.links) - 1 if person else 0


def _ask_person(link: str) -> None:
    _forget()
    ask_person_removal(link)


def leave_removed() -> None:
    """Go to the list of links if one was just deleted: its own page has nothing left to show."""
    if st.session_state.pop(_DONE, False):
        st.switch_page("pages/links.py")


def _remove(link: str, name: str) -> None:
    said = say("{name} is deleted", name=name)
    try:
        link_actions.delete(desk.database().whole, desk.client(), link, actor=desk.actor())
    except BelvoError as error:
        told = desk.database().as_told(error.message)
        st.session_state[_FAILURE] = say(
            "Belvo did not delete it ({code}: {told}), so nothing was deleted here either. Try again.",
            code=error.code,
            told=told,
        )
        return
    except Held as error:
        st.session_state[_FAILURE] = SETUP.say(desk.database().as_told(str(error)))
        return
    except NotErased as error:
        said = f"{said}. {error}"
    _forget()
    st.session_state[_DONE] = True
    st.session_state["said"] = said
