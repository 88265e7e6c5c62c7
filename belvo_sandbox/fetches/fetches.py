"""Collections: when the sandbox fetched which of a link's resources from its institution.

What a list shows is what was collected; `timeline` says when that happens by itself.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from belvo_sandbox.bank import institutions, links, users, webhook_events
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.people import history_length
from belvo_sandbox.products import RESOURCES

# What a refresh fetches anew beside what is new: longer than a billing month, so that whatever was pending or
# on an open bill is seen again when that is settled.
REFRESH_WINDOW = timedelta(days=35)


@dataclass(frozen=True)
class Collection:
    """One fetch of one resource; `number` orders the fetches of a link."""

    number: int  # given when it is recorded
    at: datetime
    since: date | None = None
    until: date | None = None
    account: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)  # the other fields of a retrieve, as JSON has them


def record(connection: sqlite3.Connection, link: Link, resources: Iterable[str], collection: Collection) -> int:
    """Note that these resources are collected, with those that come along; the number of the last one noted."""
    at, since, until = text(collection.at), _iso(collection.since), _iso(collection.until)
    asked = json.dumps(dict(collection.asked), sort_keys=True)
    number = 0
    for resource in dict.fromkeys(name for wanted in resources for name in (*RESOURCES[wanted].also_fetches, wanted)):
        query = """
            INSERT INTO collections (link, resource, at, date_from, date_to, account, asked)
            VALUES (?, ?, ?, ?, ?, ?, ?)
        """
        row = (link.id, resource, at, since, until, collection.account, asked)
        number = connection.execute(query, row).lastrowid or 0
    links.change(connection, link.id, last_accessed_at=at, stale_at=links.stale_at(at, link.stale_in))
    return number


def record_history(
    connection: sqlite3.Connection,
    link: Link,
    at: datetime,
    *,
    delay: timedelta = timedelta(0),
    request_id: str | None = None,
    resources: Sequence[str] | None = None,
) -> None:
    """Collect a link's resources as far back as its institution has them, and announce each.

    With a delay they arrive one by one, that far apart. `request_id` is that of the call which asked for it,
    `resources` what it named instead of all.
    """
    wanted = resources_of(link) if resources is None else resources
    if delay:
        for place, resource in enumerate(wanted, 1):
            query = "INSERT INTO arrivals (link, resource, due, request_id) VALUES (?, ?, ?, ?)"
            connection.execute(query, (link.id, resource, text(at + place * delay), request_id))
        return
    record(connection, link, wanted, _history(link, at))
    for resource in wanted:
        webhook_events.announce_rows(connection, link, resource, at, request_id=request_id)


def record_retrieve(
    connection: sqlite3.Connection,
    link: Link,
    resource: str,
    collection: Collection,
    request_id: str,
    *,
    delay: timedelta = timedelta(0),
) -> None:
    """Collect what an asynchronous retrieve asks for, and announce it; with a delay, both come that much later."""
    if delay:
        retrieve = {**vars(collection), "at": None, "since": _iso(collection.since), "until": _iso(collection.until)}
        query = "INSERT INTO arrivals (link, resource, due, request_id, retrieve) VALUES (?, ?, ?, ?, ?)"
        row = (link.id, resource, text(collection.at + delay), request_id, json.dumps(retrieve))
        connection.execute(query, row)
        return
    record(connection, link, [resource], collection)
    code = webhook_events.ANSWERS.get(resource)
    webhook_events.announce_rows(connection, link, resource, collection.at, request_id=request_id, code=code)


def arrive(connection: sqlite3.Connection, link: Link, arrival: sqlite3.Row, at: datetime) -> None:
    """Collect and announce what was to come at this instant."""
    resource, request_id = arrival["resource"], arrival["request_id"]
    if arrival["retrieve"] is None:
        record_history(connection, link, at, request_id=request_id, resources=[resource])
        return
    kept = json.loads(arrival["retrieve"])
    days = {name: kept[name] and date.fromisoformat(kept[name]) for name in ("since", "until")}
    record_retrieve(connection, link, resource, Collection(**{**kept, **days, "at": at}), request_id)


def _history(link: Link, at: datetime) -> Collection:
    today = institutions.find(link.institution).country.zone.day(at)
    return Collection(0, at, today - history_length(users.scenario(link.listed_user)), today)


def resources_of(link: Link) -> tuple[str, ...]:
    """What is collected without being asked for: what the link names, else all if it is recurrent."""
    institution = institutions.find(link.institution)
    if link.fetch_resources or link.access_mode == "single":
        return tuple(filter(None, map(institution.resource, link.fetch_resources)))
    return institution.resources


def remove(connection: sqlite3.Connection, link: Link) -> None:
    """Remove what was collected for a link. That it was there is kept, for what is still to be said of it."""
    query = """
        UPDATE collections SET removed = (SELECT max(number) FROM collections) WHERE link = ? AND removed IS NULL
    """
    connection.execute(query, (link.id,))
    links.change(connection, link.id)


def load(connection: sqlite3.Connection, link_id: str, at: int | None = None) -> dict[str, list[Collection]]:
    """The collections of a link by resource, in their order: as they are, or as they were right after one of them."""
    found: dict[str, list[Collection]] = {}
    query = """
        SELECT * FROM collections
        WHERE link = :link AND coalesce(removed >= :at, removed IS NULL) AND number <= coalesce(:at, number)
        ORDER BY number
    """
    for row in connection.execute(query, {"link": link_id, "at": at}):
        found.setdefault(row["resource"], []).append(_collection(row))
    return found


def delete(connection: sqlite3.Connection, link: Link, resource: str, row_id: str) -> None:
    """Delete a row; a later collection may find it again."""
    query = """
        INSERT INTO deletions
        SELECT :link, :resource, :id, coalesce(max(number), 0) FROM collections WHERE link = :link
        ON CONFLICT DO UPDATE SET after = excluded.after
    """
    connection.execute(query, {"link": link.id, "resource": resource, "id": row_id})
    links.change(connection, link.id)


def deletions(connection: sqlite3.Connection, link_id: str) -> dict[str, int]:
    """The ids of a link's deleted rows, each with the number of the last collection before its deletion."""
    rows = connection.execute("SELECT id, after FROM deletions WHERE link = ?", (link_id,))
    return {row["id"]: row["after"] for row in rows}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _collection(row: sqlite3.Row) -> Collection:
    return Collection(
        number=row["number"],
        at=parse(row["at"]),
        since=row["date_from"] and date.fromisoformat(row["date_from"]),
        until=row["date_to"] and date.fromisoformat(row["date_to"]),
        account=row["account"],
        asked=json.loads(row["asked"]),
    )
