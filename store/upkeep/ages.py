"""What is deleted for its age where somebody has said so: rows by their own day, earlier bodies, webhooks, openings.

What is on hold stays. All of it goes in many short transactions, so that nobody waits for one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

from resources import RESOURCES, Declaration
from store.core import instants
from store.database import Database
from store.upkeep import erasure, retention
from store.write import holds, kept_since, revisions

AGED = (
    "bills",
    "br_exchanges",
    "br_investment_transactions",
    "cl_invoices",
    "invoices",
    "tax_retentions",
    "transactions",
)
"""Resources whose rows happened on their day; of others the day begins something that may still hold."""

BATCH = 500
"""Rows deleted in one transaction."""

_NOTES = 500
"""Notes of what was deleted that are kept."""


@dataclass(frozen=True, slots=True)
class Ages:
    """How old things get; None for what stays until its link is erased, or what history goes by."""

    rows: timedelta | None = None
    versions: timedelta | None = None
    webhooks: timedelta | None = None
    widget_sessions: timedelta | None = None


def take(db: Database, ages: Ages, *, now: datetime | None = None, batch: int = BATCH) -> dict[str, int]:
    """Delete what is older; rows by table. Sums follow the rows, which are not taken in again by a later pull."""
    moment = now or datetime.now(UTC)
    day = (moment - ages.rows).date().isoformat() if ages.rows else None
    with db.write() as connection:
        kept_since.set_for(connection, AGED, day)
    taken = Counter[str]()
    if ages.rows and day:
        for name in AGED:
            taken[name] = _take_rows(db, RESOURCES[name], day, batch)
        taken["balance_history"] = _take(db, _BALANCES, instants.encode(moment - ages.rows), batch)
    if ages.versions:
        before = instants.encode(moment - ages.versions)
        for resource in RESOURCES.values():
            taken[f"versions_{resource.table}"] = _take(db, _versions(resource), before, batch)
        if any(taken[f"versions_{resource.table}"] for resource in RESOURCES.values()):
            with db.write() as connection:
                # The day after, since days end elsewhere when they do not in UTC.
                kept_since.note_versions(connection, (moment - ages.versions + timedelta(1)).date().isoformat())
    if ages.webhooks:
        taken["webhook_events"] = _take(
            db, retention.STATEMENTS["webhook_events"], instants.encode(moment - ages.webhooks), batch
        )
    if ages.widget_sessions:
        taken["widget_sessions"] = _take(db, _SESSIONS, instants.encode(moment - ages.widget_sessions), batch)
    return {table: count for table, count in taken.items() if count}


def note(db: Database, taken: Mapping[str, int], *, now: str | None = None) -> None:
    """Keep what was deleted for its age, by table, and when."""
    with db.write() as connection:
        connection.execute(
            "INSERT INTO retention (at, taken) VALUES (:at, :taken) ON CONFLICT (at) DO NOTHING",
            {"at": now or instants.now(), "taken": orjson.dumps(dict(taken)).decode()},
        )
        connection.execute(
            "DELETE FROM retention WHERE at NOT IN (SELECT at FROM retention ORDER BY at DESC LIMIT :notes)",
            {"notes": _NOTES},
        )


def told(db: Database, *, since: str = "") -> tuple[str | None, dict[str, int]]:
    """When it was last looked at, and what went since an instant, by table."""
    counts = Counter[str]()
    with db.read() as connection:
        (last,) = connection.execute("SELECT max(at) FROM retention").fetchone()
        for row in connection.execute("SELECT taken FROM retention WHERE at >= :since", {"since": since}):
            counts.update(orjson.loads(row["taken"]))
    return last, dict(counts)


def _take_rows(db: Database, resource: Declaration, day: str, batch: int) -> int:
    count, whose = 0, set[str]()
    for keys, links in _old(db, resource, day, batch):
        erasure.delete_rows(db, resource, keys)
        count += len(keys)
        whose |= links
    if count:
        with db.write() as connection:
            revisions.bump(connection, *sorted(whose))
    return count


def _old(db: Database, resource: Declaration, day: str, batch: int) -> Iterator[tuple[list[int], set[str]]]:
    """Keys of rows from before the day, so many at once, and their links; the table is read through."""
    sql = (
        f"SELECT key, link FROM {resource.table} WHERE key > :last AND {resource.day} < :day AND"
        f" {holds.are_free(f'{resource.table}.link')} ORDER BY key LIMIT :batch"
    )
    last = -1
    while True:
        with db.read() as connection:
            found = connection.execute(sql, {"last": last, "day": day, "batch": batch}).fetchall()
        keys = [row["key"] for row in found]
        if keys:
            yield keys, {row["link"] for row in found}
        if len(keys) < batch:
            return
        last = keys[-1]


def _take(db: Database, sql: str, before: str, batch: int) -> int:
    count, last = 0, batch
    while last == batch:
        with db.write() as connection:
            last = connection.execute(sql, {"before": before, "batch": batch}).rowcount
        count += last
    return count


_BALANCES = f"""
    DELETE FROM balance_history WHERE (link, account, collected_at) IN (
        SELECT link, account, collected_at FROM balance_history AS old
        WHERE collected_at < :before AND {holds.are_free("old.link")}
            AND EXISTS (
                SELECT 1 FROM balance_history AS newer
                WHERE newer.link = old.link AND newer.account = old.account
                    AND newer.collected_at > old.collected_at)
        LIMIT :batch)
"""
"""The newest of each account stays, however old it is."""

_SESSIONS = f"""
    DELETE FROM widget_sessions WHERE nonce IN (
        SELECT nonce FROM widget_sessions
        WHERE state IN ('connected', 'left', 'failed', 'expired') AND opened_at < :before AND changed_at < :before
            AND {holds.are_free("widget_sessions.link", "widget_sessions.external_id")}
        LIMIT :batch)
"""


def _versions(resource: Declaration) -> str:
    whose = "now.link" if resource.per_link else "now.id"
    return f"""
        DELETE FROM versions_{resource.table} WHERE (key, since, until) IN (
            SELECT old.key, old.since, old.until FROM versions_{resource.table} AS old
            LEFT JOIN {resource.table} AS now ON now.key = old.key
            WHERE old.until < :before AND {holds.are_free(whose)} LIMIT :batch)
    """
