"""One person's cash flow: whose it is, how it runs through accounts and days, and which transfers are their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

import numpy as np
import pandas as pd
import streamlit as st

from components.banking.flow_charts import Band, Colours, calendar, channels, short
from components.banking.own_transfers import EVIDENCE
from components.ui import charts, query
from components.ui.chart.card import Mark, Marks, draw_chart
from components.ui.chart.marks import Narrow
from components.ui.downloads import draw_foot
from components.ui.files.content import Numbers
from components.ui.filters import called
from components.ui.paging import page_of, sort_of
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import one_line
from components.ui.time_format import day
from domain.cash_flow.channels import one_way
from domain.people import person_of
from languages import grouped, msg, say, say_many
from store import Database
from store.core.amounts import money, symbol
from store.queries import query_params
from store.queries.banking import cash_flow
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.sums.reach import by_months

MOST_PLACES = 7
"""Sources, and what money goes for, that have a place of their own; the others are one."""

WHOSE = Table(
    {
        "open": OPEN,
        "name": Column(msg("Person"), 200),
        "external_id": Column(msg("External ID"), 200),
        "links": Column(msg("Links"), 60, "count", adds_up=True),
        "transactions": Column(msg("Movements"), 100, "count", adds_up=True),
        "link": Column(msg("Link"), kind="hidden"),
    },
    alt=msg("People with movements, of whom one can be chosen"),
)

PAIRS = Table(
    {
        "day": Column(msg("Left on"), 82, "day"),
        "reached_day": Column(msg("Reached on"), 82, "day"),
        "amount": Column(msg("Amount"), 105, "amount", adds_up=True),
        "evidence": Column(
            msg("Speaks for it"), 120, "state", states=EVIDENCE, help=msg("Beside one amount on near days")
        ),
        "account_name": Column(msg("From"), 160),
        "reached_account_name": Column(msg("To"), 160),
        "description": Column(msg("Said where it left"), 152),
        "reached_description": Column(msg("Said where it reached"), 152),
    },
    alt=msg("Transfers between own accounts, the newest first"),
    empty=msg("No money moved between own accounts in these days."),
    opens="transactions",
    by="transaction",
)


def colours() -> Colours:
    """The theme's first two, and its grey, as the browser shows it now."""
    mode = "dark" if st.context.theme.type == "dark" else "light"
    first, second, *_, grey = st.get_option(f"theme.{mode}.chartCategoricalColors")
    return Colours(first, second, grey)


def people_of(links: pd.DataFrame) -> pd.DataFrame:
    """One row a person of links.table: name, external_id, link (the first), links, transactions; most of them first."""
    ids = links["external_id"].where(links["external_id"].notna(), None)
    person = [person_of(link, external_id) for link, external_id in zip(links["link"], ids, strict=True)]
    groups = links.assign(person=person, name=called(links)).groupby("person", sort=False)
    people = groups.agg(
        name=("name", "first"),
        external_id=("external_id", "first"),
        link=("link", "first"),
        links=("link", "count"),
        transactions=("transactions", "sum"),
    )
    return people.sort_values("transactions", ascending=False, kind="stable").reset_index(drop=True)


def draw_whose(people: pd.DataFrame) -> None:
    """The people, of whom one has to be chosen."""
    st.text(
        say_many(
            "Money of {number} person is not one flow. Choose whose is to be seen.",
            "Money of {number} people is not one flow. Choose whose is to be seen.",
            len(people),
        )
    )
    rows = page_of(people)

    def choose() -> None:
        row = rows.iloc[st.session_state["open_flow"].row]
        known = isinstance(row["external_id"], str) and row["external_id"]
        query.write({"external_id": [row["external_id"]]} if known else {"links": [row["link"]]})

    button = st.column_config.ButtonColumn("", width=58, type="tertiary", on_click=choose, key="open_flow")
    draw_table(rows, WHOSE, key="whose", buttons={"open": button}, sort_by=sort_of(people))
    draw_foot(people.drop(columns="link"), "people_with_movements", key="export_whose", numbers=WHOSE.numbers)


