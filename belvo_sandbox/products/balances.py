"""Balances of checking and savings accounts in Brazil.

https://developers.belvo.com/apis/belvoopenapispec/balances
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people import EPOCH, Account
from belvo_sandbox.products.accounts import balance
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - balances are always there
    for account in reversed(data.accounts):
        if not account.is_debt:
            yield Candidate((account.key,), account, account=account.key)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    account: Account = candidate.item
    position = data.positions(stamp.collected_at)[account.key]
    amounts = balance(data, account, position, stamp.collected_at)
    return {
        "id": stamp.id,
        "link": data.link.id,
        "account_id": data.account_id(account.key),
        "account_internal_identification": digest("account", data.link.person, account.key).hex()[:40],
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "last_updated_at": text(_last_moved(data, account, stamp.collected_at)),
        "currency": data.institution.country.currency,
        "available": amounts["available"],
        "blocked": amounts["blocked"],
        "automatically_invested": amounts["automatically_invested"],
    }


def _last_moved(data: LinkData, account: Account, instant: datetime) -> datetime:
    zone = data.institution.country.zone
    for movement in reversed(data.movements(instant)):
        if movement.account == account.key:
            return zone.instant(movement.day, movement.second)
    return zone.instant(EPOCH, 0)


BALANCES = Resource(
    name="BALANCES",
    path="br/balances",
    filters=(
        ListFilter("account", kind=ValueKind.IDENTIFIER, path="account_id", lookups=ONE_OR_MANY),
        ListFilter("collected_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
    ),
    parameters=(LINK, Parameter("account_id", "identifier"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    deletable=False,
)
