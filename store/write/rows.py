"""Belvo's rows, written and read back: upsert by id, bodies, earlier versions, deleted rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import orjson

from resources import RESOURCES, Declaration
from store import engine
from store.core import instants
from store.core.parameters import Condition
from store.database import Database
from store.engine import Connection
from store.schema import row_index, tables
from store.write import balance_history, embedded_accounts, irregular_rows, kept_since, packing, revisions, schema_drift
from store.write.aggregates import Changes
from store.write.batch import Batch, prepare
from store.write.encoding import JSON, account_id, is_same, is_same_text


@dataclass(frozen=True, slots=True)
class Saved:
    """Counts of rows. `changed` counts rows that came back as well; `ids` are all of the batch's."""

    added: int
    changed: int
    unchanged: int
    ids: frozenset[str]


class _Stored(NamedTuple):
    """A row that is stored already, its body as it is kept; none if it is deleted, so that it differs from any."""

    key: int
    body: str | None


def save_page(
    connection: Connection,
    resource: str,
    link_id: str | None,
    items: Iterable[JSON],
    *,
    now: str | None = None,
) -> Saved:
    """Store a page of Belvo's rows in the caller's transaction, with bodies, versions and aggregates.

    Of bulky resources, rows that did not change cost no write; of others, times are kept current. `link_id` is None
    for links and institutions.
    """
    batch = prepare(resource, link_id, items)
    saved = save(connection, batch, now=now)
    if saved.added or saved.changed:
        revisions.bump(connection, *_links_of(batch))
    return saved


def save(connection: Connection, batch: Batch, *, now: str | None = None) -> Saved:
    """As `save_page`, for rows that were made ready before the transaction began; the run's progress tells of them."""
    kind, moment = RESOURCES[batch.resource], now or instants.now()
    engine.have_keys(connection, {batch.link or "", *_links_of(batch)})
    if batch.accounts:
        _save_embedded(connection, batch, moment)
    stored = _stored(connection, kind, batch.link, batch.ids)
    added = _young(connection, kind, batch, [place for place, name in enumerate(batch.ids) if name not in stored])
    same, changed = _compared(connection, kind, batch, stored)
    if added or changed:
        changes = Changes(kind)
        if changed:
            changes.subtract_stored(connection, _of(changed.values()))
            _keep_versions(connection, kind, changed.values(), moment)
        keys = engine.next_keys(connection, kind.table, len(added))
        written = batch.part([*added, *changed])
        changes.add(written.columns)
        changes.apply(connection)
        _write(connection, kind, written, [*keys, *changed.values()], moment, new=len(keys))
        if added and kind.is_bulky:
            row_index.record(connection, kind, written.columns["slot"][: len(added)], keys)
        schema_drift.note(connection, batch.resource, batch.link, written.unknown, written.ids, moment)
    irregular_rows.note(connection, batch.resource, batch.link, batch.irregular, batch.ids, moment)
    if same and not kind.is_bulky:
        _refresh(connection, kind, batch.part([*same]), [*same.values()])
    if kind.has_balance:
        balance_history.record(connection, batch.link, dict(zip(batch.ids, batch.items, strict=True)), moment)
        embedded_accounts.mark(connection, batch.link, batch.ids, is_embedded=False)
    return Saved(len(added), len(changed), len(same), batch.seen)


def mark_deleted(
    connection: Connection,
    resource: str,
    ids: Collection[str],
    *,
    link_id: str | None = None,
    now: str | None = None,
) -> int:
    """Mark rows as no longer at Belvo: pages stop counting them, bodies stay; returns how many were there.

    Without a link, what several have under one id is marked for all of them, and bulky rows are looked for under each.
    """
    kind, moment = RESOURCES[resource], now or instants.now()
    live = {name: row.key for name, row in _stored(connection, kind, link_id, ids).items() if row.body is not None}
    condition, parameters = _of(live.values())
    changes = Changes(kind)
    changes.subtract_stored(connection, (condition, parameters))
    changes.apply(connection)
    connection.execute(f"UPDATE {kind.table} SET deleted_at = :now WHERE {condition}", {**parameters, "now": moment})
    deleted = len(live) + irregular_rows.forget(connection, resource, link_id, ids)
    if deleted:
        revisions.bump(connection, *filter(None, [link_id]))
    return deleted


def live_count(connection: Connection, resource: str, link_id: str) -> int:
    """Rows of the link that Belvo still has, as far as the store knows."""
    sql = "SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = :resource AND link = :link"
    count: int = connection.execute(sql, {"resource": resource, "link": link_id}).fetchone()[0]
    return count


def live_ids(connection: Connection, resource: str, link_id: str) -> set[str]:
    """The ids of those rows."""
    condition, parameters = row_index.of_link(RESOURCES[resource], link_id)
    sql = f"SELECT id FROM {RESOURCES[resource].table} WHERE {condition} AND deleted_at IS NULL"
    return {row["id"] for row in connection.execute(sql, parameters)}


