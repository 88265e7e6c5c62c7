"""Deliveries: what goes to a channel at once, by whom it is sent at the moment, and how each attempt went.

Who sends one has claimed it for a while. Whoever is killed between sending and noting lets it lapse, and it is sent
once more, with the same id.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.notices.channels import Channel, Way, due
from domain.notices.kinds import Item
from domain.notices.retries import Answer, Next, State
from store import engine
from store.core import instants
from store.core.parameters import members
from store.database import Database
from store.engine import Connection, Row
from store.ops.notices import events

CLAIMED = timedelta(seconds=90)
"""For how long a delivery is that of who sends it; no attempt takes as long."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one channel. `attempts` counts those that ended; `told` is what the last one met."""

    id: str
    channel: str
    way: Way
    made_at: datetime
    items: int
    state: State
    attempts: int
    next_at: datetime
    ended_at: datetime | None = None
    told: str = ""
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery."""

    at: datetime
    outcome: str
    status: int | None
    told: str
    milliseconds: int


def gather(db: Database, channels: Sequence[Channel], now: datetime) -> list[str]:
    """Make a delivery of what is due of each channel; their ids."""
    with db.read() as connection:
        waiting = {row["channel"] for row in connection.execute(_PENDING)}
    if not waiting:
        return []
    made = []
    with db.write() as connection:
        for channel in channels:
            pending = events.pending(connection, channel.id) if channel.id in waiting else []
            items = due(channel, [item for item in pending if channel.takes(item.kind)], now)
            if items:
                made.append(_make(connection, channel, items, now))
    return made


def claim(db: Database, now: datetime, busy: Sequence[str] = ()) -> list[Delivery]:
    """Take what may be tried now, one of each channel but of those that are `busy`."""
    moment = instants.encode(now)
    listed, parameters = members("busy", ["", *busy])
    with db.read() as connection:
        which = {"now": moment, **parameters}
        found = connection.execute(_DUE.format(busy=listed), which).fetchall()
    if not found:
        return []
    first = {row["channel"]: row["id"] for row in reversed(found)}
    ids = {"ids": engine.array([*first.values()]), "now": moment, "until": instants.encode(now + CLAIMED)}
    return db.written(lambda connection: [_delivery(row) for row in connection.execute(_CLAIM, ids).fetchall()])


def note(db: Database, delivery: Delivery, answer: Answer, then: Next, at: datetime, milliseconds: int) -> bool:
    """Keep how an attempt went and what comes next; False where somebody has removed its channel meanwhile."""
    told = {
        "id": delivery.id,
        "channel": delivery.channel,
        "way": delivery.way,
        "at": instants.encode(at),
        "outcome": then.state if answer.is_sent or then.state == "failed" else "again",
        "status": answer.status,
        "told": answer.told,
        "milliseconds": milliseconds,
        "state": then.state,
        "next_at": instants.encode(then.at),
        "ended_at": None if then.state == "waiting" else instants.encode(then.at),
    }
    with db.write(beside=True) as connection:
        connection.execute(_ATTEMPT, told)
        return connection.execute(_NOTE, told).rowcount == 1


def again(connection: Connection, delivery: str, *, now: str | None = None) -> bool:
    """Have one that has failed be tried once more, from the first step on; False if it has not failed."""
    moved = connection.execute(_AGAIN, {"id": delivery, "now": now or instants.now()})
    return moved.rowcount == 1


def lately(db: Database, limit: int = 200) -> list[Delivery]:
    """The newest deliveries, with what their last attempt met."""
    with db.read() as connection:
        return [_delivery(row) for row in connection.execute(_LATELY, {"limit": limit})]


def mark(db: Database) -> object:
    """Another value as soon as a channel, a notice, a delivery or one of its tries has come or changed."""
    with db.read() as connection:
        return tuple(connection.execute(_MARK).fetchone())


def attempts(db: Database, delivery: str) -> list[Attempt]:
    """All tries at a delivery, the first first."""
    sql = "SELECT * FROM notice_attempts WHERE delivery = :id ORDER BY id"
    with db.read() as connection:
        return [
            Attempt(instants.decode(row["at"]), row["outcome"], row["status"], row["told"], row["milliseconds"])
            for row in connection.execute(sql, {"id": delivery})
        ]


def _make(connection: Connection, channel: Channel, items: Sequence[Item], now: datetime) -> str:
    made = secrets.token_hex(16)
    moment = instants.encode(now)
    told = {"id": made, "channel": channel.id, "way": channel.way, "now": moment, "items": len(items)}
    connection.execute(_MAKE, told)
    connection.executemany(
        _PUT,
        [{"id": made, "channel": channel.id, "notice": item.notice, "is_end": int(item.is_end)} for item in items],
    )
    return made


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        channel=row["channel"],
        way=row["way"],
        made_at=instants.decode(row["made_at"]),
        items=row["items"],
        state=row["state"],
        attempts=row["attempts"],
        next_at=instants.decode(row["next_at"]),
        ended_at=instants.decode(row["ended_at"]) if row["ended_at"] else None,
        told=row["told"] or "",
        status=row["status"],
    )


_COLUMNS = "id, channel, way, made_at, items, state, attempts, next_at, ended_at"
_PENDING = "SELECT DISTINCT channel FROM notice_items WHERE delivery IS NULL"
_MAKE = """
    INSERT INTO notice_deliveries (id, channel, way, made_at, items, state, attempts, next_at)
    VALUES (:id, :channel, :way, :now, :items, 'waiting', 0, :now)
