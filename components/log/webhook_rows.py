"""Webhooks as rows, and one of them in a drawer with what it set off."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.ui import desk, states
from components.ui.detail_fields import draw_facts
from components.ui.drawers import closer, draw_changed, draw_link, draw_pull, draw_sent
from components.ui.language.dialog import dialog
from components.ui.paging import keep_order
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import one_line, plain, resource_words, words
from components.ui.time_format import exact
from components.ui.verbatim import draw_verbatim
from domain.link_state.kept import KEPT
from languages import grouped, msg, say, say_many
from store import Database
from store.core import instants
from store.ops import jobs, webhooks
from store.ops.jobs import Job

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = "webhook"


def draw_webhooks(rows: pd.DataFrame, *, key: str, opener: "ButtonColumnResult") -> None:
    """The rows of webhooks.page."""
    shown = rows.assign(
        about=rows["type"],
        pull=rows["job_state"].fillna("none"),
        outcome=[KEPT.say(kept) for kept in rows["outcome"].fillna("")],
    )
    draw_table(shown, WEBHOOKS, key=key, buttons={"open": opener}, sort_by=keep_order)


WEBHOOKS = Table(
    {
        "open": OPEN,
        "received_at": Column(msg("Received"), 90, "ago"),
        "about": Column(msg("About"), 125, "words"),
        "code": Column(msg("Event"), 165, "words"),
        "outcome": Column(msg("What it set off"), 190),
        "attempts": Column(msg("Attempts"), 68, "count", help=msg("How often Belvo has sent it")),
        "milliseconds": Column("ms", 48, "count", help=msg("Until it was stored and answered")),
        "pull": Column(msg("Pull"), 95, "state", states={**states.PULLS, "none": states.NO_PULL}),
        "external_id": Column(msg("External ID"), 85),
        "link": Column(msg("Link ID"), 85),
        "request_id": Column(msg("Request ID"), 85),
    },
    alt=msg("Webhooks with what they are about and what they set off"),
)


@dialog(msg("Webhook"), position="right", width=520, on_dismiss=closer(PARAMETER))
def draw_webhook(db: Database, webhook: str, *, replay: Callable[[str], str]) -> None:
    """One webhook: what it says, what it set off, and how to let it do so once more; `replay` says what came of it."""
    if said := st.session_state.pop(_REPLAYED, None):
        st.toast(plain(said), icon=":material/replay:")
    event = webhooks.find(db, webhook)
    if event is None:
        st.text(say("There is no webhook with this ID here. It may have been erased with its link."))
        draw_verbatim(webhook, key="missing", label=say("Its ID"))
        return
    st.markdown(f"**{plain(words(event.type or '') or say('Webhook'))}** · {plain(words(event.code or ''))}")
    st.text(one_line(KEPT.say(event.outcome or "") or say("It has set nothing off yet.")))
    zone = st.context.timezone
    draw_facts(
        {
            say("Received"): exact(instants.decode(event.received_at), zone),
            say("Handled"): event.handled_at and exact(instants.decode(event.handled_at), zone),
            say("Took"): None
            if event.milliseconds is None
            else say("{milliseconds} ms", milliseconds=grouped(event.milliseconds)),
            say("Attempts"): event.attempts,
            say("Replay of"): event.replay_of,
            say("External ID"): event.external_id,
            say("Request ID"): event.request_id,
            say("Webhook ID"): event.webhook_id,
        }
    )
    draw_link(event.link)
    if event.job is not None and (job := jobs.get(db, event.job)):
        _draw_job(job)
        draw_pull(job.link, job.id)
        draw_changed(job.link, job.id)

    def replay_it() -> None:
        # Said by the drawer as it is drawn anew: a toast of its callback would take the place of the page.
        st.session_state[_REPLAYED] = replay(webhook)

    if desk.may("replay"):
        st.button(say("Replay"), key="replay", icon=":material/replay:", on_click=replay_it, help=say(_REPLAY))
    draw_sent(event.body, expanded=2)


def _draw_job(job: Job) -> None:
    state = states.PULLS[job.state]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        what, how = (say("Pull") if job.resources else say("Reading of the link")), state.word
        st.badge(f"{what}: {how}", icon=state.icon, color=state.color, help=state.meaning)
        st.caption(plain(", ".join(map(resource_words, job.resources))), width="content")
    if job.error:
        st.caption(plain(str(job.error)))


def draw_refused(rows: pd.DataFrame, *, key: str) -> None:
    """The rows of refusals.table, below a line that says what they are; nothing where there are none."""
    if rows.empty:
        return
    with st.expander(
        say_many("{number} webhook refused", "{number} webhooks refused", int(rows["times"].sum())),
        icon=":material/block:",
        key=key,
    ):
        draw_table(rows, REFUSED, key=f"{key}_rows", file="refused_webhooks")


REFUSED = Table(
    {
        "last_at": Column(msg("Last"), 110, "ago"),
        "times": Column(msg("Times"), 70, "count", help=msg("Within one minute"), adds_up=True),
        "status": Column(msg("Status"), 70, "code"),
        "reason": Column(msg("Why"), 560),
    },
    alt=msg("Webhooks that were refused, and why"),
)

_REPLAYED = "webhook_replayed"
_REPLAY = msg("Lets it set off once more what it calls for, as a row of its own")
