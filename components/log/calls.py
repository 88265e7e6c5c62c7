"""Calls to Belvo as rows, what went wrong in them, and one of them in a drawer."""

import json
import re
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from belvo_client.advice import advice_for
from belvo_client.http.redaction import HIDDEN
from components.ui import desk, presenter, states
from components.ui.detail_fields import draw_facts
from components.ui.downloads import draw_packet
from components.ui.drawers import closer, draw_changed, draw_link, draw_pull
from components.ui.language.dialog import dialog
from components.ui.paging import keep_order
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import count, one_line, plain
from components.ui.time_format import exact
from components.ui.verbatim import draw_verbatim
from languages import grouped, msg, say, say_many, spoken
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


def draw_calls(rows: pd.DataFrame, *, key: str, opener: "ButtonColumnResult") -> None:
    """The rows of calls.page."""
    shown = rows.assign(
        outcome=[outcome(status) for status in _whole(rows["status"])],
        address=[_address(row) for row in rows.to_dict("records")],
    )
    draw_table(shown, CALLS, key=key, buttons={"open": opener}, sort_by=keep_order)


def draw_errors(rows: pd.DataFrame, *, key: str) -> None:
    """The rows of calls.errors: what went wrong how often, and what to do about it."""
    advices = [advice_for(code or "", spoken().code, message=message or "") for code, message in _codes(rows)]
    shown = rows.assign(
        code=rows["code"].fillna(say("no answer")),
        meaning=[advice.meaning for advice in advices],
        action=[advice.action for advice in advices],
    )
    draw_table(shown, ERRORS, key=key, file="api_errors")


CALLS = Table(
    {
        "open": OPEN,
        "at": Column(msg("When"), 90, "ago"),
        "outcome": Column(msg("Outcome"), 110, "state", states=states.CALLS),
        "status": Column(msg("Status"), 55, "code"),
        "method": Column(msg("Method"), 62),
        "address": Column(msg("Path"), 310),
        "milliseconds": Column("ms", 50, "count", help=msg("Until the whole answer")),
        "code": Column(msg("Code"), 135),
        "request_id": Column(msg("Request ID"), 112, help=msg("What Belvo's support asks for")),
        "link": Column(msg("Link ID"), 112),
    },
    alt=msg("Calls to Belvo with their outcome, path, time taken and code"),
)
ERRORS = Table(
    {
        "calls": Column(msg("Calls"), 60, "count", adds_up=True),
        "code": Column(msg("Code"), 170),
        "status": Column(msg("Status"), 60, "code"),
        "meaning": Column(msg("What it means"), 300),
        "action": Column(msg("What to do"), 300),
        "links": Column(msg("Links"), 60, "count"),
        "last_at": Column(msg("Last"), 100, "ago"),
    },
    alt=msg("Errors by code, how often, what they mean and what to do"),
    most=None,
)


