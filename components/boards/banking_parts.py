"""Parts of Transactions, Accounts, Cash flow and Income: drawn by what these pages are drawn by."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from components.banking.balances import draw_accounts, draw_balances, holding_figures
from components.banking.cash_flow import draw_calendar, draw_channels
from components.banking.flows import Drawn, draw_categories, draw_flows, without_odd
from components.banking.forecasts import month_figures
from components.banking.totals import totals_figures, totals_of
from components.banking.transaction_rows import TRANSACTIONS, marked
from components.boards.asked import MOST_ROWS, NOTHING, Asked, NothingHere, Part, figures_part
from components.employment.income_rows import EXPENSES, STREAMS, draw_bars
from components.employment.monthly_figures import expense_figure, income_figure
from components.ui.chart.marks import Narrow
from components.ui.metric_cards import Figure
from components.ui.money import named
from components.ui.tables import draw_table
from domain.partial_months import Months
from languages import msg, say
from store.core.keyset import Place
from store.queries.banking import accounts, cash_flow, flows, incomes, transactions
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.outlooks import outlook
from store.queries.query_params import values_by_name
from store.queries.tables import orders


def _movements(asked: Asked) -> TransactionFilter:
    try:
        found = TransactionFilter.from_query(asked.resolved)
    except ValueError as error:
        raise NothingHere(str(error)) from error
    return replace(found, links=asked.links)


def _totals(asked: Asked) -> Sequence[Figure]:
    wanted = _movements(asked)
    totals = totals_of(transactions.totals(asked.db, wanted))
    seen = without_odd(asked.db, wanted)
    rest = totals_of(transactions.totals(asked.db, seen.matching)) if seen.aside else ()
    return totals_figures(totals, rest, seen.aside)


def _drawn(asked: Asked) -> tuple[Drawn, TransactionFilter, Months]:
    wanted = _movements(asked)
    codes = [total.currency for total in totals_of(transactions.totals(asked.db, wanted))]
    if not codes:
        raise NothingHere(say(NOTHING))
    seen = without_odd(asked.db, wanted)
    drawn = replace(seen.matching, currency=asked.chart_currency(codes))
    return seen, drawn, flows.partial(asked.db, wanted, asked.today)


def _by_month(asked: Asked) -> None:
    seen, drawn, partial = _drawn(asked)
    months = flows.by_month(asked.db, drawn)
    draw_flows(months, key=asked.key, partial=partial, aside=seen.aside, narrow=Narrow())


def _by_category(asked: Asked) -> None:
    seen, drawn, _ = _drawn(asked)
    draw_categories(
        flows.by_category(asked.db, drawn),
        drawn.currency or "",
        key=asked.key,
        direction=drawn.type or "OUTFLOW",
        aside=seen.aside,
        narrow=Narrow(),
    )


def _transactions(asked: Asked) -> None:
    order = orders.TRANSACTIONS.get(asked.first("sort") or "", orders.TRANSACTIONS["newest"])
    rows = transactions.page(
        asked.db,
        _movements(asked),
        sort=order.column,
        descending=order.descending,
        at=Place(limit=MOST_ROWS),
    )
    if rows.empty:
        raise NothingHere(say(NOTHING))
    draw_table(marked(rows), TRANSACTIONS, key=asked.key, names=asked.names, file="transactions")


def _accounts(asked: Asked) -> pd.DataFrame:
    rows = named(accounts.table(asked.db))
    if asked.links:
        rows = rows[rows["link"].isin(asked.links)]
    rows = rows[~rows["link"].isin(asked.several("without"))]
    if chosen := asked.several("account"):
        rows = rows[rows["account"].isin(chosen)]
    if rows.empty:
        raise NothingHere(say(NOTHING))
    return rows


def _draw_balances(asked: Asked) -> None:
    draw_balances(asked.db, _accounts(asked), *asked.days, asked.today, key=asked.key)


def _draw_accounts(asked: Asked) -> None:
    draw_accounts(_accounts(asked).head(MOST_ROWS), key=asked.key, whose=asked.names)


def _flow(asked: Asked) -> tuple[TransactionFilter, pd.DataFrame, Months]:
    """One person's movements in the currency that is drawn, by month."""
    without = asked.several("without")
    since, until = asked.days
    wanted = TransactionFilter(
        links=tuple(link for link in asked.theirs if link not in without),
        since=since,
        until=until,
        transfers="counted" if asked.first("transfers") == "counted" else None,
    )
    months = named(flows.by_month(asked.db, wanted))
    codes = [*months.groupby("currency")["count"].sum().sort_values(ascending=False, kind="stable").index]
    if not codes:
        raise NothingHere(say("Nothing moved in these days."))
    currency = asked.chart_currency(codes)
    partial = flows.partial(asked.db, wanted, asked.today)
    return replace(wanted, currency=currency), months[months["currency"] == currency], partial


