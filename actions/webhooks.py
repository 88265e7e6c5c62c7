"""What people do with webhooks: let one set off its work once more, and have the local Belvo send one."""

from collections.abc import Mapping
from typing import Any

from actions.local_belvo import Control
from settings import Settings
from store import Database
from store.ops import audit
from sync import Accepted
from sync.webhooks import replay_webhook


class UnknownWebhook(Exception):
    """There is no webhook of this id in the store."""


def replay(db: Database, webhook_id: str, *, actor: str) -> Accepted:
    """Let a stored webhook set off what it calls for now; raises UnknownWebhook."""
    accepted = replay_webhook(db, webhook_id)
    if accepted is None:
        raise UnknownWebhook(f"There is no webhook {webhook_id}. It was erased, or it came to another store.")
    with db.write() as connection:
        audit.record(connection, actor, "webhook replayed", webhook_id, {"job": accepted.job})
    return accepted


def send_test(
    db: Database,
    settings: Settings,
    link: str,
    kind: str,
    code: str,
    *,
    actor: str,
    data: Mapping[str, Any] | None = None,
) -> str:
    """Have the local Belvo send a webhook to this desk, and return the request id that it will carry.

    It goes the whole way, through the receiver. Raises NotLocal outside `local`, ControlFailed when the local Belvo
    does not take it.
    """
    with Control.of(settings) as control:
        request_id = control.send_webhook(link, kind, code, data or {})
    with db.write() as connection:
        audit.record(connection, actor, "test webhook sent", link, {"type": kind, "code": code})
    return request_id
