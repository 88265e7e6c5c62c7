"""Belvo's rows, written and read back: upsert by id, bodies, earlier versions, tombstones."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from store import engine, instants, schema
from store.aggregates import Changes
from store.database import Database
from store.parameters import chunks, members
from store.records import JSON, Record, account_id, records
from store.resources import RESOURCES, Resource


@dataclass(frozen=True, slots=True)
class Saved:
    """What a page did. `changed` counts rows that came back as well; `seen` are the ids on the page."""

    added: int
    changed: int
    unchanged: int
    seen: frozenset[str]


def save_page(
    connection: sqlite3.Connection,
    resource: str,
    link_id: str | None,
    items: Iterable[JSON],
    *,
    now: str | None = None,
) -> Saved:
    """Store a page of Belvo's rows in the caller's transaction, with bodies, versions and aggregates.

    Rows that are stored already and did not change cost no write (small resources: their times are kept current).
    """
    kind, items = RESOURCES[resource], list(items)
    if kind.has_account:
        _save_embedded_accounts(connection, link_id, items)
    page = records(kind, link_id, items)
    stored = _stored(connection, kind, page)
    added = [record for record in page.values() if record.id not in stored]
    changed = [record for record in page.values() if _differs(record, stored.get(record.id))]
    _write(connection, kind, added, changed, now or instants.now())
    if kind.keeps_times:
        written = {record.id for record in (*added, *changed)}
        _refresh(connection, kind, [record for record in page.values() if record.id not in written])
    return Saved(len(added), len(changed), len(page) - len(added) - len(changed), frozenset(page))


def tombstone(connection: sqlite3.Connection, resource: str, ids: Collection[str], *, now: str | None = None) -> int:
    """Mark rows as gone at Belvo: pages stop counting them, bodies stay; returns how many were there."""
    kind, moment = RESOURCES[resource], now or instants.now()
    changes = Changes(kind)
    gone = changes.subtract_stored(connection, ids)
    changes.apply(connection)
    connection.executemany(
        f"UPDATE {kind.table} SET gone_at = :now WHERE id = :id AND gone_at IS NULL",
        [{"id": key, "now": moment} for key in ids],
    )
    return gone


def live_count(connection: sqlite3.Connection, resource: str, link_id: str) -> int:
    """How many rows of the link Belvo still has, as far as the store knows."""
    sql = f"SELECT count(*) FROM {RESOURCES[resource].table} WHERE link = :link AND gone_at IS NULL"
    count: int = connection.execute(sql, {"link": link_id}).fetchone()[0]
    return count


def live_ids(connection: sqlite3.Connection, resource: str, link_id: str) -> set[str]:
    """The ids of those rows."""
    sql = f"SELECT id FROM {RESOURCES[resource].table} WHERE link = :link AND gone_at IS NULL"
    return {row["id"] for row in connection.execute(sql, {"link": link_id})}


def latest_created_at(connection: sqlite3.Connection, resource: str, link_id: str) -> str | None:
    """The largest `created_at` among those rows."""
    sql = f"SELECT max(created_at) FROM {RESOURCES[resource].table} WHERE link = :link AND gone_at IS NULL"
    latest: str | None = connection.execute(sql, {"link": link_id}).fetchone()[0]
    return latest


def body(db: Database, resource: str, row_id: str) -> dict[str, Any] | None:
    """The object as received, its account embedded again (as that account is now)."""
    kind = RESOURCES[resource]
    with db.read() as connection:
        found = _body(connection, kind, row_id)
        if found is None or not kind.has_account or not isinstance(found.get("account"), dict):
            return found
        account = _body(connection, RESOURCES["accounts"], account_id(found))
    return {**found, "account": account or found["account"]}


def _body(connection: sqlite3.Connection, kind: Resource, row_id: str | None) -> dict[str, Any] | None:
    row = connection.execute(f"SELECT body FROM raw_{kind.table} WHERE id = :id", {"id": row_id}).fetchone()
    return orjson.loads(row["body"]) if row else None


def _save_embedded_accounts(connection: sqlite3.Connection, link_id: str | None, items: Sequence[JSON]) -> None:
    """Accounts come on every transaction; the first sight of one, or a later look at it, is stored once."""
    accounts = {account_id(item): item["account"] for item in items if isinstance(item.get("account"), dict)}
    accounts.pop(None, None)
    names, parameters = members("id", [*accounts])
    sql = f"SELECT id, coalesce(collected_at, '') AS seen FROM accounts WHERE id IN {names}"
    known = {row["id"]: row["seen"] for row in connection.execute(sql, parameters)}
    fresh = [
        account
        for key, account in accounts.items()
        if key not in known or (instants.parse(account.get("collected_at")) or "") > known[key]
    ]
    if fresh:
        save_page(connection, "accounts", link_id, fresh)


@dataclass(frozen=True, slots=True)
class _Stored:
    fingerprint: int
    gone: bool


def _stored(connection: sqlite3.Connection, kind: Resource, ids: Collection[str]) -> dict[str, _Stored]:
    found: dict[str, _Stored] = {}
    for chunk in chunks(ids):
        names, parameters = members("id", chunk)
        sql = f"SELECT id, fingerprint, gone_at FROM {kind.table} WHERE id IN {names}"
        for key, fingerprint, gone_at in connection.execute(sql, parameters):
            found[key] = _Stored(fingerprint, gone_at is not None)
    return found


def _differs(record: Record, stored: _Stored | None) -> bool:
    return stored is not None and (stored.gone or stored.fingerprint != record.fingerprint)


def _write(
    connection: sqlite3.Connection, kind: Resource, added: list[Record], changed: list[Record], now: str
) -> None:
    written = [*added, *changed]
    if not written:
        return
    changes = Changes(kind)
    changes.subtract_stored(connection, [record.id for record in changed])
    changes.add(record.values for record in written)
    changes.apply(connection)
    connection.executemany(_keep_version(kind), [{"id": record.id, "now": now} for record in changed])
    own = {"changed_at": now, "gone_at": None}
    connection.executemany(
        _upsert(kind), [{**record.values, "fingerprint": record.fingerprint, **own} for record in written]
    )
    _write_bodies(connection, kind, written)


def _refresh(connection: sqlite3.Connection, kind: Resource, unchanged: list[Record]) -> None:
    """Bring columns and body up to date where only times moved, or where a status was set by hand."""
    connection.executemany(_update(kind), [record.values for record in unchanged])
    _write_bodies(connection, kind, unchanged)


def _write_bodies(connection: sqlite3.Connection, kind: Resource, written: list[Record]) -> None:
    connection.executemany(
        f"INSERT INTO bodies_{kind.table} (key, body) SELECT key, :body FROM {kind.table} WHERE id = :id"
        " ON CONFLICT (key) DO UPDATE SET body = excluded.body",
        [{"id": record.id, "body": record.body} for record in written],
    )


@cache
def _upsert(kind: Resource) -> str:
    return engine.upsert(kind.table, [name for name in schema.columns(kind) if name != "key"], ["id"])


@cache
def _update(kind: Resource) -> str:
    kept = ("key", "id", "fingerprint", "changed_at", "gone_at")
    names = [name for name in schema.columns(kind) if name not in kept]
    return f"UPDATE {kind.table} SET {', '.join(f'{name} = :{name}' for name in names)} WHERE id = :id"


@cache
def _keep_version(kind: Resource) -> str:
    return (
        f"INSERT INTO versions_{kind.table} (id, body, since, until)"
        f" SELECT id, body, changed_at, coalesce(gone_at, :now) FROM {kind.table} JOIN bodies_{kind.table}"
        " USING (key) WHERE id = :id"
    )
