"""What the fiscal products share: the deals that a link shows, and the filters and limits of their requests."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.fiscal.business_transactions import Deal
from belvo_sandbox.people.fiscal.purchases import deals_between
from belvo_sandbox.products.declaration import Candidate
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.products.link_data import Source

DIRECTIONS = ("INFLOW", "OUTFLOW")
BY_CREATION = (
    Filter("created_at", kind=Kind.INSTANT, lookups=BOUNDS),
    Filter("id", kind=Kind.IDENTIFIER, lookups=ONE_OR_MANY),
)
_LONGEST = timedelta(days=366)


def direction(deal: Deal) -> str:
    """Belvo's `type`: invoices that are sent flow out, those received flow in."""
    return "OUTFLOW" if deal.sells else "INFLOW"


def trades(source: Source) -> bool:
    """Whether there is a business behind the link; who has no accounts has none."""
    return bool(source.ledger.accounts and source.person.trade)


def employed(source: Source) -> bool:
    """Whether there is a salary behind the link."""
    return bool(source.ledger.accounts) and source.person.work == "employed"


def dealt(source: Source, until: datetime) -> Iterator[Candidate]:
    """All deals by an instant."""
    if not trades(source):
        return
    moment = source.moment(until)
    for deal in deals_between(source.person, FOUNDED, moment[0]):
        if (deal.day, deal.second) <= moment:
            yield Candidate(deal.key, deal, (deal.day, deal.second), kind=direction(deal))


def at_most_a_year(asked: Mapping[str, Any]) -> None:
    """Refuse periods of more than a year."""
    since, until = asked.get("date_from"), asked.get("date_to")
    if isinstance(since, date) and isinstance(until, date) and until - since >= _LONGEST:
        raise ApiError(400, invalid("date_to", "invalid_period", "The period must not be longer than one year."))
