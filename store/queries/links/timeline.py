"""Everything that happened to a link, of every kind, on one time line."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson

from store.core import frames, keyset
from store.core.keyset import FIRST, By, Listed, Order, Place
from store.core.parameters import members
from store.database import Database
from store.upkeep.erasure_log import digest

if TYPE_CHECKING:
    from pandas import DataFrame

KINDS = ("widget", "call", "webhook", "pull", "status", "action")
"""A step in a widget session, a call, a webhook, a pull, a change of status, what somebody did.

The calls that a pull has made are told by its entry alone.
"""


def page(db: Database, link: str, kinds: Sequence[str] = (), *, at: Place = FIRST) -> "DataFrame":
    """Some of a link's entries, newest first; columns as in `_PAGE`.

    `what` and `detail` are as the entry's own table has them, `state` how it ended where it has an end, and `entry`
    opens it with `raw`. The rest is of pulls: how many `resources` (`what` is the one, if it is one), what they
    brought, how many calls were made, and when they ended.
    """
    source, parameters = _source(link, kinds)
    entries = f"({_STORY} SELECT * FROM {source} AS told) AS entries"
    with db.read() as connection:
        return keyset.fetch(connection, "*", entries, ("1 = 1", parameters), _NEWEST_FIRST, at, _PAGE)


def listed(db: Database, link: str, kinds: Sequence[str] = (), at: Place = FIRST) -> list[Listed]:
    """The same as they are stored, in the order of `COLUMNS`."""
    source, parameters = _source(link, kinds)
    entries = f"({_STORY} SELECT * FROM {source} AS told) AS entries"
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with db.read() as connection:
        return keyset.listed(connection, names, entries, ("1 = 1", parameters), _NEWEST_FIRST, at)


_NEWEST_FIRST = Order((By("at", nullable=True), By("kind", descending=False), By("entry")))


def counts(db: Database, link: str) -> dict[str, int]:
    """Numbers of entries by kind."""
    source, parameters = _source(link, ())
    with db.read() as connection:
        rows = connection.execute(f"{_STORY} SELECT kind, count(*) FROM {source} AS entries GROUP BY kind", parameters)
        by_kind = {row[0]: row[1] for row in rows}
    return {kind: by_kind.get(kind, 0) for kind in KINDS}


def raw(db: Database, entry: str) -> dict[str, Any] | None:
    """An entry in full, as its table has it and with its JSON read; None if it is not kept any more."""
    kind, _, identity = entry.partition(":")
    first, _, rest = identity.partition("/")
    number = rest if kind == "widget" else identity
    if kind not in _RAW or (kind not in _NAMED and not _NUMBER.fullmatch(number)):
        return None
    with db.read() as connection:
        row = connection.execute(_RAW[kind], {"id": identity, "first": first, "rest": rest}).fetchone()
    if row is None:
        return None
    return {name: _read(row[name]) for name in row.keys() if name not in _SECRET}  # noqa: SIM118 - a Row's values


_NAMED = ("session", "webhook")
_NUMBER = re.compile(r"[0-9]{1,18}")


def _read(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _source(link: str, kinds: Sequence[str]) -> tuple[str, dict[str, object]]:
    if not kinds:
        return f"({_ENTRIES})", {"link": link, "digest": digest(link)}
    names, parameters = members("kind", kinds)
    return f"(SELECT * FROM ({_ENTRIES}) AS every_entry WHERE kind IN {names})", {
        "link": link,
        "digest": digest(link),
        **parameters,
    }


_SECRET = ("token_hash",)

_PAGE = {
    "at": frames.INSTANT,
    "kind": frames.TEXT,
    "what": frames.TEXT,
    "detail": frames.TEXT,
    "state": frames.TEXT,
    "entry": frames.TEXT,
    "resources": frames.INTEGER,
    "added": frames.INTEGER,
    "changed": frames.INTEGER,
    "deleted": frames.INTEGER,
    "calls": frames.INTEGER,
    "until": frames.INSTANT,
}

COLUMNS: frames.Columns = _PAGE
"""The columns of `listed`, in order, with their kinds."""

_FIGURES = ("resources", "added", "changed", "deleted", "calls")
_NO_PULL = ", ".join([*(f"CAST(NULL AS INTEGER) AS {name}" for name in _FIGURES), "CAST(NULL AS TEXT) AS until"])

_STORY = """
    WITH brought AS (
        SELECT job, CASE WHEN job IS NULL THEN id END AS run, min(started_at) AS at, max(finished_at) AS until,
            CASE count(DISTINCT resource) WHEN 1 THEN min(resource) ELSE '' END AS resource,
            count(DISTINCT resource) AS resources, sum(added) AS added, sum(changed) AS changed,
            sum(deleted) AS deleted,
            max(CASE state WHEN 'failed' THEN error_code || ': ' || error_message END) AS error,
            CASE WHEN count(CASE state WHEN 'running' THEN 1 END) > 0 THEN 'running'
                WHEN count(CASE state WHEN 'failed' THEN 1 END) > 0 THEN 'failed'
                WHEN count(CASE state WHEN 'interrupted' THEN 1 END) > 0 THEN 'interrupted'
                WHEN count(CASE state WHEN 'cancelled' THEN 1 END) > 0 THEN 'cancelled' ELSE 'done' END AS state
        FROM sync_runs WHERE link = :link GROUP BY job, CASE WHEN job IS NULL THEN id END
    ), asked AS (
        SELECT job, count(*) AS calls FROM api_calls WHERE link = :link AND job IS NOT NULL GROUP BY job
    ), pulls AS (
        SELECT jobs.id AS job, NULL AS run, coalesce(brought.at, jobs.started_at) AS at,
            coalesce(brought.until, jobs.finished_at) AS until, brought.resource,
            coalesce(brought.resources, 0) AS resources, brought.added, brought.changed, brought.deleted,
            coalesce(brought.error, jobs.error_code || ': ' || jobs.error_message) AS error,
            coalesce(brought.state, jobs.state) AS state
        FROM jobs LEFT JOIN brought ON brought.job = jobs.id
        WHERE jobs.link = :link AND (brought.job IS NOT NULL OR jobs.started_at IS NOT NULL)
        UNION ALL
        SELECT job, run, at, until, resource, resources, added, changed, deleted, error, state FROM brought
        WHERE job IS NULL OR NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = brought.job)
    )
