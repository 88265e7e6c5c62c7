"""Runs that connect accounts of a file: how far each is, the tokens that are asked for, and what came of each line."""

from datetime import datetime, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from actions.connect import many
from actions.connect.register import Asked
from actions.operators import bulk as actions
from actions.permission import Refused
from belvo_client import BelvoError
from components.connect.asking import draw_asked
from components.status.run_ways import Way, draw_ways
from components.ui import desk, states, time_format
from components.ui.downloads import draw_list_download
from components.ui.states import State
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, plain
from components.ui.time_format import ago
from domain.connect.registration import KEPT
from languages import grouped, msg, say, say_many
from store.ops.operators import bulk
from store.ops.operators.bulk import Run
from store.queries.links import account_results

OUTCOMES = {
    "ready": State(
        msg("Ready"), ":material/hourglass_empty:", "…", "gray", msg("Nothing speaks against it; nothing was sent.")
    ),
    "wrong": State(msg("Not possible"), ":material/block:", "⊘", "orange", msg("Nothing is sent for this line.")),
    "skipped": State(msg("Left out"), ":material/block:", "⊘", "orange", msg("Nothing was sent for this line.")),
    "waiting": State(msg("Waiting"), ":material/hourglass_empty:", "…", "gray", msg("Its turn comes.")),
    "sent": State(msg("Under way"), ":material/sync:", "↻", "blue", msg("Belvo was asked, and its answer is awaited.")),
    "done": State(msg("Connected"), ":material/check:", "✓", "green", msg("Belvo has made its link.")),
    "token": State(msg("Token"), ":material/key:", "⚷", "orange", msg("Its institution asks for a token.")),
    "failed": State(msg("Failed"), ":material/priority_high:", "!", "red", msg("Belvo or the institution refused it.")),
}

RESULTS = Table(
    {
        "line": Column(msg("Line"), 50, "code"),
        "outcome": Column(msg("Outcome"), 120, "state", states=OUTCOMES),
        "institution": Column(msg("Institution"), 170),
        "external_id": Column(msg("External ID"), 140),
        "code": Column(msg("Code"), 130),
        "message": Column(msg("What is said of it"), 330),
        "link": Column(msg("Link ID"), 270),
        "request_id": Column(msg("Request ID"), 110),
    },
    alt=msg("Accounts of the file with what became of each"),
)

SHOWN = timedelta(hours=24)
"""How long a run that has ended is shown."""

MOST, MOST_TOKENS = 5, 20


def draw_runs() -> None:
    """The newest runs that go on, ask for a token, or have ended lately; nothing without any."""
    now = time_format.utc_now()
    for run in bulk.connecting(desk.database(), MOST):
        if run.waiting or run.state is bulk.State.RUNNING or now - (run.ended_at or run.made_at) < SHOWN:
            _draw(run)


def _draw(run: Run) -> None:
    going = run.state is bulk.State.RUNNING

    @st.fragment(run_every="2s" if going else None)
    def follow() -> None:
        known = bulk.get(desk.database(), run.id)
        if known is None or (going and known.state is not bulk.State.RUNNING):
            st.rerun()
            return
        _draw_card(known, time_format.utc_now())

    follow()


def _draw_card(run: Run, now: datetime) -> None:
    db, numbers = desk.database(), account_results.counts(desk.database(), run)
    with st.container(border=True, gap="xsmall", key=f"batch_{run.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            shown = states.BULK[run.state]
            st.badge(shown.word, icon=shown.icon, color=shown.color)
            st.text(say("Connect: {accounts}", accounts=count(run.total, "account")), width="content")
            who = say("by {actor}, {ago}", actor=run.actor, ago=ago(run.made_at, now))
            st.caption(plain(who), width="content")
            st.space("stretch")
            _draw_ways(run, numbers)
        behind = numbers.get("waiting", 0) + numbers.get("sent", 0)
        st.progress(1 - behind / max(run.total, behind, 1), text=plain(told(run, numbers)))
        if numbers.get("token"):
            _draw_tokens(run)
        rows = table(account_results.table(db, run))
        with st.container(horizontal=True, vertical_alignment="center"):
            draw_list_download(
                lambda: table(account_results.table(db, run)),
                run.total,
                "connected_accounts",
                key=f"batch_export_{run.id}",
                said=say("What became of each line of the file"),
            )
        draw_table(rows, RESULTS, key=f"batch_rows_{run.id}")


def told(run: Run, numbers: dict[str, int]) -> str:
    """How far it is, in numbers."""
    behind = numbers.get("waiting", 0) + numbers.get("sent", 0)
    parts = [say_many("{number} connected", "{number} connected", run.done)]
    if behind:
        parts.append(say_many("{number} to come", "{number} to come", behind))
    if asked := numbers.get("token", 0):
        parts.append(say_many("{number} asks for a token", "{number} ask for a token", asked))
    if run.failed:
        parts.append(say_many("{number} failed", "{number} failed", run.failed))
    if run.skipped:
        parts.append(say_many("{number} left out", "{number} left out", run.skipped))
    return " · ".join(parts)


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their sentences in the language that is spoken."""
    said = [" ".join(map(KEPT.say, one.split("\n"))) if isinstance(one, str) else "" for one in rows["message"]]
    return rows.assign(message=said).fillna({name: "" for name in rows.columns if name != "line"})


def _draw_ways(run: Run, numbers: dict[str, int]) -> None:
    ways: list[Way] = []
    if run.state is bulk.State.RUNNING:
        ways.append((msg("Cancel"), ":material/close:", actions.cancel))
    elif numbers.get("waiting") or (numbers.get("sent") and run.state is bulk.State.FAILED):
        ways.append((msg("Go on"), ":material/play_arrow:", actions.go_on))
    draw_ways(run.id, ways, key="batch")


def _draw_tokens(run: Run) -> None:
    for place, asked in many.asking(desk.database().whole, desk.client(), run.id, most=MOST_TOKENS):
        with st.container(border=True, key=f"token_of_{run.id}_{place}"):
            st.caption(say("Line {line}", line=grouped(place)))
            draw_asked(asked, key=f"batch_token_{run.id}_{place}", hand_in=partial(_hand_in, run.id, place))


def _hand_in(run: int, place: int, token: str) -> None:
    try:
        found = many.hand_in(desk.database().whole, desk.client(), run, place, token, actor=desk.actor())
    except Refused as error:
        st.session_state["said"] = str(error)
        return
    if isinstance(found, BelvoError):
        st.session_state["said"] = plain(f"{found.code}: {found.message}")
    elif isinstance(found, Asked):
        st.session_state["said"] = say("The institution asks once more.")
