"""What a webhook sets off: a pull of what it is about, or a reading of its link; never a call to Belvo.

https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

import tracing
from belvo_client import Webhook
from belvo_client.webhooks import parse
from languages import msg
from resources import Declaration, offered_as
from store import Database
from store.core import instants
from store.engine import BUSY_TIMEOUT, Connection
from store.ops import historical, jobs, webhooks
from store.upkeep import erasure_log
from store.write import links
from store.write.links import LinkRow
from sync.error_policy import COMPARED
from sync.historical import BEGINNING
from terminal import about

HISTORICAL = "historical_update"

logger = logging.getLogger(__name__)

ABOUT_LINKS = ("LINK", "CONSENT")
"""The types that are about a link itself. They come late and in any order, so Belvo is asked how the link is now."""

SAID = {
    "invalid_credentials": msg("Belvo could not sign in."),
    "token_required": msg("The institution asks for a token."),
    "link_deleted": msg("The link is said to be deleted."),
    "consent_expired": msg("The consent has ended: have it renewed in My Belvo Portal."),
    "openfinance_consent_expired": msg("The consent has ended: have it renewed in My Belvo Portal."),
    "openfinance_consent_about_to_expire": msg("The consent ends soon: have it renewed in My Belvo Portal."),
    "openfinance_consent_expiration_changed": msg("The consent lasts until another day now."),
    "openfinance_consent_with_unrecoverable_resources": msg("The bank no longer shares some of the resources."),
    "openfinance_consent_with_temporarily_unavailable_resources": msg(
        "The bank does not share some resources for now."
    ),
}
"""What the codes of such a webhook mean."""

READ = msg("The link is read, to see how it is.")


_ACCEPTING = timedelta(seconds=3)  # that a link being connected here may take to be accepted


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a webhook; `new` is False for one that had come before, which sets off nothing again."""

    webhook_id: str
    new: bool
    outcome: str
    job: int | None = None


def accept_webhook(
    db: Database, body: Mapping[str, Any], *, patience: float = BUSY_TIMEOUT, began: float | None = None
) -> Accepted:
    """Store a webhook once and queue what it calls for, in one transaction; any body is accepted, in any order.

    `began` is when it began to come, by the monotonic clock.

    Raises Unusable if others have kept the store from being written for so many seconds.
    """
    webhook = parse(body)
    identity, link_id = webhook.id or _digest(body), webhook.link_id or ""
    with tracing.span("accept") as traced, db.write(patience=patience, link=link_id) as connection:
        link = links.find(db, link_id)  # as it is under the lock: it may be accepted at this moment
        erased = erasure_log.is_erased(connection, link_id)
        stored_body = {"webhook_id": identity, "webhook_type": webhook.type} if erased else body
        if not webhooks.record(connection, identity, stored_body):
            return Accepted(identity, new=False, outcome=msg("It had come before."))
        outcome, job = (msg("The link was erased here."), None) if erased else _react(connection, link, webhook)
        taken = None if began is None else round((time.monotonic() - began) * 1000)
        webhooks.settle(connection, identity, outcome, job=job, milliseconds=taken)
        traced.tell(webhook=identity, link="" if erased else link_id, job=job)
    with about(webhook=identity, link=link_id, job=job):
        logger.info("Webhook %s %s: %s", webhook.type, webhook.code, outcome)
    return Accepted(identity, new=True, outcome=outcome, job=job)


def replay_webhook(db: Database, webhook_id: str) -> Accepted | None:
    """Let a stored webhook set off once more what it calls for now; None if there is none of this id.

    It comes in once more, as a row of its own: what the first one has set off stays told.
    """
    event = webhooks.find(db, webhook_id)
    if event is None:
        return None
    with db.write(link=event.link or "") as connection:
        replay = webhooks.record_replay(connection, event)
        outcome, job = _react(connection, links.find(db, event.link or ""), parse(event.body))
        webhooks.settle(connection, replay, f"{outcome} (replayed)", job=job)
    return Accepted(replay, new=False, outcome=outcome, job=job)


def _react(connection: Connection, link: LinkRow | None, webhook: Webhook) -> tuple[str, int | None]:
    kind, code = webhook.type, webhook.code
    if link is None:
        return _handle_unknown_link(connection, webhook.link_id or "")
    if link.deleted_at:
        return msg("The link was deleted, so nothing is done."), None
    if kind in ABOUT_LINKS:
        return f"{SAID.get(code, '')} {READ}".strip(), _queue_reading(connection, link, kind, code)
    resources = offered_as(kind, link.country)
    if not resources:
        return msg("Nothing is pulled for this type."), None
    if code.startswith(BEGINNING):
        for resource in resources:
            historical.announce(connection, link.link, resource.name)
    if not link.followed:
        return msg("The link is not followed, so nothing is pulled."), None
    return msg("A pull was queued."), _queue(connection, link.link, resources, code)


def _handle_unknown_link(connection: Connection, link: str) -> tuple[str, int | None]:
    """A webhook about a link that is not known, or not known yet: Belvo's list tells."""
    if not link:
        return msg("It names no link."), None
    soon = instants.encode(datetime.now(UTC) + _ACCEPTING)
    job = jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "webhook", not_before=soon)
    return msg("The link is not known here; Belvo's list of links is read."), job


def _queue_reading(connection: Connection, link: LinkRow, kind: str, code: str) -> int:
    """Have the link read, and where it is followed and by consent, its consents."""
    is_by_consent = kind == "CONSENT" or link.integration_type == "openfinance"
    consents = offered_as("CONSENT") if is_by_consent and link.followed else []
    return _queue(connection, link.link, consents, code)


def _queue(connection: Connection, link: str, resources: Sequence[Declaration], code: str) -> int:
    reason = HISTORICAL if code.startswith(BEGINNING) else "webhook"
    concerned = [name for resource in resources for name in (resource.name, *resource.policy.moves)]
    full = any(code in resource.policy.full_after for resource in resources)
    return jobs.enqueue(connection, link, concerned, reason, full=full)


def _digest(body: Mapping[str, Any]) -> str:
    """An id for a webhook that carries none: the same body is the same webhook."""
    return hashlib.sha256(orjson.dumps(dict(body), option=orjson.OPT_SORT_KEYS)).hexdigest()
