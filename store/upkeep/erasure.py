"""Erasing a link and all that came from it, and proving by the files' bytes that nothing of it is left.

What belongs to a link is found by looking at the schema: a table says by its columns what its rows hang on, and one
that says nothing must be named in `OF_ALL`, or nothing is erased.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from resources import RESOURCES, Declaration
from store import engine
from store.core.errors import StoreError, Unusable
from store.core.parameters import Condition, chunks, members
from store.database import Database
from store.engine import Connection
from store.schema import row_index, tables
from store.upkeep import erasure_log, integrity, named_views
from store.write import holds, revisions, schema_drift
from store.write.aggregates import Changes

OF_ALL = frozenset(
    {"answer_drift", "audit", "audit_chain", "backups", "body_fields", "breakers", "call_budgets", "desk_lists"}
    | {"erased_links", "erased_people", "flows_by_day", "holds", "kept_since", "masking_key", "processes"}
    | {"refused_webhooks", "retention"}
    | {"schema_migrations", "seen_settings", "shared_lists", "sign_ins", "store_checks", "store_identity", "tokens"}
    | {"bank_states", "board_cells", "bulk_runs", "saved_views", "states_kept", "story_plays", "view_looks"}
    | {"notice_attempts", "notice_channels", "notice_deliveries"}
) | {
    table
    for resource in RESOURCES.values()
    if not resource.per_link and resource.table != "links"
    for table in tables.tables(resource)
}
"""Tables whose rows are of no single link; `audit` names one by a digest from the first, the sums are subtracted.

What is on hold is not erased, so that nothing erased stands in `holds`. Of saved views those that name somebody go: see
`named_views`.
"""

_TOLD = {
    "api_calls": ("query", "message"),
    "jobs": ("error_message",),
    "story_plays": ("links",),
    "sync_runs": ("error_message",),
    "webhook_events": ("body",),
    "widget_events": ("payload",),
    "widget_sessions": ("options", "error_message"),
}
"""Columns in which rows that are not the link's may name it all the same; there its mark takes its place."""

_HANGS_ON = {
    "link": "link = :link",
    "nonce": "nonce IN (SELECT nonce FROM widget_sessions WHERE link = :link)",
    "job": "job IN (SELECT id FROM jobs WHERE link = :link)",
    "run": "run IN (SELECT id FROM sync_runs WHERE link = :link)",
    "notice": "notice IN (SELECT id FROM notices WHERE link = :link)",
    "account": "account IN (SELECT id FROM accounts WHERE link = :link)",
}
"""By a column that a table may have, the more telling first: which of its rows are a link's."""

_BATCH = 5_000
"""Rows deleted in one transaction; whoever else writes waits no longer than that takes."""

_DISTINCTIVE = 12  # characters at least of a text that no other link has by chance


