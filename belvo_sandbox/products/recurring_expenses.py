"""Recurring expenses: what Belvo recognizes as paid month after month.

https://developers.belvo.com/apis/belvoopenapispec/recurringexpenses
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import mean, median
from typing import Any

from belvo_sandbox.people import Movement
from belvo_sandbox.people.banking.streams import name, recurring
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, TOKEN, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.insights import deposits, requested_period, within
from belvo_sandbox.products.link_data import LinkData

_NEEDED = 3  # payments, until one is sure
# What is paid for month after month without being used up, by Belvo's categories.
_SUBSCRIBED = {"Insurance", "Online Platforms & Leisure"}


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    keys = [account.key for account in deposits(data)]
    payments_by_name = recurring(data.movements(until), keys)
    for (account, title), payments in sorted(payments_by_name.items(), key=lambda item: _recognized_at(item[1])):
        yield Candidate((account, title), payments, _recognized_at(payments), account)


def _recognized_at(payments: Sequence[Movement]) -> tuple[Any, int]:
    """The moment at which the payments were enough to be recognized."""
    return payments[_NEEDED - 1].day, payments[_NEEDED - 1].second


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    in_period = set(within(data, requested_period(data, stamp), stamp.collected_at))
    payments: list[Movement] = [movement for movement in candidate.item if movement in in_period]
    amounts = [-movement.cents for movement in payments] or [0]
    last = (payments or candidate.item)[-1]
    return {
        "id": stamp.id,
        "account": last.account,
        "name": name(last.line),
        "transactions": [
            {
                "amount": -movement.cents / 100,
                "description": movement.line.text,
                "value_date": movement.day.isoformat(),
            }
            for movement in reversed(payments)
        ],
        "frequency": "MONTHLY",
        "average_transaction_amount": round(mean(amounts)) / 100,
        "median_transaction_amount": round(median(amounts)) / 100,
        "days_since_last_transaction": (data.moment(stamp.collected_at)[0] - last.day).days,
        "category": last.line.category,
        "payment_type": "SUBSCRIPTION" if last.line.category in _SUBSCRIBED else "REGULAR",
    }


RECURRING_EXPENSES = Resource(
    name="RECURRING_EXPENSES",
    path="recurring-expenses",
    filters=(
        ListFilter("account", kind=ValueKind.IDENTIFIER, path="account__id", lookups=ONE_OR_MANY),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
    ),
    parameters=(LINK, TOKEN, SAVE_DATA, Parameter("date_from", "day"), Parameter("date_to", "day")),
    candidates=_candidates,
    body=_body,
    resumable=True,
    embeds_account=True,
    also_fetches=("ACCOUNTS",),
)
