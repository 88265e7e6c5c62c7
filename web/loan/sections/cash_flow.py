"""Cash flow: month by month, where it comes from and goes to, what comes back, and own transfers that are left out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.cash_flow.own_transfers import Evidence
from languages import grouped
from store.core.amounts import symbol
from store.queries.banking import cash_flow, flows
from store.queries.banking.outlooks import REASONS, Outlook, outlook
from web.loan import telling, words
from web.loan.document import Block, Column, Item, Section, figures, table, text
from web.loan.known import CASH_FLOW, Known, code_of
from web.loan.sections.months import Months
from web.loan.sections.reasons import no_movements

if TYPE_CHECKING:
    from pandas import DataFrame

_T = words.TEXTS
_MOST_CATEGORIES = 8
_MOST_PAYEES = 10


def section(known: Known) -> Section:
    """A currency after another."""
    blocks: list[Block] = []
    by_currency = {str(currency): rows for currency, rows in known.months.groupby("currency", sort=False)}
    for currency in dict.fromkeys([*known.currencies, *by_currency]):  # in one order everywhere
        if currency in by_currency:
            blocks += _of_currency(known, currency, by_currency[currency])
    if not blocks:
        blocks = [text(words.say("cash.none", reason=no_movements(known)), "muted")]
    days = {"since": telling.day(known.subject.since), "until": telling.day(known.subject.day)}
    lead = words.say("cash.lead", **days)
    return Section("cash_flow", _T["cash.title"], blocks, lead, known.sources("transactions"), new_page=True)


def _of_currency(known: Known, currency: str, rows: "DataFrame") -> Iterator[Block]:
    seen = outlook(known.subject.db, replace(known.movements, currency=currency), known.subject.day)
    yield figures(words.say("summary.in", currency=currency), [*a_month(known, currency), *_expected(seen)])
    yield chart(known, currency, rows)
    yield Months(rows, currency, known.partial).table(words.say("cash.months", currency=currency))
    yield from own_transfers(known, currency)
    yield from _categories(known, currency)
    yield from _comes_back(known, currency, seen)


def chart(known: Known, currency: str, rows: "DataFrame") -> Block:
    """In and out by month, of rows of flows.by_month in one currency."""
    unit = words.say("cash.chart_unit", unit=symbol(code_of(currency)) if code_of(currency) else currency)
    alt = words.say("cash.chart_alt", currency=currency)
    return Months(rows, currency, known.partial).bars(words.say("cash.chart", currency=currency), unit, alt=alt)


def a_month(known: Known, currency: str) -> Iterator[Item]:
    """The middle of the whole months, each by itself; not known where there is no whole month."""
    which = {"currency": code_of(currency) or None}
    whole = known.value(CASH_FLOW, "whole_months", group=currency) or 0
    note = (
        words.say("figure.middle_note", months=telling.count(int(whole), "month")) if whole else _T["figure.no_month"]
    )
    for name in ("inflow", "outflow", "net"):
        value = known.value(CASH_FLOW, f"{name}_a_month", **which)
        word = {"inflow": "in", "outflow": "out", "net": "net"}[name]
        told = telling.amount(value, currency) if value is not None else _T["unknown"]
        yield Item(
            _T[f"figure.{word}_a_month"], told, note, "bad" if name == "net" and value and value < 0 else "accent"
        )


def _expected(seen: Outlook) -> Iterator[Item]:
    if made := seen.made:
        least, most = (telling.units(value, seen.currency) for value in (made.least, made.most))
        label = words.say("figure.expected", month=telling.month(made.month))
        note = words.say("figure.expected_note", least=least, most=most)
        yield Item(label, telling.units(made.net, seen.currency), note)


def own_transfers(known: Known, currency: str) -> Iterator[Block]:
    """How many are left out, and how many of them may be chance."""
    number, chance, sum_of = chances(known, currency)
    if number:
        told = words.say("cash.own", pairs=telling.count(number, "pair"))
        if chance:
            may_be = {"pairs": telling.count(chance, "pair"), "amount": telling.amount(sum_of, currency)}
            told += " " + words.say("cash.chance", **may_be)
        yield text(told, "muted")


def chances(known: Known, currency: str) -> tuple[int, int, float]:
    """Pairs of own transfers in a currency, those for which nothing speaks, and what these come to."""
    pairs = cash_flow.own_pairs(known.subject.db, replace(known.movements, currency=currency))
    by_chance = pairs[pairs["evidence"] == Evidence.NOTHING]
    return len(pairs), len(by_chance), float(by_chance["amount"].sum())


def _categories(known: Known, currency: str) -> Iterator[Block]:
    rows = flows.by_category(known.subject.db, replace(known.movements, currency=currency))
    columns = (
        Column(_T["col.category"], 2.2),
        Column(_T["col.in"], 1, right=True),
        Column(_T["col.out"], 1, right=True),
        Column(_T["col.number_of"], 0.6, right=True),
    )
    cells = [
        (
            telling.category(row["category"], telling.LONGEST),
            telling.amount(row["inflow"] or None, currency),
            telling.amount(row["outflow"] or None, currency),
            grouped(row["count"]),
        )
        for row in rows.to_dict("records")
    ]
    title = words.say("cash.categories", currency=currency)
    yield table(title, columns, cells, most=_MOST_CATEGORIES, beside="transactions")


def _comes_back(known: Known, currency: str, seen: Outlook) -> Iterator[Block]:
    if seen.made is None:
        yield text(words.say("cash.no_forecast", reason=REASONS.say(seen.reason)), "muted")
        return
    streams = seen.made.streams
    rows = cash_flow.called(known.subject.db, [one.key for one in streams]).to_dict("records")
    called = {row["key"]: row for row in rows}
    columns = (
        Column(_T["cash.who"], 3),
        Column(_T["cash.way"], 0.6),
        Column(_T["cash.expected"], 1, right=True),
    )
    cells = [
        (
            _payee(called.get(one.key, {})),
            _T["cash.is_in"] if one.is_income else _T["cash.is_out"],
            telling.units(one.expected, currency),
        )
        for one in streams
    ]
    title, notes = words.say("cash.comes_back", currency=currency), [_T["cash.comes_back_note"]]
    yield table(title, columns, cells, notes=notes, most=_MOST_PAYEES)


def _payee(row: Mapping[Any, Any]) -> str:
    """By merchant, else by the bank's text, as the reader may see them."""
    told = (row.get(name) for name in ("merchant", "description"))
    named = next((one for one in told if telling.is_known(one) and one), None)
    return telling.text(named, 90)
