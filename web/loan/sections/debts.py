"""Debts: what is owed on connected accounts, what is to be paid when, and what is told of debts elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.balances import LIABILITY
from languages import grouped
from resources import Family
from store.queries.banking import cards, incomes
from store.queries.fiscal import debts
from web.loan import telling, words
from web.loan.document import Block, Column, Item, Section, Tone, figures, table, text
from web.loan.known import PERSON, Known
from web.loan.sections.reasons import none_of

_T = words.TEXTS
SOURCES = ("accounts", "bills", "cl_debt_reports", "recurring_expenses")


def section(known: Known) -> Section:
    """Figures, then accounts, then what is due, then reports."""
    blocks: list[Block] = []
    if known.accounts.empty:
        blocks.append(text(words.say("debts.none", reason=none_of(Family.BANKING)), "muted"))
    for currency in known.currencies:
        if items := [*told(known, currency)]:
            blocks.append(figures(words.say("summary.in", currency=currency), items, columns=3))
    blocks += [*_owing(known), *_due(known), *_reports(known), *_expenses(known)]
    blocks.append(text(_T["debts.elsewhere"], "muted"))
    return Section("debts", _T["debts.title"], blocks, _T["debts.lead"], known.sources(*SOURCES))


def told(known: Known, currency: str) -> Iterator[Item]:
    """Owed, how much of cards is used, and days below zero, as far as they are known."""
    flags = {one["group"] for one in known.all(PERSON, "flag") if one["value"]}
    owed, used, below = (known.value(PERSON, name, currency=currency) for name in ("owed", "utilisation", "below_zero"))
    if owed is not None:
        yield Item(_T["figure.owed"], telling.amount(owed, currency), _T["figure.owed_note"])
    if used is not None:
        yield Item(
            _T["figure.used"], telling.share(used), _T["figure.used_note"], "warn" if "cards" in flags else "accent"
        )
    if below is not None:
        tone: Tone = "warn" if "overdrawn" in flags else "accent"
        yield Item(_T["figure.below"], grouped(below), _T["figure.below_note"], tone)


def _owing(known: Known) -> Iterator[Block]:
    rows = known.accounts
    owing = rows[(rows["balance_type"] == LIABILITY) | (rows["current"] < 0)]
    if rows.empty:
        return
    columns = (
        Column(_T["col.account"], 2.4),
        Column(_T["col.kind"], 1.2),
        Column(_T["figure.owed"], right=True),
        Column(_T["col.limit"], right=True, optional=True),
        Column(_T["col.collected"]),
    )
    cells = [
        (
            telling.text(known.account_names[str(row["account"])]),
            telling.name_of(row["category"]),
            telling.amount(_due_of(row), row["currency"]),
            telling.amount(row["credit_limit"], row["currency"]),
            telling.moment(row["collected_at"]),
        )
        for row in owing.to_dict("records")
    ]
    yield table(_T["debts.owing"], columns, cells, empty=_T["debts.nothing"], beside="accounts")


def _due_of(row: Mapping[Any, Any]) -> float:
    """What is owed on it: an overpaid card owes nothing."""
    owed: float = row["current"] if row["balance_type"] == LIABILITY else -row["current"]
    return max(owed, 0.0) if owed == owed else owed


def _due(known: Known) -> Iterator[Block]:
    terms = cards.terms(known.subject.db, known.subject.links).to_dict("records")
    columns = (
        Column(_T["col.account"], 2.4),
        Column(_T["col.due"], 1),
        Column(_T["col.minimum"], right=True),
        Column(_T["col.to_pay"], right=True),
    )
    if terms:
        cells = [
            (
                telling.text(known.account_names.get(str(row["account"]), row["account_name"])),
                telling.day(row["next_payment_date"]),
                telling.amount(row["minimum_payment"], row["currency"]),
                telling.amount(_first(row, "no_interest_payment", "monthly_payment"), row["currency"]),
            )
            for row in terms
        ]
        yield table(_T["debts.terms"], columns, cells, beside="accounts")
    bills = cards.bills(known.subject.db, known.subject.links).to_dict("records")
    if bills:
        cells = [
            (
                telling.text(known.account_names.get(str(row["account"]), row["account_name"])),
                telling.day(row["due_date"]),
                telling.amount(row["minimum_amount"], row["currency"]),
                telling.amount(row["total_amount"], row["currency"]),
            )
            for row in bills
        ]
        yield table(_T["debts.bills"], columns, cells, most=12, beside="bills")


def _first(row: Mapping[Any, Any], *names: str) -> object:
    return next((row[name] for name in names if telling.is_known(row[name])), None)


def _reports(known: Known) -> Iterator[Block]:
    rows = debts.reports(known.subject.db, known.subject.links).to_dict("records")
    if not rows:
        return
    late = ("current", "delinquent", "severely_delinquent", "defaulted")
    columns = (
        Column(_T["col.name"], 2),
        Column(_T["summary.as_of"], 1),
        Column(_T["figure.owed"], right=True),
        *(Column(telling.name_of(name), right=True) for name in late),
    )
    cells = [
        (
            telling.text(row["name"]),
            telling.day(row["as_of"]),
            telling.amount(row["total"], row["currency"]),
            *(telling.amount(row[name], row["currency"]) for name in late),
        )
        for row in rows
    ]
    yield table(_T["debts.reports"], columns, cells, beside="cl_debt_reports")
    lenders = debts.debts(known.subject.db, known.subject.links).to_dict("records")
    columns = (Column(_T["col.lender"], 2.4), Column(_T["col.kind"], 1.4), Column(_T["col.amount"], right=True))
    cells = [
        (
            telling.text(row["institution"]),
            telling.name_of(row["credit_type"] if telling.is_known(row["credit_type"]) else row["kind"]),
            telling.amount(row["amount"], row["currency"]),
        )
        for row in lenders
    ]
    yield table("", columns, cells, beside="cl_debt_reports")


def _expenses(known: Known) -> Iterator[Block]:
    found = incomes.monthly(incomes.recurring_expenses(known.subject.db, known.subject.links)).to_dict("records")
    if not found:
        return
    columns = (
        Column(_T["col.what"], 2.4),
        Column(_T["col.category"], 1.6),
        Column(_T["col.account"], 1.8),
        Column(_T["col.a_month"], right=True),
        Column(_T["col.last"], 0.9),
    )
    cells = [
        (
            telling.text(row["name"], 90),
            telling.category(row["category"]),
            telling.text(known.account_names.get(str(row["account"])), 60),
            telling.amount(row["a_month"], row["currency"]),
            telling.day(row["last_date"]),
        )
        for row in found
    ]
    notes = [_T["debts.expenses_note"]]
    yield table(_T["debts.expenses"], columns, cells, notes=notes, most=12, beside="recurring_expenses")
