"""Accounts: what is owned and owed in each currency, each account at its last look, and balances day by day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from resources import Family
from store.core.amounts import symbol
from store.queries.banking import accounts as stored
from store.queries.banking.holdings import named, signed
from web.loan import telling, words
from web.loan.charts import MOST_LINES, lines
from web.loan.document import Block, Column, Item, Section, figures, table, text
from web.loan.known import ACCOUNTS, Known, code_of
from web.loan.sections.reasons import none_of

_T = words.TEXTS
_OVER = timedelta(days=365)


def section(known: Known) -> Section:
    """Sums first, then the accounts, then how they stood."""
    if known.accounts.empty:
        blocks = [text(words.say("accounts.none", reason=none_of(Family.BANKING)), "muted")]
    else:
        blocks = [*sums(known), _list(known), *_balances(known)]
    return Section("accounts", _T["accounts.title"], blocks, _T["accounts.lead"], known.sources("accounts"))


def sums(known: Known) -> Iterator[Block]:
    """Owned, owed and net, a currency each."""
    for one in known.all(ACCOUNTS, "owned"):
        currency = code_of(one["currency"])
        items = [
            Item(_T[f"figure.{name}"], telling.amount(known.value(ACCOUNTS, name, currency=one["currency"]), currency))
            for name in ("owned", "owed", "net")
        ]
        yield figures(words.say("summary.in", currency=currency or _T["unknown"]), items, columns=3)
    if aside := known.value(ACCOUNTS, "set_aside"):
        yield text(words.say("accounts.aside", number=aside), "warn")


def _list(known: Known) -> Block:
    columns = (
        Column(_T["col.account"], 2.2),
        Column(_T["col.number"]),
        Column(_T["col.kind"], 1.2),
        Column(_T["col.balance"], right=True),
        Column(_T["col.limit"], right=True, optional=True),
        Column(_T["col.collected"]),
        Column(_T["col.last_movement"]),
    )
    rows = [_row(known, row) for row in signed(known.accounts).to_dict("records")]
    return table(_T["accounts.list"], columns, rows, notes=[_T["accounts.owed_note"]], beside="accounts")


def _row(known: Known, row: Mapping[Any, Any]) -> list[str]:
    return [
        telling.text(known.account_names[str(row["account"])]),
        telling.text(row["number"]),
        telling.name_of(row["category"]),
        telling.amount(row["current"], row["currency"]),
        telling.amount(row["credit_limit"], row["currency"]),
        telling.moment(row["collected_at"]),
        telling.day(row["last_transaction_date"]),
    ]


def _balances(known: Known) -> Iterator[Block]:
    """The largest accounts of each currency, from the first day on which each is known."""
    owned = named(known.accounts[known.accounts["balance_type"] != "LIABILITY"].dropna(subset=["current"]))
    until, since = known.subject.day, known.subject.day - _OVER
    for currency, rows in owned.groupby("currency", sort=False):
        ids = [str(one) for one in rows.sort_values("current", ascending=False)["account"][:MOST_LINES]]
        first = stored.known_from(known.subject.db, ids, links=known.subject.links)
        by_day = stored.balances_by_day(known.subject.db, ids, since, until, links=known.subject.links)
        told: dict[str, list[tuple[date, float]]] = {}
        for account, days in by_day.groupby("account", sort=False):
            begins = max(first.get(str(account), until), since)
            points = zip(days["day"].dt.date, days["balance"], strict=True)
            told[telling.text(known.account_names[str(account)], 48)] = [
                (day, float(balance)) for day, balance in points if day >= begins
            ]
        drawn = {name: line for name, line in told.items() if len(line) > 1}
        if drawn:
            begins = min(line[0][0] for line in drawn.values())
            yield _chart(str(currency), drawn, begins, until)


def _chart(currency: str, drawn: Mapping[str, list[tuple[date, float]]], since: date, until: date) -> Block:
    alt = words.say("accounts.balances_alt", currency=currency, since=telling.day(since), until=telling.day(until))
    return lines(
        words.say("accounts.balances", currency=currency),
        words.say("accounts.balances_unit", unit=symbol(currency)),
        drawn,
        since,
        until,
        alt=alt,
    )
