"""Fault rules: what is to go wrong with the API or with webhooks, how often, and whether now.

They are kept in the state, so that they survive a restart, with a counter each: what a probability decides follows
from the seed, the rule's number and the counter, never from chance.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belvo_sandbox.core import digests
from belvo_sandbox.core.clock import text

API, DELIVERY = "fault", "mishap"  # kinds of rules, as the control API names them
_KEPT = 1000  # of those that are over
_LIVE = "(times IS NULL OR struck < times)"
_ANY = f"SELECT 1 FROM fault_rules WHERE kind = ? AND {_LIVE} LIMIT 1"


@dataclass(frozen=True)
class FaultRule:
    """Something that is to go wrong; it could have `seen` times, and did `struck` times."""

    number: int
    kind: str
    name: str
    target: Mapping[str, Any]
    settings: Mapping[str, Any]
    times: int | None
    probability: float | None
    created_at: str
    seen: int
    struck: int

    def body(self) -> dict[str, Any]:
        """The rule as the control API shows it."""
        return {
            "id": self.number,
            "error" if self.kind == API else "mishap": self.name,
            **self.target,
            **self.settings,
            "times": self.times,
            "probability": self.probability,
            "created_at": self.created_at,
            "seen": self.seen,
            "struck": self.struck,
            "is_over": self.times is not None and self.struck >= self.times,
        }


@dataclass(frozen=True)
class Frequency:
    """The first `times`, with a `probability`, both, or always."""

    times: int | None = None
    probability: float | None = None


def add(
    connection: sqlite3.Connection,
    kind: str,
    name: str,
    target: Mapping[str, Any],
    settings: Mapping[str, Any],
    frequency: Frequency,
    now: datetime,
) -> FaultRule:
    """Have something go wrong from now on."""
    query = """
        INSERT INTO fault_rules (kind, name, target, settings, times, probability, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *
    """
    row = (kind, name, json.dumps(target), json.dumps(settings), frequency.times, frequency.probability, text(now))
    rule = _rule(connection.execute(query, row).fetchone())
    connection.execute(f"DELETE FROM fault_rules WHERE number <= ? AND NOT {_LIVE}", (rule.number - _KEPT,))
    return rule


def all_of(connection: sqlite3.Connection, kind: str) -> list[FaultRule]:
    """Every rule of a kind, oldest first; those that are over too, until they are ended."""
    query = "SELECT * FROM fault_rules WHERE kind = ? ORDER BY number"
    return [_rule(row) for row in connection.execute(query, (kind,))]


def is_any_live(connection: sqlite3.Connection, kind: str) -> bool:
    """The one check that a plain call pays for."""
    return connection.execute(_ANY, (kind,)).fetchone() is not None


def live(connection: sqlite3.Connection, kind: str) -> list[FaultRule]:
    """Those that can still apply, oldest first."""
    query = f"SELECT * FROM fault_rules WHERE kind = ? AND {_LIVE} ORDER BY number"
    return [_rule(row) for row in connection.execute(query, (kind,))]


def end(connection: sqlite3.Connection, kind: str, number: str) -> bool:
    """End one; whether it was there."""
    query = "DELETE FROM fault_rules WHERE kind = ? AND number = ?"
    return bool(connection.execute(query, (kind, number)).rowcount)


def end_all(connection: sqlite3.Connection, kind: str) -> int:
    """End all of a kind; how many there were."""
    return connection.execute("DELETE FROM fault_rules WHERE kind = ?", (kind,)).rowcount


def applies(connection: sqlite3.Connection, rule: FaultRule, seed: int) -> bool:
    """Count a call or message that matches a rule, in the caller's transaction; whether it goes wrong."""
    query = f"UPDATE fault_rules SET seen = seen + 1 WHERE number = ? AND {_LIVE} RETURNING seen"
    row = connection.execute(query, (rule.number,)).fetchone()
    if row is None:
        return False  # over, or ended, since it was read
    draw = digests.number("disturbance", seed, rule.number, row["seen"]) / 2**64
    if rule.probability is not None and draw >= rule.probability:
        return False
    connection.execute("UPDATE fault_rules SET struck = struck + 1 WHERE number = ?", (rule.number,))
    return True


def _rule(row: sqlite3.Row) -> FaultRule:
    return FaultRule(**{**dict(row), "target": json.loads(row["target"]), "settings": json.loads(row["settings"])})