class NotErased(StoreError):
    """Something of an erased link is still in the store's files."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """Report of an erasure: `rows` by table, `searched` bytes for so many `texts`.

    `mark` stands for the link from now on.
    """

    mark: str
    rows: Mapping[str, int]
    texts: int
    searched: int
    rewritten: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """What was deleted of a link: rows by table, and texts by which the proof looks for it."""

    rows: Mapping[str, int]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """How many bytes were searched, and whether the file had to be written anew before."""

    searched: int
    rewritten: bool


def erase(db: Database, link_id: str) -> Erasure:
    """Remove the link and all that came from it, overwritten in the file; `audit` stays as it is.

    Whoever pulls the link is stopped first. Broken off midway, another call goes on where this one was. Raises
    Held where it or its person is on hold, and NotErased when a search of the files' bytes still finds the link, one of
    its accounts or what a transaction said.
    """
    removed = remove(db, link_id)
    proof = prove(db, [link_id], removed.texts)
    return Erasure(erasure_log.mark(link_id), removed.rows, len(removed.texts), proof.searched, proof.rewritten)


def remove(db: Database, link_id: str, *, note: Callable[[Connection, Removed], None] | None = None) -> Removed:
    """The same without the proof; raises Held.

    What `note` writes comes in with the last of it: there is none of it before, and no end without it.
    """
    with db.write() as connection:
        holds.refuse(holds.of_link(connection, link_id))
        erasure_log.note(connection, link_id)
    with db.read() as connection:
        conditions = _conditions(connection)
        texts = _texts(connection, link_id)
    rows = named_views.forget(db, link_id)
    with _sweeping(db, link_id) as connection:
        first = {name: condition for name, condition in conditions.items() if name not in _AT_LAST}
        rows |= _delete_from(connection, first, link_id)
    for resource in (resource for resource in RESOURCES.values() if resource.per_link):
        rows[resource.table] = _erase_rows(db, resource, row_index.of_link(resource, link_id))
    rows["links"] = _erase_rows(db, RESOURCES["links"], ("id = :link", {"link": link_id}))
    with _sweeping(db, link_id) as connection:
        if note:
            note(connection, Removed(rows, texts))
        swept = _delete_from(connection, conditions, link_id)
        db.engine.destroy_keys([link_id])  # before it is told that the link is erased: who is killed here erases anew
    summed = {table: rows.get(table, 0) + swept.get(table, 0) for table in rows | swept}
    return Removed({table: count for table, count in summed.items() if count}, texts)


_QUOTED = "'\"' || external_id || '\"'"
"""An external id as it stands in JSON: others may begin with it."""

_AT_LAST = frozenset({"flows_by_month", "row_counts", "bulk_links", "bulk_accounts"})
"""Sums that follow the rows, and go with them; and what of a run over several says that its link is still to come."""


def _conditions(connection: Connection) -> dict[str, str]:
    """By table, which of its rows are a link's, those that hang on others first; raises StoreError for a new kind."""
    by_key = {table for resource in RESOURCES.values() for table in tables.tables(resource)}
    ranked: dict[str, tuple[int, str]] = {}
    for table, columns in engine.tables(connection).items():
        if table in by_key | OF_ALL or table == "unknown_values":
            continue
        column = next((name for name in _HANGS_ON if name in columns), None)
        if column is None:
            raise StoreError(f"Nothing says which rows of {table} belong to a link, so nothing was erased.")
        ranked[table] = [*_HANGS_ON].index(column), _HANGS_ON[column]
    ranked["api_calls"] = 0, f"link = :link OR {engine.contains('path', 'link')}"
    ranked["match_decisions"] = 0, "link = :link OR other_link = :link"
    ranked["irregular_rows"] = 0, f"link = :link OR row_id = :link OR {engine.contains('body', 'link')}"
    ranked["call_bodies"] = (
        0,
        (
            f"link = :link OR {engine.contains('request', 'link')} OR {engine.contains('answer', 'link')}"
            f" OR EXISTS (SELECT 1 FROM links WHERE id = :link AND {engine.contains_text('request', _QUOTED)})"
        ),
    )
    return {table: condition for table, (_, condition) in sorted(ranked.items(), key=lambda item: (-item[1][0], item))}


@contextmanager
def _sweeping(db: Database, link_id: str) -> Iterator[Connection]:
    with db.write() as connection:
        erasure_log.note(connection, link_id)
        schema_drift.forget(connection, link_id)
        integrity.forget_sums(connection)
        revisions.bump(connection)
        yield connection
        erasure_log.put_mark(connection, _TOLD, link_id)


def _delete_from(connection: Connection, conditions: Mapping[str, str], link_id: str) -> dict[str, int]:
    return {
        table: connection.execute(f"DELETE FROM {table} WHERE {condition}", {"link": link_id}).rowcount
        for table, condition in conditions.items()
    }


def _erase_rows(db: Database, resource: Declaration, which: Condition) -> int:
    count = 0
    while keys := _keys(db, resource, which):
        for batch in chunks(keys, _BATCH):
            _erase_batch(db, resource, batch)
        count += len(keys)
    return count


