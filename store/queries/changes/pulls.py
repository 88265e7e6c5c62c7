"""Pulls, as far as they tell what brought a change, and the webhooks that set them off."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.changes import Pull
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection


def ended(db: Database, links: Sequence[str]) -> dict[str, list[datetime]]:
    """When pulls of each of these links ended well, the first one first; of a pull of many resources when all had."""
    ends: dict[str, list[datetime]] = {link: [] for link in links}
    with db.read() as connection:
        for link, at in engine.tuples(connection.execute(_ENDED, {"links": engine.array(links)})).fetchall():
            ends[link].append(instants.decode(at))
    return ends


class Ended(NamedTuple):
    """A pull that ended well, of one or more resources of a link."""

    job: int
    link: str
    began: datetime
    at: datetime
    reason: str


MOST = 200
"""Pulls among which one is chosen, the newest."""


def ended_pulls(db: Database, links: Sequence[str], until: datetime | None = None) -> list[Ended]:
    """Those of the links that ended before an instant, the newest first and MOST at most."""
    parameters = {"links": engine.array(links), "until": instants.encode(until) if until else "9", "most": MOST}
    with db.read() as connection:
        rows = engine.tuples(connection.execute(_ENDED_PULLS, parameters)).fetchall()
    return [
        Ended(job, link, instants.decode(began), instants.decode(at), reason or "")
        for job, link, began, at, reason in rows
    ]


def around(connection: Connection, links: Collection[str], moments: Collection[datetime]) -> list[Pull]:
    """The pulls of these links that were going on at some of these moments, or between them."""
    if not moments:
        return []
    bounds = {"first": instants.encode(min(moments)), "last": instants.encode(max(moments))}
    rows = engine.tuples(connection.execute(_AROUND, {"links": engine.array(links), **bounds})).fetchall()
    return [
        Pull(link, resource, instants.decode(began), instants.decode(ended) if ended else None, job, reason or "")
        for link, resource, began, ended, job, reason in rows
    ]


def announced(connection: Connection, pulls: Iterable[int]) -> dict[int, str]:
    """By the pull what the first webhook said that set it off: type and code."""
    rows = connection.execute(_ANNOUNCED, {"jobs": engine.array(sorted({*pulls}))})
    return dict(reversed(engine.tuples(rows).fetchall()))


def gone(connection: Connection, links: Collection[str]) -> dict[str, tuple[datetime, str]]:
    """When each of these links was found deleted, of those that are, and by whom or what."""
    rows = engine.tuples(connection.execute(_GONE, {"links": engine.array(links)})).fetchall()
    return {link: (instants.decode(at), cause or "") for link, at, cause in rows}


# The reading of the link itself has no run; a job says when it was begun last.
_AROUND = f"""
    SELECT link, resource, started_at, finished_at, job, reason FROM sync_runs
    WHERE {engine.among("link", "links")} AND started_at <= :last AND (finished_at IS NULL OR finished_at >= :first)
    UNION ALL
    SELECT link, '', started_at, finished_at, id, reason FROM jobs
    WHERE {engine.among("link", "links")} AND started_at <= :last AND (finished_at IS NULL OR finished_at >= :first)
"""

_ENDED = f"""
    SELECT link, max(finished_at) AS at FROM sync_runs WHERE {engine.among("link", "links")} AND state = 'done'
    GROUP BY link, coalesce(job, -id) ORDER BY at NULLS FIRST
"""

_ENDED_PULLS = f"""
    SELECT job, link, min(started_at), max(finished_at) AS at, min(reason) FROM sync_runs
    WHERE {engine.among("link", "links")} AND state = 'done' AND job IS NOT NULL
    GROUP BY link, job HAVING max(finished_at) < :until ORDER BY at DESC NULLS LAST, job DESC NULLS LAST LIMIT :most
"""

_ANNOUNCED = f"""
    SELECT job, coalesce(type, '') || ' ' || coalesce(code, '') FROM webhook_events
    WHERE {engine.among("job", "jobs")} ORDER BY id
"""

_GONE = f"""
    SELECT id, deleted_at, (SELECT s.cause FROM link_statuses AS s WHERE s.link = links.id AND s.status = 'deleted'
        ORDER BY s.id DESC LIMIT 1)
    FROM links WHERE {engine.among("id", "links")} AND deleted_at IS NOT NULL
"""
