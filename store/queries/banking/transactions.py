"""Transactions: find, count, sum, page through and take away."""

from array import array
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from domain.balances import LIABILITY
from domain.doubtful_rows import Doubt
from store import engine
from store.core import frames, keyset
from store.core.keyset import FIRST, Listed, Place
from store.core.money import NO_CURRENCY
from store.core.parameters import Condition, chunks
from store.database import Database
from store.engine import Connection
from store.queries.banking import accounts, doubtful_rows, own_transfers, paging, slices
from store.queries.banking.filters import UNCATEGORIZED, TransactionFilter, on_months, on_transactions
from store.queries.banking.slices import Slice
from store.queries.banking.sums.groups import Sums, added, groups
from store.queries.banking.sums.movements import COUNT, known, source
from store.queries.kept import kept, kept_by_link
from store.queries.links.contents import links_with

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "EXPORT_COLUMNS",
    "SORTS",
    "Facets",
    "TransactionFilter",
    "count",
    "doubtful",
    "export",
    "facets",
    "listed",
    "page",
    "totals",
]

SORTS = tuple(slices.SORTS)
"""Columns by which a page can be sorted."""

_STORED = {
    "transaction": frames.TEXT,
    "link": frames.TEXT,
    "account": frames.TEXT,
    "account_name": frames.TEXT,
    "institution": frames.TEXT,
    "value_date": frames.DAY,
    "description": frames.TEXT,
    "merchant": frames.TEXT,
    "category": frames.TEXT,
    "subcategory": frames.TEXT,
    "type": frames.TEXT,
    "amount": frames.MONEY,
    "currency": frames.TEXT,
    "balance": frames.MONEY,
    "status": frames.TEXT,
    "reference": frames.TEXT,
}

_PAGE = {**_STORED, "own_transfer": frames.TEXT, "doubt": frames.TEXT}
"""The last two are the id of the other end, of transfers between accounts of one person, and why a row is doubtful."""

EXPORT_COLUMNS: frames.Columns = _PAGE
"""The columns of `export`, in order, with their kinds."""

BESIDE_SQL = ("own_transfer", "doubt")
"""The columns that are worked out of many rows at once."""

_EXPORT_BATCH = 5_000

_Keyed = list[tuple[Any, ...]]
"""Rows, each with its key in the end."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Values to choose from: accounts as id and name to show, and the days of the first and last transaction."""

    accounts: Mapping[str, str]
    categories: tuple[str, ...]
    currencies: tuple[str, ...]
    statuses: tuple[str, ...]
    first_day: date | None
    last_day: date | None


def count(db: Database, matching: TransactionFilter) -> int:
    if not matching.is_aggregated:
        return sum(group.count for group in groups(db, matching))
    table, parameters = source(matching)
    with db.read() as connection:
        number = connection.execute(f"SELECT coalesce({COUNT}, 0) FROM {table} AS movements", parameters).fetchone()[0]
    return int(number)


@kept
def totals(db: Database, matching: TransactionFilter) -> "DataFrame":
    """One row a currency: currency, count, and inflow, outflow, net as exact Decimal; the most rows first.

    Own transfers are `own_count` of them, with `own_inflow` and `own_outflow`, and in the sums only where the filter
    counts them.
    """
    found = added(groups(db, matching), attrgetter("currency"), _SUMS)
    found.sort(key=lambda row: (-row[1]["count"], row[0]))
    rows = [
        (currency, sums["count"], *map(sums.__getitem__, _SUMS), sums["inflow"] - sums["outflow"])
        for currency, sums in found
    ]
    named = frames.records(rows, ("currency", "count", *_SUMS, "net"))
    columns = {"currency": frames.TEXT, "count": frames.INTEGER, "own_count": frames.INTEGER}
    columns |= dict.fromkeys(("inflow", "outflow", "net", "own_inflow", "own_outflow"), frames.DECIMAL)
    ordered = ("currency", "count", "inflow", "outflow", "net", "own_count", "own_inflow", "own_outflow")
    return frames.typed(named, {name: columns[name] for name in ordered})


