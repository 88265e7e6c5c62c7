"""The filter bar of transactions: what is chosen stands in the address, under the names of the filter's fields."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from components.banking import doubtful_rows, own_transfers
from components.banking.twins import left_out
from components.ui import query
from components.ui.filters import choose_currency, choose_status, draw_clear, draw_period, filter_bar, more, unknown
from components.ui.text import one_line, tell_apart
from store.queries.banking.transactions import Facets, TransactionFilter

DIRECTIONS = {"INFLOW": "In", "OUTFLOW": "Out"}
_RARE = ("statuses", "currency", "minimum", "maximum", own_transfers.PARAMETER, doubtful_rows.PARAMETER)


def draw_filters(facets: Facets, links: Mapping[str, str], today: date) -> TransactionFilter:
    """Draw the bar and return what it says; `links` has a label for each link's id."""
    with filter_bar():
        text = query.text("Find", "text", width=175, placeholder="Description, merchant…")
        since, until = draw_period(today, "since", "until")
        chosen_links = query.choose_many("Link", "links", links, width=235, placeholder="All links", unknown=unknown)
        chosen_accounts = query.choose_many(
            "Account", "accounts", tell_apart(facets.accounts), width=155, placeholder="All accounts", unknown=unknown
        )
        names = {name: one_line(name) for name in facets.categories}
        categories = query.choose_many("Category", "categories", names, width=155, placeholder="All categories")
        direction = query.segments("Direction", "type", DIRECTIONS)
        with more(_RARE, says=_says):
            rare = _draw_rare(facets)
        draw_clear(keep=("sort",))
    return replace(
        rare,
        text=text,
        since=since,
        until=until,
        links=tuple(chosen_links),
        accounts=tuple(chosen_accounts),
        categories=tuple(categories),
        type=direction,
        without=left_out(),
    )


def _draw_rare(facets: Facets) -> TransactionFilter:
    statuses = choose_status(facets.statuses)
    currency = choose_currency(facets.currencies)
    minimum = query.number("Amount from", "minimum", width=260)
    maximum = query.number("Amount to", "maximum", width=260)
    transfers = query.choose_one(
        "Own transfers",
        own_transfers.PARAMETER,
        own_transfers.CHOICES,
        width=260,
        placeholder="Own transfers in no sum",
    )
    doubtful = query.choose_one(
        "Doubtful rows", doubtful_rows.PARAMETER, doubtful_rows.CHOICES, width=260, placeholder="Doubtful rows count"
    )
    return TransactionFilter(
        statuses=statuses,
        currency=currency,
        minimum=_amount(minimum),
        maximum=_amount(maximum),
        transfers=transfers,
        doubtful=doubtful,
    )


def _says(name: str, value: str) -> bool:
    """Whether anything is filtered by it: not by what stands for an amount and is none."""
    return name not in ("minimum", "maximum") or query.parse_number(value) is not None


def _amount(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")
