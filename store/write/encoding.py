"""Belvo's objects as they are stored: bodies, column values, and the text that is searched.

Everything is done a page at a time, column by column: object by object costs twice as much.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from domain.changes import drop
from resources import Column, ColumnKind, Declaration
from store import engine
from store.core import instants, money
from store.schema.row_index import slots
from store.write import packing
from store.write.fields import JSON as JSON
from store.write.fields import Fields

Columns = dict[str, Sequence[Any]]
"""The values of each column, all of the same length."""

LONGEST = 10_000
"""Characters of a text in a column; the body has all of it."""

MADE = "made-"
"""How ids begin that are not Belvo's."""

FILES = ("pdf", "receipt_pdf", "xml")
"""Documents that come with an object once they are asked for."""


def identity(item: JSON) -> str | None:
    """The object's id; None where Belvo gives none."""
    found = item.get("id")
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) and found != "" else None


def made_id(resource: Declaration, link: str | None, item: JSON) -> str:
    """An id for an object that has none: the same for the same content, whenever Belvo has looked."""
    content = orjson.loads(orjson.dumps(item))
    for path in (*resource.times, *resource.borrowed, *FILES):
        drop(content, path.split("."))
    if resource.has_account:
        content["account"] = account_id(item)
    return made_of(resource, link, orjson.dumps(content, option=orjson.OPT_SORT_KEYS))


def made_of(resource: Declaration, link: str | None, content: bytes) -> str:
    """An id made of link, resource and content."""
    return MADE + hashlib.sha256(f"{link} {resource.name} ".encode() + content).hexdigest()[:32]


def bodies(resource: Declaration, items: Iterable[JSON]) -> list[str]:
    """Each object as JSON, its fields as received, or packed; of an embedded account, which is stored once, the id."""
    if resource.is_packed:
        return packing.packed(items, "account" if resource.has_account else "", _named)
    if resource.has_account:
        items = ({**item, "account": _named(item["account"])} if "account" in item else item for item in items)
    return [orjson.dumps(item).decode() for item in items]


def _named(account: Any) -> Any:  # noqa: ANN401 - what an object says of its account
    return {"id": account.get("id")} if isinstance(account, dict) else account


def is_same_text(resource: Declaration, stored: str, received: str) -> bool:
    """Whether two bodies are seen to say the same but for the time of the look, both as they are stored."""
    if stored == received:
        return True
    if "collected_at" not in resource.times:
        return False
    if resource.is_packed:
        return packing.is_same_but_for_the_look(stored, received)
    return _COLLECTED.sub("", stored) == _COLLECTED.sub("", received)


