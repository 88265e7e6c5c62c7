"""The operations of Belvo's description, each with what it takes: for forms, and for who may do what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson

HELP = "x-help"
"""Where the kept description has a few words for people."""

SECRET = frozenset({"password", "password2", "token", "username", "username2", "username3", "session"})
"""What is sent and kept nowhere: credentials, one-time tokens, and the session that a token belongs to."""

_KEPT = Path(__file__).with_name("belvo.json")
_MANY = ("array", "object")

Schema = Mapping[str, Any]
Place = Literal["path", "query", "header", "body"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an operation takes; `choices` are all values that it may have, of a list those of its members."""

    name: str
    place: Place
    type: str
    is_needed: bool
    format: str = ""
    choices: tuple[str, ...] = ()
    default: object = None
    least: float | None = None
    most: float | None = None
    help: str = ""
    is_secret: bool = False

    @property
    def is_list(self) -> bool:
        return self.type == "array"


@dataclass(frozen=True, slots=True)
class Form:
    """One of the bodies that an operation takes, by a name of its own where there are several."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `answers` are the schemas of its good answers, by status."""

    id: str
    method: str
    path: str
    group: str
    summary: str
    parameters: tuple[Field, ...]
    forms: tuple[Form, ...]
    answers: Mapping[int, Schema]

    @property
    def is_reading(self) -> bool:
        """Whether it changes nothing and costs no login: Belvo tells what it has."""
        return self.method == "GET"

    @property
    def resource(self) -> str:
        """The name of what it is about, as stores have it: `br_investments`."""
        collection = self.path.removeprefix("/api/").partition("{")[0]
        return collection.strip("/").replace("/", "_").replace("-", "_")

    def fields(self, form: int = 0) -> tuple[Field, ...]:
        """What it takes by the address and by the body that is chosen."""
        return (*self.parameters, *(self.forms[form].fields if self.forms else ()))


@cache
def description() -> Schema:
    """The description as it is kept."""
    found: Schema = orjson.loads(_KEPT.read_bytes())
    return found


@cache
def version() -> str:
    """Which description of Belvo's it is."""
    return str(description()["info"]["version"])


@cache
def operations() -> Mapping[str, Operation]:
    """All of them by their ids, in the description's order."""
    made = (
        _operation(method.upper(), path, found)
        for path, methods in description()["paths"].items()
        for method, found in methods.items()
    )
    return {one.id: one for one in made}


def operation_of(method: str, path: str) -> Operation | None:
    """The operation of a call, by its path as sent; None for one that is not described."""
    return next((one for pattern, one in _patterns().get(method, ()) if pattern.fullmatch(path)), None)


def resolved(schema: Schema) -> Schema:
    """The component that a part refers to, or the part itself."""
    while isinstance(reference := schema.get("$ref"), str):
        _, _, kind, name = reference.split("/")
        schema = description()["components"][kind][name]
    return schema


@cache
def _patterns() -> Mapping[str, tuple[tuple[re.Pattern[str], Operation], ...]]:
    found: dict[str, list[tuple[re.Pattern[str], Operation]]] = {}
    for one in operations().values():
        parts = ("[^/]+" if part.startswith("{") else re.escape(part) for part in one.path.split("/"))
        found.setdefault(one.method, []).append((re.compile("/".join(parts)), one))
    return {method: tuple(patterns) for method, patterns in found.items()}


def _operation(method: str, path: str, found: Schema) -> Operation:
    return Operation(
        id=found["operationId"],
        method=method,
        path=path,
        group=next(iter(found.get("tags", ())), "Other"),
        summary=found.get("summary", ""),
        parameters=tuple(_parameter(resolved(one)) for one in found.get("parameters", ())),
        forms=tuple(_forms(found, is_token=path == "/api/token/")),
        answers={
            int(status): resolved(schema)
            for status, answer in found["responses"].items()
            if (schema := _json(resolved(answer))) is not None
        },
    )


def _json(part: Schema) -> Schema | None:
    found: Schema | None = part.get("content", {}).get("application/json", {}).get("schema")
    return found


def _forms(found: Schema, *, is_token: bool) -> Iterator[Form]:
    schema = resolved(_json(resolved(found.get("requestBody", {}))) or {})
    for one in schema.get("oneOf", schema.get("anyOf", [schema])):
        form = resolved(one)
        if fields := form.get("properties"):
            needed = form.get("required", ())
            name = one.get("$ref", "").rpartition("/")[2]
            told = (_field(key, "body", resolved(part), part, key in needed) for key, part in fields.items())
            yield Form(name, tuple(field for field in told if not (is_token and field.name in KEYS)))


KEYS = frozenset({"id", "password"})
"""Of a request for a widget's token: the client puts them in."""


def _parameter(one: Schema) -> Field:
    schema = resolved(one["schema"])
    return _field(one["name"], one["in"], schema, one, bool(one.get("required")))


def _field(name: str, place: Place, schema: Schema, told: Schema, is_needed: bool) -> Field:
    items = resolved(schema.get("items", {}))
    choices = items.get("enum", ()) if schema.get("type") == "array" else schema.get("enum", ())
    return Field(
        name=name,
        place=place,
        type=str(schema.get("type", "string")),
        is_needed=is_needed,
        format=str(schema.get("format", "")),
        choices=tuple(str(one) for one in choices if one is not None),
        default=schema.get("default"),
        least=schema.get("minimum"),
        most=schema.get("maximum"),
        help=str(told.get(HELP) or schema.get(HELP) or items.get(HELP) or ""),
        is_secret=place == "body" and (name in SECRET or schema.get("format") == "password"),
    )
