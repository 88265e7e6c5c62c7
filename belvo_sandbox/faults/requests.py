"""Requests for faults: reads what somebody wants to go wrong, from Python or from a body, and refuses what can't."""

import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from belvo_sandbox.bank import institutions, links, webhook_events
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.faults import delivery_faults, targets
from belvo_sandbox.faults.effects import API_FAULTS, LONGEST, ApiFault
from belvo_sandbox.faults.rules import API, Frequency

_MOST_TIMES = 1_000_000
_LONGEST_MESSAGE = r"[\s\S]{1,500}"
_FIELD = r"[A-Za-z0-9_.]{1,100}"
_SETTINGS = ("message", "field", "seconds")
_API_FIELDS = ("error", "endpoint", "institution", "link", "times", "probability", *_SETTINGS)
_DELIVERY_FIELDS = ("mishap", "endpoint", "type", "code", "link", "times", "probability", "seconds", "hours")
_LATEST = 100_000  # seconds or hours
_HOW_LATE = "Say how late: either seconds of the wall clock, or hours of the sandbox's clock."
_NO_ERROR = "There is no such fault. GET /control/faults/catalogue/ lists them."
_NO_OPERATION = (
    "No operation is called that. Give a method and a path as in the description (GET /api/links/{id}/), "
    "a path alone, or a resource (TRANSACTIONS, links, institutions, consents, token)."
)


class FaultRequest(NamedTuple):
    name: str
    target: dict[str, Any]
    settings: dict[str, Any]
    frequency: Frequency


def parse(
    kind: str, body: Mapping[str, Any], operations: Collection[str], connection: sqlite3.Connection
) -> FaultRequest:
    """The request in a body; raises ApiError that names the fields that are wrong."""
    return _parse_api(body, operations, connection) if kind == API else _parse_delivery(body, connection)


def _parse_api(body: Mapping[str, Any], operations: Collection[str], connection: sqlite3.Connection) -> FaultRequest:
    _refuse_unknown(body, _API_FIELDS)
    form = Form(body)
    name = form.text("error", required=True) or ""
    endpoint, institution = form.text("endpoint"), form.text("institution")
    link = form.identifier("link")
    settings = {
        "message": form.text("message", pattern=_LONGEST_MESSAGE),
        "field": form.text("field", pattern=_FIELD),
        "seconds": form.number("seconds", least=0, most=LONGEST),
    }
    frequency = _frequency(form)
    form.check()
    fault = API_FAULTS.get(name)
    if fault is None:
        raise ApiError(400, invalid("error", "invalid_choice", _NO_ERROR))
    target: dict[str, Any] = {}
    if endpoint:
        target |= {"endpoint": endpoint, "operations": _operations(endpoint, operations)}
    if institution:
        target["institution"] = institutions.find(institution).name
    if link:
        _check_link(connection, link)
        target["link"] = link
    return FaultRequest(name, target, _settings(name, fault, settings), frequency)


def _parse_delivery(body: Mapping[str, Any], connection: sqlite3.Connection) -> FaultRequest:
    _refuse_unknown(body, _DELIVERY_FIELDS)
    form = Form(body)
    name = form.choice("mishap", delivery_faults.DELIVERY_FAULTS, required=True) or ""
    fields = {
        "endpoint": form.identifier("endpoint"),
        "type": form.text("type", pattern=webhook_events.NAME),
        "code": form.text("code", pattern=webhook_events.NAME),
        "link": form.identifier("link"),
    }
    delays = {
        "seconds": form.number("seconds", least=0, most=_LATEST),
        "hours": form.number("hours", least=0, most=_LATEST),
    }
    frequency = _frequency(form)
    form.check()
    target = {field: value for field, value in fields.items() if value}
    if "endpoint" in target and all(each.id != target["endpoint"] for each in webhook_events.endpoints(connection)):
        message = f"Object with id={target['endpoint']} does not exist."
        raise ApiError(400, invalid("endpoint", "does_not_exist", message))
    settings = {field: value for field, value in delays.items() if value is not None}
    if name == "late" and len(settings) != 1:
        raise ApiError(400, invalid("seconds", message=_HOW_LATE))
    if name != "late" and settings:
        raise ApiError(
            400, *(invalid(field, message=f"The mishap {name} has no {field} to choose.") for field in settings)
        )
    return FaultRequest(name, target, settings, frequency)


def _frequency(form: Form) -> Frequency:
    """Neither field means always."""
    times = form.number("times", least=1, most=_MOST_TIMES, whole=True)
    probability = form.number("probability", least=0, most=1)
    return Frequency(None if times is None else int(times), probability)


def _refuse_unknown(body: Mapping[str, Any], fields: Collection[str]) -> None:
    """Raise for fields that mean nothing: what is misspelt would otherwise be aimed at everything."""
    unknown = [name for name in body if name not in fields]
    if unknown:
        message = f"There is no such field. Known are {', '.join(fields)}."
        raise ApiError(400, *(invalid(name[:80], message=message) for name in unknown))


def _operations(endpoint: str, operations: Collection[str]) -> list[str]:
    try:
        return targets.resolve(endpoint, operations)
    except KeyError as cause:
        raise ApiError(400, invalid("endpoint", message=_NO_OPERATION)) from cause


def _check_link(connection: sqlite3.Connection, link: str) -> None:
    if links.find(connection, link) is None:
        raise ApiError(400, invalid("link", "does_not_exist", f"Object with id={link} does not exist."))


def _settings(name: str, fault: ApiFault, settings: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {setting: value for setting, value in settings.items() if value is not None}
    for setting in chosen:
        if setting not in fault.settings:
            raise ApiError(400, invalid(setting, message=f"The fault {name} has no {setting} to choose."))
    return ({"seconds": fault.seconds} if fault.seconds else {}) | chosen
