"""The filter bar of transactions: what is chosen stands in the address, under the names of the filter's fields."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import streamlit as st

from components.ui import query
from components.ui.money import symbol
from components.ui.text import one_line, plain, shorten, tell_apart, words
from components.ui.time_format import day, month_start
from store.core import instants
from store.queries.banking.transactions import Facets, TransactionFilter

DIRECTIONS = {"INFLOW": "In", "OUTFLOW": "Out"}
PERIODS = ("This month", "Last month", "Last 90 days", "Last 12 months", "This year", "Last year")
_RARE = ("statuses", "currency", "minimum", "maximum")


def draw_filters(facets: Facets, links: Mapping[str, str], today: date) -> TransactionFilter:
    """Draw the bar and return what it says; `links` has a label for each link's id."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filters"):
        text = query.text("Find", "text", width=195, placeholder="Description, merchant…")
        since, until = draw_period(today, "since", "until")
        chosen_links = query.choose_many("Link", "links", links, width=140, placeholder="All links", unknown=_unknown)
        chosen_accounts = query.choose_many(
            "Account", "accounts", tell_apart(facets.accounts), width=155, placeholder="All accounts", unknown=_unknown
        )
        names = {name: one_line(name) for name in facets.categories}
        categories = query.choose_many("Category", "categories", names, width=155, placeholder="All categories")
        direction = query.segments("Direction", "type", DIRECTIONS)
        with st.popover(_rare_label(), icon=":material/tune:", key="more"):
            rare = _draw_rare(facets)
        st.button(
            "Clear", key="clear", type="tertiary", on_click=query.clear, args=(("sort",),), disabled=not query.pairs()
        )
    return replace(
        rare,
        text=text,
        since=since,
        until=until,
        links=tuple(chosen_links),
        accounts=tuple(chosen_accounts),
        categories=tuple(categories),
        type=direction,
    )


def _draw_rare(facets: Facets) -> TransactionFilter:
    statuses = {name: words(name) for name in facets.statuses}
    chosen = query.choose_many("Status", "statuses", statuses, width=260, placeholder="All statuses")
    currencies = {code: code if code == symbol(code) else f"{code} ({symbol(code)})" for code in facets.currencies}
    currency = query.choose_one("Currency", "currency", currencies, width=260, placeholder="All currencies")
    minimum = query.number("Amount from", "minimum", width=260)
    maximum = query.number("Amount to", "maximum", width=260)
    return TransactionFilter(
        statuses=tuple(chosen), currency=currency, minimum=_amount(minimum), maximum=_amount(maximum)
    )


def draw_period(today: date, first: str, last: str, *, unset: str = "All days") -> tuple[date | None, date | None]:
    """A button that shows which days are chosen and opens their choice.

    `first` and `last` name the parameters, `unset` what holds without them.
    """
    with st.popover(_period_label(first, last) or unset, icon=":material/date_range:", key="period"):
        with st.container(horizontal=True, width=290):
            since, until = query.day("From", first, width=135), query.day("To", last, width=135)
        with st.container(width=290), st.grid(2, min_column_width=120, gap="xxsmall"):
            for name in PERIODS:
                st.button(
                    name,
                    key=f"period_{name}",
                    width="stretch",
                    on_click=_choose_period,
                    args=(name, today, first, last),
                )
    return since, until


def draw_since(name: str, *, unset: str = "All days") -> str:
    """A button that opens the choice of a first day; its start in UTC as an encoded instant, empty without one."""
    chosen = query.parse_day(query.first(name))
    with st.popover(f"Since {day(chosen)}" if chosen else unset, icon=":material/date_range:", key="since_choice"):
        query.day("Since", name, width=160)
    return instants.encode(datetime.combine(chosen, time(), tzinfo=UTC)) if chosen else ""


def _period_label(first: str, last: str) -> str:
    since, until = (query.parse_day(query.first(name)) for name in (first, last))
    if since and until:
        return f"{day(since)} – {day(until)}"  # noqa: RUF001 - a range
    if since:
        return f"Since {day(since)}"
    return f"Until {day(until)}" if until else ""


def period(name: str, today: date) -> tuple[date, date]:
    """The first and last day of one of PERIODS, so that the address says which days were meant."""
    match name:
        case "This month":
            return month_start(today), today
        case "Last month":
            return month_start(today, 1), month_start(today) - timedelta(days=1)
        case "Last 90 days":
            return today - timedelta(days=89), today
        case "Last 12 months":
            return month_start(today, 11), today
        case "This year":
            return date(today.year, 1, 1), today
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


def _choose_period(name: str, today: date, first: str, last: str) -> None:
    since, until = period(name, today)
    query.write({first: [since.isoformat()], last: [until.isoformat()]})


def _rare_label() -> str:
    """What is filtered behind the button stays in view."""
    named = [(name, value) for name, value in query.pairs() if name in _RARE and not _is_no_amount(name, value)]
    chosen = [words(value) if name == "statuses" else value for name, value in named]
    return plain(shorten(f"More: {', '.join(chosen)}", 40)) if chosen else "More"


def _is_no_amount(name: str, value: str) -> bool:
    """Whether it stands for an amount and is none, so that nothing is filtered by it."""
    if name not in ("minimum", "maximum"):
        return False
    try:
        return not math.isfinite(float(value))
    except ValueError:
        return True


def _unknown(value: str) -> str:
    return f"Not here: {shorten(value, 12)}"


def _amount(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def chart_currency(codes: Sequence[str]) -> str:
    """The one of these that the address names for charts, since amounts of two are never added, or the first."""
    asked = query.first("charts")
    return asked if asked is not None and asked in codes else next(iter(codes), "")


def choose_currency(codes: Sequence[str]) -> str:
    """The same, with a control to change it where there are several."""
    if len(codes) > 1:
        query.segments("Charts in", "charts", {code: f"Charts in {code}" for code in codes}, default=codes[0])
    return chart_currency(codes)