_SUMS: Sums = {
    "inflow": attrgetter("inflow"),
    "outflow": attrgetter("outflow"),
    "own_count": attrgetter("own_count"),
    "own_inflow": lambda group: group.own if group.type == "INFLOW" else 0,
    "own_outflow": lambda group: group.own if group.type == "OUTFLOW" else 0,
}


@kept
def doubtful(db: Database, matching: TransactionFilter) -> Mapping[Doubt, int]:
    """How many rows of each doubt the filter would take if it left none out."""
    marks = doubtful_rows.marks(db, matching.links)
    if not marks or replace(matching, links=(), doubtful=None) == TransactionFilter():
        return dict(Counter(marks.values()))
    every = known(db, replace(matching, doubtful="only"))
    condition, parameters = on_transactions(every, by="key")
    with db.read() as connection:
        rows = connection.execute(f"SELECT key FROM transactions WHERE {condition}", parameters)
        return dict(Counter(marks[key] for (key,) in rows if key in marks))


def look_ahead(db: Database) -> None:
    """Work out own transfers and doubtful rows of all links, some at a time, so that no page waits for all of them."""
    for links in chunks(links_with(db, ["transactions"]), _AHEAD):
        own_transfers.ends(db, links)
        doubtful_rows.marks(db, links)


_AHEAD = 10


@kept
def page(
    db: Database,
    matching: TransactionFilter,
    *,
    sort: str = "value_date",
    descending: bool = True,
    at: Place = FIRST,
) -> "DataFrame":
    """A page of transactions in the order of one of `SORTS`, with columns as in `_PAGE`; `keyset.ends` has its marks.

    The amount has its sign, and the balance the one by which the amount moves it: what is owed has a minus.
    """
    part = Slice(sort, descending, at)
    ends = own_transfers.ends(db, matching.links)
    marks = doubtful_rows.marks(db, matching.links)
    matching = replace(known(db, matching), marked=marks.keys())
    with db.read() as connection:
        keys = paging.keys(connection, matching, part)
        rows = keyset.fetch(connection, _NAMES, _ROWS, _among(keys), part.order.of("t"), Place(limit=at.limit), _STORED)
    found: dict[str, Mapping[int, str]] = {"own_transfer": ends, "doubt": marks}
    ids = rows["transaction"].astype("object")
    told = {
        name: ids.map(dict(zip(ids, map(values.get, keys), strict=True))).astype("str")
        for name, values in found.items()
    }
    return rows.assign(**told)


def export(
    db: Database, matching: TransactionFilter, *, sort: str = "value_date", descending: bool = True
) -> Generator[tuple[Any, ...], None, None]:
    """The transactions as they are stored, as rows of `EXPORT_COLUMNS`, in the order in which `page` has them.

    Read some thousand at a time, so that neither memory nor a reader's hold on the store grows with the file, however
    slowly it is taken. By day each stretch follows the one before: what comes meanwhile is in it where it lies beyond
    that. In any other order, of which there is no index, the keys are found first.
    """
    ends, marks = own_transfers.ends(db, matching.links), doubtful_rows.marks(db, matching.links)
    matching = replace(known(db, matching), marked=marks.keys())
    part = Slice(sort, descending, Place(limit=_EXPORT_BATCH))
    for rows in _by_day(db, matching, part) if sort == "value_date" else _at_once(db, matching, part):
        for *row, key in rows:
            yield (*row, ends.get(key), marks.get(key))


def listed(db: Database, matching: TransactionFilter, at: Place = FIRST) -> list[Listed]:
    """A part of the same rows, the newest first."""
    ends, marks = own_transfers.ends(db, matching.links), doubtful_rows.marks(db, matching.links)
    matching = replace(known(db, matching), marked=marks.keys())
    with db.read() as connection:
        rows = _rows_of(connection, paging.keys(connection, matching, Slice(place=at)))
    return [((*row, ends.get(key), marks.get(key)), (row[_DAY], key)) for *row, key in rows]


