"""The rows of any resource as its declaration has them: read, filtered, and taken away."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from domain.balances import LIABILITY
from resources import RESOURCES, ColumnKind, Declaration
from store import engine
from store.core import frames, keyset
from store.core.keyset import FIRST, Listed, Place
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


def count(db: Database, resource: str, matching: RowFilter) -> int:
    """How many rows the filter leaves; raises ValueError as `table`."""
    condition, parameters = _condition(RESOURCES[resource], matching)
    with db.read() as connection:
        sql = f"SELECT count(*) FROM {RESOURCES[resource].table} WHERE {condition}"
        number: int = connection.execute(sql, parameters).fetchone()[0]
    return number


def listed(db: Database, resource: str, matching: RowFilter, at: Place = FIRST) -> list[Listed]:
    """Rows as they are stored, in the order of `columns`, the newest first; raises ValueError as `table`."""
    declared = RESOURCES[resource]
    day = [declared.day] if declared.day else []
    order = keyset.order((*day, "key"), descending=True, nullable=day)
    which, shown = _condition(declared, matching), _shown(declared, columns(resource))
    with db.read() as connection:
        return keyset.listed(connection, shown, declared.table, which, order, at)


def export(db: Database, resource: str, matching: RowFilter) -> Generator[tuple[Any, ...], None, None]:
    """The rows as they are stored, in the order of `columns`.

    Read as `keyset.through` says. Raises ValueError as `table`.
    """
    yield from keyset.through(lambda at: listed(db, resource, matching, at))


def _select(resource: Declaration, matching: RowFilter, names: Iterable[str]) -> Condition:
    condition, parameters = _condition(resource, matching)
    order = f"{resource.day} DESC NULLS LAST, key DESC" if resource.day else "key DESC"
    sql = f"SELECT {_shown(resource, names)} FROM {resource.table} WHERE {condition} ORDER BY {order}"
    return sql, parameters


def _shown(resource: Declaration, names: Iterable[str]) -> str:
    told = _SIGNED.get(resource.name, {})
    return ", ".join(f"{told[name]} AS {name}" if name in told else name for name in names)


def expression(resource: str, matching: RowFilter) -> Condition:
    """A table expression with `columns` and the key, of the rows that the filter leaves."""
    declared, told = RESOURCES[resource], _SIGNED.get(resource, {})
    condition, parameters = _condition(declared, matching)
    shown = ", ".join(f"{told[name]} AS {name}" if name in told else name for name in columns(resource))
    return f"(SELECT {shown}, key FROM {declared.table} WHERE {condition}) AS found", parameters


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
