"""What a table is to whoever takes its rows: columns, a filter that an address names, orders, and rows as stored."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from store.core import frames
from store.core.parameters import Condition
from store.database import Database
from store.queries.query_params import SUBJECTS, values_by_name
from store.queries.tables.orders import ONE_ORDER, RowOrder

Filter = TypeVar("Filter")

Pairs = Sequence[tuple[str, str]]
"""The parameters of an address in order, repeated ones repeated."""

Rows = Generator[tuple[Any, ...], None, None]
"""Values as they are stored, by the columns' kinds: money in 1/10,000, flags as 0 and 1, days and instants as text.

A connection is lent out until the last row has been taken or the iterator is closed.
"""


@dataclass(frozen=True, slots=True)
class Table(Generic[Filter]):
    """A table by what an address may ask of it; of `orders` the first holds unless the address names another.

    `adds_up` are the amounts whose sum means something, for each currency by itself. One that `takes_people` has a
    filter by them of its own; of others their links are looked for. `source` is a table expression in SQL, where there
    is one, with all columns but those `beside_sql`, and `ties`, by which rows are ordered that are equal otherwise.
    """

    columns: frames.Columns
    filter_of: Callable[[Pairs], Filter]
    understands: Callable[[str], bool]
    count: Callable[[Database, Filter], int]
    rows: Callable[[Database, Filter, RowOrder], Rows]
    orders: Mapping[str, RowOrder] = field(default_factory=lambda: ONE_ORDER)
    adds_up: Sequence[str] = ()
    takes_people: bool = False
    source: Callable[[Filter], Condition | None] = lambda _: None
    ties: Sequence[str] = ("key",)
    beside_sql: Sequence[str] = ()

    def wanted(self, pairs: Pairs) -> "Wanted[Filter]":
        """What an address asks for, people's external ids set aside: see `people.with_links`.

        Raises ValueError for what can't be read.
        """
        asked = values_by_name(pairs).get("sort", [])
        order = next((self.orders[name] for name in asked if name in self.orders), next(iter(self.orders.values())))
        return Wanted(self, self.filter_of(pairs), order, self._is_of_nobody(pairs))

    def _is_of_nobody(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Whether somebody is named by whom this table can't be narrowed, who then has no row of it."""
        return any(name in SUBJECTS and not self.understands(name) for name, _ in pairs)


@dataclass(frozen=True, slots=True)
class Wanted(Generic[Filter]):
    """The rows of a table that an address asks for, in its order."""

    table: Table[Filter]
    matching: Filter
    order: RowOrder
    is_of_nobody: bool = False

    @property
    def columns(self) -> frames.Columns:
        return self.table.columns

    def count(self, db: Database) -> int:
        return 0 if self.is_of_nobody else self.table.count(db, self.matching)

    def rows(self, db: Database) -> Rows:
        if not self.is_of_nobody:
            yield from self.table.rows(db, self.matching, self.order)
