"""Invoices of Mexico and Chile alike: find, count, sum, page through, by month and by counterpart.

Directions are those of the document, seen by whoever the link belongs to: an OUTFLOW was issued, an INFLOW received.
What was cancelled is listed and counts in no sum; a credit note counts with a minus. A payslip (Nómina) is received
by whoever is paid.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from store import engine
from store.core import frames, money
from store.core.csv_file import defuse
from store.core.money import to_decimal
from store.core.parameters import Condition, members
from store.database import Database
from store.queries.query_params import QueryFilter

if TYPE_CHECKING:
    from pandas import DataFrame

SORTS = {
    "day": "day",
    "total": "total",
    "counterpart": "counterpart",
    "kind": "kind",
    "status": "status",
    "number": "number",
}
"""Columns by which a page may be sorted."""

CHILEAN_KINDS = {
    33: "Factura",
    34: "Factura exenta",
    39: "Boleta",
    46: "Factura de compra",
    52: "Guía de despacho",
    56: "Nota de débito",
    61: "Nota de crédito",
}
"""Chile's codes of documents in words; others are told by their code."""


@dataclass(frozen=True, slots=True)
class InvoiceFilter(QueryFilter):
    """What is not given does not restrict.

    `since` and `until` are the days of issue, both included, `type` is INFLOW or OUTFLOW, `counterparts` are tax ids.
    `minimum` and `maximum` bound the total, both included; `currency` may be NO_CURRENCY. `text` is looked for in
    names, tax ids and numbers.
    """

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


def totals(db: Database, matching: InvoiceFilter) -> "DataFrame":
    """One row a currency: currency, count, cancelled, and issued, received, net as exact Decimal; most rows first."""
    table, parameters = _source(matching, ("currency", *_SUMMED))
    sql = f"SELECT currency, {_SUMS} FROM {table} GROUP BY currency ORDER BY count DESC, currency"
    columns = {"currency": frames.TEXT, "count": frames.INTEGER, "cancelled": frames.INTEGER}
    return frames.read(db, sql, parameters, columns | dict.fromkeys(("issued", "received", "net"), frames.DECIMAL))


def page(
    db: Database,
    matching: InvoiceFilter,
    *,
    sort: str = "day",
    descending: bool = True,
    offset: int = 0,
    limit: int = 100,
) -> "DataFrame":
    """A page of invoices in the order of one of `SORTS`, with columns as in `_PAGE`; a credit note's total is negative.

    `row` and `resource` are what `rows.body` and `files.of` need to open it.
    """
    direction = "DESC" if descending else "ASC"
    order = f"{SORTS[sort]} {direction}, country {direction}, key {direction}"
    table, parameters = _source(matching, [*_PAGE, "key"], ends=f"ORDER BY {order} LIMIT :end")
    sql = f"SELECT * FROM {table} ORDER BY {order} LIMIT :limit OFFSET :offset"
    return frames.read(db, sql, {**parameters, "limit": limit, "offset": offset, "end": offset + limit}, _PAGE)


def by_month(db: Database, matching: InvoiceFilter) -> "DataFrame":
    """Columns month (its first day), currency, issued, received, net (float64), count, cancelled."""
    table, parameters = _source(matching, ("day", "currency", *_SUMMED))
    sql = f"""
        SELECT substr(day, 1, 7) || '-01' AS month, currency, {_SUMS} FROM {table} WHERE day IS NOT NULL
        GROUP BY substr(day, 1, 7), currency ORDER BY month, currency
    """
    return frames.read(db, sql, parameters, {"month": frames.DAY, "currency": frames.TEXT, **_SUM_KINDS})


def by_counterpart(db: Database, matching: InvoiceFilter, *, limit: int = 20) -> "DataFrame":
    """The others, the largest sums first: counterpart (tax id), name, currency, sums, first and last day.

    One who changed their name is told by the one of their newest invoice.
    """
    table, parameters = _source(matching, ("counterpart_id", "counterpart", "day", "currency", *_SUMMED))
    sql = f"""
        SELECT counterpart_id AS counterpart, currency, {_SUMS}, min(day) AS first_day, max(day) AS last_day,
            substr(max(coalesce(day, '0000-00-00') || counterpart), 11) AS name
        FROM {table} GROUP BY counterpart_id, currency
        ORDER BY abs(issued) + abs(received) DESC, counterpart_id LIMIT :limit
    """
    columns = {"counterpart": frames.TEXT, "name": frames.TEXT, "currency": frames.TEXT, **_SUM_KINDS}
    days = {"first_day": frames.DAY, "last_day": frames.DAY}
    return frames.read(db, sql, {**parameters, "limit": limit}, columns | days)


