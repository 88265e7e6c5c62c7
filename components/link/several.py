"""Doing the same to several links: what, to which, and the question before it is begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from actions.operators import bulk as actions
from actions.permission import Refused
from components.status.production import ASKS, DELETES, draw_reality
from components.ui import desk, time_format
from components.ui.language.dialog import dialog
from components.ui.text import count, plain
from languages import msg, say, say_many
from store.core.parameters import Condition
from store.ops.operators import bulk
from store.ops.operators.bulk import UNDONE, Kind
from store.queries.links import listing
from store.queries.links.listing import LinkFilter

_ASKED, _FAILURE = "several_asked", "several_failure"


@dataclass(frozen=True)
class Deed:
    """What can be done to several: its button, what it does, and how it looks."""

    verb: str
    meaning: str
    icon: str


DEEDS: Mapping[Kind, Deed] = {
    Kind.PULL: Deed(
        msg("Pull"), msg("The desk reads all their data, behind whatever a person waits for."), ":material/sync:"
    ),
    Kind.REFRESH: Deed(
        msg("Refresh at Belvo"),
        msg("Belvo logs in at each institution now, one after the other. Some ask their person for a token."),
        ":material/cloud_sync:",
    ),
    Kind.HAND_OUT: Deed(
        msg("Hand out repairs"),
        msg(
            "Each link that only its person can put right gets an update link of its own, which works for 7 days. The "
            "messages to send are made with it. Nothing is sent from here."
        ),
        ":material/outgoing_mail:",
    ),
    Kind.FOLLOW: Deed(
        msg("Follow"), msg("The desk pulls them by itself from now on, and once right away."), ":material/visibility:"
    ),
    Kind.UNFOLLOW: Deed(
        msg("No longer follow"),
        msg("The desk pulls them only when somebody asks. What is stored of them stays, and grows old."),
        ":material/visibility_off:",
    ),
    Kind.DELETE: Deed(
        msg("Delete"),
        msg(
            "They are deleted at Belvo and here, with all that came from them. Their users would have to connect again."
        ),
        ":material/delete:",
    ),
}


@dataclass(frozen=True)
class Chosen:
    """Which links are meant: those that are ticked, else all that a filter finds; and how many."""

    ticked: tuple[str, ...]
    wanted: LinkFilter
    number: int

    def which(self) -> Condition:
        return bulk.of_links(self.ticked) if self.ticked else listing.chosen(self.wanted, time_format.utc_now())


def draw_several(ticked: Sequence[str], wanted: LinkFilter, number: int) -> None:
    """A button that opens what can be done to the links that are ticked, or to all that are found."""
    chosen = Chosen(tuple(ticked), wanted, len(ticked) or number)
    offered = [kind for kind in DEEDS if desk.may(actions.ACTIONS[kind])]
    if offered:
        label = (
            say_many("Do to {number} ticked", "Do to {number} ticked", chosen.number)
            if ticked
            else say_many("Do to the one found", "Do to all {number} found", number)
        )
        with st.popover(label, icon=":material/checklist:", key="several", on_change="rerun", disabled=not number):
            for kind in offered:
                st.button(
                    f"{say(DEEDS[kind].verb)}…",
                    key=f"several_{kind}",
                    icon=DEEDS[kind].icon,
                    width="stretch",
                    on_click=_ask,
                    args=(kind, chosen),
                    help=say(DEEDS[kind].meaning),
                )
    if st.session_state.get(_ASKED):
        _confirm()


def _ask(kind: Kind, chosen: Chosen) -> None:
    st.session_state["several"] = False
    # In the session, since a page that redraws itself would take an open question away, or mean other links by it.
    st.session_state[_ASKED] = (kind, chosen)


def _forget() -> None:
    for name in (_ASKED, _FAILURE):
        st.session_state.pop(name, None)


@dialog(msg("Do this to several links?"), on_dismiss=_forget)
def _confirm() -> None:
    if not (asked := st.session_state.get(_ASKED)):
        st.rerun()
    kind, chosen = asked
    deed, links = DEEDS[kind], count(chosen.number, "link")
    st.markdown(f"**{plain(say(deed.verb))}: {links}**")
    st.text(say(deed.meaning))
    end = say("What it has done can be undone.") if kind in UNDONE else say("What it has done can't be undone.")
    st.caption(f"{say('It goes on by itself if you leave, and can be called off.')} {end}")
    if kind is Kind.REFRESH:
        draw_reality(ASKS)
    if kind is Kind.DELETE:
        draw_reality(DELETES)
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    phrase = say("delete {links}", links=links) if kind is Kind.DELETE else ""
    typed = st.text_input(say("Type “{phrase}” to confirm", phrase=phrase), key="several_typed") if phrase else ""
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Leave them as they are"), key="several_keep", on_click=_forget):
            st.rerun()
        st.button(
            say("{verb} {links}", verb=say(deed.verb), links=links),
            key="several_confirm",
            type="primary",
            disabled=typed.strip().casefold() != phrase.casefold(),
            on_click=_begin,
            args=(kind, chosen),
        )


def _begin(kind: Kind, chosen: Chosen) -> None:
    try:
        _, number = actions.start(desk.database().whole, kind, chosen.which(), actor=desk.actor())
    except Refused as error:
        st.session_state[_FAILURE] = str(error)
        return
    _forget()
    st.session_state["said"] = f"{say(DEEDS[kind].verb)}: {count(number, 'link')}"
