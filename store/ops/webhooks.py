"""Webhook events: what Belvo sent, once each, and what it set off."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from store import engine
from store.core import frames, instants, keyset
from store.core.keyset import FIRST, Place
from store.database import Database
from store.engine import Connection, Row

if TYPE_CHECKING:
    from pandas import DataFrame


def record(connection: Connection, webhook_id: str, body: Mapping[str, Any], at: str | None = None) -> bool:
    """Store an event as received; False when this `webhook_id` is known already: then it has come once more."""
    fields = {name: value if isinstance(value := body.get(key), str) else None for name, key in _FIELDS.items()}
    row = connection.execute(
        "INSERT INTO webhook_events (webhook_id, type, code, process_type, link, external_id, request_id, body,"
        " received_at) VALUES (:webhook_id, :type, :code, :process_type, :link, :external_id, :request_id, :body, :at)"
        " ON CONFLICT (webhook_id) DO UPDATE SET attempts = webhook_events.attempts + 1 RETURNING attempts",
        {**fields, "webhook_id": webhook_id, "body": orjson.dumps(dict(body)).decode(), "at": at or instants.now()},
    ).fetchone()
    return bool(row["attempts"] == 1)


def record_replay(connection: Connection, event: "Event", *, at: str | None = None) -> str:
    """Store an event once more, as a replay of itself or of what it is a replay of; returns the new one's id."""
    original = event.replay_of or event.webhook_id
    sql = "SELECT count(*) FROM webhook_events WHERE replay_of = :original"
    (before,) = connection.execute(sql, {"original": original}).fetchone()
    replay = f"{original}-replay-{before + 1}"
    record(connection, replay, event.body, at)
    connection.execute(
        "UPDATE webhook_events SET replay_of = :original WHERE webhook_id = :replay",
        {"original": original, "replay": replay},
    )
    return replay


