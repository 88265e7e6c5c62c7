"""Orders: reads what somebody wants to go wrong, from Python or from a body, and refuses what can't."""

import sqlite3
from collections.abc import Collection, Mapping
from typing import Any

from belvo_sandbox.bank import institutions, links, webhook_events
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.faults import delivery_faults, targets
from belvo_sandbox.faults.effects import KINDS, LONGEST, Kind
from belvo_sandbox.faults.rules import FAULT, Frequency

_MOST_TIMES = 1_000_000
_LONGEST_MESSAGE = r"[\s\S]{1,500}"
_FIELD = r"[A-Za-z0-9_.]{1,100}"
_SETTINGS = ("message", "field", "seconds")
_FAULT_FIELDS = ("error", "endpoint", "institution", "link", "times", "probability", *_SETTINGS)
_MISHAP_FIELDS = ("mishap", "endpoint", "type", "code", "link", "times", "probability", "seconds", "hours")
_LATEST = 100_000  # seconds or hours
_HOW_LATE = "Say how late: either seconds of the wall clock, or hours of the sandbox's clock."
_NO_ERROR = "There is no such fault. GET /control/faults/catalogue/ lists them."
_NO_OPERATION = (
    "No operation is called that. Give a method and a path as in the description (GET /api/links/{id}/), "
    "a path alone, or a resource (TRANSACTIONS, links, institutions, consents, token)."
)


# A disturbance's name, aim, settings and frequency.
Order = tuple[str, dict[str, Any], dict[str, Any], Frequency]


def read(kind: str, body: Mapping[str, Any], operations: Collection[str], connection: sqlite3.Connection) -> Order:
    """What a body orders; raises ApiError that names the fields that are wrong."""
    return _fault(body, operations, connection) if kind == FAULT else _mishap(body, connection)


def _fault(body: Mapping[str, Any], operations: Collection[str], connection: sqlite3.Connection) -> Order:
    _refuse_unknown(body, _FAULT_FIELDS)
    form = Form(body)
    name = form.text("error", required=True) or ""
    endpoint, institution = form.text("endpoint"), form.text("institution")
    link = form.identifier("link")
    settings = {
        "message": form.text("message", pattern=_LONGEST_MESSAGE),
        "field": form.text("field", pattern=_FIELD),
        "seconds": form.number("seconds", least=0, most=LONGEST),
    }
    often = _frequency(form)
    form.check()
    kind = KINDS.get(name)
    if kind is None:
        raise ApiError(400, invalid("error", "invalid_choice", _NO_ERROR))
    aim: dict[str, Any] = {}
    if endpoint:
        aim |= {"endpoint": endpoint, "operations": _operations(endpoint, operations)}
    if institution:
        aim["institution"] = institutions.find(institution).name
    if link:
        aim["link"] = _known(connection, link)
    return name, aim, _chosen(name, kind, settings), often


def _mishap(body: Mapping[str, Any], connection: sqlite3.Connection) -> Order:
    _refuse_unknown(body, _MISHAP_FIELDS)
    form = Form(body)
    name = form.choice("mishap", delivery_faults.KINDS, required=True) or ""
    named = {
        "endpoint": form.identifier("endpoint"),
        "type": form.text("type", pattern=webhook_events.NAME),
        "code": form.text("code", pattern=webhook_events.NAME),
        "link": form.identifier("link"),
    }
    delays = {
        "seconds": form.number("seconds", least=0, most=_LATEST),
        "hours": form.number("hours", least=0, most=_LATEST),
    }
    often = _frequency(form)
    form.check()
    aim = {field: value for field, value in named.items() if value}
    if "endpoint" in aim and all(one.id != aim["endpoint"] for one in webhook_events.endpoints(connection)):
        raise ApiError(400, invalid("endpoint", "does_not_exist", f"Object with id={aim['endpoint']} does not exist."))
    settings = {field: value for field, value in delays.items() if value is not None}
    if name == "late" and len(settings) != 1:
        raise ApiError(400, invalid("seconds", message=_HOW_LATE))
    if name != "late" and settings:
        raise ApiError(
            400, *(invalid(field, message=f"The mishap {name} has no {field} to choose.") for field in settings)
        )
    return name, aim, settings, often


def _frequency(form: Form) -> Frequency:
    """How often; neither field means always."""
    times = form.number("times", least=1, most=_MOST_TIMES, whole=True)
    probability = form.number("probability", least=0, most=1)
    return Frequency(None if times is None else int(times), probability)


def _refuse_unknown(body: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise for fields that mean nothing: what is misspelt would otherwise be aimed at everything."""
    unknown = [name for name in body if name not in known]
    if unknown:
        message = f"There is no such field. Known are {', '.join(known)}."
        raise ApiError(400, *(invalid(name[:80], message=message) for name in unknown))


def _operations(endpoint: str, operations: Collection[str]) -> list[str]:
    try:
        return targets.resolve(endpoint, operations)
    except KeyError as cause:
        raise ApiError(400, invalid("endpoint", message=_NO_OPERATION)) from cause


def _known(connection: sqlite3.Connection, link: str) -> str:
    if links.find(connection, link) is None:
        raise ApiError(400, invalid("link", "does_not_exist", f"Object with id={link} does not exist."))
    return link


def _chosen(name: str, kind: Kind, settings: Mapping[str, Any]) -> dict[str, Any]:
    given = {setting: value for setting, value in settings.items() if value is not None}
    for setting in given:
        if setting not in kind.settings:
            raise ApiError(400, invalid(setting, message=f"The fault {name} has no {setting} to choose."))
    return ({"seconds": kind.seconds} if kind.seconds else {}) | given
