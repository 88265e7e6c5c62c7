"""Webhooks: who gets them, and what is to be announced.

An announcement is written in the transaction that makes it true; the deliverer turns it into messages later,
since counting rows takes longer than a transaction should. Without an endpoint nothing is announced: as with
Belvo, there is no replay.

https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from belvo_sandbox.bank import consents
from belvo_sandbox.bank.institutions import public_name
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest, identifier
from belvo_sandbox.core.errors import CATALOGUE

HISTORICAL = "historical_update"
RECURRENT = "recurrent_update"
# What answers an asynchronous retrieve, where it is not a historical update.
ANSWERS = {"FINANCIAL_STATEMENTS": "new_financial_statements_available"}
NAME = r"[A-Za-z0-9_]{1,100}"  # of types and codes


@dataclass(frozen=True)
class Endpoint:
    """A receiver of every webhook; `authorization` is sent, and never shown."""

    id: str
    url: str
    authorization: str | None = field(repr=False)
    created_at: str

    def body(self) -> dict[str, Any]:
        """The endpoint as the control API shows it."""
        return {
            "id": self.id,
            "url": self.url,
            "has_authorization": self.authorization is not None,
            "created_at": self.created_at,
        }


@dataclass(frozen=True)
class WebhookEvent:
    """An event of a link; the `data` of a resource's are counted from the rows of its `fetch`."""

    number: int
    at: str
    type: str
    process_type: str | None
    code: str | None  # None: those that the rows of a resource call for
    link: str
    external_id: str | None
    request_id: str | None
    fetch: int | None
    data: Mapping[str, Any] | None


def add_endpoint(connection: sqlite3.Connection, url: str, authorization: str | None, now: datetime) -> Endpoint:
    """Have webhooks sent to a URL from now on."""
    query = "INSERT INTO webhook_endpoints (url, authorization, created_at) VALUES (?, ?, ?)"
    number = connection.execute(query, (url, authorization, text(now))).lastrowid
    endpoint = Endpoint(identifier("webhook endpoint", number, url), url, authorization, text(now))
    connection.execute("UPDATE webhook_endpoints SET id = ? WHERE number = ?", (endpoint.id, number))
    return endpoint


def endpoints(connection: sqlite3.Connection) -> list[Endpoint]:
    """Every endpoint, oldest first."""
    rows = connection.execute("SELECT id, url, authorization, created_at FROM webhook_endpoints ORDER BY number")
    return [Endpoint(**dict(row)) for row in rows]


def remove_endpoint(connection: sqlite3.Connection, id_: str) -> bool:
    """Send nothing more to an endpoint, and forget what was sent; whether it was there."""
    return bool(connection.execute("DELETE FROM webhook_endpoints WHERE id = ?", (id_,)).rowcount)


def announce_rows(
    connection: sqlite3.Connection,
    link: Link,
    resource: str,
    at: datetime,
    *,
    process_type: str = HISTORICAL,
    request_id: str | None = None,
    code: str | None = None,
) -> None:
    """Announce the rows of the newest fetch of a resource; with a code, how many of them are new."""
    query = "SELECT max(number) FROM fetches WHERE link = ? AND resource = ?"
    fetch = connection.execute(query, (link.id, resource)).fetchone()[0]
    values = {"process_type": process_type, "request_id": request_id, "code": code, "fetch": fetch}
    _announce(connection, link, at, type=resource, **values)


def announce_deletion(connection: sqlite3.Connection, link: Link, at: datetime, request_id: str) -> None:
    """Announce that a link is deleted, as was asked for with this request id."""
    _announce(connection, link, at, type="LINK", code="link_deleted", request_id=request_id, data={})


def announce_invalid_credentials(
    connection: sqlite3.Connection, link: Link, at: datetime, request_id: str | None = None
) -> None:
    """Announce that the institution refuses a link's stored credentials."""
    status, message = CATALOGUE["login_error"]
    data = {"error_code": "login_error", "error_message": message, "status": status}
    _announce(connection, link, at, type="LINK", code="invalid_credentials", request_id=request_id, data=data)


def announce_token_required(
    connection: sqlite3.Connection, link: Link, at: datetime, request_id: str | None = None
) -> None:
    """Announce that a refresh of a link needs a fresh token."""
    message = "A MFA token is required by the institution to login"
    data = {"error_code": "token_required", "error_message": message, "status": 428}
    _announce(connection, link, at, type="LINK", code="token_required", request_id=request_id, data=data)


def announce_consent(
    connection: sqlite3.Connection,
    link: Link,
    at: datetime,
    code: str,
    **more: Any,  # noqa: ANN401 - JSON
) -> None:
    """Announce something of a recurrent link's consent; of others Belvo says nothing.

    https://developers.belvo.com/docs/webhook-consents
    """
    if link.access_mode != "recurrent":
        return
    consent = consents.for_link(connection, link.id)
    data = {"consent_id": consent.id, **more, **consent.institution_fields()}
    _announce(connection, link, at, type="CONSENT", process_type=RECURRENT, code=code, data=data)


def announce_custom(connection: sqlite3.Connection, values: Mapping[str, Any], at: datetime) -> None:
    """Announce anything: columns of an announcement, with its code and data."""
    _write(connection, {**values, "at": text(at)})


def next_event(connection: sqlite3.Connection) -> WebhookEvent | None:
    """The announcement that comes next."""
    row = connection.execute("SELECT * FROM webhook_events ORDER BY number LIMIT 1").fetchone()
    return row and WebhookEvent(**{**dict(row), "data": row["data"] and json.loads(row["data"])})


def envelope(event: WebhookEvent, code: str, data: Mapping[str, Any], part: int) -> dict[str, Any]:
    """The body of a message; the ids follow from the announcement, so that the same moves give the same webhooks."""
    # Belvo's examples of this type alone have none.
    has_no_id = event.type == "CONSENT" and event.request_id is None
    request_id = {} if has_no_id else {"request_id": _request_id(event)}
    marks = (event.link, event.type, code, event.number, part)
    process_type = {"process_type": event.process_type} if event.process_type else {}
    return {
        "webhook_id": digest("webhook", *marks).hex()[:32],
        "webhook_type": public_name(event.type) if event.fetch else event.type,
        **process_type,
        "webhook_code": code,
        "link_id": event.link,
        **request_id,
        "external_id": event.external_id,
        "data": dict(data),
    }


def _request_id(event: WebhookEvent) -> str:
    marks = (event.link, event.type, event.at)
    return event.request_id or digest("request", *marks).hex()[:32]


def _announce(connection: sqlite3.Connection, link: Link, at: datetime, **values: Any) -> None:  # noqa: ANN401 - columns
    if connection.execute("SELECT 1 FROM webhook_endpoints LIMIT 1").fetchone():
        _write(connection, {"link": link.id, "external_id": link.external_id, "at": text(at), **values})


def _write(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    if row.get("data") is not None:
        row = {**row, "data": json.dumps(row["data"])}
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO webhook_events ({names}) VALUES ({marks})", row)
