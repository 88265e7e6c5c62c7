"""The links that need somebody, each with what happened and the next step."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from components.status.advice import advise
from components.status.pull_progress import follow_next_try
from components.status.repair_navigation import go_repair
from components.ui import desk, states
from components.ui.text import plain, width_of
from components.ui.time_format import ago, exact
from domain.link_state import LinkState, Peers, Reason, Step
from languages import grouped, say, say_many

_ROW, _BUTTON, _LINK = 35, 84, 68
"""Pixels that are kept for a card's first line and for what is pressed in it, so that nothing moves when it comes."""


def draw_attention(
    needy: Sequence[LinkState],
    now: datetime,
    *,
    pull: Callable[[str], None] | None = None,
    repair: bool = True,
    below: Callable[[LinkState], None] | None = None,
) -> None:
    """One card a link that needs somebody, with the way to repair what only its user can mend.

    With `pull`, which takes the link, they are a list: each has the other ways on as well, and what tells it apart.
    `below` draws what a card has besides.
    """
    for state in needy:
        advice, link = advise(state), state.facts.link
        if advice is None:
            continue
        shown = states.of_link(state.trouble or state.badge)
        with st.container(border=True, gap="xxsmall", key=f"attention_{link}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(height=_ROW, width="content", border=False, vertical_alignment="center"):
                    st.badge(shown.word, icon=shown.icon, color=shown.color, help=shown.meaning)
                st.text(advice.happened, width="content")
                st.space("stretch")
                if state.since:
                    st.badge(_age(state, state.since, now), color="gray", help=exact(state.since, st.context.timezone))
                _draw_ways(state, pull, repair=repair)
            before, after = (state.facts.external_id, _elsewhere(state.peers)) if pull else ("", "")
            draw_todo = partial(_draw_todo, before=before, after=(after, advice.small_print))
            if state.reason is Reason.BANK_DOWN:
                follow_next_try(state, draw_todo)
            else:
                draw_todo(advice.todo)
            if below:
                below(state)


def _draw_ways(state: LinkState, pull: Callable[[str], None] | None, *, repair: bool) -> None:
    """What can be done about it from here."""
    link = state.facts.link
    if pull and state.step is Step.PULL and desk.may("pull"):
        label = say("Pull now")
        st.button(label, key=f"pull_{link}", width=_room(label, 34), on_click=pull, args=(link,))
    if repair and state.step is Step.REPAIR and desk.may("repair"):
        label = say("Repair")
        st.button(
            label,
            key=f"repair_{link}",
            icon=":material/build:",
            width=_room(label, 45),
            on_click=go_repair,
            args=(link,),
        )
    if repair and state.step is Step.RENEW and desk.may("repair"):
        label, renewal = say("Renew"), partial(go_repair, link, "renew")
        st.button(
            label,
            key=f"renew_{link}",
            icon=":material/autorenew:",
            width=_room(label, 45),
            on_click=renewal,
        )
    if pull:
        label = say("Open link")
        width = max(_LINK, width_of(label) + 12)
        desk.draw_way("pages/link.py", label=label, icon="", query_params={"link": link}, width=width)


def _room(label: str, around: int) -> int:
    """Pixels of a button, which are those of the English ones as far as its label lets them be."""
    return max(_BUTTON, width_of(label) + around)


def _age(state: LinkState, since: datetime, now: datetime) -> str:
    """How long ago the reason came up; the end that was agreed on for a consent came by Belvo's clock."""
    consent = state.facts.consent
    is_belvos = consent is not None and since == consent.expires_at
    return ago(since, now + desk.ahead() if is_belvos else now)


def _draw_todo(todo: str, *, before: str | None, after: Sequence[str]) -> None:
    st.caption(" · ".join(plain(text) for text in (before, todo, *after) if text))


def _elsewhere(peers: Peers) -> str:
    """How other links at the institution do."""
    others, troubled = peers.others, peers.troubled
    if not others:
        return ""
    if others == 1:
        return (
            say("The other link there can't be pulled either")
            if troubled
            else say("The other link there can be pulled")
        )
    if not troubled:
        return say("All {others} other links there can be pulled", others=grouped(others))
    return say_many(
        "{number} of {others} other links there can't be pulled either",
        "{number} of {others} other links there can't be pulled either",
        troubled,
        others=grouped(others),
    )
