"""Movements summed by all that pages sum them by: looked up once for a filter, and added up from there.

What is taken out again, as accounts that are set aside and doubtful rows that are left out, has negative sums.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from store import engine
from store.core.money import NO_CURRENCY, summed
from store.database import Database
from store.queries.banking.filters import UNCATEGORIZED, TransactionFilter
from store.queries.banking.sums.movements import COUNT, LEFT_OUT, OWN_COUNT, known, source
from store.queries.kept import kept


@dataclass(frozen=True, slots=True)
class Group:
    """What all movements of one kind come to, in 1/10,000; what they do not say is an empty text.

    Own transfers are counted, and have their amount in `own`; in `amount` only where the filter counts them, and
    otherwise they are `left_out` of it.
    """

    month: str
    type: str
    category: str
    status: str
    currency: str
    amount: int
    count: int
    own: int
    own_count: int
    left_out: int

    @property
    def inflow(self) -> int:
        return self.amount if self.type == "INFLOW" else 0

    @property
    def outflow(self) -> int:
        return self.amount if self.type == "OUTFLOW" else 0

    def less(self) -> "Group":
        """To be taken out."""
        named = self.month, self.type, self.category, self.status, self.currency
        return Group(*named, -self.amount, -self.count, -self.own, -self.own_count, -self.left_out)


Sums = Mapping[str, Callable[[Group], int]]
"""What is added up of a group, by its name."""


def groups(db: Database, matching: TransactionFilter) -> Iterable[Group]:
    """The groups of a filter; several may be alike."""
    found = [*_without_doubtful(db, replace(_whole(matching), aside=()))]
    accounts = [one for one in matching.aside if not matching.accounts or one in matching.accounts]
    if accounts:
        aside = replace(_whole(matching), aside=(), accounts=tuple(accounts))
        found += [group.less() for group in _without_doubtful(db, aside)]
    return filter(_taker(matching), found)


def added(found: Iterable[Group], by: Callable[[Group], Hashable], sums: Sums) -> list[tuple[Any, dict[str, int]]]:
    """The sums by what groups are told apart by, of which something is left."""
    told: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys((*sums, "count"), 0))
    for group in found:
        one = told[by(group)]
        for name, of in sums.items():
            one[name] += of(group)
        one["count"] += group.count
    return [(key, one) for key, one in told.items() if one["count"]]


def _whole(matching: TransactionFilter) -> TransactionFilter:
    """The filter without what groups are told apart by, unless it is by rows that an index finds."""
    matching = replace(matching, currency=None)
    return replace(matching, type=None, categories=(), statuses=()) if _is_by_sums(matching) else matching


def _is_by_sums(matching: TransactionFilter) -> bool:
    return replace(matching, doubtful=None).is_aggregated


def _taker(matching: TransactionFilter) -> Callable[[Group], bool]:
    """Whether the filter takes a group of what it is a part of."""
    currency, is_by_sums = matching.currency, _is_by_sums(matching)
    kinds = {matching.type} if matching.type and is_by_sums else None
    categories = {*matching.categories} if matching.categories and is_by_sums else None
    statuses = {*matching.statuses} if matching.statuses and is_by_sums else None

    def takes(group: Group) -> bool:
        return (
            (not currency or (group.currency or NO_CURRENCY) == currency)
            and (kinds is None or group.type in kinds)
            and (categories is None or (group.category or UNCATEGORIZED) in categories)
            and (statuses is None or group.status in statuses)
        )

    return takes


def _without_doubtful(db: Database, matching: TransactionFilter) -> Iterable[Group]:
    """All, and what is doubtful taken out again: these are few, and known by their keys only."""
    if matching.doubtful != "without":
        return _found(db, matching)
    doubtful = _found(db, replace(matching, doubtful="only"))
    return [*_found(db, replace(matching, doubtful=None)), *(group.less() for group in doubtful)]


@kept
def _found(db: Database, matching: TransactionFilter) -> tuple[Group, ...]:
    matching = known(db, matching)
    table, parameters = source(matching, is_short=_is_short(db, matching))
    sql = f"""
        SELECT month, type, category, status, currency, {summed("amount")}, {COUNT}, {summed("own")}, {OWN_COUNT},
            {LEFT_OUT}
        FROM {table} AS movements GROUP BY month, type, category, status, currency
    """
    with db.read() as connection:
        cursor = connection.execute(sql, parameters)
        engine.tuples(cursor)
        return tuple(Group(*row) for row in cursor)


SHORT = 50_000
"""Rows in days that are looked up by account and day; of more all rows are read as they lie, which is sooner done."""


def _is_short(db: Database, matching: TransactionFilter) -> bool:
    """Whether a filter that needs rows asks for days with few of them."""
    if _is_by_sums(matching) or matching.goes_by_few or not (matching.since or matching.until):
        return False
    table, parameters = source(replace(matching, text="", minimum=None, maximum=None, doubtful=None, own=()))
    with db.read() as connection:
        number = connection.execute(f"SELECT coalesce({COUNT}, 0) FROM {table} AS movements", parameters).fetchone()[0]
    return bool(number <= SHORT)
