"""Pages of long tables by the row at which they begin, so that the rows before need not be read."""

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from store import engine
from store.core import frames
from store.core.parameters import Condition
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

Mark = tuple[object, ...]
"""Where a row stands in an order: its values of the order's columns."""

Listed = tuple[tuple[Any, ...], Mark]
"""A row as it is stored, and where it stands."""


class By(NamedTuple):
    """A column of an order; of NULLs, where there may be some, it is said that they are the least of all."""

    column: str
    descending: bool = True
    nullable: bool = False

    @property
    def sql(self) -> str:
        nulls = (" NULLS LAST" if self.descending else " NULLS FIRST") if self.nullable else ""
        return f"{self.column} {'DESC' if self.descending else 'ASC'}{nulls}"


@dataclass(frozen=True, slots=True)
class Order:
    """Columns by which rows are ordered; together they tell all rows apart."""

    columns: tuple[By, ...]

    @property
    def sql(self) -> str:
        """What stands after ORDER BY."""
        return ", ".join(column.sql for column in self.columns)

    @property
    def reversed(self) -> "Order":
        """The same from its end."""
        return Order(tuple(column._replace(descending=not column.descending) for column in self.columns))

    def of(self, table: str) -> "Order":
        """The same, of columns of a table that has this name in the query."""
        return Order(tuple(column._replace(column=f"{table}.{column.column}") for column in self.columns))

    def after(self, mark: Mark) -> Condition:
        """The condition on the rows that come after this place."""
        places = [
            _Bound(by, value, f":mark_{number}")
            for number, (by, value) in enumerate(zip(self.columns, mark, strict=True))
        ]
        ways = [
            " AND ".join([*(bound.same for bound in places[:depth]), bound.further])
            for depth, bound in enumerate(places)
            if bound.further
        ]
        # Said once more of the first column alone, since an index helps with that and not with an OR.
        terms = [*([places[0].here] if places[0].here else []), f"({' OR '.join(ways) or '1 = 0'})"]
        return " AND ".join(terms), {f"mark_{number}": value for number, value in enumerate(mark) if value is not None}


class _Bound(NamedTuple):
    """Conditions on one column of an order, at a value."""

    by: By
    value: object
    name: str

    @property
    def same(self) -> str:
        return f"{self.by.column} = {self.name}" if self.value is not None else f"{self.by.column} IS NULL"

    @property
    def further(self) -> str:
        """Beyond the value; empty where nothing is."""
        column, descending, nullable = self.by
        if self.value is None:
            return "" if descending else f"{column} IS NOT NULL"
        beyond = f"{column} {'<' if descending else '>'} {self.name}"
        return f"({beyond} OR {column} IS NULL)" if descending and nullable else beyond

    @property
    def here(self) -> str:
        """At the value or beyond it; empty where that is every row."""
        column, descending, nullable = self.by
        if self.value is None:
            return f"{column} IS NULL" if descending else ""
        beyond = f"{column} {'<=' if descending else '>='} {self.name}"
        return f"({beyond} OR {column} IS NULL)" if descending and nullable else beyond


def order(names: Sequence[str], *, descending: bool, nullable: Collection[str] = ()) -> Order:
    """All of these columns in the same direction."""
    return Order(tuple(By(name, descending, name in nullable) for name in names))


@dataclass(frozen=True, slots=True)
class Place:
    """Which rows of an order make a page: those after a mark, those before one, or those from `offset` on."""

    offset: int = 0
    limit: int = 100
    after: Mark | None = None
    before: Mark | None = None

    @property
    def mark(self) -> Mark | None:
        """The row beyond which the page's rows are."""
        return self.after if self.before is None else self.before

    def way(self, order: Order) -> Order:
        """The order in which the rows are looked for, which is from its end for those before a mark."""
        return order.reversed if self.before is not None else order

    def where(self, order: Order) -> Condition:
        """The condition on the page's rows and those that come after them on their way."""
        return ("1 = 1", {}) if self.mark is None else self.way(order).after(self.mark)


BATCH = 5_000
"""Rows of a list that are read at once where all of it is."""

FIRST = Place()
"""The first page of a list."""


def fetch(
    connection: Connection,
    names: str,
    source: str,
    which: Condition,
    order: Order,
    place: Place,
    columns: frames.Columns,
) -> "DataFrame":
    """A page of the rows of a source that a condition leaves, with these columns; `ends` has its marks."""
    rows, found = _rows(connection, names, source, which, order, place)
    page = frames.typed(frames.records(rows, found), columns)
    width = len(order.columns)
    page.attrs[_ENDS] = [row[-width:] for row in (rows[0], rows[-1])] if rows else [None, None]
    return page


def listed(
    connection: Connection, names: str, source: str, which: Condition, order: Order, place: Place
) -> list[Listed]:
    """The same rows as they are stored, each with its own mark, so that a list may go on behind any of them."""
    rows, _ = _rows(connection, names, source, which, order, place)
    width = len(order.columns)
    return [(row[:-width], row[-width:]) for row in rows]


def _rows(
    connection: Connection, names: str, source: str, which: Condition, order: Order, place: Place
) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Each row with its mark at its end, and what its columns are called."""
    condition, parameters = which
    bound, marks = place.where(order)
    marked = ", ".join(f"{by.column} AS mark_{number}" for number, by in enumerate(order.columns))
    sql = (
        f"SELECT {names}, {marked} FROM {source} WHERE {condition} AND {bound}"
        f" ORDER BY {place.way(order).sql} LIMIT :limit OFFSET :offset"
    )
    cursor = connection.execute(sql, {**parameters, **marks, "limit": place.limit, "offset": place.offset})
    engine.tuples(cursor)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    if place.before is not None:
        rows.reverse()
    return rows, [name for name, *_ in cursor.description]


def through(page: Callable[[Place], list[Listed]]) -> Generator[tuple[Any, ...], None, None]:
    """All rows of a list, some thousand at a time, each page behind the last row of the one before.

    So neither memory nor a reader's hold on the store grows with the list, however slowly it is taken. What comes
    meanwhile is in it where its place is still to come.
    """
    place = Place(limit=BATCH)
    while found := page(place):
        yield from (row for row, _ in found)
        if len(found) < place.limit:
            return
        place = Place(limit=place.limit, after=found[-1][1])


def ends(page: "DataFrame") -> tuple[Mark | None, Mark | None]:
    """Where the first and the last row of a page stand."""
    first, last = page.attrs[_ENDS]
    return first, last


_ENDS = "ends"
