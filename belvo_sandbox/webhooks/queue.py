"""Deliveries: the outbox of webhooks and its log.

Each endpoint gets its messages in their order: one that fails holds up those behind it until it is delivered or
given up. What a mishap has made late or out of order stands apart: it holds up nothing, and nothing holds it up.
A sender claims a message by moving the instant before which nobody else may send it, so that processes that share
the state send each message once; if one dies while it sends, another sends the message again later.
"""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from belvo_sandbox.bank import institutions, links, webhook_events
from belvo_sandbox.bank.links import Link
from belvo_sandbox.bank.webhook_events import WebhookEvent
from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.data import repository
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults import delivery_faults
from belvo_sandbox.fetches import fetch_log
from belvo_sandbox.fetches.fetch_log import Fetch
from belvo_sandbox.products import RESOURCES
from belvo_sandbox.products.declaration import Resource
from belvo_sandbox.webhooks import payloads
from belvo_sandbox.webhooks.payloads import Message

_LOG = logging.getLogger(__name__)
RETRIES = 5
BACK_OFF = 5.0  # seconds before the first retry; twice as long before the second, and so on
STATES = ("waiting", "delivered", "failed", "lost")
_LEASE = 30.0  # seconds; more than sending takes
_KEPT = 10_000  # messages in the log

_COLUMNS = """
    SELECT d.number, d.created_at, d.link, d.type, d.code, d.body, d.state, d.attempts, d.resend_of,
        d.fault, d.due, d.unordered, d.not_before AS lease, e.id AS endpoint, e.url, e.authorization
    FROM deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint
"""


@dataclass(frozen=True)
class Delivery:
    """A message to one endpoint, and how its sending went."""

    number: int
    created_at: str
    link: str
    type: str
    code: str
    body: Mapping[str, Any]
    state: str
    attempts: tuple[Mapping[str, Any], ...]
    resend_of: int | None
    fault: str | None
    due: str | None  # by the sandbox's clock, for one that is late by it
    unordered: bool
    lease: float  # the second before which nobody else may send it: whoever claimed it knows it by that
    endpoint: str
    url: str
    authorization: str | None = field(repr=False)

    def log_entry(self) -> dict[str, Any]:
        """The delivery as the control API shows it."""
        return {
            "id": self.number,
            "created_at": self.created_at,
            "endpoint": self.endpoint,
            "url": self.url,
            "state": self.state,
            "resend_of": self.resend_of,
            "mishap": self.fault,
            "due": self.due,
            "attempts": list(self.attempts),
            "body": dict(self.body),
        }


@dataclass(frozen=True)
class Attempt:
    """One attempt to send: the receiver's status and the start of its answer, or the error."""

    at: str
    status: int | None
    latency_ms: int
    answer: str | None
    error: str | None

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def compose(sandbox: Sandbox, wall: Callable[[], float] = time.time) -> bool:
    """Turn the next event into messages, those that go astray included; whether there was one."""
    with sandbox.state.read() as connection:
        event = webhook_events.next_event(connection)
    if event is None:
        return False
    try:
        messages = _messages(sandbox, event)
    except Exception:  # noqa: BLE001 - one that can't be composed must not hold up all others for ever
        _LOG.exception("The sandbox could not compose a webhook of %s.", event.type)
        messages = []
    with sandbox.state.write() as connection:
        # Several processes may have come here with the same event.
        if connection.execute("DELETE FROM webhook_events WHERE number = ?", (event.number,)).rowcount:
            for part, (code, data) in enumerate(messages):
                body = webhook_events.envelope(event, code, data, part)
                _add_to_all(connection, sandbox.seed, event.at, wall(), body)
    return True


def _messages(sandbox: Sandbox, event: WebhookEvent) -> list[Message]:
    if event.data is not None:
        return [(event.code or "", dict(event.data))]
    with sandbox.state.read() as connection:
        link = links.find(connection, event.link)
        by_resource = fetch_log.load(connection, event.link, event.fetch)
    resource = RESOURCES[event.type]
    of_resource = by_resource.get(resource.name)
    if link is None or not of_resource:
        return []  # the link was deleted meanwhile: there is nothing to fetch any more
    *earlier, newest = of_resource
    changes = repository.changes_since(sandbox, link, resource, earlier, newest)
    if event.code:
        messages = payloads.counted(event.code, changes.new)
    elif event.process_type == webhook_events.RECURRENT:
        messages = payloads.recurrent(resource, changes.new)
    else:
        today = institutions.find(link.institution).country.zone.day(parse(event.at))
        messages = payloads.historical(resource, _rows(sandbox, link, resource, newest), today)
    if resource.name == "EMPLOYMENT_RECORDS" and earlier:
        before, after = (_rows(sandbox, link, resource, fetch) for fetch in (earlier[-1], newest))
        messages += payloads.employment_changes(before, after)
    return messages + payloads.corrections(changes.updated, changes.deleted)


