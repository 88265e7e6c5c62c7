"""Invoices of Mexico and Chile alike: find, count, sum, page through, by month and by counterpart.

Directions are those of the document, seen by whoever the link belongs to: an OUTFLOW was issued, an INFLOW received.
`counts_as` says where one counts: as a sale, a purchase, pay received or wages paid (see domain/invoice_sides.py). What
was cancelled is listed and counts nowhere; all amounts of a credit note have a minus. In each row, before tax plus tax
less what was withheld is the total.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from domain.invoice_sides import Side
from store import engine
from store.core import frames, keyset, money
from store.core.keyset import FIRST, Listed, Order, Place
from store.core.money import summed
from store.core.parameters import Condition, members
from store.database import Database
from store.queries.base import EARLIEST, frame_of
from store.queries.fiscal.both_countries import COLUMNS, PAID_BY, ROWS
from store.queries.kept import kept, kept_by_link
from store.queries.query_params import QueryFilter

if TYPE_CHECKING:
    from pandas import DataFrame

SORTS = {name: name for name in ("day", "total", "counterpart", "kind", "status", "number")}
"""Columns by which a page may be sorted."""


@dataclass(frozen=True, slots=True)
class InvoiceFilter(QueryFilter):
    """What is not given does not restrict.

    `since` and `until` are the days of issue, both included, `type` is INFLOW or OUTFLOW, `counterparts` are tax ids.
    `minimum` and `maximum` bound the total, both included; `currency` may be NO_CURRENCY. `text` is looked for in
    names, tax ids and numbers. `counts_as` are sides; what was cancelled has none.
    """

    CHOICES: ClassVar[Mapping[str, Sequence[str]]] = {"counts_as": [*Side]}

    links: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    type: str | None = None
    kinds: Sequence[str] = ()
    statuses: Sequence[str] = ()
    counterparts: Sequence[str] = ()
    currency: str | None = None
    text: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    counts_as: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """Values to choose from, and the days of the first and last invoice."""

    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    currencies: tuple[str, ...]
    first_day: date | None
    last_day: date | None


def count(db: Database, matching: InvoiceFilter) -> int:
    """Cancelled ones included."""
    table, parameters = _source(matching, ("key",))
    with db.read() as connection:
        number: int = connection.execute(f"SELECT count(*) FROM {table}", parameters).fetchone()[0]
    return number


@kept
def totals(db: Database, matching: InvoiceFilter) -> "DataFrame":
    """One row a currency: currency, count, cancelled, payslips, and `SUMS` as exact Decimal; most rows first."""
    found = _added(db, matching, "currency")
    rows = sorted(found.items(), key=lambda row: (-row[1]["count"], row[0]))
    columns = {"currency": frames.TEXT, **dict.fromkeys(_COUNTS, frames.INTEGER)}
    told = [{"currency": currency or None, **sums} for (currency,), sums in rows]
    return frame_of(told, columns | dict.fromkeys(SUMS, frames.DECIMAL))


def page(
    db: Database,
    matching: InvoiceFilter,
    *,
    sort: str = "day",
    descending: bool = True,
    at: Place = FIRST,
) -> "DataFrame":
    """A page of invoices in the order of one of `SORTS`, with columns as in `_PAGE`.

    `row` and `resource` are what `rows.body` and `files.of` need to open it.
    """
    order = _order(sort, descending=descending)
    table, which = _cut(matching, order, at)
    with db.read() as connection:
        return keyset.fetch(connection, "*", table, which, order, at, _PAGE)


def listed(
    db: Database, matching: InvoiceFilter, at: Place = FIRST, *, sort: str = "day", descending: bool = True
) -> list[Listed]:
    """Invoices as they are stored, in the order of `EXPORT_COLUMNS`, each with its mark; the newest first."""
    order = _order(sort, descending=descending)
    table, which = _cut(matching, order, at)
    names = ", ".join(f'"{name}"' for name in EXPORT_COLUMNS)
    with db.read() as connection:
        return keyset.listed(connection, names, table, which, order, at)


def _cut(matching: InvoiceFilter, order: Order, at: Place) -> tuple[str, Condition]:
    """The invoices of each country among which the page is, so that an index finds them."""
    bound, _ = at.where(order)
    ends = f"AND {bound} ORDER BY {at.way(order).sql} LIMIT :end"
    table, parameters = _source(matching, [*_PAGE, "key"], ends=ends)
    return table, ("1 = 1", {**parameters, "end": at.offset + at.limit})


def _order(sort: str, *, descending: bool) -> Order:
    return keyset.order((SORTS[sort], "country", "key"), descending=descending, nullable=SORTS.values())


@kept
def by_month(db: Database, matching: InvoiceFilter) -> "DataFrame":
    """Columns month (its first day), currency, `SUMS` (float64), count, cancelled, payslips."""
    found = sorted(_added(db, matching, "month").items())
    rows = [{"month": f"{month}-01", "currency": currency or None, **sums} for (month, currency), sums in found]
    return frame_of(rows, {"month": frames.DAY, "currency": frames.TEXT, **_SUM_KINDS})


def sold_by_month(db: Database, matching: InvoiceFilter) -> list[tuple[date, int, int]]:
    """The first day of each month with its sales before tax and in all, in 1/10,000; credit notes taken off."""
    table, parameters = _source(matching, ("day", "counts_as", "net_amount", "total"))
    sql = f"""
        SELECT substr(day, 1, 7) || '-01' AS month, {summed("coalesce(net_amount, 0)")}, {summed("total")} FROM {table}
        WHERE counts_as = '{Side.SALE}' AND day IS NOT NULL GROUP BY substr(day, 1, 7) ORDER BY month NULLS FIRST
    """
    with db.read() as connection:
        return [(date.fromisoformat(month), net, total) for month, net, total in connection.execute(sql, parameters)]


@kept
def by_counterpart(db: Database, matching: InvoiceFilter, *, limit: int = 20) -> "DataFrame":
    """The others, the largest sums first: counterpart (tax id), name, currency, `SUMS`, first and last day.

    One who changed their name is told by the one of their newest invoice. Nobody is a counterpart of themselves, or by
    a document that is about no money.
    """
    found = [
        {
            **sums,
            "counterpart": counterpart or None,
            "currency": currency or None,
            "name": (sums["named"] or "")[_DAY:] or None,
        }
        for (counterpart, currency), sums in _added(db, matching, "counterpart").items()
    ]
    found.sort(key=lambda row: (-sum(abs(row[name]) for name in _ADDED), row["counterpart"] or ""))
    columns = {"counterpart": frames.TEXT, "name": frames.TEXT, "currency": frames.TEXT, **_SUM_KINDS}
    return frame_of(found[:limit], columns | {"first_day": frames.DAY, "last_day": frames.DAY})


@kept
def facets(db: Database, links: Sequence[str] = ()) -> Facets:
    """The facets of the links' invoices, or of all."""
    rows = _kinds(db, links)
    kinds, statuses = (tuple(sorted({row[index] for row in rows if row[index] is not None})) for index in range(2))
    currencies = tuple(sorted({row[2] or money.NO_CURRENCY for row in rows}))
    days = sorted(date.fromisoformat(day) for row in rows for day in row[3:] if day)
    return Facets(kinds, statuses, currencies, days[0] if days else None, days[-1] if days else None)


