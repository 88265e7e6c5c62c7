"""Figures of accounts and what moved on them, and of what Belvo says of income."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import create_model
from starlette.exceptions import HTTPException

from domain.people import count_people
from domain.spread import Distribution, distribution
from store import Database
from store.queries.banking import accounts, cash_flow, flows, incomes, risk, transactions
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.holdings import holdings, named, odd_holdings, odd_movers
from store.queries.banking.outlooks import Outlook, outlook
from store.queries.links import people
from web.api.figures.figure import (
    Figure,
    InDays,
    Narrowed,
    OneInDays,
    Told,
    amount,
    answer,
    figure,
    links_asked,
    spread,
    units,
)
from web.api.lists import Answer, Page, asking
from web.api.match import days_of
from web.api.person import links_meant
from web.api.reader import Reader, Reading
from web.api.rows import filters_of
from web.api.values import exact

if TYPE_CHECKING:
    from pandas import DataFrame, Series

router = APIRouter()

_EXACT = Decimal("0.0001")
_MOVED = ("inflow", "outflow", "net")

Movements = create_model("MovementsFilter", __base__=Narrowed, **filters_of(TransactionFilter))


@router.get("/accounts", response_model=Page[Figure], response_class=Answer, summary="Of the page Accounts")
def of_accounts(reader: Reading, _asked: Annotated[Narrowed, Query()]) -> Answer:
    """What is owned and owed in each currency, without accounts far beyond all others."""
    reader.opens("accounts")
    return answer(reader, "accounts", account_figures(reader.db, links_asked(reader)))


@router.get("/transactions", response_model=Page[Figure], response_class=Answer, summary="Of the page Transactions")
@asking(Movements)
def of_transactions(reader: Reading, asked: Narrowed) -> Answer:  # noqa: ARG001 - what may be asked
    """In, out and net in each currency, and by month: without own transfers, and accounts far beyond all others."""
    reader.opens("transactions")
    reader.searches("text")
    matching = _movements(reader)
    moved = flows.by_account(reader.db, matching)
    odd = odd_movers(moved)
    rest = flows.without_accounts(matching, odd)
    sums = {row["currency"]: row for row in _totals(reader, rest)}
    told = []
    for row in _totals(reader, matching):
        currency = row["currency"]
        of = sums.get(currency, dict.fromkeys(_MOVED, Decimal(0))) if currency in odd else row
        told += [figure(name, exact(of[name]), "money", currency=currency) for name in _MOVED]
        told += [figure(name, int(row[name]), group=currency) for name in ("count", "own_count")]
    return answer(reader, "transactions", told + _by_month(flows.by_month(reader.db, rest)))


@router.get("/cash-flow", response_model=Page[Figure], response_class=Answer, summary="Of the page Cash flow")
def of_cash_flow(reader: Reading, asked: Annotated[OneInDays, Query()]) -> Answer:
    """One person's: by month, the middle of the whole months, own transfers, and what the next month may bring."""
    reader.opens("cash_flow")
    links = [row.link for row in links_meant(reader, asked.external_id, asked.link)]
    since, until = days_of(asked.since, asked.until, reader.today)
    wanted = TransactionFilter(links=links, since=since, until=until, transfers=asked.transfers)
    return answer(reader, "cash-flow", cash_flow_figures(reader.db, wanted, reader.today))


@router.get("/income", response_model=Page[Figure], response_class=Answer, summary="Of the page Income and risk")
def of_income(reader: Reading, _asked: Annotated[InDays, Query()]) -> Answer:
    """Belvo's income a month and what comes back, of each link: how they are spread, since they are not added."""
    reader.opens("income")
    chosen = links_asked(reader)
    summaries = named(incomes.summary(reader.db, chosen)).sort_values("created_at", na_position="first", kind="stable")
    newest = summaries.drop_duplicates(["link", "currency"], keep="last")
    expenses = named(incomes.monthly(incomes.recurring_expenses(reader.db, chosen)))
    told = []
    for currency, rows in newest.groupby("currency", sort=False):
        told += spread("income_a_month", _distribution(rows["monthly_average"]), str(currency))
    for currency, rows in expenses.groupby("currency", sort=False):
        told += spread("expenses_a_month", _distribution(rows.groupby("link")["a_month"].sum()), str(currency))
    looked_at = risk.summary(reader.db, chosen)["link"]
    known = people.of_links(reader.db, {*looked_at})
    whose = {link: one.external_id for link, one in known.items()}
    told.append(figure("people_looked_at", count_people(looked_at, whose)))
    return answer(reader, "income", told)


def account_figures(db: Database, links: Sequence[str]) -> list[Told]:
    """What `of_accounts` answers of these links."""
    rows = accounts.table(db, links=links)
    odd = {account for some in odd_holdings(rows).values() for account in some}
    told = [figure("accounts", len(rows)), figure("set_aside", len(odd))]
    for one in holdings(rows[~rows["account"].isin(odd)]):
        sums = {"owned": one.owned, "owed": one.owed, "net": one.net}
        told += [figure(name, exact(value), "money", currency=one.currency) for name, value in sums.items()]
    return told


def cash_flow_figures(db: Database, wanted: TransactionFilter, today: date) -> list[Told]:
    """What `of_cash_flow` answers of one person's movements within some days."""
    months = named(flows.by_month(db, wanted))
    partial = flows.partial(db, wanted, today)
    told = _by_month(months)
    for currency, rows in months.groupby("currency", sort=False):
        middle, whole = flows.middle(rows, partial)
        told += [amount(f"{name}_a_month", middle[name], str(currency)) for name in _MOVED]
        told.append(figure("whole_months", whole, group=str(currency)))
        drawn = replace(wanted, currency=str(currency))
        told.append(figure("own_transfers", len(cash_flow.own_pairs(db, drawn)), group=str(currency)))
        told += _next_month(outlook(db, drawn, today))
    return told


def _movements(reader: Reader) -> TransactionFilter:
    try:
        return TransactionFilter.from_query(people.with_links(reader.db, reader.pairs))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


def _totals(reader: Reader, matching: TransactionFilter) -> list[dict[Any, Any]]:
    return named(transactions.totals(reader.db, matching)).to_dict("records")


def _by_month(months: "DataFrame") -> list[Told]:
    """The rows of flows.by_month."""
    return [
        told
        for row in named(months).to_dict("records")
        for told in (
            *(amount(name, row[name], row["currency"], month=row["month"]) for name in _MOVED),
            figure("count", int(row["count"]), month=row["month"], group=row["currency"]),
        )
    ]


def _next_month(found: Outlook) -> list[Told]:
    if (made := found.made) is None:
        return []
    sums = {"expected": made.net, "expected_least": made.least, "expected_most": made.most}
    return [units(name, value, found.currency, month=made.month) for name, value in sums.items()]


def _distribution(values: "Series[float]") -> Distribution | None:
    return distribution(Decimal(str(value)).quantize(_EXACT) for value in values.dropna())
