"""Shared by the fiscal products: the candidates of a business, and the filters and limits of requests."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.fiscal.business_transactions import BusinessTransaction
from belvo_sandbox.people.fiscal.journal import transactions_between
from belvo_sandbox.products.declaration import Candidate
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

DIRECTIONS = ("INFLOW", "OUTFLOW")
BY_CREATION = (
    ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
    ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
)
_LONGEST = timedelta(days=366)


def direction(transaction: BusinessTransaction) -> str:
    """Belvo's `type`: invoices that are sent flow out, those received flow in."""
    return "OUTFLOW" if transaction.sells else "INFLOW"


def has_business(data: LinkData) -> bool:
    """Who has no accounts has no business."""
    return bool(data.ledger.accounts and data.person.business)


def has_salary(data: LinkData) -> bool:
    return bool(data.ledger.accounts) and data.person.employment_status == "employed"


def business_candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    """The transactions of a business by an instant."""
    if not has_business(data):
        return
    moment = data.moment(until)
    for transaction in transactions_between(data.person, FOUNDED, moment[0]):
        if (transaction.day, transaction.second) <= moment:
            yield Candidate(
                transaction.key, transaction, (transaction.day, transaction.second), kind=direction(transaction)
            )


def at_most_a_year(parameters: Mapping[str, Any]) -> None:
    """Refuse periods of more than a year."""
    since, until = parameters.get("date_from"), parameters.get("date_to")
    if isinstance(since, date) and isinstance(until, date) and until - since >= _LONGEST:
        raise ApiError(400, invalid("date_to", "invalid_period", "The period must not be longer than one year."))
