"""Mishaps of webhooks on demand: a table of what each does, and where it puts a message."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.faults import rules
from belvo_sandbox.faults.rules import MISHAP, Disturbance

PATIENCE = 60.0  # seconds that a message waits to be overtaken, if nothing comes after it

KINDS = {
    "lost": "the message is never sent; the log has it as lost",
    "twice": "the message is sent a second time, right after the first, under the same webhook id",
    "late": "the message is sent later, by `seconds` of the wall clock or `hours` of the sandbox's; others pass it",
    "out_of_order": (
        "the message is sent after the next one that has no mishap, or after a minute; of several the last comes first"
    ),
}

# The fields of a message's body that a mishap can be aimed at.
_NAMES = {"type": "webhook_type", "code": "webhook_code", "link": "link_id"}


def strike(
    connection: sqlite3.Connection, live: Sequence[Disturbance], seed: int, endpoint: str, body: Mapping[str, Any]
) -> Disturbance | None:
    """The first of the mishaps that befalls a message to an endpoint."""
    for one in live:
        if _hits(one.aim, endpoint, body) and rules.strikes(connection, one, seed):
            return one
    return None


def places(one: Disturbance | None, at: str, wall: float) -> list[dict[str, Any]]:
    """The columns of each copy of a message that is announced at an instant, in a wall clock's second."""
    if one is None:
        return [{}]
    mark: dict[str, Any] = {"mishap": one.name}
    match one.name:
        case "lost":
            return [{**mark, "state": "lost"}]
        case "twice":
            return [mark, mark]
        case "late" if "hours" in one.settings:
            due = text(parse(at) + timedelta(hours=one.settings["hours"]))
            return [{**mark, "apart": True, "due": due}]
        case "late":
            return [{**mark, "apart": True, "not_before": wall + one.settings["seconds"]}]
    return [{**mark, "apart": True, "held": True, "not_before": wall + PATIENCE}]


def live(connection: sqlite3.Connection) -> list[Disturbance]:
    """The mishaps that can still befall a message."""
    return rules.live(connection, MISHAP)


def catalogue() -> list[dict[str, Any]]:
    """The table as the control API shows it."""
    return [{"mishap": name, "what": what} for name, what in KINDS.items()]


def _hits(aim: Mapping[str, Any], endpoint: str, body: Mapping[str, Any]) -> bool:
    found = {"endpoint": endpoint, **{name: body[key] for name, key in _NAMES.items()}}
    return all(found[name] == wanted for name, wanted in aim.items())
