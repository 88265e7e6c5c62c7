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
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.products.link_data import Source


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - balances are always there
    for account in reversed(source.accounts):
        if not account.is_debt:
            yield Candidate((account.key,), account, account=account.key)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    account: Account = candidate.item
    position = source.positions(stamp.collected_at)[account.key]
    amounts = balance(source, account, position, stamp.collected_at)
    return {
        "id": stamp.id,
        "link": source.link.id,
        "account_id": source.account_id(account.key),
        "account_internal_identification": digest("account", source.link.person, account.key).hex()[:40],
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "last_updated_at": text(_last_moved(source, account, stamp.collected_at)),
        "currency": source.institution.country.culture.currency,
        "available": amounts["available"],
        "blocked": amounts["blocked"],
        "automatically_invested": amounts["automatically_invested"],
    }


def _last_moved(source: Source, account: Account, instant: datetime) -> datetime:
    zone = source.institution.country.zone
    for movement in reversed(source.movements(instant)):
        if movement.account == account.key:
            return zone.instant(movement.day, movement.second)
    return zone.instant(EPOCH, 0)


BALANCES = Resource(
    name="BALANCES",
    path="br/balances",
    filters=(
        Filter("account", kind=Kind.IDENTIFIER, path="account_id", lookups=ONE_OR_MANY),
        Filter("collected_at", kind=Kind.INSTANT, lookups=BOUNDS),
        Filter("created_at", kind=Kind.INSTANT, lookups=BOUNDS),
        Filter("id", kind=Kind.IDENTIFIER, lookups=ONE_OR_MANY),
    ),
    parameters=(LINK, Parameter("account_id", "identifier"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    deletable=False,
)
