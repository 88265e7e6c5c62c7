"""Accounts.

https://developers.belvo.com/apis/belvoopenapispec/accounts
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people import CATEGORIES, Account
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, TOKEN, Candidate, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

_BALANCES = ("exact", "lt", "lte", "gt", "gte", "range")


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - accounts are always there
    # Lists show the last one first, and people look for the checking account first.
    for account in reversed(data.accounts):
        yield Candidate((account.key,), account, account=account.key)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    account: Account = candidate.item
    position = data.positions(stamp.collected_at)[account.key]
    product = data.institution.country.products[account.key]
    brazilian = data.institution.country.code == "BR"
    return {
        "id": stamp.id,
        "link": data.link.id,
        "institution": {"name": data.institution.name, "type": data.institution.type},
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "last_accessed_at": text(stamp.collected_at),
        "category": account.category,
        "balance_type": "LIABILITY" if account.is_debt else "ASSET",
        "overdraft": _overdraft(account, position),
        "type": product.type,
        "subtype": "INDIVIDUAL",
        "name": product.name,
        "number": account.number,
        "agency": account.branch if brazilian else None,
        "check_digit": account.check_digit if brazilian and not account.is_debt else None,
        "balance": balance(data, account, position, stamp.collected_at),
        "currency": data.institution.country.currency,
        **_public_identification(account, brazilian=brazilian),
        "internal_identification": digest("account", data.link.person, account.key).hex()[:40],
        "credit_data": _credit_data(data, account, position, stamp.collected_at) if account.is_debt else None,
        "loan_data": None,
        "funds_data": None,
    }


def balance(data: LinkData, account: Account, position: int, instant: datetime) -> dict[str, float]:
    """An account's `balance` at an instant: what is there, and what of it can be spent."""
    if account.is_debt:
        return {"current": -position / 100, "available": max(0, position - account.floor) / 100}
    # Money that has come in but is not booked yet can't be spent.
    recent = reversed(data.movements(instant)[-200:])
    incoming = (movement for movement in recent if movement.account == account.key and movement.cents > 0)
    blocked = sum(movement.cents for movement in incoming if data.is_pending(movement, instant))
    return {
        "current": position / 100,
        "available": (position - blocked) / 100,
        "blocked": blocked / 100,
        "automatically_invested": 0.0,
    }


def _overdraft(account: Account, position: int) -> dict[str, float] | None:
    if account.is_debt or not account.floor:
        return None
    used = max(0, -position)
    unarranged = max(0, used + account.floor)
    return {
        "arranged": -account.floor / 100,
        "used": (used - unarranged) / 100,
        "unarranged": unarranged / 100,
    }


def _public_identification(account: Account, *, brazilian: bool) -> dict[str, str]:
    if account.is_debt:
        name, value = "CARD_NUMBER", account.number[-4:]
    elif brazilian:
        name, value = "AGENCY/ACCOUNT", f"{account.branch}/{account.number}-{account.check_digit}"
    else:
        name, value = "CLABE", account.clabe
    return {"public_identification_name": name, "public_identification_value": value}


def _credit_data(data: LinkData, card: Account, position: int, instant: datetime) -> dict[str, Any]:
    bills = data.bills(instant)
    payments = [movement for movement in data.movements(instant) if movement.account == card.key and movement.cents > 0]
    last = bills[-1] if bills else None
    paid = sum(movement.cents for movement in payments if last and movement.day > last.cut)
    unpaid = max(0, min(last.total - paid, -position)) if last else 0
    today = data.moment(instant)[0]
    digits, country = card.number[-4:], data.institution.country
    limit, used, left = (cents / 100 for cents in (-card.floor, -position, max(0, position - card.floor)))
    return {
        "collected_at": text(instant),
        "credit_limit": limit,
        "limits": [
            {
                "identification_number": digits,
                "credit_limit": limit,
                "used_amount": used,
                "available_amount": left,
                "is_limit_flexible": False,
                "type": "TOTAL_LIMIT",
                "consolidation_type": "INDIVIDUAL",
                "line_name": "CREDITO_A_VISTA",
                "line_name_additional_info": None,
            }
        ],
        "cutting_date": _next_cut(today, card.cutting_day).isoformat(),
        "minimum_payment": min(unpaid, last.minimum) / 100 if last else 0.0,
        "network": country.networks[int(card.number[0]) % len(country.networks)],
        "network_additional_info": None,
        "cards": [{"is_multiple": False, "identification_number": digits}],
        "next_payment_date": last.due.isoformat() if last and unpaid else None,
        "no_interest_payment": unpaid / 100,
        "interest_rate": country.banking.card_interest * 12 / 100,
        "monthly_payment": last.total / 100 if last else 0.0,
        "last_payment_date": payments[-1].day.isoformat() if payments else None,
    }


def _next_cut(today: date, cutting_day: int) -> date:
    if today.day <= cutting_day:
        return today.replace(day=cutting_day)
    return (today.replace(day=28) + timedelta(days=4)).replace(day=cutting_day)


ACCOUNTS = Resource(
    name="ACCOUNTS",
    path="accounts",
    resumable=True,
    filters=(
        ListFilter("balance__available", kind=ValueKind.NUMBER, lookups=_BALANCES),
        ListFilter("balance__current", kind=ValueKind.NUMBER, lookups=_BALANCES),
        ListFilter("category", lookups=ONE_OR_MANY, choices=tuple(CATEGORIES.values())),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("currency", lookups=ONE_OR_MANY),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("institution", path="institution__name", lookups=ONE_OR_MANY),
        ListFilter("name", lookups=("exact", "icontains")),
        ListFilter("number", lookups=ONE_OR_MANY),
        ListFilter("public_identification_name"),
        ListFilter("public_identification_value"),
        ListFilter("type"),
    ),
    parameters=(LINK, TOKEN, SAVE_DATA),
    candidates=_candidates,
    body=_body,
)
