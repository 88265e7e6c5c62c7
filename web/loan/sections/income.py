"""Income with its proof: months, the inflows behind them, Belvo's sources, and documents held against banks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.match.outcomes import State
from domain.partial_months import month_start
from domain.person.income import NO_INCOME
from languages import grouped
from store.core.amounts import DASH
from store.core.keyset import Place
from store.core.money import NO_CURRENCY
from store.queries.banking import incomes, transactions
from store.queries.banking.filters import UNCATEGORIZED
from store.queries.people.figures import income_by_month
from web.loan import telling, words
from web.loan.document import Block, Column, Item, Section, figures, table, text
from web.loan.known import MATCH, PERSON, Known
from web.loan.sections.reasons import no_income

_T = words.TEXTS
_MOST_INFLOWS = 15
_LOOKED_AT = 400


def section(known: Known) -> Section:
    """A currency after another, then Belvo's own, then what documents say."""
    blocks: list[Block] = []
    by_month = income_by_month(known.subject.db, known.subject.links, known.subject.day)
    for currency in known.currencies:
        if any(known.value(PERSON, name, currency=currency) is not None for name in ("income", "income_belvo")):
            blocks.append(figures(words.say("summary.in", currency=currency), told(known, currency), columns=3))
        if any(by_month.get(currency, {}).values()):
            blocks += _proof(known, currency, by_month[currency])
    if not blocks:
        blocks = [text(words.say("income.none", reason=no_income(known)), "muted")]
    blocks += [_streams(known), *_against_documents(known)]
    sources = known.sources("transactions", "incomes", "invoices", "cl_invoices")
    return Section("income", _T["income.title"], blocks, _T["income.lead"], sources)


def told(known: Known, currency: str) -> Iterator[Item]:
    """Income as this desk works it out, Belvo's beside it, and the salary of payroll."""
    income, belvos = (known.value(PERSON, name, currency=currency) for name in ("income", "income_belvo"))
    months, spread = (known.value(PERSON, name, currency=currency) for name in ("months", "spread"))
    flags = {one["group"] for one in known.all(PERSON, "flag") if one["value"]}
    if income is not None or belvos is not None:
        note = words.say(
            "figure.income_note",
            spread=words.say("figure.spread", share=telling.share(spread)) if spread is not None else "",
            months=telling.count(int(months), "month") if months else _T["figure.no_month"],
        )
        value = telling.amount(income, currency) if income is not None else _T["unknown"]
        yield Item(_T["figure.income"], value, note, "warn" if flags & {"unsteady", "unpaid"} else "accent")
    if belvos is not None:
        yield Item(_T["figure.income_belvo"], telling.amount(belvos, currency))


def _proof(known: Known, currency: str, months: Mapping[str, int]) -> Iterator[Block]:
    columns = (Column(_T["col.month"], 1), Column(_T["col.came_in"], 1, right=True))
    rows = [(telling.month(month), telling.units(units, currency)) for month, units in months.items()]
    notes = [_T["income.months_note"]]
    yield table(words.say("income.months", currency=currency), columns, rows, notes=notes, narrow=True)
    yield _inflows(known, currency, min(months))


def _inflows(known: Known, currency: str, first: str) -> Block:
    """The largest rows of the whole months that count: no own transfer, and of no category that is none."""
    whole = replace(
        known.movements,
        since=date.fromisoformat(f"{first}-01"),
        until=month_start(known.subject.day) - timedelta(days=1),
        currency=currency or NO_CURRENCY,
        type="INFLOW",
    )
    found = transactions.page(known.subject.db, whole, sort="amount", at=Place(limit=_LOOKED_AT))
    counted = found[found["own_transfer"].isna() & ~found["category"].isin(NO_INCOME)]
    columns = (
        Column(_T["col.day"], 0.9),
        Column(_T["col.account"], 1.9),
        Column(_T["col.text"], 2.6),
        Column(_T["col.category"], 1.3),
        Column(_T["col.amount"], right=True),
    )
    rows = [
        (
            telling.day(row["value_date"]),
            telling.text(known.account_names.get(str(row["account"]), row["account"]), 60),
            telling.text(row["description"], 90),
            telling.category(row["category"] or UNCATEGORIZED),
            telling.amount(row["amount"], row["currency"]),
        )
        for row in counted.to_dict("records")
    ]
    notes = [_T["income.proof_note"]]
    return table(
        _T["income.proof"],
        columns,
        rows,
        notes=notes,
        most=_MOST_INFLOWS,
        beside="transactions",
        is_all=len(found) < _LOOKED_AT,
    )


def _streams(known: Known) -> Block:
    columns = (
        Column(_T["col.source"], 2.4),
        Column(_T["col.kind"], 1),
        Column(_T["col.at"], 1.6),
        Column(_T["col.a_month"], right=True),
        Column(_T["col.last"], 0.9),
        Column(_T["col.confidence"], 0.8),
        Column(_T["col.times"], right=True),
    )
    rows = [
        (
            telling.text(row["last_description"], 90),
            telling.name_of(row["type"]),
            telling.text(known.subject.called(str(row["link"]))),
            telling.amount(row["monthly_average"], row["currency"]),
            telling.day(row["last_date"]),
            telling.name_of(row["confidence"]),
            grouped(row["number_of_incomes"]) if telling.is_known(row["number_of_incomes"]) else "",
        )
        for row in incomes.streams(known.subject.db, known.subject.links).to_dict("records")
    ]
    return table(_T["income.streams"], columns, rows, empty=_T["income.streams_none"], beside="incomes")


def _against_documents(known: Known) -> list[Block]:
    """What became of what documents say is owed; inflows that nothing explains alone prove nothing."""
    sums = {(one["group"], one["currency"]): one for one in known.all(MATCH, "amount")}
    if all(state == State.UNEXPLAINED for state, _ in sums):
        return [table(_T["income.match"], (), (), empty=_T["income.match_none"])]
    days = {"since": telling.day(known.subject.since), "until": telling.day(known.subject.day)}
    columns = (
        Column(_T["col.state"], 3),
        Column(_T["col.currency"]),
        Column(_T["col.number_of"], right=True),
        Column(_T["col.amount"], 1.4, True),
    )
    rows = [
        (
            _T[f"match.{state}"],
            currency or DASH,
            grouped(known.value(MATCH, "count", group=state, currency=currency)),
            telling.amount(known.value(MATCH, "amount", group=state, currency=currency), currency),
        )
        for state, currency in _in_order(sums)
    ]
    return [table(_T["income.match"], columns, rows, notes=[words.say("income.match_lead", **days)])]


def _in_order(sums: Mapping[Any, Any]) -> list[tuple[str, str | None]]:
    order = [*State]
    return sorted(sums, key=lambda key: (str(key[1]), order.index(State(key[0]))))
