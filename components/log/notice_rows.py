"""Notices: the channels, what was sent to them and how that went, and what was noticed."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.ui import states
from components.ui.detail_fields import draw_facts
from components.ui.drawers import closer
from components.ui.paging import keep_order
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import count, one_line, plain, shorten
from components.ui.time_format import exact
from components.ui.verbatim import draw_verbatim
from domain.notices.channels import WAYS, Channel
from domain.notices.kinds import KINDS, Item
from domain.notices.messages import message
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
        "made_at": Column("When", 88, "ago"),
        "state": Column("State", 92, "state", states=states.DELIVERIES),
        "channel": Column("Channel", 230),
        "items": Column("Notices", 70, "count", help="Things that it tells"),
        "attempts": Column("Tries", 60, "count"),
        "next": Column("Next try", 88, "ago", optional=True),
        "told": Column("What the last try met", 330, optional=True),
    },
    alt="Deliveries with their channel, state and tries, the newest first",
    empty="Nothing was sent yet.",
)

NOTICED = Table(
    {
        "at": Column("When", 88, "ago"),
        "kind": Column("What", 200),
        "institution": Column("Institution", 170, optional=True),
        "link": Column("Link ID", 85, optional=True),
        "detail": Column("Detail", 130, optional=True),
        "ended": Column("Over", 88, "ago", optional=True),
    },
    alt="What was noticed, of which institution or link, and when it was over",
    empty="Nothing was noticed yet. What happens is looked at as long as a channel is on.",
)


def name_of(channel: Channel | None) -> str:
    """What people call a channel."""
    if channel is None:
        return "Removed"
    return one_line(f"{WAYS[channel.way]} {shorten(channel.target, 60)}").strip()


def draw_channel(channel: Channel, buttons: Callable[[], None]) -> None:
    """One channel: where it leads, what it is told, when, and what can be done with it."""
    with (
        st.container(border=True, key=f"channel_{channel.id}", gap="xsmall"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.badge("On" if channel.is_on else "Off", color="green" if channel.is_on else "gray")
        with st.container(width="stretch", gap="xxsmall"):
            st.markdown(f"{_ICONS[channel.way]} **{plain(name_of(channel))}**")
            st.caption(plain(described(channel)))
        with st.container(horizontal=True, width="content"):
            buttons()


def described(channel: Channel) -> str:
    """What it is told and when, in a sentence or two."""
    kinds = ", ".join(about.word for kind, about in KINDS.items() if kind in channel.kinds)
    minutes = round(channel.gather / timedelta(minutes=1))
    gathers = f"gathered for {minutes} min" if minutes else "at once"
    quiet = ""
    if channel.quiet:
        passing = "but what is urgent" if channel.urgent_passes else "at all"
        quiet = f" · nothing {passing} from {channel.quiet.begins:%H:%M} to {channel.quiet.ends:%H:%M}"
        quiet += f" ({channel.quiet.zone})"
    return f"{kinds} · {gathers}{quiet}"


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
                "channel": name_of(by_id.get(row.channel)) if row.channel in by_id else f"{WAYS[row.way]} (removed)",
                "items": row.items,
                "attempts": row.attempts,
                "next": row.next_at if row.state == "waiting" and row.attempts else None,
                "told": row.told,
                "open": "Open",
            }
            for row in rows
        ],
        columns=[*DELIVERIES.columns],
    )
    frame = frame.assign(**{name: pd.to_datetime(frame[name], utc=True) for name in ("made_at", "next")})
    draw_table(frame, DELIVERIES, key=key, buttons={"open": opener}, sort_by=keep_order)


def draw_noticed(items: Sequence[Item], *, key: str) -> None:
    """What was noticed, whoever was told of it."""
    frame = pd.DataFrame(
        [
            {
                "at": item.began_at,
                "kind": KINDS[item.kind].word,
                "institution": item.bank or item.institution or None,
                "link": item.link or None,
                "detail": item.detail.replace("_", " "),
                "ended": item.ended_at if KINDS[item.kind].lasts else None,
            }
            for item in items
        ],
        columns=[*NOTICED.columns],
    )
    frame = frame.assign(**{name: pd.to_datetime(frame[name], utc=True) for name in ("at", "ended")})
    draw_table(frame, NOTICED, key=key)


@st.dialog("A delivery", position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_delivery(db: Database, identity: str, buttons: Callable[[Delivery], None]) -> None:
    """What it tells, and each of its tries."""
    found = next((one for one in deliveries.lately(db) if one.id == identity), None)
    if found is None:
        st.text("This delivery is not kept any more. LINKDESK_HISTORY_KEPT_DAYS says for how long they are.")
        return
    told = message(found.id, events.of_delivery(db, identity), environment="", desk="")
    state = states.DELIVERIES[found.state]
    st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
    for line in told.lines:
        st.text(one_line(line.text))
    if not told.lines:
        st.text("What it told of was erased, or is not kept any more.")
    buttons(found)
    for attempt in deliveries.attempts(db, identity):
        st.divider()
        draw_facts(
            {
                "Tried": exact(attempt.at, st.context.timezone),
                "Outcome": {"sent": "Sent", "again": "Tried again later", "failed": "Given up"}[attempt.outcome],
                "Status": str(attempt.status or ""),
                "Met": attempt.told,
                "Took": f"{attempt.milliseconds:,} ms",
            }
        )
    draw_verbatim(found.id, key="delivery_id", label=f"Its id, of {count(found.items, 'notice')}")
