"""Whose a link is that Belvo has no external id of: put to a person, and taken off again."""

from collections.abc import Callable, Sequence

import streamlit as st

from actions import people as people_actions
from actions.connect import external_id as external_ids
from components.ui import desk
from components.ui.language.dialog import dialog
from components.ui.text import count, plain, tell_apart
from components.ui.time_format import exact, today
from domain.setup.words import SETUP
from languages import msg, say
from store import Database
from store.core import instants
from store.core.keyset import Place
from store.queries.people import listing
from store.queries.people.listing import PeopleFilter
from store.write import assignments
from store.write.holds import Held
from store.write.links import LinkRow

_ASKED, _FAILURE = "assignment_asked", "assignment_failure"
_MOST = 8
"""People to choose one of; more words find fewer."""

_CHANGED = msg("The link has changed meanwhile, so nothing was done. Close this, and look at the page again.")


def draw_assignment(link: LinkRow, *, key: str) -> None:
    """The buttons, for who may, of a link that has no external id of its own."""
    if link.own_external_id or link.deleted_at or not desk.may("assign") or desk.is_masked():
        return
    label = say("Put to another person…") if link.is_assigned else say("Put to a person…")
    st.button(label, key=f"{key}_put", icon=":material/person_add:", on_click=_ask, args=(link.link,))
    if link.is_assigned:
        st.button(
            say("Take off this person"),
            key=f"{key}_take_off",
            icon=":material/person_off:",
            on_click=_take_off,
            args=(link.link,),
            help=say("The link stands for itself again"),
        )


def draw_assignments(db: Database, links: Sequence[LinkRow]) -> None:
    """Of a person's links those that are theirs because somebody here said so, or that stand for themselves."""
    for link in links:
        if link.own_external_id or not (link.is_assigned or desk.may("assign")):
            continue
        bank = link.display_name or link.institution or say("Link")
        said = (
            say("{bank} put here to {whom}.", bank=bank, whom=whom)
            if (whom := assigned_by(db, link))
            else say("{bank} has no external ID, and stands for itself.", bank=bank)
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"whose_{link.link}"):
            st.caption(plain(said), width="content")
            draw_assignment(link, key=f"whose_{link.link}")


def draw_assignment_question(*links: LinkRow) -> None:
    """Ask as long as the question is open of one of these; what could not be done is said."""
    asked = st.session_state.get(_ASKED)
    for link in links:
        if link.link == asked:
            _choose(link)
    if asked is None and (failure := st.session_state.pop(_FAILURE, None)):
        st.error(plain(failure), icon=":material/error:")


def assigned_by(db: Database, link: LinkRow) -> str:
    """To whom it was put here, by whom and when; empty where nobody did, or where its own external id counts."""
    if not link.is_assigned:
        return ""
    with db.read() as connection:
        found = assignments.find(connection, link.link)
    if found is None:
        return ""
    return say(
        "{external_id}, by {actor}, {when}",
        external_id=found.external_id,
        actor=found.actor,
        when=exact(instants.decode(found.at), st.context.timezone),
    )


def _ask(link: str) -> None:
    st.session_state[_ASKED] = link


def _forget() -> None:
    for name in (_ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Whose is this link?"), on_dismiss=_forget)
def _choose(link: LinkRow) -> None:
    if st.session_state.get(_ASKED) is None:
        st.rerun()
    whose = " · ".join(filter(None, (link.owner, link.display_name, link.link[:8])))
    st.markdown(f"**{plain(whose)}**")
    st.text(say("Belvo has no external ID of it. What is chosen here counts at this desk alone, and is said as such."))
    typed = st.text_input(say("Find"), key="assignment_find", placeholder=say("Name, document, external ID")) or ""
    options = _options(desk.database(), link, typed.strip())
    if options:
        st.radio(say("Person"), [*options], format_func=options.__getitem__, key="assignment_person")
    elif typed.strip():
        nobody = say("Nobody here is called so, and it can't be an external ID.")
        st.caption(f"{nobody} {say(external_ids.RULE)}")
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Leave it as it is"), key="keep_assignment", on_click=_forget):
            st.rerun()
        st.button(
            say("Put to this person"),
            key="confirm_assignment",
            type="primary",
            on_click=_put,
            args=(link.link,),
            disabled=not options,
        )


def _options(db: Database, link: LinkRow, typed: str) -> dict[str, str]:
    """What each external id that fits is called, and last that which was typed, where nobody has it yet."""
    listing.bring_up_to_date(db, today())
    rows = listing.page(db, PeopleFilter(text=typed), sort="person", descending=False, at=Place(limit=_MOST))
    named = rows[rows["external_id"].notna() & (rows["external_id"] != link.external_id)]
    found = {
        row["external_id"]: " · ".join(
            filter(None, (row["owner"], row["external_id"], count(int(row["links"]), "link")))
        )
        for row in named[named["external_id"] != ""].to_dict("records")
    }
    if typed and typed not in found and typed != link.external_id and _may_be_new(typed):
        found[typed] = say("{typed} · nobody here yet", typed=typed)
    return {one: plain(label) for one, label in tell_apart(found).items()}


def _may_be_new(typed: str) -> bool:
    return external_ids.is_allowed(typed) and external_ids.personal(typed) is None


def _put(link: str) -> None:
    person = st.session_state["assignment_person"]
    _act(
        lambda: people_actions.assign(desk.database().whole, link, person, actor=desk.actor()),
        say("Put to this person"),
    )


def _take_off(link: str) -> None:
    _act(
        lambda: people_actions.take_off(desk.database().whole, link, actor=desk.actor()),
        say("It stands for itself again"),
    )


def _act(act: Callable[[], bool], said: str) -> None:
    try:
        done = act()
    except Held as error:
        st.session_state[_FAILURE] = SETUP.say(desk.database().as_told(str(error)))
        return
    if not done:
        st.session_state[_FAILURE] = say(_CHANGED)
        return
    _forget()
    st.session_state["said"] = said