def latest_created_at(items: Iterable[JSON]) -> str:
    """The largest `created_at` of some objects, encoded; empty where they carry none."""
    return max(filter(None, (instants.parse(item.get("created_at")) for item in items)), default="")


def body(db: Database, resource: str, row_id: str) -> dict[str, Any] | None:
    """The object as received, its account embedded again (as that account is now)."""
    kind = RESOURCES[resource]
    with db.read() as connection:
        found = _body(connection, kind, None, row_id)
        if found is None:
            return None
        link, item = found
        if not kind.has_account or not isinstance(item.get("account"), dict):
            return item
        account = _body(connection, RESOURCES["accounts"], link, account_id(item))
    return {**item, "account": account[1] if account else item["account"]}


class Place(NamedTuple):
    """A row's key in its table, and its link, as far as it is of one."""

    key: int
    link: str | None


def place(connection: Connection, kind: Declaration, row_id: str) -> Place | None:
    """Where the row is, whether or not Belvo still has it; the oldest, where several links have it under one id."""
    condition, parameters = _among(connection, kind, None, [row_id])
    link = "link" if kind.per_link else "NULL"
    sql = f"SELECT key, id, {link} AS link FROM {kind.table} WHERE {condition} ORDER BY key"
    found = [row for row in connection.execute(sql, parameters) if row["id"] == row_id]
    return Place(found[0]["key"], found[0]["link"]) if found else None


def link_of(db: Database, resource: str, row_id: str) -> str | None:
    """The link that the row was pulled for; not every body names it."""
    kind = RESOURCES[resource]
    with db.read() as connection:
        condition, parameters = _among(connection, kind, None, [row_id])
        candidates = connection.execute(f"SELECT id, link FROM {kind.table} WHERE {condition}", parameters)
        return next((str(row["link"]) for row in candidates if row["id"] == row_id), None)


def links_of(db: Database, resource: str, ids: Sequence[str]) -> list[tuple[str, str]]:
    """The rows with one of these ids, each with the link that it was pulled for; several links may have one."""
    kind, wanted = RESOURCES[resource], frozenset(ids)
    with db.read() as connection:
        condition, parameters = _among(connection, kind, None, ids)
        sql = f"SELECT id, link FROM {kind.table} WHERE {condition} ORDER BY key"
        found = [(str(row["id"]), str(row["link"])) for row in connection.execute(sql, parameters)]
    return [(id_, link) for id_, link in found if id_ in wanted]


def _links_of(batch: Batch) -> set[str]:
    """The links that the rows belong to, or are."""
    kind = RESOURCES[batch.resource]
    if kind.per_link:
        return {link for link in batch.columns["link"] if link}
    return {*batch.ids} if kind.name == "links" else set()


def _body(
    connection: Connection, kind: Declaration, link_id: str | None, row_id: str
) -> tuple[str | None, dict[str, Any]] | None:
    """The row's link, as far as it is of one, and its body."""
    condition, parameters = _among(connection, kind, link_id, [row_id])
    link = "link" if kind.per_link else "NULL"
    sql = (
        f"SELECT id, {link} AS link, body FROM {kind.table} JOIN bodies_{kind.table} USING (key) WHERE {condition}"
        " ORDER BY key"
    )
    stored = [row for row in connection.execute(sql, parameters) if row["id"] == row_id]
    return (stored[0]["link"], orjson.loads(stored[0]["body"])) if stored else None


def _among(connection: Connection, kind: Declaration, link_id: str | None, ids: Iterable[str]) -> Condition:
    """The condition on rows with these ids and perhaps others; without a link, those of every link are meant."""
    if not kind.is_bulky:
        of_link = " AND link = :link" if kind.per_link and link_id is not None else ""
        link = {"link": link_id} if of_link else {}
        return engine.among("id", "ids") + of_link, {"ids": engine.array(ids), **link}
    if link_id is not None:
        condition, parameters = row_index.of_ids(kind, [link_id], ids)
        return f"{condition} AND link = :link", parameters | {"link": link_id}
    sql = "SELECT DISTINCT link FROM row_counts WHERE resource = :resource"
    links = connection.execute(sql, {"resource": kind.name})
    return row_index.of_ids(kind, [row["link"] for row in links], ids)


def _of(keys: Iterable[int]) -> Condition:
    return engine.among("key", "keys"), {"keys": engine.array(keys)}


def _save_embedded(connection: Connection, batch: Batch, now: str) -> None:
    news = embedded_accounts.news(connection, batch.link, batch.accounts, now)
    if news:
        save(connection, prepare("accounts", batch.link, news), now=now)
        embedded_accounts.mark(connection, batch.link, [account["id"] for account in news], is_embedded=True)


