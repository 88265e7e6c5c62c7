"""What people do with webhooks: let one set off its work once more, and have the local Belvo send one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.local_belvo import Control
from actions.permission import allowed, note
from belvo_client.webhook_events import data_of
from domain.roles import Actor
from languages import say
from settings import Settings
from store import Database
from store.core.keyset import Place
from store.ops import webhooks
from store.ops.webhooks import WebhookFilter
from sync import Accepted
from sync.webhooks import replay_webhook


class UnknownWebhook(Exception):
    """There is no webhook of this id in the store."""


@allowed("replay", target="webhook_id", did="webhook replayed")
def replay(db: Database, webhook_id: str, *, actor: Actor) -> Accepted:
    """Let a stored webhook set off what it calls for now; raises UnknownWebhook."""
    accepted = replay_webhook(db, webhook_id)
    if accepted is None:
        raise UnknownWebhook(
            say("There is no webhook {webhook_id}. It was erased, or it came to another store.", webhook_id=webhook_id)
        )
    event = webhooks.find(db, webhook_id)
    with db.write() as connection:
        note(connection, actor, {"job": accepted.job}, link=(event and event.link) or "")
    return accepted


MOST_AT_ONCE = 200
"""Webhooks that are replayed by one click."""


@allowed("replay", did="webhooks replayed")
def replay_many(db: Database, matching: WebhookFilter, *, actor: Actor) -> int:
    """Replay those that match, the newest but in the order in which they came; replays are not; returns how many."""
    found = webhooks.page(db, replace(matching, sent=True), at=Place(limit=MOST_AT_ONCE))
    originals = [*found["webhook_id"]]
    for webhook in reversed(originals):
        replay(db, webhook, actor=actor)
    return len(originals)


@allowed("test_event", link="link", did="test webhook sent")
def send_test(
    db: Database,
    settings: Settings,
    link: str,
    kind: str,
    code: str,
    *,
    actor: Actor,
    data: Mapping[str, Any] | None = None,
) -> str:
    """Have the local Belvo send a webhook to this desk, and return the request id that it will carry.

    It goes the whole way, through the receiver; without `data` it says what such a webhook does. Raises NotLocal
    outside `local`, ControlFailed when the local Belvo does not take it.
    """
    with Control.of(settings) as control:
        request_id = control.send_webhook(link, kind, code, data_of(kind, code) if data is None else data)
    with db.write() as connection:
        note(connection, actor, {"type": kind, "code": code, "request_id": request_id})
    return request_id