def draw_channels(
    db: Database, matching: TransactionFilter, pairs: pd.DataFrame, *, banks: Mapping[str, str], key: str
) -> None:
    """Where money came from, through which accounts it ran, and what it went for, in the filter's currency.

    `banks` has the institution of each link, for accounts that are called alike.
    """
    currency = matching.currency or ""
    rows = cash_flow.through_accounts(db, matching)
    names = _account_names(rows, pairs, banks)
    came, went = (_sides(rows, names, column) for column in ("inflow", "outflow"))
    bands = [*_into(came, {place for _, place in went}), *_between(pairs, names), *_out(went)]
    if not bands:
        return
    ends = ((msg("Most came from: {name}, {amount}"), came), (msg("most went for: {name}, {amount}"), went))
    finding = "; ".join(
        say(text, name=one_line(say(name)), amount=money(amount, currency))
        for text, (name, amount) in ((text, _largest(sides)) for text, sides in ends)
        if amount
    )
    draw_chart(
        say("Through the accounts, {symbol}", symbol=symbol(currency)),
        finding,
        channels(bands, currency, colours()),
        about=say("{currency} from sources through accounts to what it went for:", currency=currency),
        key=key,
        height=420,
        rows=rows,
        numbers=Numbers(_WAYS, _WAYS, currency),
        marks=_to_transactions(matching).marks(msg("place"), _of_places(bands, came, went, names)),
    )


_WAYS = ("inflow", "outflow")

_Sides = Mapping[tuple[str, str], float]
"""Amounts by account and category."""


def _account_names(rows: pd.DataFrame, pairs: pd.DataFrame, banks: Mapping[str, str]) -> dict[str, str]:
    """What each account is called in the picture, so that no two are called the same."""
    ends = (("", rows), ("", pairs), ("reached_", pairs))
    columns = ("account", "account_name", "link")
    every = pd.concat([part[[f"{end}{one}" for one in columns]].set_axis(columns, axis=1) for end, part in ends])
    found = every.drop_duplicates("account").fillna({"account_name": say("Account")})
    names = found["account_name"].map(short)
    told = names + " · " + found["link"].map(banks).fillna("").map(short)
    named = charts.distinct([*names.where(~names.duplicated(keep=False), told)])
    return dict(zip(found["account"], named, strict=True))


def _sides(rows: pd.DataFrame, names: Mapping[str, str], column: str) -> _Sides:
    """The amounts of one direction; beyond the largest categories they are one."""
    sums = rows.groupby("category")[column].sum().reset_index()
    kept = charts.top(sums, "category", column, MOST_PLACES)
    known, sides = {*kept["category"]}, dict[tuple[str, str], float]()
    for account, category, amount in rows[["account", "category", column]].itertuples(index=False):
        if amount > 0:
            place = names[account], category if category in known else charts.OTHER
            sides[place] = sides.get(place, 0.0) + amount
    return sides


def _into(came: _Sides, also_out: set[str]) -> list[Band]:
    """What is both a source and a purpose has a place on each side."""
    return [
        Band(_called(name, is_source=name in also_out), account, amount) for (account, name), amount in came.items()
    ]


def _called(category: str, *, is_source: bool = False) -> str:
    """What a category is called in the picture; `is_source` where it has a place on the other side, too."""
    name = say(category)
    return short(say("{name} in", name=name) if is_source else name)


def _out(went: _Sides) -> list[Band]:
    return [Band(account, _called(name), amount) for (account, name), amount in went.items()]


def _between(pairs: pd.DataFrame, names: Mapping[str, str]) -> list[Band]:
    sums = pairs.groupby(["account", "reached_account"])["amount"].sum().reset_index()
    moved = {(names[left], names[reached]): amount for left, reached, amount in sums.itertuples(index=False)}
    return [Band(left, reached, amount) for (left, reached), amount in one_way(moved).items()]


def _largest(sides: _Sides) -> tuple[str, float]:
    sums: dict[str, float] = {}
    for (_, name), amount in sides.items():
        sums[name] = sums.get(name, 0.0) + amount
    return max(sums.items(), key=lambda one: one[1], default=("", 0.0))