def _stored(connection: Connection, kind: Declaration, link_id: str | None, ids: Collection[str]) -> dict[str, _Stored]:
    """Those of the rows that are stored already, by id."""
    condition, parameters = _among(connection, kind, link_id, ids)
    kept, body = tables.kept(kind)
    cursor = connection.execute(
        f"SELECT id, key, CASE WHEN deleted_at IS NULL THEN {body} END FROM {kind.table}"
        f" JOIN {kept} USING (key) WHERE {condition}",
        parameters,
    )
    engine.tuples(cursor)
    requested = frozenset(ids)
    return {name: _Stored(key, body) for name, key, body in cursor if name in requested}


def _young(connection: Connection, kind: Declaration, batch: Batch, added: list[int]) -> list[int]:
    """Those of new rows that are not older than rows of their kind are kept."""
    since = kept_since.of_link(connection, kind.name, batch.link) if added and kind.day else None
    if since is None:
        return added
    days = batch.part(added).columns[str(kind.day)]
    return [position for position, day in zip(added, days, strict=True) if not day or str(day) >= since]


def _compared(
    connection: Connection, kind: Declaration, batch: Batch, stored: Mapping[str, _Stored]
) -> tuple[dict[int, int], dict[int, int]]:
    """The keys of the batch's rows that are stored, by position: those that say the same, and those that have changed.

    Few have to be read for it: most of them are seen to be the same by their texts.
    """
    known = [(place, row) for place, name in enumerate(batch.ids) if (row := stored.get(name))]
    same, doubtful = dict[int, int](), dict[int, _Stored]()
    for place, row in known:
        if row.body is not None and is_same_text(kind, row.body, batch.bodies[place]):
            same[place] = row.key
        else:
            doubtful[place] = row
    whole, changed = _whole(connection, kind, doubtful.values()), dict[int, int]()
    for place, row in doubtful.items():
        body, received = whole.get(row.key), batch.bodies[place]
        is_known = body is not None and is_same(kind, orjson.loads(body), packing.opened(received))
        (same if is_known else changed)[place] = row.key
    return same, changed


def _whole(connection: Connection, kind: Declaration, stored: Iterable[_Stored]) -> dict[int, str]:
    """The bodies of rows that are not deleted, with the names of all fields."""
    bodies = {row.key: row.body for row in stored if row.body is not None}
    if not kind.is_packed or not bodies:
        return bodies
    condition, parameters = _of(bodies)
    found = connection.execute(f"SELECT key, body FROM bodies_{kind.table} WHERE {condition}", parameters)
    return {row["key"]: row["body"] for row in found}


def _keep_versions(connection: Connection, kind: Declaration, changed: Collection[int], now: str) -> None:
    """Put the bodies of rows that are about to change aside."""
    which = _of(changed)
    connection.execute(
        f"INSERT INTO versions_{kind.table} (key, id, body, since, until)"
        f" SELECT key, id, body, changed_at, coalesce(deleted_at, :now) FROM {kind.table} JOIN bodies_{kind.table}"
        f" USING (key) WHERE {which[0]}",
        {**which[1], "now": now},
    )


def _write(connection: Connection, kind: Declaration, batch: Batch, keys: Sequence[int], now: str, *, new: int) -> None:
    """Write the rows, of which the first have `new` keys."""
    values: dict[str, Iterable[object]] = {
        **batch.columns,
        "key": keys,
        "changed_at": repeat(now),
        "deleted_at": repeat(None),
    }
    names = [*tables.columns(kind)]
    rows = zip(*(values[name] for name in names), strict=False)
    _put(connection, kind.table, names, [*rows], new)
    _write_beside(connection, kind, batch, keys, new)


def _refresh(connection: Connection, kind: Declaration, batch: Batch, keys: Sequence[int]) -> None:
    """Bring columns and body up to date where only times moved, or where a status was set by hand."""
    names = [name for name in batch.columns if name != "id"]
    assigned = ", ".join(f"{name} = :{name}" for name in names)
    rows = zip(keys, *(batch.columns[name] for name in names), strict=True)
    connection.executemany(
        f"UPDATE {kind.table} SET {assigned} WHERE key = :key",
        [dict(zip(("key", *names), row, strict=True)) for row in rows],
    )
    _write_beside(connection, kind, batch, keys)


def _write_beside(connection: Connection, kind: Declaration, batch: Batch, keys: Sequence[int], new: int = 0) -> None:
    """Write what lies beside the table: the bodies, and the text that is searched."""
    if kind.is_packed:
        packing.record(connection, batch.bodies)
    kept, body = tables.kept(kind)
    _put(connection, kept, ["key", body], [*zip(keys, batch.bodies, strict=True)], new)
    if kind.search:
        _put(connection, f"search_{kind.table}", ["key", "text"], [*zip(keys, batch.texts, strict=True)], new)


def _put(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], new: int
) -> None:
    """Insert the first rows, whose keys nobody has had, and put the others over those that are there."""
    engine.insert_many(connection, table, columns, rows[:new])
    engine.upsert_many(connection, table, columns, ["key"], rows[new:])
