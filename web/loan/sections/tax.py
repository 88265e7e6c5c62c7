"""Invoices and tax: who the authority says they are, what they sell and buy, and what they have filed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from domain.partial_months import partial_months
from languages import grouped
from resources import Family
from store.core.amounts import symbol
from store.queries.fiscal import invoices, statements, tax_filings, taxpayers
from web.loan import telling, words
from web.loan.document import Block, Column, Item, Section, figures, table, text
from web.loan.known import FISCAL, Known, code_of
from web.loan.sections.months import Months
from web.loan.sections.reasons import none_of

if TYPE_CHECKING:
    from pandas import DataFrame

_T = words.TEXTS
_MOST_PARTNERS = 8
_KINDS = {"monthly": "tax.monthly", "yearly": "tax.yearly"}
_SUMS = ("sales", "purchases", "net", "pay", "wages")
SOURCES = (
    *("tax_status", "cl_tax_status", "tax_compliance_status", "invoices", "cl_invoices"),
    *("tax_returns", "tax_retentions", "financial_statements"),
)


def section(known: Known) -> Section:
    """The taxpayer, then invoices a currency after another, then filings."""
    blocks = [
        *_payers(known),
        *_opinions(known),
        *_invoices(known),
        *_returns(known),
        *_statements(known),
        *_retained(known),
    ]
    if not blocks:
        blocks = [text(words.say("tax.none", reason=none_of(Family.FISCAL)), "muted")]
    days = {"since": telling.day(known.subject.since), "until": telling.day(known.subject.day)}
    return Section("tax", _T["tax.title"], blocks, words.say("tax.lead", **days), known.sources(*SOURCES))


def _payers(known: Known) -> Iterator[Block]:
    rows = taxpayers.status(known.subject.db, known.subject.links).to_dict("records")
    if rows:
        columns = (
            Column(_T["col.name"], 2.4),
            Column(_T["col.tax_id"], 1.2),
            Column(_T["col.country"], 0.6),
            Column(_T["col.status"], 0.9),
            Column(_T["col.since"], 0.9),
            Column(_T["col.collected"]),
        )
        cells = [
            (
                telling.text(row["name"]),
                telling.text(row["tax_id"]),
                telling.text(row["country"]),
                telling.name_of(row["status"]),
                telling.day(row["since"]),
                telling.moment(row["collected_at"]),
            )
            for row in rows
        ]
        yield table(_T["tax.payers"], columns, cells, beside="tax_status")


def _opinions(known: Known) -> Iterator[Block]:
    opinions = taxpayers.compliance(known.subject.db, known.subject.links).to_dict("records")
    if opinions:
        columns = (
            Column(_T["col.outcome"], 1.2),
            Column(_T["col.tax_id"], 1.2),
            Column(_T["col.number"], 1.4),
            Column(_T["col.collected"]),
        )
        cells = [
            (
                {"t": telling.name_of(row["outcome"]), "tone": "good" if row["outcome"] == "POSITIVE" else "bad"},
                telling.text(row["rfc"]),
                telling.text(row["number"]),
                telling.moment(row["collected_at"]),
            )
            for row in opinions
        ]
        yield table(_T["tax.opinions"], columns, cells, most=6, beside="tax_compliance_status")


def _invoices(known: Known) -> Iterator[Block]:
    every = invoices.by_month(known.subject.db, known.invoices)
    first = invoices.first_day(known.subject.db, known.subject.links)
    partial = partial_months(first, known.subject.day, since=known.subject.since, until=known.subject.day)
    for one in known.all(FISCAL, "sales", month=None):
        currency = code_of(one["currency"])
        if items := [*sums(known, one["currency"])]:
            yield figures(words.say("summary.in", currency=currency or _T["unknown"]), items)
        rows = every[every["currency"].fillna("") == currency]
        yield from _months(currency, rows, partial)
    yield from _partners(known)


def sums(known: Known, currency: str | None) -> Iterator[Item]:
    """What invoices of these months come to, but what there is none of; nothing at all where all of it is nothing."""
    told = {name: known.value(FISCAL, name, currency=currency, month=None) for name in _SUMS}
    if not any(told.values()):
        return
    note = words.say("figure.invoiced_note", since=telling.day(known.subject.since))
    for name, value in told.items():
        if value or name in ("sales", "purchases"):
            tone: Any = "bad" if value is not None and value < 0 else "accent"
            yield Item(_T[f"figure.{name}"], telling.amount(value, code_of(currency)), note, tone)


def _months(currency: str, rows: "DataFrame", partial: Any) -> Iterator[Block]:  # noqa: ANN401 - a set of days
    dated = rows.dropna(subset=["month"])
    if dated.empty or not (dated[["sales", "purchases"]].to_numpy() != 0).any():
        return
    unit = words.say("tax.sales_in", unit=symbol(currency) if currency else _T["unknown"])
    title, alt = (words.say(name, currency=currency) for name in ("tax.invoices", "tax.invoices_alt"))
    months = Months(dated, currency, partial, "sales", "purchases")
    yield months.bars(title, unit, alt=alt)
    yield months.table("")


def _partners(known: Known) -> Iterator[Block]:
    rows = invoices.by_counterpart(known.subject.db, known.invoices, limit=_MOST_PARTNERS).to_dict("records")
    if rows:
        columns = (
            Column(_T["col.partner"], 2.6),
            Column(_T["col.tax_id"], 1.2),
            Column(_T["col.sales"], right=True),
            Column(_T["col.purchases"], right=True),
            Column(_T["col.last"], 0.9),
        )
        cells = [
            (
                telling.text(row["name"], 90),
                telling.text(row["counterpart"]),
                telling.amount(row["sales"] or None, row["currency"]),
                telling.amount(row["purchases"] or None, row["currency"]),
                telling.day(row["last_day"]),
            )
            for row in rows
        ]
        yield table(_T["tax.partners"], columns, cells, beside="invoices")


def _returns(known: Known) -> Iterator[Block]:
    found = tax_filings.returns(known.subject.db, known.subject.links)
    rows = found[~found["replaced"].fillna(value=False)].to_dict("records")
    if rows:
        columns = (
            Column(_T["col.period"], 1),
            Column(_T["col.kind"], 0.8),
            Column(_T["col.filed"], 1),
            Column(_T["col.income"], 1, right=True),
            Column(_T["col.income_tax"], 1, right=True),
            Column(_T["col.vat"], 1, right=True),
        )
        cells = [
            (
                telling.month(row["period"])
                if row["kind"] == "monthly" and telling.is_known(row["period"])
                else telling.text(row["year"]),
                _T[_KINDS[row["kind"]]],
                telling.day(row["filed_on"]),
                telling.amount(row["income"], "MXN"),
                telling.amount(row["income_tax"], "MXN"),
                telling.amount(row["vat"], "MXN"),
            )
            for row in rows
        ]
        yield table(_T["tax.returns"], columns, cells, notes=[_T["tax.returns_note"]], most=18, beside="tax_returns")


def _statements(known: Known) -> Iterator[Block]:
    rows = statements.years(known.subject.db, known.subject.links).to_dict("records")
    if rows:
        names = ("net_revenue", "net_income", "assets", "liabilities", "equity")
        columns = (
            Column(_T["col.year"], 0.6),
            *(
                Column(_T[f"col.{name}"], 1, right=True)
                for name in ("revenue", "result", "assets", "liabilities", "equity")
            ),
        )
        cells = [
            (telling.text(row["year"]), *(telling.amount(row[name], row["currency"]) for name in names)) for row in rows
        ]
        yield table(_T["tax.statements"], columns, cells, most=10, beside="financial_statements")


def _retained(known: Known) -> Iterator[Block]:
    found = tax_filings.retentions_by_month(
        known.subject.db, known.subject.links, since=known.subject.since, until=known.subject.day
    )
    rows = found.sort_values("month", ascending=False).to_dict("records")
    if rows:
        columns = (
            Column(_T["col.month"], 1),
            Column(_T["col.amount"], 1, right=True),
            Column(_T["col.retained"], 1, right=True),
            Column(_T["col.number_of"], 0.6, right=True),
        )
        cells = [
            (
                telling.month(row["month"].date()),
                telling.amount(row["invoiced"], "MXN"),
                telling.amount(row["retained"], "MXN"),
                grouped(row["count"]),
            )
            for row in rows
        ]
        yield table(_T["tax.retained"], columns, cells, most=12, beside="tax_retentions")
