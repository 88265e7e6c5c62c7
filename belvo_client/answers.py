"""From an HTTP answer to its data or to the error it stands for; no network here."""

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

import orjson
import requests

from belvo_client import retry_after
from belvo_client.codes import error_class
from belvo_client.errors import (
    BelvoError,
    ErrorItem,
    RateLimited,
    Redirected,
    UnreadableAnswer,
)

_COMMON = frozenset({"code", "message", "request_id", "field"})
_HIDDEN = "•••"


@dataclass(frozen=True)
class Answer:
    """A successful answer: its status and its decoded body (None where there is none)."""

    status: int
    body: object

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
        return Answer(status, orjson.loads(response.content))
    except orjson.JSONDecodeError as error:
        error.doc = ""  # the answer itself, which can hold a token
        raise UnreadableAnswer(f"The answer is no JSON ({_sort(response)}).", status=status) from error


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
    try:
        body = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return []
    entries = body if isinstance(body, list) else [body]
    return [_item(entry, secrets) for entry in entries if isinstance(entry, dict)]


def _item(entry: dict[str, object], secrets: Collection[str]) -> ErrorItem:
    entry = {name: _clean(value, secrets) for name, value in entry.items()}
    return ErrorItem(
        code=_text(entry.get("code")) or "",
        message=_text(entry.get("message")) or _text(entry.get("detail")) or "Belvo gave no reason.",
        request_id=_text(entry.get("request_id")),
        field=_text(entry.get("field")),
        details={name: value for name, value in entry.items() if name not in _COMMON},
    )


def _clean(value: object, secrets: Collection[str]) -> object:
    """The value without the secrets that Belvo repeats."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, _HIDDEN)
    elif isinstance(value, dict):
        value = {name: _clean(part, secrets) for name, part in value.items()}
    elif isinstance(value, list):
        value = [_clean(part, secrets) for part in value]
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _sort(response: requests.Response) -> str:
    kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
    return f"{kind}, {len(response.content)} bytes"
