"""The links that need somebody, each with what happened and the next step."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from components.status.advice import NEEDS_ITS_USER, Advice, advise
from components.status.repair_navigation import go_repair
from components.ui import states
from components.ui.text import plain
from components.ui.time_format import ago, exact

_STATE = {"pull_failed": "failed"}


def draw_attention(
    rows: pd.DataFrame, now: datetime, *, pull: Callable[[str], None] | None = None, repair: bool = True
) -> None:
    """One card a row of overview.attention, with the way to repair what only its user can mend.

    With `pull`, which takes the link, the other ways on as well. Where rows have an external_id, it tells them apart.
    """
    for row in rows.to_dict("records"):
        reason, link = str(row["reason"]), str(row["link"])
        advice = advice_for(row)
        state = states.of_link(_STATE.get(reason, reason))
        with st.container(border=True, gap="xxsmall", key=f"attention_{link}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
                st.text(advice.happened, width="content")
                st.space("stretch")
                _since(row["since"], now)
                if pull and reason not in NEEDS_ITS_USER:
                    st.button("Pull now", key=f"pull_{link}", on_click=pull, args=(link,))
                if reason in NEEDS_ITS_USER and repair:
                    st.button("Repair", key=f"repair_{link}", icon=":material/build:", on_click=go_repair, args=(link,))
                if pull:
                    st.page_link("pages/link.py", label="Open link", icon="", query_params={"link": link})
            said = (_text(row.get("external_id")), advice.todo, _elsewhere(row), advice.small_print)
            st.caption(" · ".join(plain(text) for text in said if text))


SIDES = {
    "user": ("Needs its user", "Send the update link, or repair it together with them."),
    "us": ("Needs us", "Something to do on this desk."),
    "bank": ("The bank's fault", "Nobody here can mend it; pull again once the bank is back."),
}


def draw_queue(
    rows: pd.DataFrame, now: datetime, *, pull: Callable[[str], None], most: int, everything: Mapping[str, list[str]]
) -> None:
    """The rows of triage.queue by whose turn it is; beyond `most` a side leads to the list of its states."""
    for side, (title, meaning) in SIDES.items():
        mine = rows[rows["side"] == side]
        if mine.empty:
            continue
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"side_{side}"):
            st.subheader(f"{title} ({len(mine):,})", anchor=False, width="content")
            st.caption(meaning, width="content")
        draw_attention(mine.head(most), now, pull=pull)
        if len(mine) > most:
            st.page_link(
                "pages/links.py",
                label=f"All {len(mine):,} of them",
                icon=":material/chevron_right:",
                query_params={"status": everything[side]},
            )


def _elsewhere(row: Mapping[Hashable, Any]) -> str:
    """How other links at the institution do, where that was looked at."""
    others, troubled = int(row.get("others", 0)), int(row.get("troubled", 0))
    if not others:
        return ""
    if others == 1:
        return "The other link there can't be pulled either" if troubled else "The other link there can be pulled"
    if not troubled:
        return f"All {others:,} other links there can be pulled"
    return f"{troubled:,} of {others:,} other links there can't be pulled either"


def advice_for(row: Mapping[Hashable, Any]) -> Advice:
    """What to say about a row of overview.attention."""
    code, message, request_id = (_text(row[name]) for name in ("code", "message", "request_id"))
    bank = _text(row["display_name"]) or _text(row["institution"]) or "The institution"
    return advise(str(row["reason"]), bank, code=code, message=message, request_id=request_id)


def _since(since: object, now: datetime) -> None:
    if isinstance(since, datetime) and pd.notna(since):
        st.badge(ago(since, now), color="gray", help=exact(since, st.context.timezone))


def _text(value: Any) -> str | None:  # noqa: ANN401 - a cell of a frame
    return str(value) if pd.notna(value) and value else None
