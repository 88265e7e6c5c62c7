"""Fetches: when the sandbox got which of a link's resources from its institution.

A list shows what was fetched; `lifecycle.scheduler` says when that happens by itself.
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

# How far back a refresh fetches again beside what is new: longer than a billing month, so that whatever was pending or
# on an open bill is seen again when that is settled.
REFRESH_WINDOW = timedelta(days=35)


@dataclass(frozen=True)
class Fetch:
    """One fetch of one resource; `number` orders the fetches of a link."""

    number: int  # given when it is recorded
    at: datetime
    since: date | None = None
    until: date | None = None
    account: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)  # the other fields of a retrieve, as JSON has them


def record(connection: sqlite3.Connection, link: Link, resources: Iterable[str], fetch: Fetch) -> int:
    """Note that resources are fetched, with those that each also fetches; the number of the last one noted."""
    at, since, until = text(fetch.at), _iso(fetch.since), _iso(fetch.until)
    parameters = json.dumps(dict(fetch.parameters), sort_keys=True)
    number = 0
    for resource in dict.fromkeys(name for each in resources for name in (*RESOURCES[each].also_fetches, each)):
        query = """
            INSERT INTO fetches (link, resource, at, date_from, date_to, account, parameters)
            VALUES (?, ?, ?, ?, ?, ?, ?)
        """
        row = (link.id, resource, at, since, until, fetch.account, parameters)
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
    """Fetch a link's resources as far back as its institution has them, and announce each.

    With a delay they arrive one by one, that far apart. `request_id` is that of the call which asked for it,
    `resources` are those that it named instead of all.
    """
    names = resources_of(link) if resources is None else resources
    if delay:
        for order, resource in enumerate(names, 1):
            query = "INSERT INTO delayed_fetches (link, resource, due, request_id) VALUES (?, ?, ?, ?)"
            connection.execute(query, (link.id, resource, text(at + order * delay), request_id))
        return
    record(connection, link, names, _whole_history(link, at))
    for resource in names:
        webhook_events.announce_rows(connection, link, resource, at, request_id=request_id)


def record_retrieve(
    connection: sqlite3.Connection,
    link: Link,
    resource: str,
    fetch: Fetch,
    request_id: str,
    *,
    delay: timedelta = timedelta(0),
) -> None:
    """Fetch what an asynchronous retrieve asks for, and announce it; with a delay, both come that much later."""
    if delay:
        retrieve = {**vars(fetch), "at": None, "since": _iso(fetch.since), "until": _iso(fetch.until)}
        query = "INSERT INTO delayed_fetches (link, resource, due, request_id, retrieve) VALUES (?, ?, ?, ?, ?)"
        row = (link.id, resource, text(fetch.at + delay), request_id, json.dumps(retrieve))
        connection.execute(query, row)
        return
    record(connection, link, [resource], fetch)
    code = webhook_events.ANSWERS.get(resource)
    webhook_events.announce_rows(connection, link, resource, fetch.at, request_id=request_id, code=code)


def record_delayed(connection: sqlite3.Connection, link: Link, delayed: sqlite3.Row, at: datetime) -> None:
    """Fetch and announce what a row of `delayed_fetches` says."""
    resource, request_id = delayed["resource"], delayed["request_id"]
    if delayed["retrieve"] is None:
        record_history(connection, link, at, request_id=request_id, resources=[resource])
        return
    retrieve = json.loads(delayed["retrieve"])
    days = {name: retrieve[name] and date.fromisoformat(retrieve[name]) for name in ("since", "until")}
    record_retrieve(connection, link, resource, Fetch(**{**retrieve, **days, "at": at}), request_id)


def _whole_history(link: Link, at: datetime) -> Fetch:
    today = institutions.find(link.institution).country.zone.day(at)
    return Fetch(0, at, today - history_length(users.scenario(link.listed_user)), today)


def resources_of(link: Link) -> tuple[str, ...]:
    """The resources that are fetched by themselves: those that the link names, else all if it is recurrent."""
    institution = institutions.find(link.institution)
    if link.fetch_resources or link.access_mode == "single":
        return tuple(filter(None, map(institution.resource, link.fetch_resources)))
    return institution.resources


def remove(connection: sqlite3.Connection, link: Link) -> None:
    """Remove what was fetched for a link. That it was there is kept, for webhooks that are still to be composed."""
    query = "UPDATE fetches SET removed = (SELECT max(number) FROM fetches) WHERE link = ? AND removed IS NULL"
    connection.execute(query, (link.id,))
    links.change(connection, link.id)


def load(connection: sqlite3.Connection, link_id: str, at: int | None = None) -> dict[str, list[Fetch]]:
    """The fetches of a link by resource, in their order: as they are, or as they were right after one of them."""
    by_resource: dict[str, list[Fetch]] = {}
    query = """
        SELECT * FROM fetches
        WHERE link = :link AND coalesce(removed >= :at, removed IS NULL) AND number <= coalesce(:at, number)
        ORDER BY number
    """
    for row in connection.execute(query, {"link": link_id, "at": at}):
        by_resource.setdefault(row["resource"], []).append(_fetch(row))
    return by_resource


def delete_row(connection: sqlite3.Connection, link: Link, resource: str, row_id: str) -> None:
    """Delete a row; a later fetch may return it again."""
    query = """
        INSERT INTO deletions
        SELECT :link, :resource, :id, coalesce(max(number), 0) FROM fetches WHERE link = :link
        ON CONFLICT DO UPDATE SET last_fetch = excluded.last_fetch
    """
    connection.execute(query, {"link": link.id, "resource": resource, "id": row_id})
    links.change(connection, link.id)


def deletions(connection: sqlite3.Connection, link_id: str) -> dict[str, int]:
    """The ids of a link's deleted rows, each with the number of the last fetch before its deletion."""
    rows = connection.execute("SELECT id, last_fetch FROM deletions WHERE link = ?", (link_id,))
    return {row["id"]: row["last_fetch"] for row in rows}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fetch(row: sqlite3.Row) -> Fetch:
    return Fetch(
        number=row["number"],
        at=parse(row["at"]),
        since=row["date_from"] and date.fromisoformat(row["date_from"]),
        until=row["date_to"] and date.fromisoformat(row["date_to"]),
        account=row["account"],
        parameters=json.loads(row["parameters"]),
    )
