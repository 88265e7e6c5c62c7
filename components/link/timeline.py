"""A link's story: every step, webhook, pull with its calls, status and action, newest first, each opening in full."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components.link.pulls import draw_pulls
from components.link.widget_words import tell
from components.ui import desk, query, states
from components.ui.detail_fields import draw_facts
from components.ui.downloads import draw_list_download, draw_packet
from components.ui.drawers import closer, draw_changed, draw_pull, opener
from components.ui.language.dialog import dialog
from components.ui.paging import all_rows, keep_order, offset_of, page_at, pager
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import count, one_line, plain, resource_words, shorten, words
from components.ui.time_format import exact, span
from domain.link_state import Failure
from domain.link_state.kept import KEPT
from languages import grouped, msg, say, say_many
from store import Database
from store.core import instants
from store.ops import calls, jobs, runs, webhooks
from store.ops.calls import CallFilter
from store.queries.links import timeline

PARAMETER = "entry"
_ROWS = 15
"""Of a page, so that the link's own page ends within two screens."""

KINDS = {
    "widget": msg("Widget"),
    "call": msg("API call"),
    "webhook": msg("Webhook"),
    "pull": msg("Pull"),
    "status": msg("Status"),
    "action": msg("Action"),
}

_ENDS = {
    **dict.fromkeys(("done", "valid", "connected"), "well"),
    **dict.fromkeys(("failed", "no_answer", "invalid", "expired"), "failed"),
    **dict.fromkeys(("token_required", "unconfirmed", "left", "interrupted"), "doubtful"),
}


def draw_timeline(db: Database, link: str, *, key: str) -> None:
    """The entries of the kinds that the address names, or all, a page at a time."""
    counts = timeline.counts(db, link)
    labels = {kind: f"{say(KINDS[kind])} ({grouped(number)})" for kind, number in counts.items() if number}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}_filters"):
        kinds = query.choose_many(
            say("Kinds"), "kinds", labels, width=420, placeholder=say("Everything"), known=KINDS.get
        )
        draw_packet("link", link)
    number = sum(counts.get(kind, 0) for kind in kinds or counts)
    if not number:
        st.caption(
            say("Nothing of this kind has happened to this link.") if kinds else say("Nothing has happened to it yet.")
        )
        return
    offset = offset_of(number, _ROWS)
    rows = page_at(number, key, lambda at: timeline.page(db, link, kinds, at=at), _ROWS)
    opening = opener(PARAMETER, [*rows["entry"]], key=f"{key}_open")
    draw_table(_shown(rows), ENTRIES, key=f"{key} {kinds} {offset}", buttons={"open": opening}, sort_by=keep_order)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        load = partial(all_rows, lambda at: timeline.page(db, link, kinds, at=at))
        draw_list_download(load, number, "timeline", key=f"{key}_export")
        pager(number, _ROWS)


ENTRIES = Table(
    {
        "open": OPEN,
        "at": Column(msg("When"), 110, "ago"),
        "kind": Column(msg("Kind"), 80),
        "what": Column(msg("What"), 220),
        "outcome": Column(msg("Outcome"), 110, "state", states=states.ENTRIES),
        "detail": Column(msg("Detail"), 272),
        "exact": Column(msg("Exactly"), 248),
    },
    alt=msg("Everything that happened to the link, newest first"),
)


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    told = [_tell(row) for row in rows.to_dict("records")]
    return pd.DataFrame(
        {
            "at": rows["at"],
            "kind": rows["kind"].map({kind: say(name) for kind, name in KINDS.items()}),
            "what": [what for what, _, _ in told],
            "outcome": [outcome for _, _, outcome in told],
            "detail": [shorten(detail, 200) for _, detail, _ in told],
            "exact": [exact(instant, st.context.timezone) for instant in rows["at"]],
        }
    )