"""
"""Pulls, each with all its resources: by its job, or by its run where no job is known of it."""

_ENTRIES = f"""
    SELECT e.at, 'widget' AS kind, e.name AS what, e.payload AS detail, NULL AS state,
        'widget:' || e.nonce || '/' || e.seq AS entry, {_NO_PULL}
    FROM widget_events AS e JOIN widget_sessions AS s ON s.nonce = e.nonce
    WHERE s.link = :link AND e.name <> 'opened' AND NOT EXISTS (
        SELECT 1 FROM widget_events AS before
        WHERE before.nonce = e.nonce AND before.seq = e.seq - 1 AND before.name = e.name AND before.payload = e.payload)
    UNION ALL
    SELECT opened_at, 'widget', CASE mode WHEN 'update' THEN 'update_opened' ELSE 'session_opened' END, external_id,
        state, 'session:' || nonce, {_NO_PULL}
    FROM widget_sessions WHERE link = :link
    UNION ALL
    SELECT at, 'call', method || ' ' || path, coalesce(code || ': ', '') || coalesce(message, ''),
        coalesce(CAST(status AS TEXT), 'no_answer'), 'call:' || id, {_NO_PULL}
    FROM api_calls AS c WHERE link = :link
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = c.job AND jobs.link = :link)
        AND NOT EXISTS (SELECT 1 FROM sync_runs WHERE sync_runs.job = c.job AND sync_runs.link = :link)
    UNION ALL
    SELECT received_at, 'webhook', coalesce(type, '') || ' ' || coalesce(code, ''), outcome, NULL,
        'webhook:' || webhook_id, {_NO_PULL}
    FROM webhook_events WHERE link = :link
    UNION ALL
    SELECT pulls.at, 'pull', resource, error, state,
        CASE WHEN pulls.job IS NULL THEN 'pull:' || pulls.run ELSE 'job:' || pulls.job END,
        resources, added, changed, deleted, coalesce(asked.calls, 0), until
    FROM pulls LEFT JOIN asked ON asked.job = pulls.job
    UNION ALL
    SELECT since, 'status', status, cause, status, 'status:' || id, {_NO_PULL}
    FROM link_statuses WHERE link = :link
    UNION ALL
    SELECT at, 'action', did, details, outcome, 'action:' || id, {_NO_PULL} FROM audit AS a
    WHERE link = :digest AND outcome <> 'refused' AND action NOT IN ('export', 'reveal') AND NOT EXISTS (
        SELECT 1 FROM widget_sessions WHERE link = :link AND mode = 'update' AND a.did = 'repair started'
            AND a.target = nonce)
"""
"""A connection or a repair that was begun is told by its session, which the widget's first event says once more."""

_RAW = {
    "widget": "SELECT * FROM widget_events WHERE nonce = :first AND seq = CAST(:rest AS INTEGER)",
    "session": "SELECT * FROM widget_sessions WHERE nonce = :id",
    "call": "SELECT * FROM api_calls WHERE id = CAST(:id AS INTEGER)",
    "webhook": "SELECT * FROM webhook_events WHERE webhook_id = :id",
    "pull": "SELECT * FROM sync_runs WHERE id = CAST(:id AS INTEGER)",
    "job": "SELECT * FROM jobs WHERE id = CAST(:id AS INTEGER)",
    "status": "SELECT * FROM link_statuses WHERE id = CAST(:id AS INTEGER)",
    "action": "SELECT at, actor, did, outcome, details FROM audit WHERE id = CAST(:id AS INTEGER)",
}
