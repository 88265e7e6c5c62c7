"""Disturbances that somebody asked for: faults of the API and mishaps of webhooks, how often, and whether now.

They are kept in the state, so that they survive a restart, with a counter each: what a probability decides follows
from the seed, the disturbance's number and the counter, never from chance.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belvo_sandbox.core import digests
from belvo_sandbox.core.clock import text

FAULT, MISHAP = "fault", "mishap"
_KEPT = 1000  # of those that are over
_LIVE = "(times IS NULL OR struck < times)"
_ANY = f"SELECT 1 FROM disturbances WHERE kind = ? AND {_LIVE} LIMIT 1"


@dataclass(frozen=True)
class Disturbance:
    """What is to go wrong, where, and how often it could have and did."""

    number: int
    kind: str
    name: str
    aim: Mapping[str, Any]
    settings: Mapping[str, Any]
    times: int | None
    probability: float | None
    created_at: str
    seen: int
    struck: int

    def shown(self) -> dict[str, Any]:
        """The disturbance as the control API shows it."""
        return {
            "id": self.number,
            "error" if self.kind == FAULT else "mishap": self.name,
            **self.aim,
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
    """How often: the first `times`, with a `probability`, both, or always."""

    times: int | None = None
    probability: float | None = None


def add(
    connection: sqlite3.Connection,
    kind: str,
    name: str,
    aim: Mapping[str, Any],
    settings: Mapping[str, Any],
    frequency: Frequency,
    now: datetime,
) -> Disturbance:
    """Have something go wrong from now on."""
    query = """
        INSERT INTO disturbances (kind, name, aim, settings, times, probability, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *
    """
    row = (kind, name, json.dumps(aim), json.dumps(settings), frequency.times, frequency.probability, text(now))
    made = _disturbance(connection.execute(query, row).fetchone())
    connection.execute(f"DELETE FROM disturbances WHERE number <= ? AND NOT {_LIVE}", (made.number - _KEPT,))
    return made


def all_of(connection: sqlite3.Connection, kind: str) -> list[Disturbance]:
    """Every disturbance of a kind, oldest first; those that are over too, until they are ended."""
    query = "SELECT * FROM disturbances WHERE kind = ? ORDER BY number"
    return [_disturbance(row) for row in connection.execute(query, (kind,))]


def is_any_live(connection: sqlite3.Connection, kind: str) -> bool:
    """Whether any can still strike: the one check that a plain call pays for."""
    return connection.execute(_ANY, (kind,)).fetchone() is not None


def live(connection: sqlite3.Connection, kind: str) -> list[Disturbance]:
    """Those that can still strike, oldest first."""
    query = f"SELECT * FROM disturbances WHERE kind = ? AND {_LIVE} ORDER BY number"
    return [_disturbance(row) for row in connection.execute(query, (kind,))]


def end(connection: sqlite3.Connection, kind: str, number: str) -> bool:
    """End one; whether it was there."""
    query = "DELETE FROM disturbances WHERE kind = ? AND number = ?"
    return bool(connection.execute(query, (kind, number)).rowcount)


def end_all(connection: sqlite3.Connection, kind: str) -> int:
    """End all of a kind; how many there were."""
    return connection.execute("DELETE FROM disturbances WHERE kind = ?", (kind,)).rowcount


def strikes(connection: sqlite3.Connection, one: Disturbance, seed: int) -> bool:
    """Count something that a disturbance is aimed at, in the caller's transaction; whether it goes wrong."""
    query = f"UPDATE disturbances SET seen = seen + 1 WHERE number = ? AND {_LIVE} RETURNING seen"
    row = connection.execute(query, (one.number,)).fetchone()
    if row is None:
        return False  # over, or ended, since it was read
    draw = digests.number("disturbance", seed, one.number, row["seen"]) / 2**64
    if one.probability is not None and draw >= one.probability:
        return False
    connection.execute("UPDATE disturbances SET struck = struck + 1 WHERE number = ?", (one.number,))
    return True


def _disturbance(row: sqlite3.Row) -> Disturbance:
    return Disturbance(**{**dict(row), "aim": json.loads(row["aim"]), "settings": json.loads(row["settings"])})