def draw_calendar(db: Database, matching: TransactionFilter, *, key: str) -> None:
    """What remained of each day in the filter's currency, as far back as its rows are not too many to be read."""
    currency, most = matching.currency or "", cash_flow.MOST_OF_DAYS
    since, until, reach = matching.since, matching.until, by_months(db, matching, most)
    if reach.is_cut and reach.since:
        since = max(filter(None, (since, reach.since)))
    title = say("{symbol} day by day", symbol=symbol(currency))
    if since is None or until is None or (reach.is_cut and not reach.since):
        said = say(
            "Days are told of up to {most} movements; a month has more of them here. Choose fewer links.",
            most=grouped(most),
        )
        draw_chart(title, said, None, about="", key=key)
        return
    days = cash_flow.by_day(db, replace(matching, since=since))
    draw_chart(
        title,
        _finding(days, currency)
        + (
            say("; from {day} on, of the newest {most} movements", day=day(since), most=grouped(most))
            if reach.is_cut
            else ""
        ),
        calendar(days, currency, since, until, colours()) if len(days) else None,
        about=say("What remained of each day, {currency}:", currency=currency),
        key=key,
        height=240,
        rows=days,
        numbers=Numbers(_WAYS, _WAYS, currency),
        marks=_of_days(days, matching),
    )


def _of_days(days: pd.DataFrame, matching: TransactionFilter) -> Marks:
    """Each day with its movements; squares of more in and of more out are rows of their own."""
    nets = days["inflow"] - days["outflow"]
    places = {say("More in"): [*np.flatnonzero(nets > 0)], say("More out"): [*np.flatnonzero(nets < 0)]}
    named = [(day(one), one.isoformat()) for one in days["day"].dt.date]
    marks = (Mark(name, {"since": [date], "until": [date]}) for name, date in named)
    return _to_transactions(matching).marks(msg("day"), marks, places)


def _to_transactions(matching: TransactionFilter) -> Narrow:
    return Narrow("pages/transactions.py", query_params.values_by_name(matching.to_query()))


def _of_places(bands: Sequence[Band], came: _Sides, went: _Sides, names: Mapping[str, str]) -> list[Mark | None]:
    """The places of the picture in its order: accounts, and categories of what came in or went out."""
    accounts = {name: {"accounts": [account]} for account, name in names.items()}
    also_out = {name for _, name in went}
    into = {_called(name, is_source=name in also_out): name for _, name in came}
    out = {_called(name): name for _, name in went}
    told: dict[str, Mapping[str, Sequence[str]]] = {
        **{place: {"categories": [name], "type": ["OUTFLOW"]} for place, name in out.items()},
        **{place: {"categories": [name], "type": ["INFLOW"]} for place, name in into.items()},
        **accounts,
    }
    places = dict.fromkeys(name for band in bands for name in (band.source, band.target))
    others = {_called(charts.OTHER), _called(charts.OTHER, is_source=True)}
    return [Mark(place, told[place]) if place in told and place not in others else None for place in places]


def _finding(days: pd.DataFrame, currency: str) -> str:
    if days.empty:
        return say("Nothing moved in these days")
    nets = [*zip(days["inflow"] - days["outflow"], days["day"], strict=True)]
    (least, worst), (most, best) = (first(nets, key=itemgetter(0)) for first in (min, max))
    return say(
        "Best: {best}, {most}; worst: {worst}, {least}",
        best=day(best),
        most=money(most, currency, signed=True),
        worst=day(worst),
        least=money(least, currency, signed=True),
    )


def draw_pairs(pairs: pd.DataFrame, *, banks: Mapping[str, str], key: str) -> None:
    """Both ends of each transfer, and the file of them; `banks` as for the picture."""
    names = _account_names(pairs.iloc[:0], pairs, banks)
    told = {f"{end}account_name": pairs[f"{end}account"].map(names) for end in ("", "reached_")}
    pairs = pairs.assign(**told)
    draw_table(page_of(pairs), PAIRS, key=key, sort_by=sort_of(pairs))
    if len(pairs):
        draw_foot(pairs, "own_transfers", key=f"export_{key}", numbers=PAIRS.numbers)


def said_of(pairs: pd.DataFrame, currency: str, *, counted: bool) -> str:
    """A sentence on them and on what becomes of them."""
    amount = money(pairs["amount"].sum(), currency)
    if counted:
        return say_many(
            "{number} transfer of {amount} between own accounts: counted as income and as spending",
            "{number} transfers of {amount} between own accounts: counted as income and as spending",
            len(pairs),
            amount=amount,
        )
    return say_many(
        "{number} transfer of {amount} between own accounts: neither income nor spending, and in no sum",
        "{number} transfers of {amount} between own accounts: neither income nor spending, and in no sum",
        len(pairs),
        amount=amount,
    )
