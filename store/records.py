"""Belvo's objects as they are stored: column values, body, text to search, and the fingerprint that tells a change."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from store import engine, instants, money
from store.errors import UnreadableRow
from store.resources import Kind, Resource

JSON = Mapping[str, Any]


class Record(NamedTuple):
    """One object, taken apart. `values` has every column but those that the store keeps for itself."""

    values: dict[str, Any]
    body: str
    text: str
    fingerprint: int

    @property
    def id(self) -> str:
        """The object's own id."""
        found: str = self.values["id"]
        return found


def records(resource: Resource, link: str | None, items: Iterable[JSON]) -> dict[str, Record]:
    """The objects by id, the last one of equal ids; raises UnreadableRow for an object without id."""
    unique = {_id(resource, item): item for item in items}
    columns = _columns(resource, link, unique)
    texts = _texts(resource, columns) if resource.search else [""] * len(unique)
    rows = zip(*columns.values(), strict=True)
    return {
        key: Record(dict(zip(columns, row, strict=True)), *_content(resource, item, text))
        for (key, item), row, text in zip(unique.items(), rows, texts, strict=True)
    }


def account_id(item: JSON) -> str:
    """The id of the account that the object belongs to, embedded or only named by Belvo; empty if it says none."""
    account = item.get("account")
    found = account.get("id") if isinstance(account, dict) else account
    return found if isinstance(found, str) else ""


def signed(kind: object, amount: int | None) -> int | None:
    """The amount as the account feels it: out is negative, in and unknown as received."""
    return -amount if kind == "OUTFLOW" and amount is not None else amount


def _id(resource: Resource, item: JSON) -> str:
    identity = item.get("id")
    if not isinstance(identity, str | int) or identity == "":
        raise UnreadableRow(f"Belvo sent one of its {resource.name} without an id.")
    return str(identity)


def _content(resource: Resource, item: JSON, text: str) -> tuple[str, str, int]:
    """Body, text, and the fingerprint of what in the body is neither a time nor the account's own."""
    account = item.get("account")
    slim = dict(item)
    if resource.has_account and isinstance(account, dict):
        slim["account"] = {"id": account.get("id")}
    body = orjson.dumps(slim).decode()
    for path in (*resource.times, *resource.borrowed):
        _drop(slim, path)
    content = orjson.dumps(slim, option=orjson.OPT_SORT_KEYS)
    return body, text, int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), signed=True)


def _drop(body: dict[str, Any], path: str) -> None:
    outer, _, inner = path.partition(".")
    if not inner:
        body.pop(outer, None)
    elif nested := body.get(outer):
        body[outer] = _without(nested, inner.split("."))


def _without(value: Any, keys: Sequence[str]) -> Any:  # noqa: ANN401 - any JSON
    """The value less what lies at a path, in every member of a list on the way; the original stays as it is."""
    if isinstance(value, list):
        return [_without(member, keys) for member in value]
    if not isinstance(value, dict) or keys[0] not in value:
        return value
    rest = dict(value)
    inner = rest.pop(keys[0])
    if len(keys) > 1:
        rest[keys[0]] = _without(inner, keys[1:])
    return rest


def _columns(resource: Resource, link: str | None, items: Mapping[str, JSON]) -> dict[str, list[Any]]:
    """The values of each column; column by column costs half of object by object."""
    columns: dict[str, list[Any]] = {"id": [*items], "inexact": [0] * len(items)}
    if resource.per_link:
        columns["link"] = [link or item.get(resource.link_path) for item in items.values()]
    if resource.has_account:
        columns["account"] = [account_id(item) for item in items.values()]
    for column in resource.columns:
        found = _CONVERTERS[column.kind](_find(column.keys, items.values()))
        if column.kind is Kind.MONEY:
            for index, units in enumerate(found):
                if not units.exact:
                    columns["inexact"][index] = 1
            found = [units.value for units in found]
        columns[column.name] = found
    if resource.feeds_flows:
        # Belvo promises a day; one that is missing or unreadable sorts before all others, as in `flows`.
        columns["value_date"] = [day or "" for day in columns["value_date"]]
        columns["signed_amount"] = [*map(signed, columns["type"], columns["amount"])]
    return columns


def _texts(resource: Resource, columns: Mapping[str, list[Any]]) -> list[str]:
    fields = zip(*(columns[name] for name in resource.search), strict=True)
    return [engine.fold("\n".join(filter(None, words))) for words in fields]


def _find(keys: tuple[str, ...], items: Iterable[JSON]) -> list[Any]:
    found: list[Any] = [item.get(keys[0]) for item in items]
    for key in keys[1:]:
        found = [value.get(key) if isinstance(value, dict) else None for value in found]
    return found


def _text(values: list[Any]) -> list[str | None]:
    return [value if value is None or type(value) is str else orjson.dumps(value).decode() for value in values]


def _integer(values: list[Any]) -> list[int | None]:
    return [value if type(value) is int and -(2**63) <= value < 2**63 else None for value in values]


def _number(values: list[Any]) -> list[float | None]:
    return [float(value) if type(value) is float or type(value) is int else None for value in values]


def _flag(values: list[Any]) -> list[int | None]:
    return [int(value) if isinstance(value, bool) else None for value in values]


def _list(values: list[Any]) -> list[str]:
    return [orjson.dumps(value if isinstance(value, list) else []).decode() for value in values]


def _money(values: list[Any]) -> list[money.Units]:
    return [*map(money.parse, values)]


def _day(values: list[Any]) -> list[str | None]:
    return [*map(instants.parse_day, values)]


def _instant(values: list[Any]) -> list[str | None]:
    return [*map(instants.parse, values)]


_CONVERTERS: dict[Kind, Callable[[list[Any]], list[Any]]] = {
    Kind.TEXT: _text,
    Kind.MONEY: _money,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
    Kind.LIST: _list,
}