def _rows(sandbox: Sandbox, link: Link, resource: Resource, fetch: Fetch) -> Sequence[dict[str, Any]]:
    return repository.preview(sandbox, link, resource, fetch).bodies


def claim(connection: sqlite3.Connection, now: datetime, wall: float) -> Delivery | None:
    """The next message to send, claimed for a while; the endpoint that has waited longest comes first.

    `wall` is in seconds of the wall clock: receivers live in its time, whatever the sandbox's clock says.
    """
    query = f"""
        {_COLUMNS}
        WHERE d.state = 'waiting' AND d.not_before <= :wall AND (d.due IS NULL OR d.due <= :now) AND (
            d.unordered
            OR d.number IN (
                SELECT min(number) FROM deliveries WHERE state = 'waiting' AND NOT unordered GROUP BY endpoint
            )
        )
        ORDER BY
            d.unordered DESC, d.not_before, d.due, CASE d.fault WHEN 'out_of_order' THEN -d.number ELSE d.number END
        LIMIT 1
    """
    row = connection.execute(query, {"wall": wall, "now": text(now)}).fetchone()
    if row is None:
        return None
    lease = wall + _LEASE
    connection.execute("UPDATE deliveries SET not_before = ? WHERE number = ?", (lease, row["number"]))
    return replace(_delivery(row), lease=lease)


def record_attempt(connection: sqlite3.Connection, delivery: Delivery, attempt: Attempt, wall: float) -> None:
    """Note how an attempt went, and when the next one is due if it failed; those that it overtook are next."""
    attempts = [*delivery.attempts, vars(attempt)]
    state = "delivered" if attempt.is_success else "waiting" if len(attempts) <= RETRIES else "failed"
    # Another state may have been loaded meanwhile, in which the number is another message's.
    query = "UPDATE deliveries SET state = ?, attempts = ?, not_before = ? WHERE number = ? AND not_before = ?"
    due = wall + BACK_OFF * len(attempts)
    row = (state, json.dumps(attempts), due, delivery.number, delivery.lease)
    if connection.execute(query, row).rowcount and state != "waiting" and not delivery.unordered:
        query = """
            UPDATE deliveries SET waits_for_next = FALSE, not_before = 0
            WHERE endpoint = ? AND state = 'waiting' AND waits_for_next AND number < ?
        """
        connection.execute(query, (delivery.endpoint, delivery.number))


def log(connection: sqlite3.Connection) -> list[Delivery]:
    """Every delivery that is kept, newest first."""
    return [_delivery(row) for row in connection.execute(f"{_COLUMNS} ORDER BY d.number DESC")]


def find(connection: sqlite3.Connection, number: str) -> Delivery | None:
    """The delivery with this number."""
    row = connection.execute(f"{_COLUMNS} WHERE d.number = ?", (number,)).fetchone()
    return row and _delivery(row)


def resend(connection: sqlite3.Connection, delivery: Delivery, now: datetime) -> Delivery:
    """Put the same message into the queue once more; no fault applies to it."""
    number = _add(connection, text(now), delivery.endpoint, delivery.body, {"resend_of": delivery.number})
    return _delivery(connection.execute(f"{_COLUMNS} WHERE d.number = ?", (number,)).fetchone())


def _add_to_all(connection: sqlite3.Connection, seed: int, at: str, wall: float, body: Mapping[str, Any]) -> None:
    live = delivery_faults.live(connection)
    for endpoint in webhook_events.endpoints(connection):
        rule = delivery_faults.first_that_applies(connection, live, seed, endpoint.id, body)
        for columns in delivery_faults.delivery_columns(rule, at, wall):
            _add(connection, at, endpoint.id, body, columns)


def _add(
    connection: sqlite3.Connection, at: str, endpoint: str, body: Mapping[str, Any], columns: Mapping[str, Any]
) -> int:
    about = {"link": body["link_id"], "type": body["webhook_type"], "code": body["webhook_code"]}
    row = {"endpoint": endpoint, "created_at": at, **about, "body": json.dumps(body), **columns}
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    number = connection.execute(f"INSERT INTO deliveries ({names}) VALUES ({marks})", row).lastrowid or 0
    connection.execute("DELETE FROM deliveries WHERE number <= ? AND state != 'waiting'", (number - _KEPT,))
    return number


def _delivery(row: sqlite3.Row) -> Delivery:
    attempts = tuple(json.loads(row["attempts"]))
    unordered = bool(row["unordered"])
    return Delivery(**{**dict(row), "body": json.loads(row["body"]), "attempts": attempts, "unordered": unordered})
