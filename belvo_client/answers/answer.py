"""From an HTTP answer to its data or to the error it stands for; no network here."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import islice
from typing import Any

import orjson
import requests

from belvo_client.answers import tolerant
from belvo_client.answers.codes import code_of, error_class
from belvo_client.errors import (
    BelvoError,
    ErrorItem,
    RateLimited,
    Redirected,
    UnreadableAnswer,
)
from belvo_client.http import retry_after

_COMMON = frozenset({"code", "message", "request_id", "field"})
_HIDDEN = "•••"
_LARGEST = 1024 * 1024  # bytes of an error
_MOST_ENTRIES = 100
_DEEPEST = 20
_LONGEST = 10_000


@dataclass(frozen=True)
class Answer:
    """A successful answer: its status and its decoded body (None where there is none), and when it was asked for."""

    status: int
    body: object
    asked_at: datetime | None = None

    @property
    def request_id(self) -> str | None:
        """Belvo's id of the call, which of the successful answers only 202 carries."""
        found = self.body.get("request_id") if isinstance(self.body, dict) else None
        return found if isinstance(found, str) else None


def read(response: requests.Response, *, secrets: Collection[str] = (), decode: bool = True) -> Answer:
    """The answer's data; raises the BelvoError that its status, code and shape stand for.

    `secrets` are strings of the request that an error's text must not repeat.
    """
    status = response.status_code
    if status >= 400:
        raise failure(response, secrets)
    if status >= 300:
        raise Redirected(
            f"{response.request.method} {response.request.path_url.partition('?')[0]} was redirected; "
            "nothing was sent there. Check the base URL.",
            status=status,
        )
    if not decode or not response.content:
        return Answer(status, None)
    try:
        return Answer(status, _decoded(response.content))
    except ValueError as error:
        raise UnreadableAnswer(f"The answer is no JSON ({_sort(response)}).", status=status) from error


def _decoded(content: bytes) -> object:
    with suppress(orjson.JSONDecodeError):
        return orjson.loads(content)
    return tolerant.loads(content)


def failure(response: requests.Response, secrets: Collection[str]) -> BelvoError:
    """The error that a 4xx or 5xx answer stands for."""
    status, items = response.status_code, _items(response, secrets)
    wait = retry_after.seconds(response.headers.get("Retry-After"))
    if items:
        first = items[0]
        made = error_class(status, first.code)
        return made(first.message, code=first.code, status=status, errors=items, retry_after=wait)
    made = RateLimited if status == HTTPStatus.FORBIDDEN else error_class(status, "")
    return made(
        f"Belvo answered {status} {response.reason or ''} without a readable reason ({_sort(response)}).",
        status=status,
        retry_after=wait,
    )


def _items(response: requests.Response, secrets: Collection[str]) -> list[ErrorItem]:
    """The entries of an error array; a single object is taken as an array of one."""
    if len(response.content) > _LARGEST:
        return []
    try:
        body = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return []
    entries = body if isinstance(body, list) else [body]
    cleaned = (_clean(entry, secrets) for entry in entries[:_MOST_ENTRIES] if isinstance(entry, dict))
    read = (item for entry in cleaned if isinstance(entry, dict) for item in _read_entry(entry))
    return [*islice(read, _MOST_ENTRIES)]


def _read_entry(entry: dict[str, Any]) -> list[ErrorItem]:
    """What an entry says, or each of its fields where it has the shape of Belvo's framework: field → messages."""
    request_id = _text(entry.get("request_id"))
    fields = {name: value for name, value in entry.items() if name not in _COMMON}
    if not {"code", "message", "detail"} & entry.keys():
        told = [
            ErrorItem(code_of(text), text, request_id, field or None)
            for field, text in islice(_messages(fields, ""), _MOST_ENTRIES)
        ]
        if told:
            return told
    message = _text(entry.get("message")) or _text(entry.get("detail")) or "Belvo gave no reason."
    return [ErrorItem(_text(entry.get("code")) or "", message, request_id, _text(entry.get("field")), fields)]


def _messages(value: object, field: str) -> Iterator[tuple[str, str]]:
    """Fields, by their path, and the messages about them; https://www.django-rest-framework.org/api-guide/exceptions/"""
    if isinstance(value, dict):
        for name, part in value.items():
            inner = "" if name == "non_field_errors" else str(name)
            yield from _messages(part, ".".join(filter(None, (field, inner))))
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, str):
                yield field, part
            else:
                yield from _messages(part, field)


def _clean(value: object, secrets: Collection[str], deep: int = _DEEPEST) -> object:
    """The value without the secrets that Belvo repeats, and without what no error needs: long texts, deep nesting."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, _HIDDEN)
        return value[:_LONGEST]
    if isinstance(value, dict | list) and not deep:
        return _HIDDEN
    if isinstance(value, dict):
        return {name[:_LONGEST]: _clean(part, secrets, deep - 1) for name, part in value.items()}
    if isinstance(value, list):
        return [_clean(part, secrets, deep - 1) for part in value[:_MOST_ENTRIES]]
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _sort(response: requests.Response) -> str:
    kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
    return f"{kind}, {len(response.content)} bytes"
