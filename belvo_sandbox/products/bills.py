"""Bills of credit cards.

https://developers.belvo.com/apis/belvoopenapispec/bills
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people import Bill, Movement
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

_CARD = "card"
_DAY = timedelta(days=1)


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    for bill in data.bills(until):
        yield Candidate((_CARD, bill.cut), bill, (bill.cut + _DAY, 0), _CARD)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    bill: Bill = candidate.item
    country = data.institution.country
    return {
        "id": stamp.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "account": _CARD,
        "internal_identification": digest("bill", data.link.person, bill.cut).hex()[:32],
        "bill_name": f"{country.months[bill.cut.month - 1]}-{bill.cut.year}",
        "due_date": bill.due.isoformat(),
        "currency": country.currency,
        "total_amount": bill.total / 100,
        "minimum_amount": bill.minimum / 100,
        "is_installment": False,
        "finance_charges": _finance_charges(data, bill, stamp.collected_at),
        "payments": _payments(data, bill, stamp.collected_at),
    }


def _finance_charges(data: LinkData, bill: Bill, instant: datetime) -> list[dict[str, Any]]:
    """The interest that is part of the bill; where there is none, Belvo's description wants that said."""
    before = [other.cut for other in data.bills(instant) if other.cut < bill.cut]
    within = _on_card(data, before[-1] if before else date.min, bill.cut, instant)
    interest = [-one.cents for one in within if one.cents < 0 and one.line.subcategory == "Interest & Charges"]
    charges = [("LATE_PAYMENT_INTEREST", cents) for cents in interest] or [("NO_CHARGE", 0)]
    currency = data.institution.country.currency
    return [
        {"type": kind, "additional_info": None, "currency": currency, "amount": cents / 100} for kind, cents in charges
    ]


def _payments(data: LinkData, bill: Bill, instant: datetime) -> list[dict[str, Any]]:
    """The payments until the next bill was closed."""
    after = [other.cut for other in data.bills(instant) if other.cut > bill.cut]
    since = _on_card(data, bill.cut, after[0] if after else date.max, instant)
    return [
        {
            "type": "FULL" if movement.cents >= bill.total else "OTHER",
            "payment_date": movement.day.isoformat(),
            "payment_mode": "BANK_SLIP",
            "currency": data.institution.country.currency,
            "amount": movement.cents / 100,
        }
        for movement in since
        if movement.cents > 0 and movement.line.counterparty
    ]


def _on_card(data: LinkData, after: date, until: date, instant: datetime) -> list[Movement]:
    movements, day = data.movements(instant), attrgetter("day")
    span = slice(bisect_right(movements, after, key=day), bisect_right(movements, until, key=day))
    return [movement for movement in movements[span] if movement.account == _CARD]


BILLS = Resource(
    name="BILLS",
    path="bills",
    filters=(
        ListFilter("account", kind=ValueKind.IDENTIFIER, path="account__id", lookups=ONE_OR_MANY),
        ListFilter("collected_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("due_date", kind=ValueKind.DAY, lookups=BOUNDS),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
    ),
    parameters=(LINK, SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    has_period=True,
    embeds_account=True,
    also_fetches=("ACCOUNTS",),
)
