"""Webhooks, whatever their age and spelling, as one type.

https://developers.belvo.com/docs/webhooks
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from belvo_client.errors import BadWebhook

#: Belvo's pages spell these codes in two ways; the second is what `Webhook.code` says.
_SPELLINGS = {"consent_expired": "openfinance_consent_expired"}

_ENVELOPE = frozenset(
    {
        "data",
        "external_id",
        "link_id",
        "process_type",
        "request_id",
        "webhook_code",
        "webhook_id",
        "webhook_type",
    }
)


@dataclass(frozen=True)
class Webhook:
    """One webhook; what it lacks is None, what it has beyond the usual is in `extra`.

    There is no time in it: note your own on arrival. Its link is a claim until it is read with the keys.
    """

    id: str | None
    type: str
    code: str
    link_id: str | None = None
    request_id: str | None = None
    process_type: str | None = None
    external_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def parse(body: bytes | str | Mapping[str, Any]) -> Webhook:
    """Read a webhook's body; raises BadWebhook if it is no JSON object."""
    entries = body if isinstance(body, Mapping) else _decoded(body)
    code = _text(entries.get("webhook_code")) or ""
    data = entries.get("data")
    return Webhook(
        id=_text(entries.get("webhook_id")),
        type=(_text(entries.get("webhook_type")) or "").upper(),
        code=_SPELLINGS.get(code, code),
        link_id=_text(entries.get("link_id")),
        request_id=request_key(_text(entries.get("request_id"))),
        process_type=_text(entries.get("process_type")),
        external_id=_text(entries.get("external_id")),
        data=dict(data) if isinstance(data, Mapping) else {},
        extra={name: value for name, value in entries.items() if name not in _ENVELOPE},
    )


def request_key(request_id: str | None) -> str | None:
    """A request id in the one form to compare by: webhooks write it with dashes, answers without."""
    return request_id.replace("-", "").lower() if request_id else None


def _decoded(body: bytes | str) -> Mapping[str, Any]:
    try:
        decoded = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadWebhook("The webhook is no JSON.") from error
    if not isinstance(decoded, dict):
        raise BadWebhook("The webhook is no JSON object.")
    return decoded


def _text(value: object) -> str | None:
    """Text or a number as text; anything else counts as missing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None
