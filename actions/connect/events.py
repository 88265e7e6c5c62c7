"""What the widget tells of a session, understood in whatever shape it comes, and what that makes of the session.

Belvo's guides show objects; web views hand on texts, and what sits between a widget and a desk makes arrays of them.
https://developers.belvo.com/developer_resources/web-widget-for-web
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import orjson

from belvo_client.advice import LANGUAGES
from belvo_client.answers import tolerant
from store.ops.sessions import FIRST_UNPROVEN, Event

DEAD_TOKEN = "ACCESS_TOKEN_NOT_VALID"  # noqa: S105 - an error code of the widget


@dataclass(frozen=True)
class WidgetEvent:
    """One thing that happened in a widget session, as the component tells it."""

    nonce: str
    seq: int
    name: str
    payload: Mapping[str, Any]

    @classmethod
    def parse(cls, data: object) -> Self:
        """The event in decoded JSON; raises ValueError on anything else."""
        match data:
            case {"nonce": str(nonce), "seq": int(seq), "name": str(name), "payload": payload} if (
                type(seq) is int and 1 <= seq < FIRST_UNPROVEN
            ):
                return cls(nonce, seq, _storable(name), understood(name, _storable(payload)))
            case _:
                raise ValueError("not a widget event")


@dataclass(frozen=True)
class Move:
    """What an event makes of its session."""

    state: str
    error_code: str | None = None
    error_message: str | None = None


def understood(name: str, payload: object) -> dict[str, Any]:
    """An event's payload as an object; that of a success has the link's id as `link`, if it is anywhere in it.

    A text that is no JSON is `text`, an array of more than objects is `items`.
    """
    told = _object(payload)
    return {**told, **_success(told)} if name == "success" else told


def move_of(name: str, payload: Mapping[str, Any]) -> Move | None:
    """What an event makes of its session; None for one that changes nothing."""
    match name, payload:
        case "opened", _:
            return Move("loaded")
        case "event", {"eventName": "ERROR" | "WARNING", **told}:
            # Belvo's pages spell it both ways.
            code, message = _error(told.get("meta_data") or told.get("metadata"))
            return Move("expired" if code == DEAD_TOKEN else "loaded", code, message)
        case "exit", {"last_encountered_error": error}:
            return Move("left", *_error(error))
        case "exit", _:
            return Move("left", *_error(payload))
        case "script_failed", {"reason": str(reason)}:
            return Move("failed", "script_failed", reason)
    return None


def reported_link(events: Iterable[Event]) -> str | None:
    """The link that the widget has reported last."""
    reported = [event.payload.get("link") for event in events if event.name == "success"]
    return next((link for link in reversed(reported) if isinstance(link, str)), None)


def _object(value: object) -> dict[str, Any]:
    match value:
        case {"data": dict() | list() | str() as inner, **rest} if not rest:
            return _object(inner)
        case dict():
            return value
        case [one]:
            return _object(one)
        case [*items]:
            objects = [item for item in items if isinstance(item, dict)]
            return _merged(objects) if len(objects) == len(items) else {"items": items}
        case str():
            decoded = _decoded(value)
            return _object(decoded) if isinstance(decoded, dict | list) else {"text": value}
        case None:
            return {}
    return {"text": str(value)}


def _merged(objects: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: value for told in objects for name, value in told.items()}


def _decoded(text: str) -> object:
    with suppress(ValueError, RecursionError, TypeError):
        found = tolerant.loads(text.encode())
        orjson.dumps(found)  # what is nested more deeply than can be kept stays a text
        return found
    return None


def _storable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same with a mark in the place of each half character, and numbers beyond 64 bits as something else."""
    return tolerant.loads(json.dumps(value).encode())


def _success(told: Mapping[str, Any]) -> dict[str, Any]:
    """`link` and, where it is told, `institution`: both arguments of the callback, or one object, array or text."""
    match told:
        case {"link": dict() | list() as inner}:
            return _success(_object(inner))
        case {"link": str(link)} if link.lstrip().startswith(("{", "[")):
            return _success(_object(link))
        case {"items": [str(link), str(institution), *_]}:
            return {"link": link, "institution": institution}
        case {"link": str(link)} | {"id": str(link)} | {"text": str(link)}:
            return {"link": link, **{name: told[name] for name in ("institution",) if name in told}}
    return {"link": None}


def _error(told: object) -> tuple[str | None, str]:
    """Code and message of an error, under either of the names that Belvo gives them, or in a text or an array."""
    match _object(told):
        case {"code": str(code), **rest} | {"error_code": str(code), **rest} | {"warning_code": str(code), **rest}:
            return code, _message(rest)
        case {"text": str(text)}:
            return (text, "") if text in LANGUAGES["en"] else (None, text)
        case {"items": [str(code), str(message), *_]} if code in LANGUAGES["en"]:
            return code, message
        case {"items": [*items]}:
            return None, " · ".join(item for item in items if isinstance(item, str))
        case {**others}:
            return None, _message(others)
    return None, ""


def _message(told: Mapping[str, Any]) -> str:
    return str(told.get("message") or told.get("error_message") or told.get("warning_message") or "")
