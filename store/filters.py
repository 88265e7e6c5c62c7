"""What somebody wants to see of the transactions, and the SQL conditions that say so."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from store import engine, money
from store.parameters import Condition, members

UNCATEGORIZED = "Uncategorized"
"""Stands for transactions without a category, among categories and in a filter."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transactions; what is not given does not restrict.

    `since` and `until` are value dates, both included. `minimum` and `maximum` bound the amount without its
    direction, both included. `text` is looked for in description, merchant and reference, without case and accents.
    """

    links: Sequence[str] = ()
    accounts: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    type: str | None = None
    categories: Sequence[str] = ()
    statuses: Sequence[str] = ()
    currency: str | None = None
    text: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """The filter that an address names: its parameters are the fields, repeated where there are several values.

        Other parameters and empty ones are left aside. Raises ValueError for a day or an amount that is none.
        """
        given: dict[str, list[str]] = defaultdict(list)
        for name, value in pairs:
            if value.strip():
                given[name].append(value)
        return cls(**{name: _parse(name, values) for name, values in given.items() if name in _NAMES})

    def to_query(self) -> list[tuple[str, str]]:
        """The parameters from which `from_query` makes the filter again."""
        return [(name, str(value)) for name in _NAMES for value in _values(getattr(self, name)) if str(value).strip()]

    @property
    def is_aggregated(self) -> bool:
        """Whether the aggregates know the answer, so that no transaction needs to be looked at."""
        return not self.words and self.minimum is None and self.maximum is None

    @property
    def is_total(self) -> bool:
        """Whether it takes all links and accounts."""
        return not self.links and not self.accounts

    @property
    def words(self) -> str:
        """The text as it is compared."""
        return engine.fold(self.text.strip())


_NAMES = tuple(field.name for field in fields(Filter))
_LISTS = ("links", "accounts", "categories", "statuses")
_DAYS = ("since", "until")
_AMOUNTS = ("minimum", "maximum")


def _parse(name: str, values: Sequence[str]) -> Any:  # noqa: ANN401 - of the field's type
    if name in _LISTS:
        return tuple(values)
    if len(values) > 1:
        raise ValueError(f"{name} is given more than once.")
    try:
        return _parse_one(name, values[0])
    except (ValueError, InvalidOperation) as error:
        raise ValueError(f"{name} can't be read: {values[0]!r}.") from error


def _parse_one(name: str, value: str) -> date | Decimal | str:
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _AMOUNTS:
        amount = Decimal(value)
        if not amount.is_finite():
            raise ValueError(value)
        return amount
    return value


def _values(value: object) -> Sequence[object]:
    if isinstance(value, tuple | list):
        return value
    return () if value is None else (value,)


ACCOUNTS = "SELECT account FROM row_counts WHERE resource = 'transactions'"
"""The accounts that have transactions."""


def on_transactions(wanted: Filter, *, by: str | None = None) -> Condition:
    """The condition on `transactions`; rows that are gone at Belvo never fulfil it.

    Rows are found by the index that begins with the column `by`, and all else is checked on each of them; "key" reads
    the table as it lies. Otherwise by account, those of the links where only links are given, or else by key.
    """
    of_links = by is None and wanted.links and not wanted.accounts
    by = by or ("account" if wanted.accounts or wanted.links else "key")

    def column(name: str) -> str:
        return name if name == by else engine.unindexed(name)

    terms, parameters = _common(wanted, "value_date", column)
    # Left to itself, the planner walks whichever index holds only live rows, and reads the table row by row for it.
    terms.insert(0, f"{engine.unindexed('gone_at') if by == 'key' else 'gone_at'} IS NULL")
    if of_links:
        terms.append(f"account IN ({ACCOUNTS} AND link IN {members('link', wanted.links)[0]})")
    if wanted.words:
        found = f"SELECT key FROM search_transactions WHERE {engine.contains('text', 'words')}"
        one = f"EXISTS ({found} AND search_transactions.key = transactions.key)"
        terms.append(f"key IN ({found})" if by == "key" else one)
        parameters["words"] = wanted.words
    amount, bounds = _amount(wanted, column("signed_amount"))
    return " AND ".join(terms + amount), parameters | bounds


def on_flows(wanted: Filter) -> Condition:
    """The condition on `flows` or, without links and accounts, on `flows_by_day`."""
    terms, parameters = _common(wanted, "day", str)
    if wanted.accounts and not wanted.links:
        # The table lies in the order of links; naming them finds the accounts without reading all of it.
        accounts = f"resource = 'transactions' AND account IN {members('account', wanted.accounts)[0]}"
        terms.append(f"link IN (SELECT link FROM row_counts WHERE {accounts})")
    return " AND ".join(terms) or "1 = 1", parameters


def _common(wanted: Filter, day: str, column: Callable[[str], str]) -> tuple[list[str], dict[str, object]]:
    categories = ["" if name == UNCATEGORIZED else name for name in wanted.categories]
    several = (
        ("link", column("link"), wanted.links),
        ("account", column("account"), wanted.accounts),
        ("category", "coalesce(category, '')", categories),
        ("status", "status", wanted.statuses),
    )
    single = (
        ("since", f"{day} >= :since", wanted.since and wanted.since.isoformat()),
        ("until", f"{day} <= :until", wanted.until and wanted.until.isoformat()),
        ("type", "type = :type", wanted.type),
        ("currency", "currency = :currency", wanted.currency),
    )
    terms = [term for _, term, value in single if value]
    parameters: dict[str, object] = {name: value for name, _, value in single if value}
    for name, found, values in several:
        if values:
            names, more = members(name, values)
            terms.append(f"{found} IN {names}")
            parameters |= more
    return terms, parameters


def _amount(wanted: Filter, column: str) -> tuple[list[str], dict[str, object]]:
    """Both directions spelled out, so that an index on the signed amount finds them."""
    low, high = money.to_units(wanted.minimum), money.to_units(wanted.maximum)
    if wanted.minimum is not None and low is None and wanted.minimum > 0:
        return ["1 = 0"], {}  # more than any amount that can be stored
    if low is None or low <= 0:
        return ([f"{column} BETWEEN -:high AND :high"], {"high": high}) if high is not None else ([], {})
    if high is None:
        return [f"({column} >= :low OR {column} <= -:low)"], {"low": low}
    both = f"({column} BETWEEN :low AND :high OR {column} BETWEEN -:high AND -:low)"
    return [both], {"low": low, "high": high}
