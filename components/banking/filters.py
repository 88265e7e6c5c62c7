"""The filter bar of transactions: what is chosen stands in the address, under the names of the filter's fields."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pandas as pd

from components.banking import doubtful_rows, own_transfers
from components.banking.twins import left_out
from components.ui import query
from components.ui.filters import (
    Known,
    choose_currency,
    choose_people,
    choose_status,
    draw_clear,
    draw_period,
    filter_bar,
    more,
)
from components.ui.text import one_line, tell_apart, told
from languages import msg, say
from store.queries.banking.transactions import Facets, TransactionFilter
from store.queries.query_params import parse_amount

DIRECTIONS = {"INFLOW": msg("In"), "OUTFLOW": msg("Out")}
_RARE = ("statuses", "currency", "minimum", "maximum", own_transfers.PARAMETER, doubtful_rows.PARAMETER)


def draw_filters(
    facets: Facets,
    links: Mapping[str, str],
    today: date,
    *,
    every: pd.DataFrame,
    known_link: Known,
    known_account: Known,
) -> TransactionFilter:
    """Draw the bar and return what it says; `links` has a label for each link's id, `every` is links.table.

    What has no transactions now, or none with these links, is known all the same.
    """
    with filter_bar():
        text = query.text(say("Find"), "text", width=158, placeholder=say("Description, merchant…"), of_people=True)
        since, until = draw_period(today, "since", "until")
        chosen_links = query.choose_many(
            say("Link"), "links", links, width=140, placeholder=say("All links"), known=known_link
        )
        narrowed = choose_people(every, chosen_links, width=140)
        chosen_accounts = query.choose_many(
            say("Account"),
            "accounts",
            tell_apart(facets.accounts),
            width=128,
            placeholder=say("All accounts"),
            known=known_account,
        )
        names = {name: say(one_line(name)) for name in facets.categories}
        categories = query.choose_many(
            say("Category"), "categories", names, width=138, placeholder=say("All categories")
        )
        direction = query.segments(say("Direction"), "type", told(DIRECTIONS))
        with more(_RARE, says=_says):
            rare = _draw_rare(facets)
        draw_clear(keep=("sort",))
    return replace(
        rare,
        text=text,
        since=since,
        until=until,
        links=narrowed,
        accounts=tuple(chosen_accounts),
        categories=tuple(categories),
        type=direction,
        without=left_out(),
    )


def _draw_rare(facets: Facets) -> TransactionFilter:
    statuses = choose_status(facets.statuses)
    currency = choose_currency(facets.currencies)
    minimum = query.number(say("Amount from"), "minimum", width=260)
    maximum = query.number(say("Amount to"), "maximum", width=260)
    transfers = query.choose_one(
        say("Own transfers"),
        own_transfers.PARAMETER,
        told(own_transfers.CHOICES),
        width=260,
        placeholder=say("Own transfers in no sum"),
    )
    doubtful = query.choose_one(
        say("Doubtful rows"),
        doubtful_rows.PARAMETER,
        told(doubtful_rows.CHOICES),
        width=260,
        placeholder=say("Doubtful rows count"),
    )
    return TransactionFilter(
        statuses=statuses,
        currency=currency,
        minimum=minimum,
        maximum=maximum,
        transfers=transfers,
        doubtful=doubtful,
    )


def _says(name: str, value: str) -> bool:
    """Whether anything is filtered by it: not by what stands for an amount and is none."""
    with suppress(ValueError):
        return name not in ("minimum", "maximum") or parse_amount(value) >= 0
    return False
