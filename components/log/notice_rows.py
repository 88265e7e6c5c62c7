"""Notices: the channels, what was sent to them and how that went, and what was noticed."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.ui import states
from components.ui.detail_fields import draw_facts
from components.ui.drawers import closer
from components.ui.language.dialog import dialog
from components.ui.paging import keep_order
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import one_line, plain, shorten
from components.ui.time_format import exact
from components.ui.verbatim import draw_verbatim
from domain.notices.channels import WAYS, Channel
from domain.notices.kinds import KINDS, Item
from domain.notices.messages import message, reason_words
from domain.notices.retries import MET
from languages import LANGUAGES, grouped, msg, say, say_many, spoken
from store import Database
from store.ops.notices import deliveries, events
from store.ops.notices.deliveries import Delivery

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = "delivery"
_ICONS = {"slack": ":material/tag:", "webhook": ":material/webhook:", "email": ":material/mail:"}

DELIVERIES = Table(
    {
        "open": OPEN,
        "made_at": Column(msg("When"), 88, "ago"),
        "state": Column(msg("State"), 92, "state", states=states.DELIVERIES),
        "channel": Column(msg("Channel"), 230),
        "items": Column(msg("Notices"), 70, "count", help=msg("Things that it tells"), adds_up=True),
        "attempts": Column(msg("Tries"), 60, "count", adds_up=True),
        "next": Column(msg("Next try"), 88, "ago", optional=True),
        "told": Column(msg("What the last try met"), 330, optional=True),
    },
    alt=msg("Deliveries with their channel, state and tries, the newest first"),
    empty=msg("Nothing was sent yet."),
)

NOTICED = Table(
    {
        "at": Column(msg("When"), 88, "ago"),
        "kind": Column(msg("What"), 200),
        "institution": Column(msg("Institution"), 170, optional=True),
        "link": Column(msg("Link ID"), 85, optional=True),
        "detail": Column(msg("Detail"), 130, optional=True),
        "ended": Column(msg("Over"), 88, "ago", optional=True),
    },
    alt=msg("What was noticed, of which institution or link, and when it was over"),
    empty=msg("Nothing was noticed yet. What happens is looked at as long as a channel is on."),
)


def name_of(channel: Channel | None) -> str:
    """What people call a channel."""
    if channel is None:
        return say("Removed")
    return one_line(f"{say(WAYS[channel.way])} {shorten(channel.target, 60)}").strip()


def draw_channel(channel: Channel, buttons: Callable[[], None]) -> None:
    """One channel: where it leads, what it is told, when, and what can be done with it."""
    with (
        st.container(border=True, key=f"channel_{channel.id}", gap="xsmall"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.badge(say("On") if channel.is_on else say("Off"), color="green" if channel.is_on else "gray")
        with st.container(width="stretch", gap="xxsmall"):
            st.markdown(f"{_ICONS[channel.way]} **{plain(name_of(channel))}**")
            st.caption(plain(described(channel)))
        with st.container(horizontal=True, width="content"):
            buttons()


def described(channel: Channel) -> str:
    """What it is told and when, in a sentence or two."""
    kinds = ", ".join(say(about.word) for kind, about in KINDS.items() if kind in channel.kinds)
    minutes = round(channel.gather / timedelta(minutes=1))
    gathers = say("gathered for {minutes} min", minutes=minutes) if minutes else say("at once")
    told = "" if channel.language == spoken().code else say("in {language}", language=LANGUAGES[channel.language][0])
    return " · ".join(filter(None, (kinds, gathers, _quiet(channel), told)))


def _quiet(channel: Channel) -> str:
    if channel.quiet is None:
        return ""
    begins, ends = f"{channel.quiet.begins:%H:%M}", f"{channel.quiet.ends:%H:%M}"
    said = (
        say("nothing but what is urgent from {begins} to {ends}", begins=begins, ends=ends)
        if channel.urgent_passes
        else say("nothing at all from {begins} to {ends}", begins=begins, ends=ends)
    )
    return f"{said} ({channel.quiet.zone})"


def draw_deliveries(
    rows: Sequence[Delivery], channels: Sequence[Channel], *, key: str, opener: "ButtonColumnResult"
) -> None:
    """The newest deliveries."""
    by_id = {channel.id: channel for channel in channels}
    frame = pd.DataFrame(
        [
            {
                "made_at": row.made_at,
                "state": row.state,
                "channel": name_of(by_id.get(row.channel))
                if row.channel in by_id
                else say("{way} (removed)", way=say(WAYS[row.way])),
                "items": row.items,
                "attempts": row.attempts,
                "next": row.next_at if row.state == "waiting" and row.attempts else None,
                "told": MET.say(row.told or ""),
                "open": say("Open"),
            }
            for row in rows
        ],
        columns=[*DELIVERIES.columns],
    )
    frame = frame.assign(**{name: pd.to_datetime(frame[name], utc=True) for name in ("made_at", "next")})
    draw_table(frame, DELIVERIES, key=key, buttons={"open": opener}, sort_by=keep_order, file="deliveries")


def draw_noticed(items: Sequence[Item], *, key: str) -> None:
    """What was noticed, whoever was told of it."""
    frame = pd.DataFrame(
        [
            {
                "at": item.began_at,
                "kind": say(KINDS[item.kind].word),
                "institution": item.bank or item.institution or None,
                "link": item.link or None,
                "detail": reason_words(item.detail),
                "ended": item.ended_at if KINDS[item.kind].lasts else None,
            }
            for item in items
        ],
        columns=[*NOTICED.columns],
    )
    frame = frame.assign(**{name: pd.to_datetime(frame[name], utc=True) for name in ("at", "ended")})
    draw_table(frame, NOTICED, key=key, file="noticed")


@dialog(msg("A delivery"), position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_delivery(db: Database, identity: str, buttons: Callable[[Delivery], None]) -> None:
    """What it tells, and each of its tries."""
    found = next((one for one in deliveries.lately(db) if one.id == identity), None)
    if found is None:
        st.text(say("This delivery is not kept any more. LINKDESK_HISTORY_KEPT_DAYS says for how long they are."))
        return
    told = message(found.id, events.of_delivery(db, identity), environment="", desk="")
    state = states.DELIVERIES[found.state]
    st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
    for line in told.lines:
        st.text(one_line(line.text))
    if not told.lines:
        st.text(say("What it told of was erased, or is not kept any more."))
    buttons(found)
    for attempt in deliveries.attempts(db, identity):
        st.divider()
        draw_facts(
            {
                say("Tried"): exact(attempt.at, st.context.timezone),
                say("Outcome"): {"sent": say("Sent"), "again": say("Tried again later"), "failed": say("Given up")}[
                    attempt.outcome
                ],
                say("Status"): str(attempt.status or ""),
                say("Met"): MET.say(attempt.told or ""),
                say("Took"): say("{milliseconds} ms", milliseconds=grouped(attempt.milliseconds)),
            }
        )
    draw_verbatim(
        found.id,
        key="delivery_id",
        label=say_many("Its id, of {number} notice", "Its id, of {number} notices", found.items),
    )
