"""The figures of the first page, and whether anything has changed of what pages show of links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store import engine
from store.core import instants
from store.core.parameters import members
from store.database import Database
from store.engine import Connection
from store.write import revisions


@dataclass(frozen=True, slots=True)
class Summary:
    """What is there. Deleted links count nowhere; `failing` links' last pull failed, `pulling` ones are at it."""

    links: int
    links_by_status: dict[str, int]
    accounts: int
    transactions: int
    last_pull_at: datetime | None
    failing: int
    pulling: int


def summary(db: Database) -> Summary:
    """The figures of the first page."""
    with db.read() as connection:
        statuses = connection.execute(_STATUSES).fetchall()
        live = dict(connection.execute(_LIVE).fetchall())
        last, failing = _pulls(connection)
        pulling = connection.execute(_PULLING).fetchone()["number"]
    by_status = {row["status"] or "unknown": row["links"] for row in statuses}
    return Summary(
        links=sum(by_status.values()),
        links_by_status=by_status,
        accounts=live.get("accounts", 0),
        transactions=live.get("transactions", 0),
        last_pull_at=instants.decode(last) if last else None,
        failing=failing,
        pulling=pulling,
    )


def _pulls(connection: Connection) -> tuple[str | None, int]:
    """When the last pull ended, and how many links' last one failed: as judged, and looked up of links that moved."""
    there, judged = connection.execute(_COUNTS).fetchone()
    moved = [row["link"] for row in connection.execute(_MOVED, {"most": _MOST_MOVED + 1})]
    if there != judged or len(moved) > _MOST_MOVED:
        return tuple(connection.execute(_PULLS).fetchone())
    last, failing = connection.execute(_JUDGED_PULLS).fetchone()
    if not moved:
        return last, failing
    which = {"moved": engine.array(moved)}
    was, had_failed = connection.execute(f"{_JUDGED_PULLS} AND {engine.among('link', 'moved')}", which).fetchone()
    now, have_failed = connection.execute(f"{_PULLS} AND {engine.among('links.id', 'moved')}", which).fetchone()
    if was == last:  # to look among the others goes through all of them
        last, _ = connection.execute(f"{_JUDGED_PULLS} AND NOT {engine.among('link', 'moved')}", which).fetchone()
    return max(filter(None, (last, now)), default=None), failing - had_failed + have_failed


def oldest_listing(db: Database, resources: Iterable[str] = (), *, links: Sequence[str] = ()) -> datetime | None:
    """When the rows that were listed longest ago were: of these resources or all, of these links or all.

    What nothing is stored of, and deleted links unless they are named, make nothing old.
    """
    terms, parameters = [] if links else ["links.deleted_at IS NULL"], dict[str, object]()
    for column, values in (("resource", [*resources]), ("link", [*links])):
        if values:
            names, found = members(column, values)
            terms.append(f"bookmarks.{column} IN {names}")
            parameters |= found
    sql = f"{_OLDEST} WHERE {' AND '.join(terms)}"
    with db.read() as connection:
        (oldest,) = connection.execute(sql, parameters).fetchone()
    return instants.decode(oldest) if oldest else None


_OLDEST = """
    SELECT min(bookmarks.listed_at) FROM bookmarks JOIN links ON links.id = bookmarks.link
    JOIN (SELECT resource, link FROM row_counts GROUP BY resource, link HAVING sum(live) > 0) AS kept
        USING (resource, link)
"""


def mark(db: Database) -> tuple[object, ...]:
    """Another value as soon as a link, its pulls, its rows, an institution or an attempt to connect are otherwise."""
    with db.read() as connection:
        return revisions.of_all(connection), *connection.execute(_MARK).fetchone()


_STATUSES = """
    SELECT status, count(*) AS links FROM links WHERE deleted_at IS NULL
    GROUP BY status ORDER BY links DESC NULLS LAST, status NULLS FIRST
"""

_ENDED = """
    LEFT JOIN jobs AS ended ON ended.id = (
        SELECT id FROM jobs WHERE link = links.id AND resources <> '' AND state IN ('done', 'failed')
        ORDER BY id DESC LIMIT 1)
"""

_PULLS = f"""
    SELECT max(ended.finished_at), count(CASE ended.state WHEN 'failed' THEN 1 END)
    FROM links {_ENDED} WHERE links.deleted_at IS NULL
"""

_PULLING = """
    SELECT count(*) AS number FROM jobs
    WHERE state = 'running' AND link <> '' AND resources <> '' AND reason <> 'bulk_run'
"""

_LIVE = """
    SELECT resource, sum(live) FROM row_counts WHERE resource IN ('accounts', 'transactions') GROUP BY resource
"""

_MOST_MOVED = 1_000
"""Links that are looked up one by one; where more moved, all are."""

_COUNTS = "SELECT (SELECT count(*) FROM links), (SELECT count(*) FROM link_states)"

_MOVED = """
    SELECT s.link FROM revisions AS r JOIN link_states AS s ON s.link = r.link
    WHERE r.number <> r.judged ORDER BY r.link NULLS FIRST LIMIT :most
"""

_JUDGED_PULLS = """
    SELECT nullif(max(pulled_at), ''), coalesce(sum(has_failed), 0) FROM link_states WHERE badge <> 'deleted'
"""

_MARK = """
    SELECT (SELECT count(*) FROM widget_sessions WHERE mode = 'connect'),
        (SELECT count(*) FROM states_kept WHERE revision < 0)
"""
