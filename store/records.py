"""Belvo's objects as they are stored: column values, body, and the fingerprint that tells a change."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from store import engine, instants, money
from store.errors import UnreadableRow
from store.resources import Column, Kind, Resource

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One object, taken apart. `values` has every column but those that the store keeps for itself."""

    id: str
    values: dict[str, object]
    body: str
    fingerprint: int


def records(resource: Resource, link: str | None, items: Iterable[JSON]) -> dict[str, Record]:
    """The objects by id, the last one of equal ids; raises UnreadableRow for an object without id."""
    taken = (_record(resource, link, item) for item in items)
    return {record.id: record for record in taken}


def account_id(item: JSON) -> str | None:
    """The id of the account that the object belongs to, whether Belvo embeds the account or only names it."""
    account = item.get("account")
    found = account.get("id") if isinstance(account, dict) else account
    return found if isinstance(found, str) else None


def _record(resource: Resource, link: str | None, item: JSON) -> Record:
    identity = item.get("id")
    if not isinstance(identity, str | int) or identity == "":
        raise UnreadableRow(f"Belvo sent one of its {resource.name} without an id.")
    slim = _without_account(item) if resource.has_account else dict(item)
    return Record(
        id=str(identity),
        values=_values(resource, link, item),
        body=orjson.dumps(slim).decode(),
        fingerprint=_fingerprint(resource, slim),
    )


def _without_account(item: JSON) -> dict[str, Any]:
    account = item.get("account")
    return {**item, "account": {"id": account.get("id")}} if isinstance(account, dict) else dict(item)


def _fingerprint(resource: Resource, body: dict[str, Any]) -> int:
    for path in resource.times:
        _drop(body, path)
    content = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), signed=True)


def _drop(body: dict[str, Any], path: str) -> None:
    outer, _, inner = path.partition(".")
    if not inner:
        body.pop(outer, None)
    elif isinstance(nested := body.get(outer), dict):
        body[outer] = {name: value for name, value in nested.items() if name != inner}


def _values(resource: Resource, link: str | None, item: JSON) -> dict[str, object]:
    values: dict[str, object] = {"id": str(item["id"]), "inexact": 0}
    if resource.per_link:
        values["link"] = link or item.get("link")
    if resource.has_account:
        values["account"] = account_id(item)
    for name, keys, convert in _readers(resource):
        found: Any = item
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        values[name] = convert(found)
    for name in _money_columns(resource):
        units: Any = values[name]
        values[name] = units.value
        if not units.exact:
            values["inexact"] = 1
    if resource.feeds_flows:
        values["signed_amount"] = signed(values["type"], values["amount"])
    if resource.search:
        words = [str(values[name]) for name in resource.search if values[name]]
        values["search_text"] = engine.fold("\n".join(words))
    return values


def signed(kind: object, amount: object) -> int | None:
    """The amount as the account feels it: out is negative, in and unknown as received."""
    if not isinstance(amount, int):
        return None
    return -amount if kind == "OUTFLOW" else amount


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) and -(2**63) <= value < 2**63 else None


def _flag(value: object) -> int | None:
    return int(value) if isinstance(value, bool) else None


def _list(value: object) -> str:
    return orjson.dumps(value if isinstance(value, list) else []).decode()


_CONVERTERS: dict[Kind, Callable[[Any], object]] = {
    Kind.TEXT: _text,
    Kind.MONEY: money.parse,
    Kind.INTEGER: _integer,
    Kind.FLAG: _flag,
    Kind.DAY: instants.parse_day,
    Kind.INSTANT: instants.parse,
    Kind.LIST: _list,
}


@cache
def _readers(resource: Resource) -> tuple[tuple[str, tuple[str, ...], Callable[[Any], object]], ...]:
    def reader(column: Column) -> tuple[str, tuple[str, ...], Callable[[Any], object]]:
        return column.name, column.keys, _CONVERTERS[column.kind]

    return tuple(reader(column) for column in resource.columns)


@cache
def _money_columns(resource: Resource) -> tuple[str, ...]:
    return tuple(column.name for column in resource.columns if column.kind is Kind.MONEY)
