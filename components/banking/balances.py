"""What is on accounts: now, as sums and rows, and over time. Amounts of different currencies are never added."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from components.ui import charts, odd_days
from components.ui.chart.card import Mark, Marks, draw_chart
from components.ui.chart.marks import Narrow, Query
from components.ui.files.content import Numbers
from components.ui.metric_cards import Figure
from components.ui.money import named
from components.ui.paging import SortBy
from components.ui.tables import Column, Table, draw_table
from components.ui.text import shorten
from components.ui.time_format import day as day_name
from domain.balances import LIABILITY
from domain.spread import outliers
from languages import grouped, msg, say, say_many
from store import Database
from store.core.amounts import money, symbol
from store.queries.banking import accounts
from store.queries.banking.holdings import holdings as holdings
from store.queries.banking.holdings import odd_holdings
from store.queries.banking.holdings import signed as signed

_MOST_NAMED, _LONGEST_NAME = 3, 40  # accounts that are set aside; characters

WHERE_THEY_ARE = Narrow()

MANY = 40
"""Above so many accounts of a currency, only the largest are drawn: their days are too many to add up for a glance."""


def said_aside(names: Sequence[str]) -> str:
    """That a sum or a chart is without these accounts, beside which nothing else would count; empty without any."""
    if not names:
        return ""
    shown = ", ".join(shorten(name, _LONGEST_NAME) for name in names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        more = grouped(len(names) - _MOST_NAMED)
        return say("{names} and {number} more set aside, far beyond all others", names=shown, number=more)
    return say("{names} set aside, far beyond all others", names=shown)


def set_aside(rows: pd.DataFrame) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """The rows of accounts.table without accounts far beyond all others, and what is said of these by currency."""
    odd, known, said = odd_holdings(rows), named(rows), {}
    for currency, beyond in odd.items():
        mine = known[known["currency"] == currency]
        names = account_names(mine)
        said[currency] = said_aside([names[account] for account in mine["account"] if account in beyond])
    return rows[~rows["account"].isin({account for beyond in odd.values() for account in beyond})], said


def holding_figures(rows: pd.DataFrame, asked: Query | None = None) -> list[Figure]:
    """What is owned less what is owed on the rows of accounts.table, a figure a currency.

    `asked` is the address of Accounts with the same rows, to which each leads, narrowed to its currency.
    """
    added, aside = set_aside(rows)
    return [
        Figure(
            say("{currency}, owned less owed", currency=holding.currency),
            money(holding.net, holding.currency),
            say(
                "{owned} owned · {owed} owed",
                owned=money(holding.owned, holding.currency),
                owed=money(holding.owed, holding.currency),
            )
            + (f" · {aside[holding.currency]}" if holding.currency in aside else ""),
            page=None if asked is None else "pages/accounts.py",
            query={**(asked or {}), "currency": holding.currency},
        )
        for holding in holdings(added)
    ]


def draw_balances(
    db: Database,
    rows: pd.DataFrame,
    since: date,
    until: date,
    today: date,
    *,
    key: str,
    height: int = 240,
    over: str = "",
    narrow: Narrow = WHERE_THEY_ARE,
) -> None:
    """A chart a currency of the closing balance of each account; what is owed lies below zero.

    Each account is drawn from the first day that is known of it, and none beyond today. `over` says in the title over
    which days, where no filter does. `narrow` says where an account leads.
    """
    rows, since, until = named(rows), odd_days.within(since), min(odd_days.within(until), today)
    if since > until:
        st.caption(say("Balances of days to come are not known."))
        return
    drawn = drawable(rows)
    ids, links = [*drawn["account"]], [*drawn["link"].unique()]
    known_from = accounts.known_from(db, ids, links=links)
    days = known_days(named(accounts.balances_by_day(db, ids, since, until, links=links)), known_from)
    owed = days["account"].isin(drawn.loc[drawn["balance_type"] == LIABILITY, "account"])
    days["balance"] = days["balance"].where(~owed, -days["balance"])
    days["name"] = days["account"].map(account_names(drawn))
    there = rows["currency"].value_counts()
    for currency, mine in days.groupby("currency", sort=False):
        code = str(currency)
        aside = outliers(mine.groupby("account")["balance"].apply(lambda balances: balances.abs().max()).to_dict())
        named_aside = [*dict.fromkeys(mine.loc[mine["account"].isin(aside), "name"])]
        mine = mine[~mine["account"].isin(aside)]
        lines = {*mine["account"]}
        begins = [day for account, day in known_from.items() if account in lines]
        left_out = f"; {said_aside(named_aside)}" if named_aside else ""
        finding = _finding(mine, code, int(there[code])) + _said_known(begins, since) + left_out
        draw_chart(
            say("{symbol} balance by day{over}", symbol=symbol(code), over=over),
            finding,
            charts.balances(mine, code),
            about=say("{currency} by day:", currency=code),
            key=f"{key}_{code}",
            height=height,
            rows=mine,
            numbers=Numbers(["balance"]),
            marks=_of_accounts(mine, narrow),
        )


def _of_accounts(days: pd.DataFrame, narrow: Narrow) -> Marks:
    """The accounts that have a line of their own, by the line's name."""
    lines = charts.lines_of(days)
    marks = [Mark(name, {"account": [account]}) for account, name in lines.items()]
    most = len(days)
    return narrow.marks(msg("account"), marks, {mark.label: [place] * most for place, mark in enumerate(marks)})


