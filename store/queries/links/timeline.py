"""Everything that happened to a link, of every kind, on one time line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson

from store.core import frames
from store.core.parameters import members
from store.database import Database

if TYPE_CHECKING:
    from pandas import DataFrame

KINDS = ("widget", "call", "webhook", "pull", "status", "action")
"""A step in a widget session, a call, a webhook, the pull of a resource, a change of status, what somebody did."""


def page(db: Database, link: str, kinds: Sequence[str] = (), *, offset: int = 0, limit: int = 50) -> "DataFrame":
    """Some of a link's entries, newest first; columns as in `_PAGE`.

    `what` and `detail` are as the entry's own table has them, `state` how it ended where it has an end, and `entry`
    opens it with `raw`.
    """
    source, parameters = _source(link, kinds)
    sql = f"SELECT * FROM {source} AS entries ORDER BY at DESC, kind, entry DESC LIMIT :limit OFFSET :offset"
    return frames.read(db, sql, {**parameters, "limit": limit, "offset": offset}, _PAGE)


def counts(db: Database, link: str) -> dict[str, int]:
    """Numbers of entries by kind."""
    source, parameters = _source(link, ())
    with db.read() as connection:
        rows = connection.execute(f"SELECT kind, count(*) FROM {source} AS entries GROUP BY kind", parameters)
        by_kind = {row[0]: row[1] for row in rows}
    return {kind: by_kind.get(kind, 0) for kind in KINDS}


def raw(db: Database, entry: str) -> dict[str, Any] | None:
    """An entry in full, as its table has it and with its JSON read; None if it is not kept any more."""
    kind, _, identity = entry.partition(":")
    if kind not in _RAW:
        return None
    first, _, rest = identity.partition("/")
    with db.read() as connection:
        row = connection.execute(_RAW[kind], {"id": identity, "first": first, "rest": rest}).fetchone()
    if row is None:
        return None
    return {name: _read(row[name]) for name in row.keys() if name not in _SECRET}  # noqa: SIM118 - a Row's values


def _read(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _source(link: str, kinds: Sequence[str]) -> tuple[str, dict[str, object]]:
    if not kinds:
        return f"({_ENTRIES})", {"link": link}
    names, parameters = members("kind", kinds)
    return f"(SELECT * FROM ({_ENTRIES}) AS every_entry WHERE kind IN {names})", {"link": link, **parameters}


_SECRET = ("token_hash",)

_PAGE = {
    "at": frames.INSTANT,
    "kind": frames.TEXT,
    "what": frames.TEXT,
    "detail": frames.TEXT,
    "state": frames.TEXT,
    "entry": frames.TEXT,
}

_ENTRIES = """
    SELECT e.at, 'widget' AS kind, e.name AS what, e.payload AS detail, NULL AS state,
        'widget:' || e.nonce || '/' || e.seq AS entry
    FROM widget_events AS e JOIN widget_sessions AS s ON s.nonce = e.nonce WHERE s.link = :link
    UNION ALL
    SELECT opened_at, 'widget', CASE mode WHEN 'update' THEN 'update_opened' ELSE 'session_opened' END, external_id,
        state, 'session:' || nonce
    FROM widget_sessions WHERE link = :link
    UNION ALL
    SELECT at, 'call', method || ' ' || path, coalesce(code || ': ', '') || coalesce(message, ''),
        coalesce(CAST(status AS TEXT), 'no_answer'), 'call:' || id
    FROM api_calls WHERE link = :link
    UNION ALL
    SELECT received_at, 'webhook', coalesce(type, '') || ' ' || coalesce(code, ''), outcome, NULL,
        'webhook:' || webhook_id
    FROM webhook_events WHERE link = :link
    UNION ALL
    SELECT started_at, 'pull', resource, coalesce(error_code || ': ' || error_message, CAST(added AS TEXT) || ' new, '
        || CAST(changed AS TEXT) || ' changed, ' || CAST(deleted AS TEXT) || ' gone'), state, 'pull:' || id
    FROM sync_runs WHERE link = :link
    UNION ALL
    SELECT since, 'status', status, cause, status, 'status:' || id FROM link_statuses WHERE link = :link
    UNION ALL
    SELECT at, 'action', action, details, actor, 'action:' || id FROM audit
    WHERE subject = :link OR subject IN (SELECT nonce FROM widget_sessions WHERE link = :link)
"""

_RAW = {
    "widget": "SELECT * FROM widget_events WHERE nonce = :first AND seq = CAST(:rest AS INTEGER)",
    "session": "SELECT * FROM widget_sessions WHERE nonce = :id",
    "call": "SELECT * FROM api_calls WHERE id = CAST(:id AS INTEGER)",
    "webhook": "SELECT * FROM webhook_events WHERE webhook_id = :id",
    "pull": "SELECT * FROM sync_runs WHERE id = CAST(:id AS INTEGER)",
    "status": "SELECT * FROM link_statuses WHERE id = CAST(:id AS INTEGER)",
    "action": "SELECT * FROM audit WHERE id = CAST(:id AS INTEGER)",
}
