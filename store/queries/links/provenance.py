"""Where a link's rows come from: when Belvo collected them, when this desk pulled them, and Belvo's request ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from resources import RESOURCES, ColumnKind
from store import engine
from store.core import frames, instants
from store.database import Database
from store.engine import Connection
from store.queries.links import contents

if TYPE_CHECKING:
    from pandas import DataFrame

COLLECTED = "collected_at"
"""The column that says when Belvo collected a row, where a resource tells it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is stored of one resource of one link, and how its last pull ended.

    `collected` is when Belvo collected the oldest and the newest of its rows, None where it does not say; `pulled_at`
    when this desk last listed all of it. `set_aside` are rows that can't be read. `loading` is of
    `store.ops.historical.STATES`.
    """

    link: str
    resource: str
    rows: int
    set_aside: int
    collected: tuple[datetime, datetime] | None
    pulled_at: datetime | None
    state: str
    error: str
    loading: str


def of_link(db: Database, link: str) -> list[Origin]:
    """Those of every resource that was ever asked for of a link, or has rows of it, as the catalogue has them."""
    told = {str(row["resource"]): row for row in contents.of_link(db, link).to_dict("records")}
    with db.read() as connection:
        rows = {row["resource"]: int(row["number"]) for row in connection.execute(_ROWS, {"link": link})}
        asked = [name for name in RESOURCES if name in told or name in rows]
        collected = {name: _collected(connection, name, link) for name in asked}
    return [_origin(link, name, rows.get(name, 0), collected[name], told.get(name, {})) for name in asked]


def _origin(
    link: str, name: str, rows: int, collected: tuple[datetime, datetime] | None, told: Mapping[Any, Any]
) -> Origin:
    return Origin(
        link,
        name,
        rows,
        int(_known(told.get("set_aside")) or 0),
        collected,
        _instant(told.get("listed_at")),
        _text(told.get("state")),
        ": ".join(filter(None, (_text(told.get("error_code")), _text(told.get("error_message"))))),
        _text(told.get("loading")),
    )


def requests(db: Database, links: Sequence[str]) -> "DataFrame":
    """One row a request id that Belvo gave about these links, the newest first; columns as in `_REQUESTS`.

    A list that Belvo answers has none; what has one are retrieves, refusals and webhooks. Of calls those are there
    that the log still keeps.
    """
    return frames.read(db, _REQUESTED, {"links": engine.array(links)}, _REQUESTS)


def _collected(connection: Connection, resource: str, link: str) -> tuple[datetime, datetime] | None:
    declared = RESOURCES[resource]
    if not any(column.name == COLLECTED and column.kind is ColumnKind.INSTANT for column in declared.columns):
        return None
    sql = (
        f"SELECT min({COLLECTED}), max({COLLECTED}) FROM {declared.table}"
        f" WHERE link = :link AND deleted_at IS NULL AND {COLLECTED} BETWEEN '1990' AND '2100'"
    )
    first, last = connection.execute(sql, {"link": link}).fetchone()
    return (instants.decode(first), instants.decode(last)) if first else None


def _known(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _instant(value: object) -> datetime | None:
    if not isinstance(value, datetime) or value != value:
        return None
    return datetime.fromisoformat(value.isoformat())


_ROWS = """
    SELECT resource, sum(live) AS number FROM row_counts WHERE link = :link GROUP BY resource HAVING sum(live) > 0
"""
"""What a person had retrieved, or came inside other rows, was never listed."""

_REQUESTS = {
    "at": frames.INSTANT,
    "link": frames.TEXT,
    "kind": frames.TEXT,
    "what": frames.TEXT,
    "outcome": frames.TEXT,
    "request_id": frames.TEXT,
}

_HERE = engine.among("link", "links")
_REQUESTED = f"""
    SELECT * FROM (
        SELECT at, link, 'call' AS kind, method || ' ' || path AS what,
            coalesce(code, CAST(status AS TEXT)) AS outcome, request_id
        FROM api_calls WHERE {_HERE} AND coalesce(request_id, '') <> ''
        UNION ALL SELECT received_at, link, 'webhook', coalesce(type, '') || ' ' || coalesce(code, ''), outcome,
            request_id
        FROM webhook_events WHERE {_HERE} AND coalesce(request_id, '') <> ''
        UNION ALL SELECT coalesce(finished_at, started_at), link, 'pull', resource, coalesce(error_code, state),
            request_id
        FROM sync_runs WHERE {_HERE} AND coalesce(request_id, '') <> ''
    ) AS requested ORDER BY at DESC NULLS LAST, kind NULLS LAST, what NULLS LAST, link NULLS LAST,
        request_id NULLS LAST
"""
