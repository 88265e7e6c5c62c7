"""What is on accounts: now, as sums and rows, and over time. Amounts of different currencies are never added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from components.ui import charts, odd_days
from components.ui.chart_card import draw_chart
from components.ui.money import money, named, symbol
from components.ui.paging import SortBy
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count
from store import Database
from store.queries.banking import accounts

_UNIT = Decimal("0.0001")

MANY = 40
"""Above so many accounts of a currency, only the largest are drawn: their days are too many to add up for a glance."""


@dataclass(frozen=True)
class Holding:
    """What is there in one currency, and what is owed of it."""

    currency: str
    owned: Decimal
    owed: Decimal

    @property
    def net(self) -> Decimal:
        return self.owned - self.owed


def holdings(rows: pd.DataFrame) -> Sequence[Holding]:
    """A sum a currency over accounts.table, the currency with the most accounts first."""
    found, rows = [], named(rows)
    for currency in rows["currency"].value_counts(sort=True).index:
        mine = rows[rows["currency"] == currency]
        liability = mine["balance_type"] == "LIABILITY"
        found.append(Holding(str(currency), _sum(mine[~liability]["current"]), _sum(mine[liability]["current"])))
    return found


def _sum(amounts: "pd.Series[float]") -> Decimal:
    return sum((Decimal(str(amount)).quantize(_UNIT) for amount in amounts.dropna()), Decimal(0))


def draw_balances(db: Database, rows: pd.DataFrame, since: date, until: date, *, key: str, height: int = 240) -> None:
    """A chart a currency of the closing balance of each account; what is owed lies below zero."""
    rows = named(rows)
    drawn = drawable(rows)
    since, until = odd_days.within(since), odd_days.within(until)
    days = named(accounts.balances_by_day(db, [*drawn["account"]], since, until))
    owed = days["account"].isin(drawn.loc[drawn["balance_type"] == "LIABILITY", "account"])
    days["balance"] = days["balance"].where(~owed, -days["balance"])
    days["name"] = days["account"].map(account_names(drawn))
    there = rows["currency"].value_counts()
    for currency, mine in days.groupby("currency", sort=False):
        code = str(currency)
        finding = _finding(mine, code, int(there[code]))
        draw_chart(
            f"{symbol(code)} balance by day",
            finding,
            charts.balances(mine, code),
            about=f"{code} by day:",
            key=f"{key}_{code}",
            height=height,
        )


def account_names(rows: pd.DataFrame) -> dict[str, str]:
    """What each account is called among the others: by its name, and the end of its number where that is not enough."""
    names = rows["name"].fillna(rows["category"]).fillna("")
    ends = " ••" + rows["number"].fillna(rows["account"]).str[-4:]
    return dict(zip(rows["account"], names.where(~names.duplicated(keep=False), names + ends), strict=True))


def drawable(rows: pd.DataFrame) -> pd.DataFrame:
    """The accounts whose balances are drawn: all, or the largest of each currency where there are very many."""
    largest = named(rows).sort_values("current", key=abs, ascending=False, kind="stable")
    place = largest.groupby("currency").cumcount()
    many = largest["currency"].map(largest["currency"].value_counts()) > MANY
    return rows.loc[largest.index[~many | (place < charts.MOST_SERIES)].sort_values()]


def _finding(days: pd.DataFrame, currency: str, there: int) -> str:
    sums = days.groupby("day")["balance"].sum()
    first, last = sums.iloc[0], sums.iloc[-1]
    drawn = days["account"].nunique()
    number = count(drawn, "account") if there <= MANY else f"The {drawn} largest of {count(there, 'account')}"
    return f"{number}: {money(first, currency)} at the start, {money(last, currency)} at the end"


def draw_accounts(rows: pd.DataFrame, *, key: str, with_bank: bool = False, sort_by: SortBy | None = None) -> None:
    """The accounts as a table; what is owed is below zero, and nothing of it can be spent."""
    owed = rows["balance_type"] == "LIABILITY"
    shown = rows.assign(
        name=rows["name"].fillna(rows["number"]),
        current=rows["current"].where(~owed, -rows["current"]),
        available=rows["available"].where(~owed),
    )
    draw_table(shown if with_bank else shown.drop(columns="display_name"), ACCOUNTS, key=key, sort_by=sort_by)


ACCOUNTS = Table(
    {
        "account": Column("ID", kind="hidden"),
        "name": Column("Account", 145, "verbatim"),
        "current": Column("Balance", 118, "amount", help="What is owed has a minus"),
        "display_name": Column("Institution", 115, optional=True),
        "category": Column("Kind", 120, "words"),
        "number": Column("Number", 130),
        "available": Column("Available", 115, "amount", help="What can be spent"),
        "credit_limit": Column("Credit limit", 112, "amount"),
        "last_transaction_date": Column("Last transaction", 105, "day", help="By the bank's value date"),
        "collected_at": Column("As of", 75, "as_of", help="When Belvo read it at the bank"),
    },
    alt="Accounts with their balances",
    most=None,
)
