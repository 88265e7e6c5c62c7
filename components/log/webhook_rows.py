"""Webhooks as rows, and one of them in a drawer with what it set off."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.ui import states
from components.ui.drawers import closer
from components.ui.tables import badge_cells, badges, styled
from components.ui.text import one_line, plain, resource_words, words
from components.ui.time_format import exact
from store import Database
from store.core import instants
from store.ops import jobs, webhooks
from store.ops.jobs import Job

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = "webhook"


def draw_webhooks(rows: pd.DataFrame, now: datetime, *, key: str, opener: "ButtonColumnResult | None" = None) -> None:
    """The rows of webhooks.page."""
    shown = rows.assign(
        open="Open",
        what=[words(name) for name in rows["code"].fillna("")],
        about=[words(name) for name in rows["type"].fillna("")],
        outcome=[one_line(text) for text in rows["outcome"].fillna("")],
        pull=badge_cells(rows["job_state"].fillna("none"), {**states.PULLS, "none": states.NO_PULL}),
    )
    columns = ["open", "received_at", "about", "what", "outcome", "pull", "external_id", "link", "request_id"]
    st.dataframe(
        styled(shown, instants=["received_at"], now=now),
        column_order=columns if opener else columns[1:],
        column_config={
            "open": opener,
            "received_at": st.column_config.DatetimeColumn("Received", width=110),
            "about": st.column_config.TextColumn("About", width=150),
            "what": st.column_config.TextColumn("Event", width=200),
            "outcome": st.column_config.TextColumn("What it set off", width=300),
            "pull": badges("Pull", [*states.PULLS.values(), states.NO_PULL], width=110),
            "external_id": st.column_config.TextColumn("External ID", width=140),
            "link": st.column_config.TextColumn("Link ID", width=120),
            "request_id": st.column_config.TextColumn("Request ID", width=120),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Webhooks with what they are about and what they set off",
    )


@st.dialog("Webhook", position="right", width=520, on_dismiss=closer(PARAMETER))
def draw_webhook(db: Database, webhook: str, *, replay: Callable[[str], str]) -> None:
    """One webhook: what it says, what it set off, and how to let it do so once more; `replay` says what came of it."""
    if said := st.session_state.pop(_REPLAYED, None):
        st.toast(plain(said), icon=":material/replay:")
    event = webhooks.find(db, webhook)
    if event is None:
        st.text("There is no webhook with this ID here. It may have been erased with its link.")
        st.code(webhook, language=None, wrap_lines=True)
        return
    st.markdown(f"**{plain(words(event.type or 'Webhook'))}** · {plain(words(event.code or ''))}")
    st.text(event.outcome or "It has set nothing off yet.")
    zone = st.context.timezone
    facts = {
        "Received": exact(instants.decode(event.received_at), zone),
        "Handled": event.handled_at and exact(instants.decode(event.handled_at), zone),
        "External ID": event.external_id,
        "Request ID": event.request_id,
        "Webhook ID": event.webhook_id,
    }
    st.table({name: plain(fact) for name, fact in facts.items() if fact}, border="horizontal")
    if event.link:
        st.page_link("pages/link.py", label="Open its link", icon=":material/link:", query_params={"link": event.link})
    if event.job is not None and (job := jobs.get(db, event.job)):
        _draw_job(job)

    def replay_it() -> None:
        # Said by the drawer as it is drawn anew: a toast of its callback would take the place of the page.
        st.session_state[_REPLAYED] = replay(webhook)

    st.button("Replay", key="replay", icon=":material/replay:", on_click=replay_it, help=_REPLAY)
    with st.expander("As Belvo sent it", icon=":material/data_object:"):
        st.json(event.body, expanded=2)


def _draw_job(job: Job) -> None:
    state = states.PULLS[job.state]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(f"Pull {state.word.lower()}", icon=state.icon, color=state.color, help=state.meaning)
        st.caption(plain(", ".join(map(resource_words, job.resources))), width="content")
    if job.error:
        st.caption(plain(f"{job.error.code}: {job.error.message}"))


_REPLAYED = "webhook_replayed"
_REPLAY = "Lets it set off once more what it calls for"