def _by_day(db: Database, matching: TransactionFilter, part: Slice) -> Iterator[_Keyed]:
    """The rows in stretches, each looked for after the last one before."""
    while True:
        with db.read() as connection:
            rows = _rows_of(connection, paging.keys(connection, matching, part))
        if not rows:
            return
        yield rows
        part = replace(part, place=replace(part.place, after=(rows[-1][_DAY], rows[-1][-1])))


def _at_once(db: Database, matching: TransactionFilter, part: Slice) -> Iterator[_Keyed]:
    """The rows in stretches, by keys that are all found before; what is deleted meanwhile is left out."""
    with db.read() as connection:
        keys = array("q", paging.keys(connection, matching, replace(part, place=Place(limit=_ALL))))
    for start in range(0, len(keys), _EXPORT_BATCH):
        with db.read() as connection:
            rows = _rows_of(connection, keys[start : start + _EXPORT_BATCH])
        yield rows


_ALL = 2**62
_DAY = [*_STORED].index("value_date")


def _rows_of(connection: Connection, keys: Sequence[int]) -> _Keyed:
    """These rows in the order of their keys, those that are deleted left out."""
    condition, parameters = _among(keys)
    sql = f"SELECT {_NAMES}, t.key FROM {_ROWS} WHERE {condition} AND t.deleted_at IS NULL"
    cursor = connection.execute(sql, parameters)
    engine.tuples(cursor)
    found: dict[int, tuple[Any, ...]] = {row[-1]: row for row in cursor.fetchall()}
    return [found[key] for key in keys if key in found]


def expression(matching: TransactionFilter) -> Condition | None:
    """A table expression with `EXPORT_COLUMNS` but for BESIDE_SQL, and the key, of the rows that the filter leaves.

    None where it goes by what is worked out beside SQL: own transfers and doubtful rows.
    """
    if matching.goes_by_keys:
        return None
    condition, parameters = on_transactions(matching, by="key")
    kept = f"SELECT key FROM transactions WHERE {condition}"
    return f"(SELECT {_NAMES}, t.key FROM {_ROWS} WHERE t.key IN ({kept})) AS found", parameters


def _among(keys: Sequence[int]) -> Condition:
    return engine.among("t.key", "keys"), {"keys": engine.array(keys)}


@kept
def facets(db: Database, links: Sequence[str] = ()) -> Facets:
    """Those of all transactions; accounts are only those of the links, where some are named."""
    kinds = {*_kinds(db, [])}
    with db.read() as connection:
        first, last = (connection.execute(_DAY_OF.format(edge)).fetchone()[0] for edge in ("min", "max"))
    return Facets(
        accounts=accounts.labels(db, links),
        categories=_distinct((category for category, _, _ in kinds), UNCATEGORIZED),
        currencies=_distinct((currency for _, currency, _ in kinds), NO_CURRENCY),
        statuses=_distinct((status for _, _, status in kinds), ""),
        first_day=date.fromisoformat(first) if first else None,
        last_day=date.fromisoformat(last) if last else None,
    )


@kept_by_link
def _kinds(db: Database, links: Sequence[str]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each category, currency and status of a link's transactions."""
    condition, parameters = on_months(TransactionFilter(links=tuple(links)))
    with db.read() as connection:
        cursor = connection.execute(_KINDS.format(condition), parameters)
        engine.tuples(cursor)
        for link, *kind in cursor.fetchall():
            yield link, tuple(kind)


_KINDS = "SELECT DISTINCT link, category, currency, status FROM flows_by_month WHERE {} AND count <> 0"


def _distinct(values: Iterable[str], missing: str) -> tuple[str, ...]:
    return tuple(value or missing for value in sorted({*values}) if value or missing)


_DAY_OF = "SELECT {}(day) FROM flows_by_day WHERE day <> ''"

_NAMES = f"""
    t.id AS "transaction", t.link, t.account, a.name AS account_name, a.institution, t.value_date, t.description,
    t.merchant, t.category, t.subcategory, t.type, t.signed_amount AS amount, t.currency,
    CASE a.balance_type WHEN '{LIABILITY}' THEN -t.balance ELSE t.balance END AS balance, t.status, t.reference
"""

_ROWS = "transactions AS t LEFT JOIN accounts AS a ON a.id = t.account AND a.link = t.link"