def facets(db: Database, links: Sequence[str] = ()) -> Facets:
    """The facets of the links' invoices, or of all."""
    table, parameters = _source(InvoiceFilter(links=links), ("kind", "status", "currency", "day"))
    sql = f"SELECT kind, status, currency, min(day), max(day) FROM {table} GROUP BY kind, status, currency"
    with db.read() as connection:
        rows = connection.execute(sql, parameters).fetchall()
    kinds, statuses = (tuple(sorted({row[index] for row in rows} - {None})) for index in range(2))
    currencies = tuple(sorted({row["currency"] or money.NO_CURRENCY for row in rows}))
    days = sorted(date.fromisoformat(day) for row in rows for day in row[3:] if day)
    return Facets(kinds, statuses, currencies, days[0] if days else None, days[-1] if days else None)


def export(db: Database, matching: InvoiceFilter) -> Generator[tuple[str, ...], None, None]:
    """The invoices as rows of `EXPORT_COLUMNS`, newest first: amounts exact, texts harmless in a spreadsheet.

    A connection is lent out until the last row has been taken or the iterator is closed.
    """
    table, parameters = _source(matching, [*EXPORT_COLUMNS, "key"])
    names = ", ".join(f'"{name}"' for name in EXPORT_COLUMNS)
    with db.read() as connection:
        for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY day DESC, key DESC", parameters):
            yield tuple(map(_cell, row, EXPORT_COLUMNS))


def _cell(value: object, name: str) -> str:
    if isinstance(value, int) and _PAGE[name] == frames.MONEY:
        return f"{to_decimal(value):f}"
    return defuse(None if value is None else str(value))


def _source(matching: InvoiceFilter, names: Iterable[str], *, ends: str = "") -> Condition:
    """A table expression with these of `_COLUMNS`, of the invoices that the filter leaves.

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
        f"SELECT * FROM (SELECT * FROM (SELECT {_named(columns, needed)} FROM {table} WHERE deleted_at IS NULL"
        f" {having_text.format(table=table)}) AS every_one WHERE {condition} {ends}) AS {table}"
        for table, columns in _COLUMNS.items()
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
        ("gross", ">=", "minimum", money.to_units(matching.minimum)),
        ("gross", "<=", "maximum", money.to_units(matching.maximum)),
    )
    several = (
        ("link", matching.links),
        ("kind", matching.kinds),
        ("status", matching.statuses),
        ("counterpart_id", matching.counterparts),
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


_SUMMED = ("type", "cancelled", "total")
"""Columns of which sums are made."""

_SUMS = """
    count(*) AS count, sum(cancelled) AS cancelled,
    sum(CASE WHEN type = 'OUTFLOW' AND cancelled = 0 THEN total ELSE 0 END) AS issued,
    sum(CASE WHEN type = 'INFLOW' AND cancelled = 0 THEN total ELSE 0 END) AS received,
    sum(CASE WHEN cancelled = 1 THEN 0 WHEN type = 'OUTFLOW' THEN total WHEN type = 'INFLOW' THEN -total
        ELSE 0 END) AS net
"""

_SUM_KINDS = {
    "issued": frames.MONEY,
    "received": frames.MONEY,
    "net": frames.MONEY,
    "count": frames.INTEGER,
    "cancelled": frames.INTEGER,
}

_CHILEAN_KIND = (
    "CASE document_code "
    + " ".join(f"WHEN {code} THEN '{kind}'" for code, kind in CHILEAN_KINDS.items())
    + " ELSE CAST(document_code AS TEXT) END"
)

_UNIFIED = {
    **{name: name for name in ("key", "link", "type", "status", "currency")},
    "row": "id",
    "cancelled": "CASE WHEN lower(substr(status, 1, 6)) = 'cancel' THEN 1 ELSE 0 END",
    "counterpart_id": "CASE type WHEN 'INFLOW' THEN sender_id ELSE receiver_id END",
    "counterpart": "CASE type WHEN 'INFLOW' THEN sender_name ELSE receiver_name END",
    "gross": "coalesce(total_amount, 0)",
}

_COLUMNS = {
    "invoices": _UNIFIED
    | {
        "resource": "'invoices'",
        "country": "'MX'",
        "day": "invoice_date",
        "kind": "invoice_type",
        "number": "coalesce(series || '-', '') || coalesce(folio, invoice_identification)",
        "net_amount": "subtotal_amount",
        "tax": "tax_amount",
        "total": "CASE WHEN invoice_type = 'Egreso' THEN -1 ELSE 1 END * coalesce(total_amount, 0)",
    },
    "cl_invoices": _UNIFIED
    | {
        "resource": "'cl_invoices'",
        "country": "'CL'",
        "day": "issue_date",
        "kind": _CHILEAN_KIND,
        "number": "folio",
        "net_amount": "net_amount",
        "tax": "vat_amount",
        "total": "CASE WHEN document_code = 61 THEN -1 ELSE 1 END * coalesce(total_amount, 0)",
    },
}
"""The expressions of each column in either country's table."""

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
    "counterpart_id": frames.TEXT,
    "counterpart": frames.TEXT,
    "currency": frames.TEXT,
    "net_amount": frames.MONEY,
    "tax": frames.MONEY,
    "total": frames.MONEY,
}

EXPORT_COLUMNS: frames.Columns = {name: kind for name, kind in _PAGE.items() if name != "resource"}
"""The columns of `export`, in order, with their kinds."""
