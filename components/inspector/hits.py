"""What was found by an id: each with what it is, and the way to where the desk shows it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.log.calls import outcome
from components.row.row_detail import told_of
from components.ui import desk, room, states
from components.ui.drawers import ROW, drawer_of
from components.ui.text import count, one_line, plain, resource_words, words
from components.ui.time_format import exact, utc_now
from components.ui.verbatim import draw_verbatim
from domain.widget.outcomes import outcome_of
from languages import grouped, msg, say
from resources import RESOURCES
from store import Database
from store.core import instants
from store.ops import calls, jobs, sessions, webhooks
from store.queries.find import Hit
from store.write import links, rows

KINDS = {
    "person": (msg("Person"), ":material/person:"),
    "link": (msg("Link"), ":material/link:"),
    "row": (msg("Row"), ":material/table_rows:"),
    "webhook": (msg("Webhook"), ":material/webhook:"),
    "call": (msg("Call to Belvo"), ":material/terminal:"),
    "pull": (msg("Pull"), ":material/sync:"),
    "widget session": (msg("Widget session"), ":material/conversion_path:"),
}


def name_of(hit: Hit) -> str:
    """What it is, in a word or two."""
    return resource_words(hit.resource) if hit.resource else say(KINDS[hit.kind][0])


def draw_hit(db: Database, hit: Hit, *, key: str) -> None:
    """What it is, its id, what is known of it, and the way to it."""
    with st.container(border=True, gap="small", key=key):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(plain(name_of(hit)), icon=KINDS[hit.kind][1], color="blue")
            if hit.by:
                st.badge(say("by its {field}", field=say(hit.by)), color="gray")
            st.space("stretch")
            _draw_way(hit)
        draw_verbatim(hit.id, key=f"{key}_id", label=say("Its ID"), height=_ID)
        for name, fact in _facts(db, hit).items():
            if fact not in (None, ""):
                st.caption(plain(one_line(f"{name}: {fact}")))


def _draw_way(hit: Hit) -> None:
    page, there = way_of(hit)
    if page and desk.may_open(page):
        with room.way():
            desk.draw_way(page, label=say("Open"), icon=":material/arrow_forward:", query_params=there)


_ID = 45
"""Pixels of an id as it stands, on one line."""


def way_of(hit: Hit) -> tuple[str, Mapping[str, str]]:
    """The page that shows it, and its address."""
    link = hit.link or ""
    match hit.kind:
        case "person":
            return "pages/person.py", {"link": link} if hit.by == "document" else {"external_id": hit.id}
        case "webhook":
            return "pages/webhooks.py", {"webhook": hit.record or hit.id}
        case "call":
            return "pages/api_log.py", {"find": hit.id}
        case "widget session":
            return "pages/sessions.py", {"session": hit.record or hit.id}
        case "pull":
            return "pages/link.py", {"link": link, "entry": hit.record}
        case "row":
            resource = str(hit.resource)
            parameter, value = drawer_of(resource, hit.id)
            if parameter == ROW:
                return "pages/inspector.py", {"find": hit.id, ROW: value}
            return f"pages/{RESOURCES[resource].page}.py", {parameter: value, "links": link}
    return "pages/link.py", {"link": link}


def _facts(db: Database, hit: Hit) -> Mapping[str, object]:
    match hit.kind:
        case "person":
            return _of_person(db, hit)
        case "link":
            return _of_link(db, hit)
        case "row":
            return _of_row(db, hit)
        case "webhook":
            return _of_webhook(db, hit)
        case "call":
            return _of_call(db, hit)
        case "pull":
            return _of_pull(db, hit)
    return _of_session(db, hit)


def _of_person(db: Database, hit: Hit) -> Mapping[str, object]:
    theirs = links.by_external_id(db, hit.id)
    names = dict.fromkeys(link.owner for link in theirs if link.owner)
    places = dict.fromkeys(link.display_name or link.institution for link in theirs)
    return {
        say("Name"): ", ".join(names),
        say("Links"): count(len(theirs), "link"),
        say("At"): ", ".join(filter(None, places)),
    }


def _of_link(db: Database, hit: Hit) -> Mapping[str, object]:
    link = links.find(db, hit.id)
    if link is None:
        return {}
    return {
        say("Institution"): link.display_name or link.institution,
        say("Person"): link.owner or link.external_id,
        say("Status at Belvo"): words(link.status or ""),
        say("Last pull"): link.last_pull_at and exact(link.last_pull_at, st.context.timezone),
        say("Error"): " · ".join(filter(None, (link.error_code, link.error_message))),
        say("Deleted"): link.deleted_at and exact(link.deleted_at, st.context.timezone),
    }


def _of_row(db: Database, hit: Hit) -> Mapping[str, object]:
    resource = str(hit.resource)
    body: Mapping[str, Any] = rows.body(db, resource, hit.id) or {}
    told = {name: value for name, value in told_of(resource, body).items() if value}
    return dict([*told.items()][:_FACTS])


_FACTS = 8
"""What is told of a row here; the way leads to all of it."""


def _of_webhook(db: Database, hit: Hit) -> Mapping[str, object]:
    event = webhooks.find(db, hit.record or hit.id)
    if event is None:
        return {}
    return {
        say("Event"): one_line(f"{words(event.type or '')} · {words(event.code or '')}"),
        say("Received"): _at(event.received_at),
        say("It set off"): event.outcome,
        say("Request ID"): event.request_id,
    }


def _of_call(db: Database, hit: Hit) -> Mapping[str, object]:
    call = calls.of_request(db, hit.id)
    if call is None:
        return {}
    return {
        say("Call"): one_line(f"{call.method} {call.path}"),
        say("At"): _at(call.at),
        say("Answer"): f"{call.status or say('none')} · {states.CALLS[outcome(call.status)].word}",
        say("Error"): " · ".join(filter(None, (call.code, call.message))),
        say("Took"): None
        if call.milliseconds is None
        else say("{milliseconds} ms", milliseconds=grouped(call.milliseconds)),
    }


def _of_pull(db: Database, hit: Hit) -> Mapping[str, object]:
    kind, _, number = hit.record.partition(":")
    job = jobs.get(db, int(number)) if kind == "job" and number.isdecimal() else None
    if job is None:
        return {}
    return {
        say("Why"): words(job.reason),
        say("State"): states.PULLS[job.state].word,
        say("Of"): ", ".join(map(resource_words, job.resources)),
        say("Error"): job.error and str(job.error),
    }


def _of_session(db: Database, hit: Hit) -> Mapping[str, object]:
    session = sessions.find(db, hit.record or hit.id)
    if session is None:
        return {}
    ended = outcome_of(session.state, instants.decode(session.changed_at), utc_now())
    return {
        say("Opened"): _at(session.opened_at),
        say("Outcome"): states.SESSIONS[ended].word,
        say("External ID"): session.external_id,
        say("Error"): " · ".join(filter(None, (session.error_code, session.error_message))),
    }


def _at(encoded: str) -> str:
    return exact(instants.decode(encoded), st.context.timezone)
