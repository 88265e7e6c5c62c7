"""The answer to a call: what came, folded and searchable, and where it is not as Belvo describes it."""

import json
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from actions.support.explorer import Sent
from belvo_client.advice import advice_for
from belvo_client.description.deviations import Deviation, Kind, deviations, is_described
from belvo_client.description.operations import Operation
from components.ui import desk, states
from components.ui.detail_fields import draw_facts
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, plain
from domain.explorer.search import found
from languages import grouped, msg, say, spoken
from store import Database

KINDS = {
    Kind.UNKNOWN: msg("This field is not in the description"),
    Kind.MISSING: msg("This required field is missing"),
    Kind.TYPE: msg("Of another type than is described"),
    Kind.VALUE: msg("None of the values that are listed"),
}
_MOST = 200_000
"""Characters of an answer that are sent to the browser at once."""


def draw_answer(db: Database, operation: Operation, sent: Sent) -> None:
    """Draw what came of a call of this operation, as who looks may see it."""
    shown = db.as_answered(operation.resource, sent.body)
    _draw_outcome(db, sent)
    _draw_deviations(operation, sent)
    if sent.body is None:
        st.caption(say("There is no body.") if sent.status else say("No answer came."))
        return
    text = st.text_input(
        say("Find in the answer"), key="find_in_answer", type="search", placeholder=say("Any field or value"), width=300
    )
    kept, number = found(shown, text)
    if text.strip():
        st.caption(count(number, "match", "matches"))
    if text.strip() and not number:
        return
    _draw_json(kept, is_found=bool(text.strip()))


def _draw_json(shown: object, *, is_found: bool) -> None:
    told = json.dumps(shown, ensure_ascii=False)
    if len(told) > _MOST and isinstance(shown, dict) and isinstance(shown.get("results"), list):
        rows = shown["results"]
        some = max(1, int(len(rows) * _MOST / len(told)))
        st.caption(
            say(
                "The first {some} of {number} rows, since all are too much for a page. Find looks in all.",
                some=grouped(some),
                number=grouped(len(rows)),
            )
        )
        shown = {**shown, "results": rows[:some]}
    st.json(json.dumps(shown, ensure_ascii=False), expanded=True if is_found else 1)


def _draw_outcome(db: Database, sent: Sent) -> None:
    name = "no_answer" if sent.status is None else "ok" if not sent.code else _refused(sent.status)
    state = states.CALLS[name]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(f"{sent.status or ''} {state.word}".strip(), icon=state.icon, color=state.color)
        st.caption(say("{milliseconds} ms", milliseconds=grouped(round(sent.seconds * 1000))), width="content")
        desk.draw_way("pages/api_log.py", label=say("API log"), icon=":material/terminal:", width="content")
    if sent.code:
        advice = advice_for(sent.code, spoken().code, message=sent.error)
        st.text(f"{advice.meaning} {advice.action}")
        draw_facts({say("Code"): sent.code, say("Message"): db.as_told(sent.error), say("Request ID"): sent.request_id})


def _refused(status: int) -> str:
    return "client_error" if status < 500 else "server_error"


def _draw_deviations(operation: Operation, sent: Sent) -> None:
    if sent.status is None or sent.code:
        return
    if not is_described(operation, sent.status):
        st.caption(say("The description does not say what this answer looks like."))
        return
    told = deviations(operation, sent.status, sent.body, is_sparse=sent.is_sparse)
    if not told:
        st.caption(say("All of it is as described."), help=say("Held against Belvo's own description of this answer."))
        return
    draw_table(_rows(told), DEVIATIONS, key=f"deviations_{operation.id}", file="deviations")


def _rows(told: Sequence[Deviation]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "path": [one.path or say("(the answer itself)") for one in told],
            "what": [KINDS[one.kind] for one in told],
            "objects": [one.objects for one in told],
        }
    )


DEVIATIONS = Table(
    {
        "path": Column(msg("Field"), 220),
        "what": Column(msg("What"), 260),
        "objects": Column(msg("Objects"), 70, "count", help=msg("In how many objects of this answer")),
    },
    alt=msg("Where the answer is not as Belvo describes it"),
)


def draw_question(text: str) -> None:
    st.warning(plain(text), icon=":material/help:")
