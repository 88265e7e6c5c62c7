"""Faults of webhooks on demand: a table of what each does, and the columns that it gives a delivery."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.faults import rules
from belvo_sandbox.faults.odd_webhooks import ODD_WEBHOOKS
from belvo_sandbox.faults.rules import DELIVERY, FaultRule

PATIENCE = 60.0  # seconds that a message waits to be overtaken, if nothing comes after it

DELIVERY_FAULTS = {
    "lost": "the message is never sent; the log has it as lost",
    "twice": "the message is sent a second time, right after the first, under the same webhook id",
    "late": "the message is sent later, by `seconds` of the wall clock or `hours` of the sandbox's; others pass it",
    "out_of_order": (
        "the message is sent after the next one that has no mishap, or after a minute; of several the last comes first"
    ),
    **{name: odd.what for name, odd in ODD_WEBHOOKS.items()},
}

# The fields of a message's body that a fault can be aimed at.
_FIELDS = {"type": "webhook_type", "code": "webhook_code", "link": "link_id"}


def first_that_applies(
    connection: sqlite3.Connection, live: Sequence[FaultRule], seed: int, endpoint: str, body: Mapping[str, Any]
) -> FaultRule | None:
    """The rule by which a message to an endpoint goes wrong."""
    for rule in live:
        if _matches(rule.target, endpoint, body) and rules.applies(connection, rule, seed):
            return rule
    return None


def delivery_columns(rule: FaultRule | None, at: str, wall: float) -> list[dict[str, Any]]:
    """The columns of each copy of a message that is announced at an instant, in a wall clock's second."""
    if rule is None:
        return [{}]
    columns: dict[str, Any] = {"fault": rule.name}
    if rule.name in ODD_WEBHOOKS:
        return [columns]
    match rule.name:
        case "lost":
            return [{**columns, "state": "lost"}]
        case "twice":
            return [columns, columns]
        case "late" if "hours" in rule.settings:
            due = text(parse(at) + timedelta(hours=rule.settings["hours"]))
            return [{**columns, "unordered": True, "due": due}]
        case "late":
            return [{**columns, "unordered": True, "not_before": wall + rule.settings["seconds"]}]
    return [{**columns, "unordered": True, "waits_for_next": True, "not_before": wall + PATIENCE}]


def live(connection: sqlite3.Connection) -> list[FaultRule]:
    """The rules that can still apply to a message."""
    return rules.live(connection, DELIVERY)


def catalogue() -> list[dict[str, Any]]:
    """The table as the control API shows it."""
    return [{"mishap": name, "what": what} for name, what in DELIVERY_FAULTS.items()]


def _matches(target: Mapping[str, Any], endpoint: str, body: Mapping[str, Any]) -> bool:
    message = {"endpoint": endpoint, **{name: body[field] for name, field in _FIELDS.items()}}
    return all(message[name] == value for name, value in target.items())