@dialog(msg("Call"), position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_call(db: Database, number: int | None) -> None:
    """One call: when, what was asked and answered, and how to ask it again; None is the number of no call."""
    call = None if number is None else calls.find(db, number)
    if call is None:
        st.text(
            say("This call is not kept any more. LINKDESK_CALLS_KEPT_DAYS and LINKDESK_CALLS_AT_MOST say which are.")
        )
        return
    state = states.CALLS[outcome(call.status)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(f"{call.status or ''} {state.word}".strip(), icon=state.icon, color=state.color)
        st.caption(exact(instants.decode(call.at), st.context.timezone), width="content")
    asked = f"{call.method} {call.path}{f'?{call.query}' if call.query else ''}"
    draw_verbatim(asked, key="asked", label=say("What was asked"))
    if outcome(call.status) != "ok":
        advice = advice_for(call.code or "", spoken().code, message=call.message or "")
        st.text(f"{advice.meaning} {advice.action}")
        if call.message:
            st.caption(plain(call.message))
        draw_packet("call", number)
    draw_facts(_facts(call))
    draw_link(call.link)
    draw_pull(call.link, call.job)
    draw_changed(call.link, call.job)
    told = calls.bodies(db, number) if number is not None and desk.may("raw_body") else None
    body = told.request if told else None
    others = [name for name in variables(call, body) if not name.startswith("BELVO_")]
    more = (
        say_many(
            "{names} is not kept: set them, too.",
            "{names} are not kept: set them, too.",
            len(others),
            names=", ".join(others),
        )
        if others
        else ""
    )
    st.caption(plain(f"{say('As curl; set the two variables to your keys.')} {more}".strip()))
    draw_verbatim(curl(call, desk.settings().belvo_url, body), key="curl", label=say("As curl"))
    if told and desk.is_masked():
        st.caption(presenter.refused(say("What was asked and answered")))
    if told and told.request:
        _draw_body(say("Asked"), told.request)
    if told and told.answer:
        _draw_body(say("Answered"), told.answer)


def _draw_body(label: str, text: str) -> None:
    with st.expander(label, icon=":material/data_object:"):
        try:
            st.json(json.loads(text), expanded=2)
        except ValueError:  # the beginning of a long one
            draw_verbatim(f"{text}…", key=f"body_{label}", label=label)


def _facts(call: Call) -> dict[str, str | None]:
    return {
        say("Took"): None
        if call.milliseconds is None
        else say("{milliseconds} ms", milliseconds=grouped(call.milliseconds)),
        say("Answer"): None if call.size is None else count(call.size, "byte"),
        say("Code"): call.code,
        say("Request ID"): call.request_id,
        say("Link ID"): call.link,
        say("Pull"): None if call.job is None else say("Job {job}", job=call.job),
    }


def curl(call: Call, base_url: str, body: str | None = None) -> str:
    """The call for a terminal in which BELVO_SECRET_ID and BELVO_SECRET_PASSWORD are set.

    So are the `variables`, in place of what its body hides; without a body it is read from a file.
    """
    address = f"{base_url}{call.path}{f'?{call.query}' if call.query else ''}"
    parts = ['curl -u "$BELVO_SECRET_ID:$BELVO_SECRET_PASSWORD"']
    if call.method != "GET":
        parts.append(f"-X {call.method}")
    if call.method in ("POST", "PUT", "PATCH"):
        parts.append(f"-H 'Content-Type: application/json' -d {_data(call, body) if body else '@body.json'}")
    return " ".join([*parts, shlex.quote(address)])


def variables(call: Call, body: str | None) -> list[str]:
    """The names that stand in the command for what the body hides."""
    return [*dict.fromkeys(_filled(call, body)[1])] if body else []


def _data(call: Call, body: str) -> str:
    """The body as a word of a shell."""
    text, hidden = _filled(call, body)
    if not hidden:
        return shlex.quote(text)
    escaped = _SHELL.sub(r"\\\g<0>", text)
    for name in hidden:
        escaped = escaped.replace(_marked(name), f"${{{name}}}")
    return f'"{escaped}"'


def _filled(call: Call, body: str) -> tuple[str, list[str]]:
    """The body with a mark in place of what it hides, and the variables that the marks name."""
    hidden: list[str] = []

    def fill(value: object, name: str) -> object:
        match value:
            case dict():
                return {key: fill(inner, key) for key, inner in value.items()}
            case list():
                return [fill(inner, name) for inner in value]
            case _ if value == HIDDEN:
                hidden.append(_variable(call.path, name))
                return _marked(hidden[-1])
        return value

    return json.dumps(fill(json.loads(body), ""), ensure_ascii=False), hidden


def _marked(name: str) -> str:
    """What no body of ours holds, and no shell changes."""
    return f"\N{WHITE SQUARE}{name}\N{WHITE SQUARE}"


_SHELL = re.compile(r'["\\$`]')


def _variable(path: str, name: str) -> str:
    is_key = path == "/api/token/" and name in ("id", "password")
    return f"BELVO_SECRET_{name.upper()}" if is_key else re.sub(r"\W", "_", name.upper())


def _address(row: Mapping[Any, Any]) -> str:
    asked = f"?{row['query']}" if isinstance(row["query"], str) and row["query"] else ""
    return one_line(f"{row['path']}{asked}")


def _whole(numbers: "pd.Series[Any]") -> list[int | None]:
    return [None if pd.isna(number) else int(number) for number in numbers]


def _codes(rows: pd.DataFrame) -> list[tuple[str | None, str | None]]:
    texts = rows[["code", "message"]].astype("object").where(rows[["code", "message"]].notna(), None)
    return [(row["code"], row["message"]) for row in texts.to_dict("records")]
