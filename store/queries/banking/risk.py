"""Risk insights: what a row of a page needs of them, every measure, and the share of each category."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from store.core import frames
from store.database import Database
from store.queries.banking import accounts
from store.queries.base import JSON, frame, frame_of, objects, part, parts, read
from store.queries.kept import kept, kept_by_link

if TYPE_CHECKING:
    from pandas import DataFrame

WINDOWS = ("3d", "1w", "1m", "3m", "6m", "12m")
"""Three days, a week, and one, three, six and twelve months, up to when Belvo looked."""

_SECTIONS = {
    "assets": "assets_metrics",
    "credit_cards": "credit_cards_metrics",
    "loans": "loans_metrics",
    "balances": "balances_metrics",
    "transactions": "transactions_metrics",
    "cashflow": "cashflow_metrics",
}

_SUMMARISED = {
    "closing_balance": ("balances", "closing_balance"),
    "min_balance_3m": ("balances", "min_balance_3m"),
    "mean_balance_3m": ("balances", "mean_balance_3m"),
    "days_below_zero_3m": ("balances", "days_balance_below_0_3m"),
    "incoming_3m": ("transactions", "sum_incoming_amount_3m"),
    "outgoing_3m": ("transactions", "sum_outgoing_amount_3m"),
    "net_cashflow_3m": ("cashflow", "net_cashflow_3m"),
    "in_to_out_3m": ("cashflow", "positive_to_negative_ratio_3m"),
    "credit_limit": ("credit_cards", "sum_credit_limit"),
    "credit_used": ("credit_cards", "sum_credit_used"),
    "credit_utilization": ("credit_cards", "credit_card_limit_utilization"),
    "loans": ("loans", "num_accounts"),
    "loans_outstanding": ("loans", "sum_loans_outstanding_principal"),
    "loan_payment": ("loans", "sum_loans_monthly_payment"),
    "overdraft_utilization": ("loans", "overdraft_limit_utilization"),
    "days_since_last_transaction": ("transactions", "days_since_last_transaction"),
    "days_history": ("transactions", "days_history"),
}


@kept
def summary(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a link's insights, what words are made of: columns as in `_SUMMARY`; shares are of 1.

    The currency is that of all accounts looked at, missing where they have several.
    """
    currencies = accounts.currencies(db)
    rows = [{**row, "currency": _currency(ids, currencies)} for ids, row in _summaries(db, links)]
    return frame_of(rows, _SUMMARY)


@kept_by_link
def _summaries(db: Database, links: Sequence[str]) -> Iterator[tuple[str, tuple[Sequence[str], JSON]]]:
    """The rows without their currency, each with the accounts that were looked at."""
    for item in objects(db, "risk_insights", links):
        yield item["link"], (_accounts(item), read(_summary(item), _SUMMARY))


@kept
def metrics(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a measure and window, in Belvo's order: columns as in `_METRICS`.

    `metric` is Belvo's name without the window, which is one of `WINDOWS` or empty; `unit` is money, count, days, ratio
    or trend, of which only the sign is described. Measures without a value are left out. Money is in the currency of
    all accounts looked at, which is missing where they have several.
    """
    currencies = accounts.currencies(db)
    rows = [
        (*row, currency if row[_UNIT] == "money" else None)
        for ids, measured in _measured(db, links)
        for currency in [_currency(ids, currencies)]
        for row in measured
    ]
    return frames.typed(frames.records(rows, [*_METRICS]), _METRICS)


@kept_by_link
def _measured(
    db: Database, links: Sequence[str]
) -> Iterator[tuple[str, tuple[Sequence[str], Sequence[tuple[object, ...]]]]]:
    """The measures of an insight without their currency, with the accounts that were looked at."""
    for item in objects(db, "risk_insights", links):
        yield item["link"], (_accounts(item), tuple(_metrics(item)))


_UNIT = 5
"""The place of the unit in a row of measures."""


def categories(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a category of the last three months, the largest first; columns as in `_CATEGORIES`."""
    rows = [
        {**one, "link": item.get("link"), "row": item.get("id")}
        for item in objects(db, "risk_insights", links)
        for one in parts(item, "category_metrics")
    ]
    return frame(sorted(rows, key=lambda row: abs(row.get("net_amount_3m") or 0), reverse=True), _CATEGORIES)


def _summary(item: JSON) -> dict[str, Any]:
    return {
        "link": item.get("link"),
        "row": item.get("id"),
        "created_at": item.get("created_at"),
        "accounts": len(_accounts(item)),
        **{name: part(item, _SECTIONS[section]).get(field) for name, (section, field) in _SUMMARISED.items()},
    }


def _accounts(item: JSON) -> list[str]:
    """The ids of the accounts that were looked at."""
    named = item.get("accounts")
    return [account for account in named if isinstance(account, str)] if isinstance(named, list) else []


def _currency(ids: Iterable[str], currencies: Mapping[str, str]) -> str | None:
    of_accounts = {currencies[account] for account in ids if account in currencies}
    return of_accounts.pop() if len(of_accounts) == 1 else None


def _metrics(item: JSON) -> Iterator[tuple[object, ...]]:
    link, row = item.get("link"), item.get("id")
    for section, field in _SECTIONS.items():
        for name, value in part(item, field).items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                metric, window, unit = _named(name)
                yield link, row, section, metric, window, unit, value


@lru_cache(maxsize=1024)  # a link has more than two hundred measures, and all links the same ones
def _named(name: str) -> tuple[str, str, str]:
    """The measure, its window and its unit."""
    metric, _, window = name.rpartition("_")
    return (metric, window, _unit(name)) if window in WINDOWS else (name, "", _unit(name))


def _unit(name: str) -> str:
    if name.startswith("days_"):
        return "days"
    if "num_" in name:
        return "count"
    if "trend" in name:
        return "trend"
    return "ratio" if "utilization" in name or "ratio" in name else "money"


_UNITS = {"money": frames.MONEY, "count": frames.INTEGER, "days": frames.INTEGER, "ratio": frames.NUMBER}

_SUMMARY = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "created_at": frames.INSTANT,
    "accounts": frames.INTEGER,
    "currency": frames.TEXT,
    **{name: frames.INTEGER if name == "loans" else _UNITS[_unit(field)] for name, (_, field) in _SUMMARISED.items()},
}

_METRICS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "section": frames.TEXT,
    "metric": frames.TEXT,
    "window": frames.TEXT,
    "unit": frames.TEXT,
    "value": frames.NUMBER,
    "currency": frames.TEXT,
}

_CATEGORIES = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "category": frames.TEXT,
    "subcategory": frames.TEXT,
    "net_amount_3m": frames.MONEY,
    "category_inflow_ratio_3m": frames.NUMBER,
    "trend_3m": frames.NUMBER,
}
