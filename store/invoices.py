"""Invoices of Mexico and Chile alike: find, count, sum, page through, by month and by counterpart.

Directions are those of the document, seen by whoever the link belongs to: an OUTFLOW was issued, an INFLOW received.
What was cancelled is listed and counts in no sum; a credit note counts with a minus. A payslip (Nómina) is received
by whoever is paid.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from store import engine, frames, money
from store.addresses import Addressed
from store.database import Database
from store.export import defuse
from store.money import to_decimal
from store.parameters import Condition, members

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
"""What a page may be sorted by, and the column behind it."""


@dataclass(frozen=True, slots=True)
class Filter(Addressed):
    """Which invoices; what is not given does not restrict.

    `since` and `until` are the days of issue, both included, `type` is INFLOW or OUTFLOW, `counterparts` are tax ids.
    `minimum` and `maximum` bound the total, both included. `text` is looked for in names, tax ids and numbers.
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
    """What there is to choose from, and the days of the first and last invoice."""

    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    currencies: tuple[str, ...]
    first_day: date | None
    last_day: date | None


def count(db: Database, wanted: Filter) -> int:
    """How many invoices the filter leaves, cancelled ones included."""
    table, parameters = _source(wanted)
    with db.read() as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}", parameters).fetchone()[0]
    return found


def totals(db: Database, wanted: Filter) -> "DataFrame":
    """One row a currency: currency, count, cancelled, and issued, received, net as exact Decimal; most rows first."""
    table, parameters = _source(wanted)
    sql = f"SELECT currency, {_SUMS} FROM {table} GROUP BY currency ORDER BY count DESC, currency"
    columns = {"currency": frames.TEXT, "count": frames.INTEGER, "cancelled": frames.INTEGER}
    return frames.read(db, sql, parameters, columns | dict.fromkeys(("issued", "received", "net"), frames.DECIMAL))


def page(
    db: Database, wanted: Filter, *, sort: str = "day", descending: bool = True, offset: int = 0, limit: int = 100
) -> "DataFrame":
    """A page of invoices in the order of one of `SORTS`, with columns as in `_PAGE`; a credit note's total is negative.

    `row` and `resource` are what `rows.body` and `files.of` need to open it.
    """
    table, parameters = _source(wanted)
    direction = "DESC" if descending else "ASC"
    order = f"{SORTS[sort]} {direction}, country {direction}, key {direction}"
    sql = f"SELECT * FROM {table} ORDER BY {order} LIMIT :limit OFFSET :offset"
    return frames.read(db, sql, {**parameters, "limit": limit, "offset": offset}, _PAGE)


def by_month(db: Database, wanted: Filter) -> "DataFrame":
    """Columns month (its first day), currency, issued, received, net (float64), count, cancelled."""
    table, parameters = _source(wanted)
    sql = f"""
        SELECT substr(day, 1, 7) || '-01' AS month, currency, {_SUMS} FROM {table} WHERE day <> ''
        GROUP BY substr(day, 1, 7), currency ORDER BY month, currency
    """
    return frames.read(db, sql, parameters, {"month": frames.DAY, "currency": frames.TEXT, **_SUM_KINDS})


def by_counterpart(db: Database, wanted: Filter, *, limit: int = 20) -> "DataFrame":
    """The others, the largest sums first: counterpart (tax id), name, currency, sums, first and last day.

    One who changed their name is told by the one of their newest invoice.
    """
    table, parameters = _source(wanted)
    sql = f"""
        SELECT counterpart_id AS counterpart, currency, {_SUMS}, min(day) AS first_day, max(day) AS last_day,
            (SELECT newest.counterpart FROM {table} AS newest WHERE newest.counterpart_id = invoices.counterpart_id
                ORDER BY newest.day DESC LIMIT 1) AS name
        FROM {table} AS invoices GROUP BY counterpart_id, currency
        ORDER BY abs(issued) + abs(received) DESC, counterpart_id LIMIT :limit
    """
    columns = {"counterpart": frames.TEXT, "name": frames.TEXT, "currency": frames.TEXT, **_SUM_KINDS}
    days = {"first_day": frames.DAY, "last_day": frames.DAY}
    return frames.read(db, sql, {**parameters, "limit": limit}, columns | days)


def facets(db: Database, links: Sequence[str] = ()) -> Facets:
    """What the invoices of the links, or all, can be filtered by."""
    table, parameters = _source(Filter(links=links))
    with db.read() as connection:
        kinds, statuses, currencies = (
            tuple(
                value
                for (value,) in connection.execute(f"SELECT DISTINCT {name} FROM {table} ORDER BY 1", parameters)
                if value
            )
            for name in ("kind", "status", "currency")
        )
        sql = f"SELECT min(day), max(day) FROM {table} WHERE day <> ''"
        first, last = connection.execute(sql, parameters).fetchone()
    return Facets(kinds, statuses, currencies, *(date.fromisoformat(day) if day else None for day in (first, last)))


