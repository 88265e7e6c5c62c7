"""Incomes and recurring expenses, as Belvo works them out from transactions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from store.core import frames, instants
from store.database import Database
from store.queries.banking import accounts
from store.queries.base import JSON, frame, frame_of, number, objects, part, parts, read
from store.queries.kept import kept, kept_by_link
from store.write import rows

if TYPE_CHECKING:
    from pandas import DataFrame


@kept
def summary(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a link's incomes; columns as in `_SUMMARY`. The currency is missing where streams have several."""
    return frame_of(_rows(db, links, "summary"), _SUMMARY)


@kept
def streams(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row a source of income, the largest first; columns as in `_STREAMS`, days those of the last income.

    `stability` and `regularity` go up to 1; `trend` is above 0 for an income that rises and below for one that falls.
    """
    within = [row for row in _rows(db, links, "streams") if _lies_in(row["last_date"], since, until)]
    return frame_of(sorted(within, key=lambda row: row["monthly_average"] or 0, reverse=True), _STREAMS)


def last_descriptions(db: Database, links: Sequence[str]) -> list[tuple[str, int, str | None]]:
    """The row, the number in it and the line of the last income of each stream."""
    found = (
        (item["id"], number, stream.get("last_income_description"))
        for item in objects(db, "incomes", links)
        for number, stream in enumerate(parts(item, "income_streams"))
    )
    return [(row, number, said if isinstance(said, str) else None) for row, number, said in found]


@kept
def recurring_expenses(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row a payment that comes back, the largest first; columns as in `_EXPENSES`, days of the last payment."""
    currencies = accounts.currencies(db)
    within = [
        {**row, "currency": currencies.get(str(row["account"]))}
        for row in _rows(db, links, "expenses")
        if _lies_in(row["last_date"], since, until)
    ]
    return frame_of(sorted(within, key=lambda row: row["average"] or 0, reverse=True), _EXPENSES)


@kept_by_link
def _rows(db: Database, links: Sequence[str], name: str) -> Iterator[tuple[str, JSON]]:
    """The rows of one of these frames; of expenses without the currency, which is that of their account."""
    resource, columns, rows_of = _FRAMES[name]
    for item in objects(db, resource, links):
        for row in rows_of(item):
            yield item["link"], read(row, columns)


def monthly(expenses: "DataFrame") -> "DataFrame":
    """The rows of recurring_expenses with what each costs a month, `a_month`."""
    times = expenses["frequency"].map(_MONTHLY).fillna(1.0).astype("float64")
    return expenses.assign(a_month=expenses["average"] * times)


_MONTHLY = {"WEEKLY": 52 / 12, "BIWEEKLY": 26 / 12, "MONTHLY": 1.0, "QUARTERLY": 1 / 3, "YEARLY": 1 / 12}
"""Payments a month by Belvo's name of their rhythm; what has none counts once."""


def payments(db: Database, row: str) -> "DataFrame":
    """The payments that one recurring expense was seen in, the newest first: day, description, amount."""
    body = rows.body(db, "recurring_expenses", row) or {}
    paid = [{**one, "day": one.get("value_date")} for one in parts(body, "transactions")]
    return frame(sorted(paid, key=lambda one: str(one["day"] or ""), reverse=True), _PAYMENTS)


def _summary(item: JSON) -> dict[str, Any]:
    currencies = {stream.get("currency") for stream in parts(item, "income_streams")}
    return {**item, "row": item.get("id"), "currency": currencies.pop() if len(currencies) == 1 else None}


def _streams(item: JSON) -> Iterator[dict[str, Any]]:
    for stream in parts(item, "income_streams"):
        yield {
            **stream,
            "link": item.get("link"),
            "row": item.get("id"),
            "account": stream.get("account_id"),
            "type": stream.get("income_type"),
            "average": stream.get("average_income_amount"),
            "last_amount": stream.get("last_income_amount"),
            "last_description": stream.get("last_income_description"),
            "last_date": instants.parse_day(stream.get("last_income_date")),
            "monthly_average": number(stream.get("monthly_average")),
        }


def _expense(item: JSON) -> dict[str, Any]:
    account = part(item, "account").get("id")
    seen = sorted(parts(item, "transactions"), key=lambda one: str(one.get("value_date") or ""))
    return {
        **item,
        "row": item.get("id"),
        "account": account,
        "average": number(item.get("average_transaction_amount")),
        "median": item.get("median_transaction_amount"),
        "payments": len(seen),
        "first_date": instants.parse_day(seen[0].get("value_date")) if seen else None,
        "last_date": instants.parse_day(seen[-1].get("value_date")) if seen else None,
        "last_amount": seen[-1].get("amount") if seen else None,
    }


def _lies_in(day: str | None, since: date | None, until: date | None) -> bool:
    """A day that is missing lies in no bounded time."""
    return (since is None or (day or "") >= since.isoformat()) and (until is None or (day or "9") <= until.isoformat())


_SUMMARY = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "currency": frames.TEXT,
    "number_of_income_streams": frames.INTEGER,
    "monthly_average": frames.MONEY,
    "monthly_average_regular": frames.MONEY,
    "monthly_average_irregular": frames.MONEY,
    "monthly_average_low_confidence": frames.MONEY,
    "monthly_average_medium_confidence": frames.MONEY,
    "monthly_average_high_confidence": frames.MONEY,
    "total_income_amount": frames.MONEY,
    "best_working_day_to_charge": frames.INTEGER,
    "first_transaction_date": frames.DAY,
    "last_transaction_date": frames.DAY,
    "created_at": frames.INSTANT,
}

_STREAMS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "account": frames.TEXT,
    "type": frames.TEXT,
    "frequency": frames.TEXT,
    "confidence": frames.TEXT,
    "currency": frames.TEXT,
    "monthly_average": frames.MONEY,
    "average": frames.MONEY,
    "last_amount": frames.MONEY,
    "last_date": frames.DAY,
    "last_description": frames.TEXT,
    "number_of_incomes": frames.INTEGER,
    "periods_with_income": frames.INTEGER,
    "lookback_periods": frames.INTEGER,
    "stability": frames.NUMBER,
    "regularity": frames.NUMBER,
    "trend": frames.NUMBER,
}

_EXPENSES = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "account": frames.TEXT,
    "name": frames.TEXT,
    "category": frames.TEXT,
    "payment_type": frames.TEXT,
    "frequency": frames.TEXT,
    "currency": frames.TEXT,
    "average": frames.MONEY,
    "median": frames.MONEY,
    "last_amount": frames.MONEY,
    "first_date": frames.DAY,
    "last_date": frames.DAY,
    "payments": frames.INTEGER,
    "days_since_last_transaction": frames.INTEGER,
}

_PAYMENTS = {"day": frames.DAY, "description": frames.TEXT, "amount": frames.MONEY}

_FRAMES: Mapping[str, tuple[str, frames.Columns, Callable[[JSON], Iterable[JSON]]]] = {
    "summary": ("incomes", _SUMMARY, lambda item: [_summary(item)]),
    "streams": ("incomes", _STREAMS, _streams),
    "expenses": ("recurring_expenses", _EXPENSES, lambda item: [_expense(item)]),
}
"""By the name of a frame the resource that its rows are read out of, its columns, and how."""
