"""Calls to Belvo as rows, what went wrong in them, and one of them in a drawer."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from belvo_client.advice import advice_for
from components.log.curl import curl
from components.ui import desk, states
from components.ui.drawers import closer
from components.ui.tables import badge_cells, badges, styled
from components.ui.text import count, one_line, plain
from components.ui.time_format import exact
from store import Database
from store.core import instants
from store.ops import calls
from store.ops.calls import Call

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult

PARAMETER = "call"


def outcome(status: int | None) -> str:
    """How a call ended, a key of states.CALLS."""
    if status is None:
        return "no_answer"
    return "ok" if status < 400 else "client_error" if status < 500 else "server_error"


def draw_calls(rows: pd.DataFrame, now: datetime, *, key: str, opener: "ButtonColumnResult | None" = None) -> None:
    """The rows of calls.page."""
    shown = rows.assign(
        open="Open",
        outcome=badge_cells([outcome(status) for status in _whole(rows["status"])], states.CALLS),
        address=[_address(row) for row in rows.to_dict("records")],
        said=[one_line(text) for text in rows["code"].fillna("")],
    )
    columns = ["open", "at", "outcome", "status", "method", "address", "milliseconds", "said", "request_id", "link"]
    st.dataframe(
        styled(shown, instants=["at"], now=now),
        column_order=columns if opener else columns[1:],
        column_config={
            "open": opener,
            "at": st.column_config.DatetimeColumn("When", width=110),
            "outcome": badges("Outcome", states.CALLS.values(), width=110),
            "status": st.column_config.NumberColumn("Status", width=60, format="%d"),
            "method": st.column_config.TextColumn("Method", width=70),
            "address": st.column_config.TextColumn("Path", width=330),
            "milliseconds": st.column_config.NumberColumn("ms", width=60, format="%,d", help="Until the whole answer"),
            "said": st.column_config.TextColumn("Code", width=150),
            "request_id": st.column_config.TextColumn("Request ID", width=120, help="What Belvo's support asks for"),
            "link": st.column_config.TextColumn("Link ID", width=120),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Calls to Belvo with their outcome, path, time taken and code",
    )


def draw_errors(rows: pd.DataFrame, now: datetime, *, key: str) -> None:
    """The rows of calls.errors: what went wrong how often, and what to do about it."""
    advices = [advice_for(code or "", message=message or "") for code, message in _codes(rows)]
    shown = rows.assign(
        code=rows["code"].fillna("no answer"),
        meaning=[advice.meaning for advice in advices],
        action=[advice.action for advice in advices],
    )
    st.dataframe(
        styled(shown, instants=["last_at"], now=now),
        column_order=["calls", "code", "status", "meaning", "action", "links", "last_at"],
        column_config={
            "calls": st.column_config.NumberColumn("Calls", width=60, format="%,d"),
            "code": st.column_config.TextColumn("Code", width=170),
            "status": st.column_config.NumberColumn("Status", width=60, format="%d"),
            "meaning": st.column_config.TextColumn("What it means", width=300),
            "action": st.column_config.TextColumn("What to do", width=300),
            "links": st.column_config.NumberColumn("Links", width=60, format="%,d"),
            "last_at": st.column_config.DatetimeColumn("Last", width=100),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Errors by code, how often, what they mean and what to do",
    )


@st.dialog("Call", position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_call(db: Database, number: int) -> None:
    """One call: when, what was asked and answered, and how to ask it again."""
    call = calls.find(db, number)
    if call is None:
        st.text("This call is not kept any more. LINKDESK_CALLS_KEPT_DAYS and LINKDESK_CALLS_AT_MOST say which are.")
        return
    state = states.CALLS[outcome(call.status)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(f"{call.status or ''} {state.word}".strip(), icon=state.icon, color=state.color)
        st.caption(exact(instants.decode(call.at), st.context.timezone), width="content")
    st.code(f"{call.method} {call.path}{f'?{call.query}' if call.query else ''}", language=None, wrap_lines=True)
    if outcome(call.status) != "ok":
        advice = advice_for(call.code or "", message=call.message or "")
        st.text(f"{advice.meaning} {advice.action}")
        if call.message:
            st.caption(plain(call.message))
    facts = {name: plain(fact) for name, fact in _facts(call).items() if fact}
    st.table(facts, border="horizontal")
    if call.link:
        st.page_link("pages/link.py", label="Open its link", icon=":material/link:", query_params={"link": call.link})
    st.caption("As curl; set the two variables to your keys.")
    st.code(curl(call, desk.settings().belvo_url), language="bash", wrap_lines=True)


def _facts(call: Call) -> dict[str, str | None]:
    return {
        "Took": None if call.milliseconds is None else f"{call.milliseconds:,} ms",
        "Answer": None if call.size is None else count(call.size, "byte"),
        "Code": call.code,
        "Request ID": call.request_id,
        "Link ID": call.link,
        "Pull": None if call.job is None else f"Job {call.job}",
    }


def _address(row: Mapping[Any, Any]) -> str:
    asked = f"?{row['query']}" if isinstance(row["query"], str) and row["query"] else ""
    return one_line(f"{row['path']}{asked}")


def _whole(numbers: "pd.Series[Any]") -> list[int | None]:
    return [None if pd.isna(number) else int(number) for number in numbers]


def _codes(rows: pd.DataFrame) -> list[tuple[str | None, str | None]]:
    texts = rows[["code", "message"]].astype("object").where(rows[["code", "message"]].notna(), None)
    return [(row["code"], row["message"]) for row in texts.to_dict("records")]
