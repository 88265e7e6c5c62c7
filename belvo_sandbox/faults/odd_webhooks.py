"""Webhooks whose bodies are not as described: a table of what is sent instead of each."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import orjson

_DEEP = 500
_LATER_FIELDS = ("process_type", "request_id", "external_id")


class OddWebhook(NamedTuple):
    """One line of the table: what it is, and the content of a message in place of its body."""

    what: str
    content: Callable[[Mapping[str, Any]], bytes]


def _with_data(value: bytes) -> Callable[[Mapping[str, Any]], bytes]:
    """The body with one more entry in its data, in words that no writer of JSON would choose."""

    def content(body: Mapping[str, Any]) -> bytes:
        others = {name: part for name, part in body.items() if name != "data"}
        data = orjson.dumps(body["data"])[:-1]
        return orjson.dumps(others)[:-1] + b',"data":%b%b"odd":%b}}' % (data, b"," if body["data"] else b"", value)

    return content


def _older(body: Mapping[str, Any]) -> bytes:
    return orjson.dumps({name: value for name, value in body.items() if name not in _LATER_FIELDS})


ODD_WEBHOOKS: Mapping[str, OddWebhook] = {
    "half_emoji": OddWebhook("the message's data hold half a character", _with_data(rb'"Taquer\u00eda \ud83c"')),
    "huge_integer": OddWebhook("the message's data hold a number of 40 digits", _with_data(b"9" * 40)),
    "deep_data": OddWebhook(
        "the message's data hold 500 arrays, one in the other", _with_data(b"[" * _DEEP + b"]" * _DEEP)
    ),
    "older": OddWebhook(f"the message has no {', no '.join(_LATER_FIELDS)}, as older ones", _older),
}


def content(mishap: str | None, body: Mapping[str, Any]) -> bytes:
    """What is sent of a message that meets a mishap, or none."""
    odd = ODD_WEBHOOKS.get(mishap or "")
    return odd.content(body) if odd else orjson.dumps(dict(body))
