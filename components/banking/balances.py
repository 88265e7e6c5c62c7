"""What is on accounts: now, as sums and rows, and over time. Amounts of different currencies are never added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import streamlit as st

from components.ui import charts, odd_days
from components.ui.money import money, named, symbol
from components.ui.tables import styled
from components.ui.text import count, plain, words
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
        with st.container(border=True, height="stretch", gap="xsmall", key=f"{key}_{code}"):
            st.subheader(f"{plain(symbol(code))} balance by day", anchor=False)
            st.caption(plain(finding))
            st.echarts_chart(charts.balances(mine, code), height=height, alt=f"{code} by day: {finding}")


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


def draw_accounts(rows: pd.DataFrame, now: datetime, *, key: str, with_bank: bool) -> None:
    """The accounts as a table."""
    owed = rows["balance_type"] == "LIABILITY"
    shown = rows.assign(
        name=rows["name"].fillna(rows["number"]),
        kind=[words(name) for name in rows["category"].fillna("")],
        current=rows["current"].where(~owed, -rows["current"]),
        available=rows["available"].where(~owed),
    )
    bank = ["display_name"] if with_bank else []
    others = ["kind", "number", "available", "credit_limit", "last_transaction_date", "collected_at"]
    st.dataframe(
        styled(shown, amounts=["current", "available", "credit_limit"], instants=["collected_at"], now=now),
        column_order=["name", "current", *bank, *others],
        column_config={
            "display_name": st.column_config.TextColumn("Institution", width=115),
            "name": st.column_config.TextColumn("Account", width=145),
            "kind": st.column_config.TextColumn("Kind", width=120),
            "number": st.column_config.TextColumn("Number", width=130),
            "current": st.column_config.NumberColumn("Balance", width=118, help="What is owed has a minus"),
            "available": st.column_config.NumberColumn("Available", width=115, help="What can be spent"),
            "credit_limit": st.column_config.NumberColumn("Credit limit", width=112),
            "last_transaction_date": st.column_config.DateColumn(
                "Last transaction", width=105, format="D MMM YYYY", help="By the bank's value date"
            ),
            "collected_at": st.column_config.DatetimeColumn("As of", width=75, help="When Belvo read it at the bank"),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Accounts with their balances",
    )
