"""Audit: who did what, when. Records outlive the links that they speak of and hold no personal data of customers."""

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from store.core import frames, instants
from store.database import Database

if TYPE_CHECKING:
    from pandas import DataFrame


def record(
    connection: sqlite3.Connection,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any],
    *,
    now: str | None = None,
) -> int:
    """Note an action in the transaction that carries it out; returns the record's id."""
    row: int = connection.execute(
        "INSERT INTO audit (at, actor, action, subject, details) VALUES (:at, :actor, :action, :subject, :details)"
        " RETURNING id",
        {
            "at": now or instants.now(),
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": orjson.dumps(dict(details)).decode(),
        },
    ).fetchone()[0]
    return row


def table(db: Database, *, subject: str | None = None, limit: int = 500) -> "DataFrame":
    """The newest records, of one subject or of all: columns at, actor, action, subject, details (JSON text)."""
    only = "WHERE subject = :subject" if subject else ""
    sql = f"SELECT at, actor, action, subject, details FROM audit {only} ORDER BY id DESC LIMIT :limit"
    columns = {"at": frames.INSTANT} | dict.fromkeys(("actor", "action", "subject", "details"), frames.TEXT)
    return frames.read(db, sql, {"subject": subject, "limit": limit}, columns)