def export(db: Database, wanted: Filter) -> Iterator[tuple[str, ...]]:
    """The invoices as rows of `EXPORT_COLUMNS`, newest first: amounts exact, texts harmless in a spreadsheet.

    A connection is lent out until the last row has been taken or the iterator is closed.
    """
    table, parameters = _source(wanted)
    names = ", ".join(f'"{name}"' for name in EXPORT_COLUMNS)
    with db.read() as connection:
        for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY day DESC, key DESC", parameters):
            yield tuple(map(_cell, row, EXPORT_COLUMNS))


def _cell(value: object, name: str) -> str:
    if isinstance(value, int) and _PAGE[name] == frames.MONEY:
        return f"{to_decimal(value):f}"
    return defuse(None if value is None else str(value))


def _source(wanted: Filter) -> Condition:
    """A table expression with the columns of `_UNIFIED`, of the invoices that the filter leaves."""
    terms, parameters = _terms(wanted)
    searched = "AND key IN (SELECT key FROM search_{table} WHERE " + engine.contains("text", "text") + ")"
    if words := engine.fold(wanted.text.strip()):
        parameters["text"] = words
    arms = " UNION ALL ".join(
        f"SELECT {columns} FROM {table} WHERE gone_at IS NULL {searched.format(table=table) if words else ''}"
        for table, columns in _ARMS.items()
    )
    return f"(SELECT * FROM ({arms}) AS every_invoice WHERE {' AND '.join(terms)})", parameters


def _terms(wanted: Filter) -> tuple[list[str], dict[str, object]]:
    single = {
        "day >= :since": ("since", wanted.since and wanted.since.isoformat()),
        "day <= :until": ("until", wanted.until and wanted.until.isoformat()),
        "type = :type": ("type", wanted.type),
        "currency = :currency": ("currency", wanted.currency),
        "gross >= :minimum": ("minimum", money.to_units(wanted.minimum)),
        "gross <= :maximum": ("maximum", money.to_units(wanted.maximum)),
    }
    terms = ["1 = 1", *(term for term, (_, value) in single.items() if value is not None)]
    parameters: dict[str, object] = {name: value for name, value in single.values() if value is not None}
    several = {
        "link": wanted.links,
        "kind": wanted.kinds,
        "status": wanted.statuses,
        "counterpart_id": wanted.counterparts,
    }
    for name, values in several.items():
        if values:
            names, more = members(name, values)
            terms.append(f"{name} IN {names}")
            parameters |= more
    return terms, parameters


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

_UNIFIED = """
    key, id AS "row", '{table}' AS resource, '{country}' AS country, link, coalesce({day}, '') AS day, type,
    {kind} AS kind, {number} AS number, status,
    CASE WHEN lower(substr(status, 1, 6)) = 'cancel' THEN 1 ELSE 0 END AS cancelled,
    sender_id, sender_name AS sender, receiver_id, receiver_name AS receiver,
    CASE type WHEN 'INFLOW' THEN sender_id ELSE receiver_id END AS counterpart_id,
    CASE type WHEN 'INFLOW' THEN sender_name ELSE receiver_name END AS counterpart,
    currency, {net} AS net_amount, {tax} AS tax, coalesce(total_amount, 0) AS gross,
    CASE WHEN {credit_note} THEN -1 ELSE 1 END * coalesce(total_amount, 0) AS total
"""

_CHILEAN_KIND = """
    CASE document_code WHEN 33 THEN 'Factura' WHEN 34 THEN 'Factura exenta' WHEN 39 THEN 'Boleta'
        WHEN 46 THEN 'Factura de compra' WHEN 52 THEN 'Guía de despacho' WHEN 56 THEN 'Nota de débito'
        WHEN 61 THEN 'Nota de crédito' ELSE CAST(document_code AS TEXT) END
"""

_ARMS = {
    "invoices": _UNIFIED.format(
        table="invoices",
        country="MX",
        day="invoice_date",
        kind="invoice_type",
        number="coalesce(series || '-', '') || coalesce(folio, invoice_identification)",
        net="subtotal_amount",
        tax="tax_amount",
        credit_note="invoice_type = 'Egreso'",
    ),
    "cl_invoices": _UNIFIED.format(
        table="cl_invoices",
        country="CL",
        day="issue_date",
        kind=_CHILEAN_KIND,
        number="folio",
        net="net_amount",
        tax="vat_amount",
        credit_note="document_code = 61",
    ),
}

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

EXPORT_COLUMNS = tuple(name for name in _PAGE if name != "resource")
"""What `export` yields, in order."""
