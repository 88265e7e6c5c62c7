"""Collections: when the sandbox fetched which of a link's resources from its institution.

What a list shows is what was collected. A recurrent link is refreshed at its rate, and data that outlived
`stale_in` are dropped; both are worked out from the clock when somebody looks, at the instants at which
they were due.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from belvo_sandbox import institutions, links, users
from belvo_sandbox.clock import parse, text
from belvo_sandbox.links import REFRESH_RATES, Link
from belvo_sandbox.people import HISTORY
from belvo_sandbox.state import State

# What a refresh fetches anew: long enough for everything pending to have been processed.
REFRESH_WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class Collection:
    """One fetch of one resource; `number` orders the fetches of a link."""

    number: int
    at: datetime
    since: date | None = None
    until: date | None = None
    account: str | None = None


def record(
    connection: sqlite3.Connection,
    link: Link,
    resources: Iterable[str],
    at: datetime,
    since: date | None = None,
    until: date | None = None,
    account: str | None = None,
) -> None:
    """Note that these resources are collected; a resource without dates takes what there is."""
    first, last = since and since.isoformat(), until and until.isoformat()
    connection.executemany(
        "INSERT INTO collections (link, resource, at, date_from, date_to, account) VALUES (?, ?, ?, ?, ?, ?)",
        [(link.id, resource, text(at), first, last, account) for resource in resources],
    )
    links.change(connection, link.id, last_accessed_at=text(at))


def record_history(connection: sqlite3.Connection, link: Link, at: datetime) -> None:
    """Collect a link's resources as far back as its institution has them."""
    today = institutions.find(link.institution).country.zone.day(at)
    record(connection, link, resources_of(link), at, today - HISTORY[users.life(link.listed_user)], today)


def resources_of(link: Link) -> tuple[str, ...]:
    """What is collected without being asked for: what the link names, else all if it is recurrent."""
    if link.fetch_resources or link.access_mode == "single":
        return link.fetch_resources
    return institutions.find(link.institution).resources


def catch_up(state: State, now: datetime) -> None:
    """Carry out the refreshes and removals that came due since somebody last looked."""
    with state.read() as connection:
        if not connection.execute(_DUE, {"now": text(now)}).fetchone():
            return
    with state.write() as connection:
        for row in connection.execute(_DUE, {"now": text(now)}).fetchall():
            _refresh(connection, links.get(connection, row["id"]), now)


_DUE = "SELECT id FROM links WHERE refresh_due <= :now"


def _refresh(connection: sqlite3.Connection, link: Link, now: datetime) -> None:
    rate = REFRESH_RATES[link.refresh_rate or "7d"]
    due = parse(link.refresh_due or text(now))
    zone = institutions.find(link.institution).country.zone
    while due <= now:
        today = zone.day(due)
        record(connection, link, resources_of(link), due, today - rate - REFRESH_WINDOW, today)
        due += rate
    links.change(connection, link.id, refresh_due=text(due))


def load(connection: sqlite3.Connection, link_id: str, resource: str) -> list[Collection]:
    """The collections of a resource, in their order."""
    query = "SELECT * FROM collections WHERE link = ? AND resource = ? ORDER BY number"
    return [
        Collection(
            number=row["number"],
            at=parse(row["at"]),
            since=row["date_from"] and date.fromisoformat(row["date_from"]),
            until=row["date_to"] and date.fromisoformat(row["date_to"]),
            account=row["account"],
        )
        for row in connection.execute(query, (link_id, resource))
    ]