"""
_PUT = """
    UPDATE notice_items SET delivery = :id
    WHERE notice = :notice AND channel = :channel AND is_end = :is_end AND delivery IS NULL
"""
_FREE = "state = 'waiting' AND next_at <= :now AND (claimed_until IS NULL OR claimed_until < :now)"
_DUE = f"""
    SELECT id, channel FROM notice_deliveries WHERE {_FREE} AND channel NOT IN {{busy}}
    ORDER BY next_at, made_at, id LIMIT 100
"""
_CLAIM = f"""
    UPDATE notice_deliveries SET claimed_until = :until
    WHERE {engine.among("id", "ids")} AND {_FREE}
    RETURNING {_COLUMNS}, '' AS told, NULL AS status
"""
_NOTE = """
    UPDATE notice_deliveries SET state = :state, attempts = attempts + 1, next_at = :next_at, ended_at = :ended_at,
        claimed_until = NULL
    WHERE id = :id AND state = 'waiting'
"""
_ATTEMPT = """
    INSERT INTO notice_attempts (delivery, channel, way, at, outcome, status, told, milliseconds)
    VALUES (:id, :channel, :way, :at, :outcome, :status, :told, :milliseconds)
"""
_MARK = """
    SELECT (SELECT max(id) FROM notices), (SELECT max(id) FROM notice_attempts), (SELECT max(ended_at) FROM notices),
        (SELECT count(*) FROM notice_deliveries), (SELECT max(made_at) FROM notice_deliveries),
        (SELECT count(*) FROM notice_deliveries WHERE state = 'waiting'),
        (SELECT max(coalesce(removed_at, on_since, made_at)) FROM notice_channels),
        (SELECT count(on_since) FROM notice_channels)
"""
_AGAIN = """
    UPDATE notice_deliveries SET state = 'waiting', attempts = 0, next_at = :now, ended_at = NULL, claimed_until = NULL
    WHERE id = :id AND state = 'failed'
        AND channel IN (SELECT id FROM notice_channels WHERE removed_at IS NULL)
"""
_LATELY = f"""
    SELECT {", ".join(f"d.{name}" for name in _COLUMNS.split(", "))}, last.told, last.status FROM notice_deliveries AS d
    LEFT JOIN notice_attempts AS last ON last.id = (SELECT max(id) FROM notice_attempts WHERE delivery = d.id)
    ORDER BY d.made_at DESC, d.id LIMIT :limit
"""
