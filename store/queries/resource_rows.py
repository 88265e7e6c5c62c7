"""The rows of any resource as its declaration has them: read, filtered, and taken away."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Self

from domain.balances import LIABILITY
from resources import RESOURCES, ColumnKind, Declaration
from store import engine
from store.core import frames, keyset
from store.core.csv_file import defuse
from store.core.keyset import By, Order, Place
from store.core.money import to_decimal
from store.core.parameters import Condition, members
from store.database import Database
from store.queries.base import live
from store.queries.query_params import AMOUNTS, QueryFilter, spellings, values_by_name

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class RowFilter(QueryFilter):
    """Which rows of a resource; what is not given does not restrict.

    `since` and `until` are days of the declaration's `day`, both included; `text` is looked for in what the declaration
    searches, without case and accents. `values` are those that a column of text may have.
    """

    links: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, resource: str, pairs: Iterable[tuple[str, str]]) -> Self:
        """The filter that an address names, the resource's columns among its parameters.

        Raises ValueError for what can't be read, and for amounts, days or text where the resource declares none.
        """
        parameters = [*pairs]
        several = values_by_name(parameters)
        if several.keys() & AMOUNTS:
            raise ValueError(f"{RESOURCES[resource].label} can't be narrowed by an amount.")
        values = {
            column: [value for name in names for value in several.get(name, [])]
            for column, names in _asked_by(resource).items()
        }
        values = {name: given for name, given in values.items() if given}
        matching = replace(cls.from_query(parameters), values=values)
        _condition(RESOURCES[resource], matching)
        return matching


def understands(resource: str, name: str) -> bool:
    """Whether a parameter says something about a filter of the resource."""
    return RowFilter.understands(name) or any(name in names for names in _asked_by(resource).values())


def columns(resource: str) -> frames.Columns:
    """The columns of a resource's rows: id, link and account where there is one, then those that it declares."""
    declared = RESOURCES[resource]
    own = ("id", *(["link"] if declared.per_link else []), *(["account"] if declared.has_account else []))
    return dict.fromkeys(own, frames.TEXT) | {column.name: _KINDS[column.kind] for column in declared.columns}


def _asked_by(resource: str) -> dict[str, tuple[str, ...]]:
    """The columns whose values can be asked for, and the names of each in an address."""
    texts = [name for name, kind in columns(resource).items() if kind == frames.TEXT]
    return {name: spellings(name) if name == "account" else (name,) for name in texts}


def table(db: Database, resource: str, matching: RowFilter) -> "DataFrame":
    """The rows that the filter leaves, the newest first; columns as in `columns`.

    Raises ValueError for days or text where the resource declares none to look through.
    """
    shown = columns(resource)
    sql, parameters = _select(RESOURCES[resource], matching, shown)
    return frames.read(db, sql, parameters, shown)


def export(db: Database, resource: str, matching: RowFilter) -> Generator[tuple[str, ...], None, None]:
    """The rows as texts in the order of `columns`: amounts exact, texts harmless in a spreadsheet.

    Read as `keyset.through` says. Raises ValueError as `table`.
    """
    declared, kinds = RESOURCES[resource], columns(resource)
    order = _order(declared)

    def page(place: Place) -> Condition:
        bound, marks = place.where(order)
        sql, parameters = _select(declared, matching, kinds, bound=bound)
        return f"{sql} LIMIT :limit", {**parameters, **marks, "limit": place.limit}

    for row in keyset.through(db.read, page, order):
        yield tuple(map(_cell, row, kinds.values()))


def _order(resource: Declaration) -> Order:
    """The newest first, by day where the resource has one."""
    by_day = (By(resource.day, nullable=True),) if resource.day else ()
    return Order((*by_day, By("key")))


def _select(resource: Declaration, matching: RowFilter, names: Iterable[str], *, bound: str = "1 = 1") -> Condition:
    """The rows in their order, of which the columns stand behind these names."""
    condition, parameters = _condition(resource, matching)
    order, told = _order(resource), _SIGNED.get(resource.name, {})
    shown = [f"{told[name]} AS {name}" if name in told else name for name in names]
    marks = [f"{by.column} AS mark_{number}" for number, by in enumerate(order.columns)]
    sql = (
        f"SELECT {', '.join([*shown, *marks])} FROM {resource.table} WHERE {condition} AND {bound} ORDER BY {order.sql}"
    )
    return sql, parameters


def _condition(resource: Declaration, matching: RowFilter) -> Condition:
    condition, parameters = live(
        matching.links, day=_day(resource, matching), since=matching.since, until=matching.until
    )
    terms, parameters = [condition], dict(parameters)
    for name, values in matching.values.items():
        names, more = members(name, values)
        terms.append(f"{name} IN {names}")
        parameters |= more
    if words := engine.fold(matching.text):
        if not resource.search:
            raise ValueError(f"{resource.label} can't be searched for text.")
        terms.append(f"key IN (SELECT key FROM search_{resource.table} WHERE {engine.contains('text', 'words')})")
        parameters["words"] = words
    return " AND ".join(terms), parameters


def _day(resource: Declaration, matching: RowFilter) -> str:
    if resource.day is None and (matching.since or matching.until):
        raise ValueError(f"{resource.label} have no day to look for.")
    return f"substr({resource.day}, 1, 10)"  # of an instant the day in UTC


def _cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind == frames.MONEY and isinstance(value, int):
        return f"{to_decimal(value):f}"
    return str(value) if isinstance(value, int | float) else defuse(str(value))


_SIGNED = {
    "accounts": {
        "current": f"CASE balance_type WHEN '{LIABILITY}' THEN -current ELSE current END",
        "available": f"CASE balance_type WHEN '{LIABILITY}' THEN NULL ELSE available END",
    }
}
"""By resource and column: amounts that have another sign than in Belvo's objects, so that a column adds up."""

_KINDS = {
    ColumnKind.TEXT: frames.TEXT,
    ColumnKind.MONEY: frames.MONEY,
    ColumnKind.INTEGER: frames.INTEGER,
    ColumnKind.NUMBER: frames.NUMBER,
    ColumnKind.FLAG: frames.FLAG,
    ColumnKind.DAY: frames.DAY,
    ColumnKind.INSTANT: frames.INSTANT,
    ColumnKind.LIST: frames.TEXT,
}
