"""Doing the same to several links: what, to which, and the question before it is begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from actions.operators import bulk as actions
from actions.permission import Refused
from components.status.production import ASKS, DELETES, draw_reality
from components.ui import desk, time_format
from components.ui.text import count, plain
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
    Kind.PULL: Deed("Pull", "The desk reads all their data, behind whatever a person waits for.", ":material/sync:"),
    Kind.REFRESH: Deed(
        "Refresh at Belvo",
        "Belvo logs in at each institution now, one after the other. Some ask their person for a token.",
        ":material/cloud_sync:",
    ),
    Kind.HAND_OUT: Deed(
        "Hand out repairs",
        "Each link that only its person can put right gets an update link of its own, which works for 7 days. The "
        "messages to send are made with it. Nothing is sent from here.",
        ":material/outgoing_mail:",
    ),
    Kind.FOLLOW: Deed(
        "Follow", "The desk pulls them by itself from now on, and once right away.", ":material/visibility:"
    ),
    Kind.UNFOLLOW: Deed(
        "No longer follow",
        "The desk pulls them only when somebody asks. What is stored of them stays, and grows old.",
        ":material/visibility_off:",
    ),
    Kind.DELETE: Deed(
        "Delete",
        "They are deleted at Belvo and here, with all that came from them. Their users would have to connect again.",
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
        label = f"Do to {chosen.number:,} ticked" if ticked else f"Do to all {number:,} found"
        with st.popover(label, icon=":material/checklist:", key="several", on_change="rerun", disabled=not number):
            for kind in offered:
                st.button(
                    f"{DEEDS[kind].verb}…",
                    key=f"several_{kind}",
                    icon=DEEDS[kind].icon,
                    width="stretch",
                    on_click=_ask,
                    args=(kind, chosen),
                    help=DEEDS[kind].meaning,
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


@st.dialog("Do this to several links?", on_dismiss=_forget)
def _confirm() -> None:
    if not (asked := st.session_state.get(_ASKED)):
        st.rerun()
    kind, chosen = asked
    deed, links = DEEDS[kind], count(chosen.number, "link")
    st.markdown(f"**{plain(deed.verb)}: {links}**")
    st.text(deed.meaning)
    st.caption(
        "It goes on by itself if you leave, and can be called off. "
        + ("What it has done can be undone." if kind in UNDONE else "What it has done can't be undone.")
    )
    if kind is Kind.REFRESH:
        draw_reality(ASKS)
    if kind is Kind.DELETE:
        draw_reality(DELETES)
    if failure := st.session_state.pop(_FAILURE, None):
        st.error(plain(failure), icon=":material/error:")
    phrase = f"delete {links}" if kind is Kind.DELETE else ""
    typed = st.text_input(f"Type “{phrase}” to confirm", key="several_typed") if phrase else ""
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Leave them as they are", key="several_keep", on_click=_forget):
            st.rerun()
        st.button(
            f"{deed.verb} {links}",
            key="several_confirm",
            type="primary",
            disabled=typed.strip().casefold() != phrase,
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
    st.session_state["said"] = f"{DEEDS[kind].verb}: {count(number, 'link')}"
