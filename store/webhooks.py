"""Webhook events: what Belvo sent, once each, and what it set off."""

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from store import frames, instants
from store.database import Database

if TYPE_CHECKING:
    from pandas import DataFrame


def record(connection: sqlite3.Connection, webhook_id: str, body: Mapping[str, Any], at: str | None = None) -> bool:
    """Store an event as received; False when this `webhook_id` is known already."""
    fields = {name: value if isinstance(value := body.get(key), str) else None for name, key in _FIELDS.items()}
    row = connection.execute(
        "INSERT INTO webhook_events (webhook_id, type, code, process_type, link, external_id, request_id, body,"
        " received_at) VALUES (:webhook_id, :type, :code, :process_type, :link, :external_id, :request_id, :body, :at)"
        " ON CONFLICT (webhook_id) DO NOTHING RETURNING id",
        {**fields, "webhook_id": webhook_id, "body": orjson.dumps(dict(body)).decode(), "at": at or instants.now()},
    ).fetchone()
    return row is not None


def settle(
    connection: sqlite3.Connection, webhook_id: str, outcome: str, *, job: int | None = None, now: str | None = None
) -> None:
    """Note what an event set off: in words, and the job if there is one."""
    connection.execute(
        "UPDATE webhook_events SET outcome = :outcome, job = :job, handled_at = :now WHERE webhook_id = :webhook_id",
        {"outcome": outcome, "job": job, "now": now or instants.now(), "webhook_id": webhook_id},
    )


def table(db: Database, *, link: str | None = None, limit: int = 500) -> "DataFrame":
    """The newest events, of one link or of all; columns as in `_TABLE`, body as JSON text."""
    only = "WHERE link = :link" if link else ""
    sql = f"SELECT {', '.join(_TABLE)} FROM webhook_events {only} ORDER BY received_at DESC, id DESC LIMIT :limit"
    return frames.read(db, sql, {"link": link, "limit": limit}, _TABLE)


_FIELDS = {
    "type": "webhook_type",
    "code": "webhook_code",
    "process_type": "process_type",
    "link": "link_id",
    "external_id": "external_id",
    "request_id": "request_id",
}

_TABLE = {
    "webhook_id": frames.TEXT,
    "type": frames.TEXT,
    "code": frames.TEXT,
    "process_type": frames.TEXT,
    "link": frames.TEXT,
    "external_id": frames.TEXT,
    "request_id": frames.TEXT,
    "received_at": frames.INSTANT,
    "handled_at": frames.INSTANT,
    "job": frames.INTEGER,
    "outcome": frames.TEXT,
    "body": frames.TEXT,
}
