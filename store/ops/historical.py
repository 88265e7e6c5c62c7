"""Historical data: which resources of a new link Belvo is still loading, and how the desk learns that they are there.

Belvo tells by a webhook, historical_update, when a resource has been loaded. Where no webhook can arrive, and as a
fallback where it was lost, the resource is listed again after growing gaps.
https://developers.belvo.com/docs/webhooks
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from domain.link_state import LOADING
from store.core import frames, instants
from store.database import Database
from store.engine import Connection
from store.write import revisions

if TYPE_CHECKING:
    from pandas import DataFrame

GAPS = (15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800)
"""Seconds before each look at a resource that no webhook tells of; after the last one, in 15 hours, it is given up."""

FALLBACK = GAPS[5:]
"""The same where a webhook should come: only one that was lost needs it."""

STATES = ("waiting", "polling", "loading", "there", "not_offered", "given_up")
"""Waiting for the webhook; polling, where none can come; told of, and being listed; the last three are ends."""


def expect(connection: Connection, link: str, resources: Iterable[str], *, now: str | None = None) -> None:
    """Belvo has begun to load these resources of a link, or loads them once more; what is waited for goes on."""
    moment = now or instants.now()
    expected = connection.executemany(
        "INSERT INTO historical (link, resource, since, polls) VALUES (:link, :resource, :now, 0)"
        " ON CONFLICT (link, resource) DO UPDATE SET since = :now, polls = 0, announced_at = NULL, by_webhook = NULL,"
        " next_at = NULL, seen = NULL, ended_at = NULL, outcome = NULL WHERE historical.ended_at IS NOT NULL",
        [{"link": link, "resource": resource, "now": moment} for resource in resources],
    )
    if expected.rowcount > 0:
        revisions.bump(connection, link)


def announce(connection: Connection, link: str, resource: str, *, now: str | None = None) -> None:
    """A webhook says that the resource has been loaded; it may come before anybody knows of the link."""
    connection.execute(
        "INSERT INTO historical (link, resource, since, polls, announced_at) VALUES (:link, :resource, :now, 0, :now)"
        " ON CONFLICT (link, resource) DO UPDATE SET announced_at = coalesce(historical.announced_at, :now)",
        {"link": link, "resource": resource, "now": now or instants.now()},
    )
    revisions.bump(connection, link)


def note_listing(
    connection: Connection, link: str, resource: str, rows: int, *, began: str, now: str | None = None
) -> None:
    """A complete listing that began then held so many rows, and may be all that there is to wait for.

    It is when Belvo had said so before, or when two looks in a row find the same rows, and some.
    """
    complete = "(announced_at <= :began OR (:rows > 0 AND seen = :rows AND polls > 0))"
    noted = connection.execute(
        f"UPDATE historical SET seen = :rows, ended_at = CASE WHEN {complete} THEN :now END,"
        f" outcome = CASE WHEN {complete} THEN 'there' END"
        " WHERE link = :link AND resource = :resource AND ended_at IS NULL",
        {"link": link, "resource": resource, "rows": rows, "began": began, "now": now or instants.now()},
    )
    if noted.rowcount:
        revisions.bump(connection, link)


def note_not_offered(connection: Connection, link: str, resource: str, *, now: str | None = None) -> None:
    """The institution has no such resource, so nothing is waited for."""
    _end(connection, link, resource, "not_offered", now)


def polls_due(connection: Connection, *, webhooks: bool, now: str | None = None) -> dict[str, list[str]]:
    """The resources to be looked at now, by link, each with its next look arranged; `webhooks`: whether they arrive.

    What has been looked at often enough is given up.
    """
    moment, gaps = now or instants.now(), FALLBACK if webhooks else GAPS
    due: dict[str, list[str]] = {}
    for row in connection.execute(_OPEN, {"now": moment}).fetchall():
        is_polling = row["next_at"] is not None and bool(row["by_webhook"]) == webhooks
        polls = row["polls"] + 1 if is_polling else 0
        if is_polling:
            due.setdefault(row["link"], []).append(row["resource"])
        if polls > len(gaps):
            due[row["link"]].pop()
            _end(connection, row["link"], row["resource"], "given_up", moment)
            continue
        gap = timedelta(seconds=gaps[min(polls, len(gaps) - 1)])
        next_at = instants.encode((instants.decode(moment) + gap).astimezone(UTC))
        next_poll = {"polls": polls, "next_at": next_at, "by_webhook": int(webhooks)}
        connection.execute(_ARRANGE, next_poll | {"link": row["link"], "resource": row["resource"]})
        revisions.bump(connection, row["link"])
    return {link: resources for link, resources in due.items() if resources}


def state(db: Database, link: str) -> "DataFrame":
    """One row a resource of the link, in the order of expectation; columns as in `_STATE`, then `reason`.

    `state` is one of `STATES`, `next_at` the next look, `rows` what the last listing held, `reason` a sentence.
    """
    frame = frames.read(db, _SELECT, {"link": link}, _STATE)
    return frame.assign(reason=frame["state"].map(LOADING)).astype({"reason": "str"})


def _end(connection: Connection, link: str, resource: str, outcome: str, now: str | None) -> None:
    ended = connection.execute(
        "UPDATE historical SET ended_at = :now, outcome = :outcome"
        " WHERE link = :link AND resource = :resource AND ended_at IS NULL",
        {"link": link, "resource": resource, "outcome": outcome, "now": now or instants.now()},
    )
    if ended.rowcount:
        revisions.bump(connection, link)


_STATE = {
    "resource": frames.TEXT,
    "state": frames.TEXT,
    "since": frames.INSTANT,
    "announced_at": frames.INSTANT,
    "next_at": frames.INSTANT,
    "polls": frames.INTEGER,
    "rows": frames.INTEGER,
    "ended_at": frames.INSTANT,
}

_OPEN = """
    SELECT historical.link, historical.resource, historical.polls, historical.next_at, historical.by_webhook
    FROM historical JOIN links ON links.id = historical.link AND links.deleted_at IS NULL AND links.status = 'valid'
        AND links.followed = 1
    WHERE NOT EXISTS (SELECT 1 FROM reset_links WHERE reset_links.link = historical.link)
        AND historical.ended_at IS NULL AND (historical.next_at IS NULL OR historical.next_at <= :now)
    ORDER BY historical.link, historical.resource
"""

_ARRANGE = """
    UPDATE historical SET polls = :polls, next_at = :next_at, by_webhook = :by_webhook
    WHERE link = :link AND resource = :resource
"""

_SELECT = """
    SELECT resource, since, announced_at, CASE WHEN ended_at IS NULL THEN next_at END AS next_at, polls,
        seen AS rows, ended_at,
        CASE WHEN outcome IS NOT NULL THEN outcome WHEN announced_at IS NOT NULL THEN 'loading'
            WHEN by_webhook = 0 THEN 'polling' ELSE 'waiting' END AS state
    FROM historical WHERE link = :link ORDER BY since, resource
"""