@kept_by_link
def _kinds(db: Database, links: Sequence[str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each kind, status and currency of a link's invoices, with the first and the last day of them."""
    table, parameters = _source(InvoiceFilter(links=tuple(links)), ("link", "kind", "status", "currency", "day"))
    sql = f"SELECT link, kind, status, currency, min(day), max(day) FROM {table} GROUP BY link, kind, status, currency"
    with db.read() as connection:
        cursor = connection.execute(sql, parameters)
        engine.tuples(cursor)
        for link, *row in cursor.fetchall():
            yield link, tuple(row)


def _added(db: Database, matching: InvoiceFilter, by: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """The sums of a filter by what one of `_GROUPS` tells them apart by; those of each link are kept."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for key, one in _grouped(db, matching.links, replace(matching, links=()), by):
        known = found.get(key)
        if known is None:
            found[key] = {**one}
            continue
        for name, value in one.items():
            known[name] = (
                _TOGETHER[name](filter(None, (known[name], value)), default=None)
                if name in _TOGETHER
                else known[name] + value
            )
    return {key: {**sums, "net": sums["sales"] - sums["purchases"]} for key, sums in found.items()}


@kept_by_link
def _grouped(
    db: Database, links: Sequence[str], matching: InvoiceFilter, by: str
) -> Iterator[tuple[str, tuple[tuple[str, ...], Mapping[str, Any]]]]:
    keys, which = _GROUPS[by]
    needed = ("link", "counterpart_id", "counterpart", "day", "currency", *_SUMMED)
    table, parameters = _source(replace(matching, links=tuple(links)), needed)
    sql = f"""
        SELECT link, {", ".join(keys)}, {_SUMS}, min(day), max(day), max(coalesce(day, '0000-00-00') || counterpart)
        FROM {table} WHERE {which} GROUP BY link, {", ".join(keys)}
    """
    with db.read() as connection:
        cursor = connection.execute(sql, parameters)
        engine.tuples(cursor)
        for link, *row in cursor.fetchall():
            yield link, (tuple(row[: len(keys)]), dict(zip(_TOLD, row[len(keys) :], strict=True)))


def first_day(db: Database, links: Sequence[str] = ()) -> date | None:
    """That of the oldest invoice of the links, or of all; impossible days left out."""
    first = min(_first_days(db, links), default=None)
    return date.fromisoformat(first) if first else None


@kept_by_link
def _first_days(db: Database, links: Sequence[str]) -> Iterator[tuple[str, str]]:
    table, parameters = _source(InvoiceFilter(links=tuple(links), since=EARLIEST), ("link", "day"))
    with db.read() as connection:
        cursor = connection.execute(f"SELECT link, min(day) FROM {table} GROUP BY link", parameters)
        yield from [(link, day) for link, day in cursor if day]


def export(
    db: Database, matching: InvoiceFilter, *, sort: str = "day", descending: bool = True
) -> Generator[tuple[Any, ...], None, None]:
    """The invoices as they are stored, as rows of `EXPORT_COLUMNS`, in the order in which `page` has them.

    Read as `keyset.through` says.
    """
    yield from keyset.through(lambda at: listed(db, matching, at, sort=sort, descending=descending))


def expression(matching: InvoiceFilter) -> Condition:
    """A table expression with `EXPORT_COLUMNS` and the key, of the invoices that the filter leaves."""
    return _source(matching, [*EXPORT_COLUMNS, "key"])


def _source(matching: InvoiceFilter, names: Iterable[str], *, ends: str = "") -> Condition:
    """A table expression with these of `COLUMNS`, of the invoices that the filter leaves.

    `ends` is an order and a limit that each country's invoices can be cut by; an index then finds them.
    """
    terms, parameters = _terms(matching)
    having_text = ""
    if words := engine.fold(matching.text):
        parameters["text"] = words
        having_text = "AND key IN (SELECT key FROM search_{table} WHERE " + engine.contains("text", "text") + ")"
    condition = " AND ".join(term for several in terms.values() for term in several) or "1 = 1"
    needed = dict.fromkeys([*names, *terms, "country"])
    arms = [
        f"SELECT * FROM (SELECT * FROM (SELECT {_named(columns, needed)} FROM ({ROWS[table]}) WHERE deleted_at IS NULL"
        f" {having_text.format(table=table)}) AS every_one WHERE {condition} {ends}) AS {table}"
        for table, columns in COLUMNS.items()
    ]
    return f"({' UNION ALL '.join(arms)}) AS of_both", parameters


def _named(columns: Mapping[str, str], names: Iterable[str]) -> str:
    return ", ".join(f'{columns[name]} AS "{name}"' for name in names)


def _terms(matching: InvoiceFilter) -> tuple[dict[str, list[str]], dict[str, object]]:
    """The conditions by the column that they need, and their parameters."""
    single = (
        ("day", ">=", "since", matching.since and matching.since.isoformat()),
        ("day", "<=", "until", matching.until and matching.until.isoformat()),
        ("type", "=", "type", matching.type),
        ("gross", ">=", "minimum", money.to_bound(matching.minimum)),
        ("gross", "<=", "maximum", money.to_bound(matching.maximum)),
    )
    several = (
        ("link", matching.links),
        ("kind", matching.kinds),
        ("status", matching.statuses),
        ("counterpart_id", matching.counterparts),
        ("counts_as", matching.counts_as),
    )
    terms, parameters = defaultdict[str, list[str]](list), dict[str, object]()
    for column, sign, name, value in single:
        if value is not None:
            terms[column].append(f"{column} {sign} :{name}")
            parameters[name] = value
    if matching.currency:
        terms["currency"].append("coalesce(currency, '') = :currency")
        parameters["currency"] = "" if matching.currency == money.NO_CURRENCY else matching.currency
    for column, values in several:
        if values:
            names, more = members(column, values)
            terms[column].append(f"{column} IN {names}")
            parameters |= more
    return terms, parameters


SUMS = ("sales", "purchases", "net", "pay", "wages")
"""What invoices come to: the net is sales less purchases, without pay received and wages paid."""

_SUMMED = ("side", "counts_as", "cancelled", "total")
"""Columns of which sums are made."""

_ADDED = {"sales": Side.SALE, "purchases": Side.PURCHASE, "pay": Side.PAY, "wages": Side.WAGES}
_EACH = {name: summed(f"CASE counts_as WHEN '{side}' THEN total ELSE 0 END") for name, side in _ADDED.items()}

_SUMS = f"""
    count(*) AS count, sum(cancelled) AS cancelled,
    sum(CASE WHEN counts_as IN ('{Side.PAY}', '{Side.WAGES}') THEN 1 ELSE 0 END) AS payslips,
    {", ".join(f"{amount} AS {name}" for name, amount in _EACH.items())}
"""

_CURRENCY = "coalesce(currency, '')"
_GROUPS: Mapping[str, tuple[Sequence[str], str]] = {
    "currency": ([_CURRENCY], "1 = 1"),
    "month": (["substr(day, 1, 7)", _CURRENCY], "day IS NOT NULL"),
    "counterpart": (["coalesce(counterpart_id, '')", _CURRENCY], "side IS NOT NULL"),
}
"""What invoices are told apart by, and which of them are."""

_COUNTS = ("count", "cancelled", "payslips")

_TOLD = (*_COUNTS, *_ADDED, "first_day", "last_day", "named")
"""What is told of each group; the last is the name of the newest, after its day."""

_TOGETHER: Mapping[str, Callable[..., Any]] = {"first_day": min, "last_day": max, "named": max}
_DAY = len("2026-11-30")

_SUM_KINDS = dict.fromkeys(SUMS, frames.MONEY) | dict.fromkeys(_COUNTS, frames.INTEGER)

_PAGE = {
    "row": frames.TEXT,
    "resource": frames.TEXT,
    "country": frames.TEXT,
    "link": frames.TEXT,
    "day": frames.DAY,
    "type": frames.TEXT,
    "kind": frames.TEXT,
    "number": frames.TEXT,
    "status": frames.TEXT,
    "cancelled": frames.FLAG,
    "counts_as": frames.TEXT,
    "counterpart_id": frames.TEXT,
    "counterpart": frames.TEXT,
    "currency": frames.TEXT,
    "net_amount": frames.MONEY,
    "tax": frames.MONEY,
    "withheld": frames.MONEY,
    "total": frames.MONEY,
    **dict.fromkeys(PAID_BY, frames.TEXT),
}

EXPORT_COLUMNS: frames.Columns = {name: kind for name, kind in _PAGE.items() if name != "resource"}
"""The columns of `export`, in order, with their kinds."""
