"""Webhook bodies as Belvo sends them; older ones lack what is not required here."""

from typing import Any, NotRequired, TypedDict


class WebhookBody(TypedDict):
    """The envelope; `data` depends on type and code."""

    webhook_id: str
    webhook_type: str
    webhook_code: str
    link_id: str
    process_type: NotRequired[str]
    request_id: NotRequired[str]
    external_id: NotRequired[str | None]
    data: NotRequired[dict[str, Any]]