def settle(
    connection: Connection,
    webhook_id: str,
    outcome: str,
    *,
    job: int | None = None,
    milliseconds: int | None = None,
    now: str | None = None,
) -> None:
    """Note what an event set off: in words, and the job if there is one; and how long it took until then."""
    connection.execute(
        "UPDATE webhook_events SET outcome = :outcome, job = :job, handled_at = :now, milliseconds = :milliseconds"
        " WHERE webhook_id = :webhook_id",
        {
            "outcome": outcome,
            "job": job,
            "now": now or instants.now(),
            "milliseconds": milliseconds,
            "webhook_id": webhook_id,
        },
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One event with what it set off; `body` is as received.

    `attempts` is how often it came, `milliseconds` how long the first of them took until it was stored.
    """

    webhook_id: str
    type: str | None
    code: str | None
    process_type: str | None
    link: str | None
    external_id: str | None
    request_id: str | None
    received_at: str
    handled_at: str | None
    job: int | None
    outcome: str | None
    body: dict[str, Any]
    attempts: int = 1
    milliseconds: int | None = None
    replay_of: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookFilter:
    """What is empty does not restrict. `id` is a webhook, request, link or external id.

    `with_job`: whether it set off a pull; a reading of the link alone is none. `sent` leaves replays out.
    """

    type: str = ""
    code: str = ""
    link: str = ""
    id: str = ""
    since: str = ""
    with_job: bool | None = None
    sent: bool = False


def find(db: Database, webhook_id: str) -> Event | None:
    """One event; what it set off besides its outcome is `jobs.get(db, event.job)` and the runs of that job."""
    sql = f"SELECT {', '.join(_WHOLE)} FROM webhook_events WHERE webhook_id = :id"
    with db.read() as connection:
        row = connection.execute(sql, {"id": webhook_id}).fetchone()
    return _event(row) if row else None


def of_job(db: Database, job: int) -> list[str]:
    """The ids of the events that have set off a job, the first first."""
    with db.read() as connection:
        rows = connection.execute("SELECT webhook_id FROM webhook_events WHERE job = :job ORDER BY id", {"job": job})
        return [row["webhook_id"] for row in rows]


def received(connection: Connection, link: str, since: str = "") -> list[Event]:
    """The events about a link that came since then, oldest first."""
    sql = f"SELECT {', '.join(_TABLE)} FROM webhook_events WHERE link = :link AND received_at >= :since ORDER BY id"
    return [_event(row) for row in connection.execute(sql, {"link": link, "since": since})]


def page(db: Database, matching: WebhookFilter | None = None, *, at: Place = FIRST) -> "DataFrame":
    """Some of the events that match, newest first: columns as in `_PAGE`, the state of the job that was set off too."""
    names = f"{', '.join(f'e.{name}' for name in _WHOLE)}, jobs.state AS job_state, jobs.error_code AS job_error"
    source = "webhook_events AS e LEFT JOIN jobs ON jobs.id = e.job AND jobs.resources <> ''"
    with db.read() as connection:
        return keyset.fetch(connection, names, source, _condition(matching), _NEWEST_FIRST, at, _PAGE)


_NEWEST_FIRST = keyset.order(("e.received_at", "e.id"), descending=True)


def count(db: Database, matching: WebhookFilter | None = None) -> int:
    condition, parameters = _condition(matching)
    with db.read() as connection:
        sql = f"SELECT count(*) FROM webhook_events AS e WHERE {condition}"
        number: int = connection.execute(sql, parameters).fetchone()[0]
    return number


def mark(db: Database) -> tuple[object, ...]:
    """Another value as soon as one comes, or comes once more, or is handled, its pull goes on, or one is refused."""
    with db.read() as connection:
        return tuple(connection.execute(_MARK, {"lately": _LATELY}).fetchone())


_LATELY = 200
"""The newest webhooks, of which it is looked how often they came: Belvo sends one again within hours."""

_MARK = """
    SELECT max(id), sum(attempts), count(handled_at), max(handled_at),
        (SELECT count(*) FROM webhook_events), (SELECT max(id) FROM jobs),
        (SELECT count(*) FROM jobs WHERE state = 'queued'), (SELECT count(*) FROM jobs WHERE state = 'running'),
        (SELECT max(last_at) FROM refused_webhooks)
    FROM (SELECT id, attempts, handled_at FROM webhook_events ORDER BY id DESC LIMIT :lately) AS lately
"""


def types(db: Database, matching: WebhookFilter | None = None) -> int:
    """Of how many types the events are that match."""
    condition, parameters = _condition(matching)
    with db.read() as connection:
        sql = f"SELECT count(DISTINCT e.type) FROM webhook_events AS e WHERE {condition}"
        number: int = connection.execute(sql, parameters).fetchone()[0]
    return number


def facets(db: Database) -> dict[str, list[str]]:
    """The types that have come, each with its codes."""
    sql = (
        "SELECT DISTINCT type, code FROM webhook_events WHERE type IS NOT NULL"
        " ORDER BY type NULLS FIRST, code NULLS FIRST"
    )
    codes: dict[str, list[str]] = {}
    with db.read() as connection:
        for row in connection.execute(sql):
            codes.setdefault(row["type"], []).extend([row["code"]] if row["code"] else [])
    return codes


def _condition(matching: WebhookFilter | None) -> tuple[str, dict[str, object]]:
    given = matching or WebhookFilter()
    selected = replace(given, id=engine.fold(given.id))
    parts = {
        "type": "e.type = :type",
        "code": "e.code = :code",
        "link": "e.link = :link",
        "id": "(lower(e.webhook_id) = :id OR lower(e.replay_of) = :id OR lower(e.request_id) IN (:id, :bare)"
        f" OR lower(e.link) = :id OR {engine.folded('e.external_id')} = :id OR e.link IN"
        f" (SELECT link FROM assignments WHERE {engine.folded('external_id')} = :id))",
        "since": "e.received_at >= :since",
        "sent": "e.replay_of IS NULL",
    }
    used = [condition for name, condition in parts.items() if getattr(selected, name)]
    if selected.with_job is not None:
        used.append(_PULLED if selected.with_job else f"NOT {_PULLED}")
    return " AND ".join(["1 = 1", *used]), {**asdict(selected), "bare": selected.id.replace("-", "")}


_PULLED = "(e.job IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = e.job AND jobs.resources = ''))"


def _event(row: Row) -> Event:
    return Event(**{**dict(row), "body": orjson.loads(row["body"])})


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

_WHOLE = {
    **_TABLE,
    "attempts": frames.INTEGER,
    "milliseconds": frames.INTEGER,
    "replay_of": frames.TEXT,
}

_PAGE = {**_WHOLE, "job_state": frames.TEXT, "job_error": frames.TEXT}