def _flow_figures(asked: Asked) -> Sequence[Figure]:
    wanted, months, partial = _flow(asked)
    rows_of = values_by_name(wanted.to_query())
    return month_figures(months, partial, wanted.currency or "", outlook(asked.db, wanted, asked.today), rows_of)


def _flow_months(asked: Asked) -> None:
    _, months, partial = _flow(asked)
    draw_flows(months, key=asked.key, partial=partial, narrow=Narrow())


def _flow_days(asked: Asked) -> None:
    draw_calendar(asked.db, _flow(asked)[0], key=asked.key)


def _flow_channels(asked: Asked) -> None:
    wanted = _flow(asked)[0]
    pairs = cash_flow.own_pairs(asked.db, wanted)
    banks = dict(zip(asked.known["link"], asked.known["display_name"], strict=True))
    shown = pairs if wanted.transfers == "counted" else pairs.iloc[:0]
    draw_channels(asked.db, wanted, shown, banks=banks, key=asked.key)


def _income_rows(asked: Asked) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, str]:
    """Summaries, sources and what comes back, of the links that are asked for; and the currency that is drawn."""
    days = {"since": asked.day("since"), "until": asked.day("until")}
    summaries = named(incomes.summary(asked.db, asked.links))
    streams = named(incomes.streams(asked.db, asked.links, **days))
    expenses = incomes.monthly(named(incomes.recurring_expenses(asked.db, asked.links, **days)))
    told = pd.concat([summaries["currency"], streams["currency"], expenses["currency"]])
    if told.empty:
        raise NothingHere(say(NOTHING))
    return summaries, streams, expenses, asked.chart_currency([*told.value_counts().index])


def _income_figures(asked: Asked) -> Sequence[Figure]:
    summaries, _, _, currency = _income_rows(asked)
    repeated = incomes.monthly(named(incomes.recurring_expenses(asked.db, asked.links)))
    return [income_figure(summaries, currency), expense_figure(repeated, currency)]


def _whose(asked: Asked) -> Mapping[str, str]:
    known = asked.known
    return dict(zip(known["link"], known["external_id"].fillna(known["link"].str[:8]), strict=True))


def _comes_in(asked: Asked) -> None:
    _, streams, _, currency = _income_rows(asked)
    draw_bars(
        streams,
        currency,
        say("Where income comes from"),
        name="last_description",
        value="monthly_average",
        resource="incomes",
        whose=_whose(asked),
        key=asked.key,
    )


def _comes_back(asked: Asked) -> None:
    _, _, expenses, currency = _income_rows(asked)
    draw_bars(
        expenses,
        currency,
        say("What comes back"),
        name="name",
        value="a_month",
        resource="recurring_expenses",
        whose=_whose(asked),
        key=asked.key,
    )


def _streams(asked: Asked) -> None:
    draw_table(_income_rows(asked)[1].head(MOST_ROWS), STREAMS, key=asked.key, names=asked.names, file="income")


def _expenses(asked: Asked) -> None:
    draw_table(
        _income_rows(asked)[2].head(MOST_ROWS), EXPENSES, key=asked.key, names=asked.names, file="recurring_expenses"
    )


def _holdings(asked: Asked) -> Sequence[Figure]:
    return holding_figures(_accounts(asked))


TRANSACTIONS_PARTS = {
    "totals": figures_part(msg("In, out and net"), _totals),
    "by_month": Part(msg("In and out by month"), "chart", _by_month),
    "by_category": Part(msg("By category"), "chart", _by_category),
    "rows": Part(msg("Transactions"), "table", _transactions),
}
ACCOUNTS_PARTS = {
    "holdings": figures_part(msg("Owned less owed"), _holdings),
    "balances": Part(msg("Balance by day"), "chart", _draw_balances),
    "rows": Part(msg("Accounts"), "table", _draw_accounts),
}
CASH_FLOW_PARTS = {
    "figures": figures_part(msg("In, out and net a month"), _flow_figures),
    "by_month": Part(msg("In and out by month"), "chart", _flow_months),
    "by_day": Part(msg("Day by day"), "chart", _flow_days),
    "channels": Part(msg("From where to where"), "chart", _flow_channels),
}
INCOME_PARTS = {
    "figures": figures_part(msg("Income and what comes back"), _income_figures),
    "in": Part(msg("Where income comes from"), "chart", _comes_in),
    "back": Part(msg("What comes back"), "chart", _comes_back),
    "streams": Part(msg("Incomes"), "table", _streams),
    "expenses": Part(msg("Recurring expenses"), "table", _expenses),
}