def known_days(days: pd.DataFrame, known_from: Mapping[str, date]) -> pd.DataFrame:
    """The rows of accounts.balances_by_day from each account's first known day on."""
    first = pd.to_datetime(days["account"].map(known_from))
    return days[days["day"] >= first].reset_index(drop=True)


def _said_known(begins: Sequence[date], since: date) -> str:
    """From when on the accounts are known that are not known from the first day asked for."""
    late = sorted(begin for begin in begins if begin > since)
    if not late:
        return ""
    if len(begins) == 1 or (late[0] == late[-1] and len(late) == len(begins)):
        return say("; known from {day}", day=day_name(late[0]))
    return say_many(
        "; {number} known from a later day, {day}",
        "; {number} known from later days, the last from {day}",
        len(late),
        day=day_name(late[-1]),
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
    ends = {"first": money(first, currency), "last": money(last, currency)}
    if there <= MANY:
        return say_many(
            "{number} account: {first} at the start, {last} at the end",
            "{number} accounts: {first} at the start, {last} at the end",
            drawn,
            **ends,
        )
    return say_many(
        "The {drawn} largest of {number} account: {first} at the start, {last} at the end",
        "The {drawn} largest of {number} accounts: {first} at the start, {last} at the end",
        there,
        drawn=drawn,
        **ends,
    )


def draw_accounts(
    rows: pd.DataFrame,
    *,
    key: str,
    whose: Mapping[str, str] | None = None,
    sort_by: SortBy | None = None,
    most: int | None = None,
    file: str = "accounts",
) -> None:
    """The accounts as a table; what is owed is below zero, and nothing of it can be spent.

    `whose` has a label for each link's id; without it they are of one link. `most` is as in Table, and `file`
    as in draw_table.
    """
    shown = signed(rows).assign(name=rows["name"].fillna(rows["number"]))
    table = replace(ACCOUNTS, most=most)
    draw_table(shown.drop(columns="display_name"), table, key=key, names=whose, sort_by=sort_by, file=file)


ACCOUNTS = Table(
    {
        "account": Column("ID", kind="hidden"),
        "name": Column(msg("Account"), 130, "verbatim"),
        "whose": Column(msg("Whose"), 166, "link"),
        "current": Column(msg("Balance"), 112, "amount", help=msg("What is owed has a minus")),
        "category": Column(msg("Kind"), 119, "words"),
        "number": Column(msg("Number"), 115),
        "available": Column(msg("Available"), 110, "amount", help=msg("What can be spent")),
        "credit_limit": Column(msg("Credit limit"), 100, "amount"),
        "last_transaction_date": Column(msg("Last transaction"), 108, "day", help=msg("By the bank's value date")),
        "collected_at": Column(msg("As of"), 75, "as_of", help=msg("When Belvo read it at the bank")),
    },
    alt=msg("Accounts with their balances"),
    most=None,
    opens="accounts",
    by="account",
)
