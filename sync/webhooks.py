"""What a webhook sets off: a pull of what it is about, or a change of the link's state; never a call to Belvo.

https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from store import Database, jobs, links, webhooks
from store.links import LinkRow
from sync.plans import Plan, told_of

HISTORICAL = "historical_update"

WHOLE = frozenset({"transactions_updated", "transactions_deleted"})
"""Codes after which no date tells which rows to look at."""

LINK_STATUS = {"invalid_credentials": "invalid", "token_required": "token_required"}
"""What a LINK webhook's code says about the link."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a webhook; `new` is False for one that had come before, which sets off nothing again."""

    webhook_id: str
    new: bool
    outcome: str
    job: int | None = None


def accept_webhook(db: Database, body: Mapping[str, Any]) -> Accepted:
    """Store a webhook once and queue what it calls for, in one transaction; any body is accepted, in any order."""
    identity = _text(body, "webhook_id") or _digest(body)
    link = links.find(db, _text(body, "link_id"))
    with db.write() as connection:
        if not webhooks.record(connection, identity, body):
            return Accepted(identity, new=False, outcome="It had come before.")
        if link is None or link.deleted_at:
            outcome, job = "The link is not one of this desk's.", None
        else:
            outcome, job = _react(connection, link, body)
        webhooks.settle(connection, identity, outcome, job=job)
    return Accepted(identity, new=True, outcome=outcome, job=job)


def _react(connection: sqlite3.Connection, link: LinkRow, body: Mapping[str, Any]) -> tuple[str, int | None]:
    kind, code = _text(body, "webhook_type"), _text(body, "webhook_code")
    if kind == "LINK":
        return _change_link(connection, link.link, code), None
    plans = told_of(kind, link.country)
    if not plans:
        return "Nothing is pulled for this type.", None
    return "A pull was queued.", _queue(connection, link.link, plans, code)


def _change_link(connection: sqlite3.Connection, link: str, code: str) -> str:
    if code == "link_deleted":
        links.mark_deleted(connection, link)
        return "The link was marked as deleted."
    if status := LINK_STATUS.get(code):
        links.set_status(connection, link, status)
        return f"The link was marked as {status}."
    return "Nothing is done for this code."


def _queue(connection: sqlite3.Connection, link: str, plans: Sequence[Plan], code: str) -> int:
    reason = HISTORICAL if code == HISTORICAL else "webhook"
    concerned = [name for plan in plans for name in (plan.resource, *plan.moves)]
    return jobs.enqueue(connection, link, concerned, reason, full=code in WHOLE)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _digest(body: Mapping[str, Any]) -> str:
    """An id for a webhook that carries none: the same body is the same webhook."""
    return hashlib.sha256(orjson.dumps(dict(body), option=orjson.OPT_SORT_KEYS)).hexdigest()