def _tell(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """What happened, what is to be known of it, and how it went, a key of states.ENTRIES or nothing."""
    what, detail, state = (_text(row[name]) for name in ("what", "detail", "state"))
    match row["kind"]:
        case "pull":
            return _pulled(row), _brought(row, KEPT.say(detail)), outcome(state)
        case "widget":
            said, wrong, went = tell(what, _payload(detail))
            return said, wrong or ("" if detail.startswith("{") else detail), outcome(state) or went
        case "action":
            return words(what), _pairs(detail), "" if state == "done" else outcome(state)
        case "call":
            return one_line(what), detail, outcome(state)
    return words(one_line(what)), KEPT.say(detail), outcome(state)


def _pulled(row: Mapping[Any, Any]) -> str:
    number = int(row["resources"])
    if not number:
        return say("Reading of the link")
    return resource_words(row["what"]) if row["what"] else count(number, "resource")


def _brought(row: Mapping[Any, Any], error: str) -> str:
    """`1,204 new, 3 changed · 12 s · 25 calls`."""
    added, changed, gone = (int(row[name] or 0) if pd.notna(row[name]) else 0 for name in _SUMS)
    news = ", ".join(
        filter(
            None,
            (
                say_many("{number} new", "{number} new", added) if added else "",
                say_many("{number} changed", "{number} changed", changed) if changed else "",
                say_many("{number} gone", "{number} gone", gone) if gone else "",
            ),
        )
    )
    took = span((row["until"] - row["at"]).total_seconds()) if pd.notna(row["until"]) else ""
    nothing = "" if error or not row["resources"] else say("Nothing new")
    return " · ".join(filter(None, (error, news or nothing, took, count(int(row["calls"]), "call"))))


_SUMS = ("added", "changed", "deleted")


def _pairs(detail: str) -> str:
    return ", ".join(
        f"{words(name)}: {_said(value)}" for name, value in _payload(detail).items() if value not in ("", [], None)
    )


def _said(value: object) -> str:
    match value:
        case bool():
            return say("yes") if value else say("no")
        case list():
            return count(len(value), "entry", "entries") if len(value) > 3 else ", ".join(map(str, value))
        case _:
            return one_line(str(value))


def _payload(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def outcome(state: str) -> str:
    """Whether an entry went well, a key of states.ENTRIES; empty for most, which have no end good or bad."""
    if state.isdecimal():
        return "well" if int(state) < 400 else "failed"
    return _ENDS.get(state, "")


@dialog(msg("Entry"), position="right", width=560, on_dismiss=closer(PARAMETER))
def draw_entry(db: Database, link: str, entry: str) -> None:
    """The entry of this link that is called so, in full."""
    found = timeline.raw(db, entry)
    if found is None:
        st.text(say("This entry is not kept any more: the log of calls keeps the newest ones."))
        return
    kind, _, identity = entry.partition(":")
    st.caption(plain(f"{words(kind)} · {_when(found)}"))
    match kind:
        case "job":
            _draw_job(db, int(identity))
        case "pull":
            draw_facts({say("Resource"): resource_words(found["resource"]), say("State"): words(found["state"])})
            draw_pull(link, found["job"])
        case "call":
            _way("pages/api_log.py", say("Open it in the API log"), ":material/terminal:", {"call": identity})
            draw_packet("call", identity)
            draw_pull(link, found["job"])
        case "webhook":
            draw_facts(
                {
                    say("Event"): words(f"{found['type']} {found['code']}"),
                    say("It set off"): KEPT.say(found["outcome"] or ""),
                }
            )
            _way("pages/webhooks.py", say("Open it among the webhooks"), ":material/webhook:", {"webhook": identity})
            draw_pull(link, found["job"])
        case "widget":
            what, wrong, _ = tell(found["name"], found["payload"] if isinstance(found["payload"], dict) else {})
            draw_facts({say("What"): what, say("Went wrong"): wrong})
        case "session":
            draw_facts({say("State"): words(found["state"]), say("External ID"): found["external_id"]})
            draw_packet("session", identity)
        case _:
            draw_facts({words(name): _said(value) for name, value in found.items() if not isinstance(value, dict)})
    if not desk.may("raw_body"):
        return
    with st.expander(say("As it is stored"), icon=":material/data_object:"):
        st.json(json.dumps(found, ensure_ascii=False, default=str), expanded=2)


def _draw_job(db: Database, number: int) -> None:
    """A pull: why, how it went with each resource, and the ways to its calls and to what set it off."""
    job = jobs.get(db, number)
    if job is None:
        return
    draw_facts(
        {
            say("Why"): words(job.reason),
            say("State"): words(job.state),
            say("Attempts"): job.attempts,
            say("Error"): job.error and _error(job.error),
        }
    )
    made = calls.count(db, CallFilter(job=number))
    if made:
        label = say_many("The {number} call", "Its {number} calls", made)
        _way("pages/api_log.py", label, ":material/terminal:", {"job": str(number)})
    if any(job.resources):
        draw_changed(job.link, number)
    for webhook in webhooks.of_job(db, number):
        _way("pages/webhooks.py", say("The webhook that set it off"), ":material/webhook:", {"webhook": webhook})
    draw_pulls(runs.for_job(db, number), key="entry_runs", alt=say("What was pulled, in its order"))


def _error(failure: Failure) -> str:
    return ": ".join(filter(None, (failure.code, KEPT.say(failure.message))))


def _way(page: str, label: str, icon: str, there: Mapping[str, str]) -> None:
    desk.draw_way(page, label=label, icon=icon, query_params=dict(there))


def _when(found: Mapping[str, Any]) -> str:
    at = next((found[name] for name in _WHEN if found.get(name)), None)
    return exact(instants.decode(str(at)), st.context.timezone) if at else ""


_WHEN = ("at", "started_at", "received_at", "since", "opened_at", "created_at")
