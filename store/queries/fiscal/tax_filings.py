"""Returns filed with Mexico's tax authority, and retentions, in pesos."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from domain import tax_returns
from store import engine
from store.core import frames, instants
from store.core.money import summed
from store.core.parameters import Condition
from store.database import Database
from store.queries.base import JSON, bodies, frame, frame_of, live, part, read, table
from store.queries.kept import kept_by_link
from store.write import rows

if TYPE_CHECKING:
    from pandas import DataFrame

_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)

_OF_KIND = {"monthly": " AND type = 'monthly'", "yearly": " AND coalesce(type, '') <> 'monthly'"}


def returns(
    db: Database,
    links: Sequence[str] = (),
    *,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> "DataFrame":
    """One row a return, the newest period first; columns as in `_RETURNS`. `kind` is yearly or monthly.

    `since` and `until` bound `period`, the first day of the month or of the year. Amounts are missing where the return
    does not tell them under a name that is known here: `return_amounts` has all. One is `replaced` where its period was
    filed again.
    """
    first, last = (bound.isoformat() if bound else "" for bound in (since, until))
    within = [
        row
        for row in _filed(db, links, kind or "")
        if (row["period"] or "") >= first and (not last or (row["period"] or "") <= last)
    ]
    newest_first = sorted(
        within, key=lambda row: (row["period"] or "", row["filed_on"] or "", row["row"] or ""), reverse=True
    )
    return frame_of(newest_first, _RETURNS)


@kept_by_link
def _filed(db: Database, links: Sequence[str], kind: str) -> Iterator[tuple[str, JSON]]:
    """Each return of a link's with its values read and whether it is replaced, which follows from those of the link."""
    condition, parameters = live(links)
    with db.read() as connection:
        filed = bodies(connection, "tax_returns", (f"{condition}{_OF_KIND.get(kind, '')}", parameters))
    for row in _marked([*map(_return, filed)]):
        yield row["link"], read(row, _RETURNS)


def return_amounts(db: Database, row: str) -> "DataFrame":
    """Every amount of a return, in its own order: section, field, amount; names are the tax authority's."""
    return frame(_lines(rows.body(db, "tax_returns", row) or {}), _RETURN_AMOUNTS)


def retentions(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row a certificate of tax that was withheld, the newest first; columns as in `_RETENTIONS`, days of issue."""
    which, sources = _retained(links, since, until), {"document": "invoice_identification"}
    return table(db, "tax_retentions", _RETENTIONS, which, order="issued_at DESC NULLS LAST", sources=sources)


def retentions_by_month(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """Columns month (its first day), invoiced, taxable, retained (float64), count; cancelled certificates left out."""
    condition, parameters = _retained(links, since, until)
    sql = f"""
        SELECT substr(issued_at, 1, 7) || '-01' AS month, {summed("total_invoice_amount")} AS invoiced,
            {summed("total_taxable_amount")} AS taxable, {summed("total_retained_amount")} AS retained,
            count(*) AS count
        FROM tax_retentions WHERE {condition} AND cancelled_at IS NULL AND issued_at IS NOT NULL
        GROUP BY substr(issued_at, 1, 7) ORDER BY month NULLS FIRST
    """
    sums = dict.fromkeys(("invoiced", "taxable", "retained"), frames.MONEY)
    return frames.read(db, sql, parameters, {"month": frames.DAY, **sums, "count": frames.INTEGER})


def _retained(links: Sequence[str], since: date | None, until: date | None) -> Condition:
    return live(links, day="substr(issued_at, 1, 10)", since=since, until=until)


def _return(item: JSON) -> dict[str, Any]:
    general = part(item, "informacion_general")
    kind = "monthly" if item.get("type") == "monthly" else "yearly"
    return {
        "link": item.get("link"),
        "row": item.get("id"),
        "kind": kind,
        "year": general.get("ejercicio"),
        "period": _period(general, kind),
        "filing": general.get("tipo_declaracion"),
        "filed_on": instants.parse_day(general.get("fecha_hora_presentacion")),
        "rfc": general.get("rfc"),
        "number": general.get("numero_operacion"),
        **{name: tax_returns.amount(item, name) for name in tax_returns.AMOUNTS},
        "collected_at": item.get("collected_at"),
    }


def _marked(returns: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The returns, each with whether a later one of the same period replaces it."""
    newest: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(returns, key=lambda row: row["filed_on"] or ""):
        newest[row["link"], row["rfc"], row["kind"], row["period"] or row["row"]] = row
    last = {id(row) for row in newest.values()}
    return [row | {"replaced": id(row) not in last} for row in returns]


def _period(general: JSON, kind: str) -> str | None:
    """The first day of the period; of one that names several months, of the first of them."""
    if kind == "yearly":
        return instants.parse_day(f"{general.get('ejercicio')}-01-01")
    words = engine.fold(str(general.get("periodo_declaracion") or "")).replace("-", " ").split()
    month = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), 0)
    return instants.parse_day(f"{general.get('ejercicio')}-{month:02d}-01")


def _lines(item: JSON) -> Iterator[dict[str, Any]]:
    for section, fields in item.items():
        if isinstance(fields, dict) and section != "informacion_general":
            for field, amount in fields.items():
                if isinstance(amount, int | float) and not isinstance(amount, bool):
                    yield {"section": section, "field": field, "amount": amount}


_RETURNS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "kind": frames.TEXT,
    "year": frames.INTEGER,
    "period": frames.DAY,
    "filing": frames.TEXT,
    "filed_on": frames.DAY,
    "rfc": frames.TEXT,
    "number": frames.TEXT,
    **dict.fromkeys(tax_returns.AMOUNTS, frames.MONEY),
    "replaced": frames.FLAG,
    "collected_at": frames.INSTANT,
}

_RETURN_AMOUNTS = {"section": frames.TEXT, "field": frames.TEXT, "amount": frames.MONEY}

_RETENTIONS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "document": frames.TEXT,
    "code": frames.INTEGER,
    "issued_at": frames.INSTANT,
    "cancelled_at": frames.INSTANT,
    "sender_id": frames.TEXT,
    "sender_name": frames.TEXT,
    "receiver_id": frames.TEXT,
    "receiver_name": frames.TEXT,
    "total_invoice_amount": frames.MONEY,
    "total_taxable_amount": frames.MONEY,
    "total_exempt_amount": frames.MONEY,
    "total_retained_amount": frames.MONEY,
}
