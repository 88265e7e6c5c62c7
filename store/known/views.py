"""Views that stand in for tables: their rows as they were known before an instant.

Of a resource's rows those that have not changed since are read from its table, so that its indexes find them; those
that have are in tables of the connection's own, `former_…`, which `store.known.rows` fills. Of the desk's own tables
what came later is left out, and what became of a row later is not told.
"""

from collections.abc import Iterator, Mapping

from resources import RESOURCES, ColumnKind, Declaration
from store.engine import MAIN
from store.schema import tables
from store.write import aggregates

Columns = Mapping[str, str]

_ENDED = {
    "finished_at": "CASE WHEN r.finished_at < {end} THEN r.finished_at END",
    "error_kind": "CASE WHEN r.finished_at < {end} THEN r.error_kind END",
    "error_code": "CASE WHEN r.finished_at < {end} THEN r.error_code END",
    "error_message": "CASE WHEN r.finished_at < {end} THEN r.error_message END",
    "request_id": "CASE WHEN r.finished_at < {end} THEN r.request_id END",
}
_LISTED = """CASE WHEN r.listed_at < {end} THEN r.listed_at ELSE (
    SELECT max(s.finished_at) FROM main.sync_runs AS s WHERE s.link = r.link AND s.resource = r.resource
        AND s.state = 'done' AND s.finished_at < {end}) END"""

_OWN: Mapping[str, tuple[str, Columns]] = {
    "api_calls": ("r.at < {end}", {}),
    "balance_history": ("r.collected_at < {end}", {}),
    "bookmarks": (
        f"{_LISTED} IS NOT NULL",
        {"listed_at": _LISTED, "full_at": "CASE WHEN r.full_at < {end} THEN r.full_at END"},
    ),
    "call_bodies": ("r.at < {end}", {}),
    "irregular_rows": ("r.first_seen < {end}", {}),
    "jobs": (
        "r.created_at < {end}",
        {
            **_ENDED,
            "state": "CASE WHEN r.finished_at < {end} THEN r.state WHEN r.started_at < {end} THEN 'running'"
            " ELSE 'queued' END",
            "started_at": "CASE WHEN r.started_at < {end} THEN r.started_at END",
        },
    ),
    "link_statuses": ("r.since < {end}", {}),
    "match_decisions": ("r.at < {end}", {}),
    "stored_pages": ("r.at < {end}", {}),
    "sync_runs": (
        "r.started_at < {end}",
        {**_ENDED, "state": "CASE WHEN r.finished_at < {end} THEN r.state ELSE 'running' END"},
    ),
    "unknown_values": ("r.first_seen < {end}", {}),
    "webhook_events": (
        "r.received_at < {end}",
        {
            "handled_at": "CASE WHEN r.handled_at < {end} THEN r.handled_at END",
            "outcome": "CASE WHEN r.handled_at < {end} THEN r.outcome END",
        },
    ),
    "widget_events": ("r.at < {end}", {}),
    "widget_sessions": ("r.opened_at < {end}", {}),
}
"""By table which of its rows were there, and what was known of a row's columns where that has changed since."""

_STATUS = """coalesce((SELECT s.status FROM main.link_statuses AS s
    WHERE s.link = r.id AND s.since < {end} AND s.status <> 'deleted' ORDER BY s.id DESC LIMIT 1), r.status)"""
"""That of a link is told by webhooks and errors, too, which make no version of it."""

_COLLECTED = """(SELECT max(h.collected_at) FROM main.balance_history AS h
    WHERE h.account = r.id AND h.link = r.link AND h.collected_at < {end})"""


def _known(table: str) -> str:
    return f"known_{table}"


def former(table: str) -> str:
    """The connection's own table with the rows that have changed since."""
    return f"former_{table}"


def beside(resource: Declaration) -> tuple[str, ...]:
    """The tables beside a resource's own of which there are former rows."""
    return tuple(f"{name}_{resource.table}" for name in (("bodies", "search") if resource.search else ("bodies",)))


STAND_INS: Mapping[str, str] = {
    table: _known(table)
    for table in (
        *_OWN,
        *aggregates.KEYS,
        *(one.table for one in RESOURCES.values()),
        *(name for one in RESOURCES.values() for name in beside(one)),
        *(f"{name}_{one.table}" for one in RESOURCES.values() for name in ("raw", "versions")),
        *(tables.kept(one)[0] for one in RESOURCES.values()),
    )
}


def statements(shapes: Mapping[str, Columns], end: str) -> Iterator[str]:
    """The SQL of all stand-ins, given the columns of every table."""
    at = f"'{end}'"
    for resource in RESOURCES.values():
        yield from _of_resource(resource, shapes[resource.table], at)
    for table, (condition, told) in _OWN.items():
        columns = _columns(shapes[table], told)
        yield _view(table, f"SELECT {columns} FROM {MAIN}.{table} AS r WHERE {condition}", at)
    for table in aggregates.KEYS:
        yield _view(table, f"SELECT * FROM {former(table)}", at)


def _of_resource(resource: Declaration, shape: Columns, at: str) -> Iterator[str]:
    table, columns = resource.table, _columns(shape, _told(resource))
    gone = "r.deleted_at IS NULL" if resource.is_bulky else "(r.deleted_at IS NULL OR r.deleted_at < {end})"
    yield _view(
        table,
        f"SELECT {columns} FROM {MAIN}.{table} AS r WHERE {gone} AND r.changed_at < {{end}}"
        f" UNION ALL SELECT {columns} FROM {former(table)} AS r",
        at,
    )
    for name in beside(resource):
        column = "body" if name.startswith("bodies") else "text"
        yield _view(
            name,
            f"SELECT key, {column} FROM {MAIN}.{name} WHERE key NOT IN (SELECT key FROM {former(name)})"
            f" UNION ALL SELECT key, {column} FROM {former(name)}",
            at,
        )
    if resource.is_packed:
        yield _view(tables.kept(resource)[0], f"SELECT key, body AS packed FROM {_known(f'bodies_{table}')}", at)
    joined = f"{_known(table)} JOIN {_known(f'bodies_{table}')} USING (key)"
    yield _view(f"raw_{table}", f"SELECT id, body FROM {joined}", at)
    versions = f"versions_{table}"
    yield _view(versions, f"SELECT key, id, body, since, until FROM {MAIN}.{versions} WHERE until < {{end}}", at)


def _told(resource: Declaration) -> Columns:
    """What is told of columns that say when somebody looked: never of a look that came later."""
    looks = {
        column.name: f"CASE WHEN r.{column.name} < {{end}} THEN r.{column.name} WHEN r.{column.name} IS NOT NULL THEN"
        " r.changed_at END"
        for column in resource.columns
        if column.kind is ColumnKind.INSTANT and ".".join(column.keys) in resource.times
    }
    if resource.has_balance and "collected_at" in looks:
        looks["collected_at"] = (
            f"CASE WHEN r.collected_at < {{end}} THEN r.collected_at WHEN r.collected_at IS NOT NULL THEN"
            f" coalesce({_COLLECTED}, r.changed_at) END"
        )
    return looks | ({"status": _STATUS} if resource.name == "links" else {})


def _columns(shape: Columns, told: Columns) -> str:
    return ", ".join(f"{told.get(name, f'r.{name}')} AS {name}" for name in shape)


def _view(table: str, select: str, at: str) -> str:
    return f"CREATE TEMP VIEW {_known(table)} AS {select.replace('{end}', at)}"