def is_same(resource: Declaration, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two objects, of which nobody else needs any more, say the same.

    They may differ in times, in what bodies borrow from other objects, and in the order of fields.
    """
    for path in (*resource.times, *resource.borrowed):
        drop(one, path.split("."))
        drop(other, path.split("."))
    return bool(one == other)


def columns(
    resource: Declaration, link: str | None, ids: Sequence[str], fields: Fields, *, cut: bool = False
) -> Columns:
    """The values of every column but those that the store keeps for itself; `cut` shortens texts beyond LONGEST."""
    inexact = [0] * len(ids)
    by_name: Columns = {"id": ids, "inexact": inexact}
    if resource.per_link:
        by_name["link"] = [link] * len(ids) if link else _find(resource.link_path.split("."), fields)
    if resource.is_bulky:
        by_name["slot"] = slots(link or "", ids)
    if resource.has_account:
        by_name["account"] = [*map(_account_id, fields.values("account"))]
    for column in resource.columns:
        values = _values(column, fields)
        if column.kind is ColumnKind.MONEY:
            by_name[column.name], rounded = money.parse_all(values)
            for position in rounded:
                inexact[position] = 1
        else:
            by_name[column.name] = _CONVERTERS[column.kind](values)
            if cut and column.kind is ColumnKind.TEXT:
                by_name[column.name] = [text and text[:LONGEST] for text in by_name[column.name]]
    if resource.feeds_flows:
        # One that is missing or unreadable sorts before all others, as in the sums.
        by_name["value_date"] = [day or "" for day in by_name["value_date"]]
        by_name["signed_amount"] = [*map(signed, by_name["type"], by_name["amount"])]
        by_name["amount_bucket"] = [*map(money.amount_bucket, by_name["signed_amount"])]
    return by_name


def texts(resource: Declaration, values: Columns) -> list[str]:
    """The folded texts to be searched, one a row."""
    fields = zip(*(values[name] for name in resource.search), strict=True)
    plain = [_FIELDS_APART.join([word for word in words if word]) for words in fields]
    # Folded as one text, since a call for each costs more than the work in it.
    folded = _folded(_ROWS_APART.join(plain)).split(_ROWS_APART)
    return folded if len(folded) == len(plain) else [*map(_folded, plain)]


_ROWS_APART, _FIELDS_APART = "\0", "\1"
"""What stands between rows and their fields while they are folded, which is no blank."""


def _folded(text: str) -> str:
    text = engine.fold(text)
    for apart in (_ROWS_APART, _FIELDS_APART):
        text = text.replace(f" {apart}", apart).replace(f"{apart} ", apart)
    return text.replace(_FIELDS_APART, "\n")


def account_id(item: JSON) -> str:
    """The id of the account that the object belongs to, embedded or only named by Belvo; empty if it says none."""
    return _account_id(item.get("account"))


def _account_id(account: object) -> str:
    identity = account.get("id") if isinstance(account, dict) else account
    return identity if isinstance(identity, str) else ""


def signed(kind: object, amount: int | None) -> int | None:
    """The amount as the account feels it: out is negative; what goes neither in nor out counts as nothing."""
    if amount is None or kind not in ("INFLOW", "OUTFLOW"):
        return None
    return -amount if kind == "OUTFLOW" else amount


_COLLECTED = re.compile(r'"collected_at":"[^"]*"')
"""Finds these times in a body: inside of a text quotes are escaped, so that only a field's name matches."""


def _values(column: Column, fields: Fields) -> Sequence[Any]:
    found = _find(column.keys, fields)
    if not column.older or None not in found:
        return found
    older = _find(column.older.split("."), fields)
    if column.kind is ColumnKind.LIST:  # of before, when there was one only
        older = [value if value is None or isinstance(value, list) else [value] for value in older]
    return [other if value is None else value for value, other in zip(found, older, strict=True)]


def _find(keys: Sequence[str], fields: Fields) -> Sequence[Any]:
    values = fields.values(keys[0])
    for key in keys[1:]:
        values = [value.get(key) if isinstance(value, dict) else None for value in values]
    return values


_PLAIN = {str, type(None)}


def _text(values: Sequence[Any]) -> Sequence[str | None]:
    if _PLAIN.issuperset(map(type, values)):
        return values
    return [value if value is None or type(value) is str else orjson.dumps(value).decode() for value in values]


def _integer(values: Sequence[Any]) -> list[int | None]:
    return [value if type(value) is int and -(2**63) <= value < 2**63 else None for value in values]


def _number(values: Sequence[Any]) -> list[float | None]:
    return [float(value) if type(value) is float or type(value) is int else None for value in values]


def _flag(values: Sequence[Any]) -> list[int | None]:
    return [int(value) if isinstance(value, bool) else None for value in values]


def _list(values: Sequence[Any]) -> list[str]:
    return [orjson.dumps(value if isinstance(value, list) else []).decode() for value in values]


def _day(values: Sequence[Any]) -> list[str | None]:
    if not _PLAIN.issuperset(map(type, values)):
        return [*map(instants.parse_day, values)]
    days = {value: instants.parse_day(value) for value in set(values)}
    return [days[value] for value in values]


def _instant(values: Sequence[Any]) -> list[str | None]:
    return [*map(instants.parse, values)]


_CONVERTERS: dict[ColumnKind, Callable[[Sequence[Any]], Sequence[Any]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.INTEGER: _integer,
    ColumnKind.NUMBER: _number,
    ColumnKind.FLAG: _flag,
    ColumnKind.DAY: _day,
    ColumnKind.INSTANT: _instant,
    ColumnKind.LIST: _list,
}
