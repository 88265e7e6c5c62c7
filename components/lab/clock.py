"""The local Belvo's clock: what it shows, buttons that move it on, and what came due by the last move."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from actions.lab import steering
from actions.lab.steering import Move
from components.lab.steering import attempt
from components.ui import desk
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, plain, words
from components.ui.time_format import exact
from languages import msg, say, say_many
from settings import Settings
from store import Database
from store.core import instants

STEPS: Mapping[str, float] = {
    msg("1 hour"): 1 / 24,
    msg("1 day"): 1,
    msg("1 week"): 7,
    msg("1 month"): 30,
    msg("3 months"): 91,
}
_MOVE = "lab_move"
_TOLD = 30

DELIVERIES = Table(
    {
        "at": Column(msg("Due at, by Belvo's clock"), 190),
        "event": Column(msg("Webhook"), 260),
        "link": Column(msg("Link"), 110),
        "state": Column(msg("Delivery"), 90, "words"),
        "answer": Column(msg("Answered"), 90),
    },
    alt=msg("Webhooks of the local Belvo, the newest first"),
    most=12,
)


def draw_clock(db: Database, settings: Settings, state: Mapping[str, Any], offset: float) -> None:
    """The clock with its buttons, and what the last move of this tab has set off."""
    with st.container(border=True, gap="small", key="clock"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            shown = exact(instants.decode(state["now"]), st.context.timezone)
            clock = say("Belvo's clock")
            st.markdown(f"**{clock}** {plain(shown)}", width="content")
            st.space("stretch")
            for label, days in STEPS.items():
                st.button(
                    f"+ {say(label)}",
                    key=f"advance_{label}",
                    on_click=_advance,
                    args=(db, settings, label, days, offset),
                )
        move: Move | None = st.session_state.get(_MOVE)
        if move:
            _draw_move(settings, move, steering.still_to_come(state))
        else:
            st.caption(say("Moved on, it does what comes due: refreshes, ends of consents and passwords, webhooks."))


def _advance(db: Database, settings: Settings, label: str, days: float, offset: float) -> None:
    def move() -> None:
        st.session_state[_MOVE] = steering.advance(db.whole, settings, days, seen=offset, actor=desk.actor())

    attempt(move, say("{label} has passed at Belvo", label=say(label)), icon=":material/schedule:")


def forget_move() -> None:
    """The last move was one of a state that is gone."""
    st.session_state.pop(_MOVE, None)


def _draw_move(settings: Settings, move: Move, waiting: int) -> None:
    came = [one for one in deliveries(settings) if one["id"] > move.newest]
    changed = _changes(move)
    st.caption(
        plain(
            say(
                "Came due since {time} UTC: {said}",
                time=move.before[:16].replace("T", " "),
                said=_said(len(came), changed, waiting),
            )
        )
    )
    if came:
        draw_deliveries(came[:_TOLD], key="came_due")


def _said(number: int, changed: list[str], waiting: int) -> str:
    parts = [count(number, "webhook") if number else say("no webhook"), *changed]
    if waiting:
        parts.append(say_many("{number} on its way", "{number} on their way", waiting))
    return ", ".join(parts) + "."


def _changes(move: Move) -> list[str]:
    names = sorted({*move.statuses_before, *move.statuses_after})
    moved = {name: move.statuses_after.get(name, 0) - move.statuses_before.get(name, 0) for name in names}
    return [by_status(name, number, f"{number:+d}") for name, number in moved.items() if number]


def by_status(name: str, number: int, written: str) -> str:
    """So many links of a status of Belvo's; the number as it is `written`, with its sign where it is a change."""
    many = abs(number)
    match name:
        case "valid":
            return say_many("{number} valid", "{number} valid", many, number=written)
        case "invalid":
            return say_many("{number} invalid", "{number} invalid", many, number=written)
        case "token_required":
            return say_many("{number} wants a token", "{number} want a token", many, number=written)
        case "unconfirmed":
            return say_many("{number} unconfirmed", "{number} unconfirmed", many, number=written)
    return f"{words(name)}: {written}"


def deliveries(settings: Settings) -> list[dict[str, Any]]:
    """The newest webhooks of the local Belvo, the newest first."""
    return steering.deliveries(settings)


def draw_deliveries(found: list[dict[str, Any]], *, key: str) -> None:
    """Webhooks of the local Belvo, each with what became of it."""
    rows = [
        {
            "at": exact(instants.decode(one["created_at"]), st.context.timezone),
            "event": f"{one['body'].get('webhook_type', '')} {one['body'].get('webhook_code', '')}",
            "link": str(one["body"].get("link_id") or "")[:8],
            "state": one["state"] if not one["mishap"] else f"{one['state']} ({one['mishap']})",
            "answer": _answer(one["attempts"]),
        }
        for one in found
    ]
    draw_table(pd.DataFrame(rows), DELIVERIES, key=key, file="local_webhooks")


def _answer(attempts: list[dict[str, Any]]) -> str:
    if not attempts:
        return ""
    last = attempts[-1]
    tried = f", {count(len(attempts), 'try', 'tries')}" if len(attempts) > 1 else ""
    return f"{last.get('status') or say('no answer')}{tried}"
