"""Bodies of rows as they were known, found by the key and by the instant from which on they were."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import orjson

from domain.changes import differences
from domain.corrections import Change
from resources import Declaration
from store import engine
from store.core.parameters import chunks
from store.engine import Connection
from store.write.encoding import FILES


class Body(NamedTuple):
    """Where a body lies: the row's key, and since when the row said this."""

    key: int
    since: str


Known = Mapping[Body, dict[str, Any]]


def known(connection: Connection, resource: Declaration, wanted: Collection[Body]) -> Known:
    """These bodies, as far as they are kept."""
    found: dict[Body, dict[str, Any]] = {}
    for some in chunks(sorted(wanted)):
        sql = _BODIES.format(table=resource.table, keys=engine.among("key", "keys"))
        parameters = {"keys": engine.array(sorted({one.key for one in some}))}
        for key, since, body in engine.tuples(connection.execute(sql, parameters)).fetchall():
            if (at := Body(key, since)) in wanted:
                found[at] = orjson.loads(body)
    return found


def changes_of(resource: Declaration, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What a row says otherwise, by what makes a change of its resource's rows."""
    return differences(before, after, looks=(*resource.times, *resource.borrowed), files=FILES)


def are_same(connection: Connection, resource: Declaration, pairs: Mapping[int, tuple[Body, Body]]) -> list[int]:
    """The keys of rows whose two bodies say the same."""
    same: list[int] = []
    for some in chunks(pairs.items()):
        bodies = known(connection, resource, {body for _, pair in some for body in pair})
        same += [
            key
            for key, (before, after) in some
            if before in bodies and after in bodies and not changes_of(resource, bodies[before], bodies[after])
        ]
    return same


_BODIES = """
    SELECT key, since, body FROM versions_{table} WHERE {keys} AND until > since
    UNION ALL SELECT key, changed_at, body FROM {table} JOIN bodies_{table} USING (key) WHERE {keys}
"""