def _keys(db: Database, resource: Declaration, which: Condition) -> list[int]:
    condition, parameters = which
    with db.read() as connection:
        rows = connection.execute(f"SELECT key FROM {resource.table} WHERE {condition}", parameters)
        return [row["key"] for row in rows]


def _erase_batch(db: Database, resource: Declaration, keys: Sequence[int]) -> None:
    with db.write() as connection:
        changes = Changes(resource)
        for chunk in chunks(keys):
            names, parameters = members("key", chunk)
            of_keys = f"key IN {names}"
            changes.subtract_stored(connection, (of_keys, parameters))
            of_slots = f"(slot, key) IN (SELECT slot, key FROM {resource.table} WHERE {of_keys})"
            for table in tables.tables(resource):
                which = of_slots if table in row_index.tables(resource) else of_keys
                connection.execute(f"DELETE FROM {table} WHERE {which}", parameters)
        changes.apply(connection)


def delete_rows(db: Database, resource: Declaration, keys: Sequence[int]) -> None:
    """Delete rows of any links, with bodies, versions and what is noted of them; sums follow."""
    names, parameters = members("key", keys)
    with db.write() as connection:
        connection.execute(
            f"DELETE FROM irregular_rows WHERE resource = :resource AND (link, row_id) IN (SELECT link, id FROM"
            f" {resource.table} WHERE key IN {names})",
            {**parameters, "resource": resource.name},
        )
    _erase_batch(db, resource, keys)


def _texts(connection: Connection, link_id: str) -> list[str]:
    """Texts of the proof: the link's id, and ids of accounts and descriptions that no other link has."""
    accounts = connection.execute(
        "SELECT id FROM accounts WHERE link = :link AND id NOT IN (SELECT id FROM accounts WHERE link <> :link)",
        {"link": link_id},
    )
    condition, parameters = row_index.of_link(RESOURCES["transactions"], link_id)
    sql = (
        f"SELECT description FROM (SELECT DISTINCT description FROM transactions WHERE {condition}"
        " AND length(description) >= :long) AS told"
        " ORDER BY length(description) DESC NULLS LAST, description NULLS FIRST LIMIT 3"
    )
    described = connection.execute(sql, {**parameters, "long": _DISTINCTIVE}).fetchall()
    others = f"SELECT 1 FROM transactions WHERE link <> :link AND {engine.contains('description', 'text')} LIMIT 1"
    distinctive = (
        row["description"]
        for row in described
        if connection.execute(others, {"link": link_id, "text": row["description"]}).fetchone() is None
    )
    return [link_id, *(row["id"] for row in accounts), *distinctive]


def finish(db: Database, *, before: str) -> bool:
    """Write the file anew where an erasure until then could not be proved; whether there was one."""
    with db.read() as connection:
        if not erasure_log.are_unproved(connection, before=before):
            return False
    db.rewrite()
    with db.write() as connection:
        erasure_log.note_proof(connection, before=before)
    return True


def prove(db: Database, links: Iterable[str], texts: Sequence[str]) -> Proof:
    """Search the files' bytes for texts of links that were removed; raises NotErased where one is found."""
    db.checkpoint()
    # Pages keep in their free room what once lay there: only writing the file anew takes it out.
    rewritten = not db.engine.overwrites or bool(db.engine.remaining(texts))
    if rewritten:
        _rewrite(db, texts)
    searched = db.engine.searchable()
    with db.write() as connection:
        for link in [""] if rewritten else links:
            erasure_log.note_proof(connection, link=link)
    return Proof(searched, rewritten)


def _rewrite(db: Database, texts: Sequence[str]) -> None:
    reason = "Another program reads it as it was before."
    try:
        db.rewrite()
    except Unusable as error:
        reason = str(error)
    else:
        if not db.engine.remaining(texts):
            return
    raise NotErased(
        f"The link is gone from every table, but {db.address} still holds something of it. {reason} The "
        "worker writes the file anew within the hour; more free space on the disk or fewer open programs may help."
    )


def is_left(db: Database, text: str) -> bool:
    """Whether the text is somewhere in the bytes of the database or its log."""
    return bool(db.engine.remaining([text]))
