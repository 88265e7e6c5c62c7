"""Transactions.

https://developers.belvo.com/apis/belvoopenapispec/transactions
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from belvo_sandbox.bank.corrections import Correction
from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.core.lazy import LazySequence
from belvo_sandbox.people import Movement
from belvo_sandbox.products.declaration import LINK, PERIOD, SAVE_DATA, TOKEN, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

_BALANCES = ("exact", "lt", "lte", "gt", "gte", "range")


def _candidates(data: LinkData, until: datetime) -> Sequence[Candidate]:
    movements = data.actual_movements(until)
    if corrections := data.corrections_of(movements):
        return [*_with_corrections(movements, corrections)]
    return LazySequence(range(len(movements)), lambda index: _candidate(movements[index]))


def _with_corrections(movements: Sequence[Movement], corrections: Mapping[int, Correction]) -> Iterator[Candidate]:
    for index, movement in enumerate(movements):
        correction, candidate = corrections.get(index), _candidate(movement)
        yield candidate._replace(correction=correction)
        if correction is None:
            continue
        for adjustment in correction.movements_before[1:]:
            taken_back = Correction(correction.at, deletes=True)
            yield candidate._replace(key=(*candidate.key, "adjustment"), item=adjustment, correction=taken_back)


def _candidate(movement: Movement) -> Candidate:
    key = (movement.account, movement.day, movement.number)
    return Candidate(key, movement, (movement.day, movement.second), movement.account)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    movement: Movement = candidate.item
    line, on_card = movement.line, movement.account == "card"
    booked = data.booked_on(movement).isoformat()
    amount = _amount(movement)
    body = {
        "id": stamp.id,
        "internal_identification": internal_identification(data, candidate.key),
        "account": movement.account,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "value_date": movement.day.isoformat(),
        "transacted_at": _transacted_at(data, movement),
        "accounting_date": booked,
        "inferred_accounting_date": booked,
        "amount": amount,
        "local_currency_amount": amount,
        "balance": (-movement.position if on_card else movement.position) / 100,
        "currency": data.institution.country.currency,
        "description": line.text,
        "observations": None,
        "merchant": _merchant(line.merchant),
        "category": line.category,
        "subcategory": line.subcategory,
        "reference": line.reference,
        "type": _type(movement),
        "status": "PENDING" if data.is_pending(movement, stamp.content_at) else "PROCESSED",
        "credit_card_data": _card_data(data, movement, stamp) if on_card else None,
        "counterparty": _counterparty(data, line.counterparty),
        "loan_data": None,
        "payment_type": "FULL" if on_card else None,
        "operation_type": line.operation,
        "operation_type_additional_info": None,
        "mcc": line.mcc if on_card else None,
    }
    if candidate.correction and stamp.content_at < candidate.correction.at:
        body |= candidate.correction.fields_before
    return _as_messy(movement, body) if line.quirk else body


def internal_identification(data: LinkData, key: Sequence[object]) -> str:
    """The bank's own name of what a candidate of this key is: the same at each link of a person."""
    return digest(data.link.person, *key).hex()[:32]


def _amount(movement: Movement) -> float:
    return abs(movement.cents) / 100


def _type(movement: Movement) -> str:
    return "INFLOW" if movement.cents > 0 else "OUTFLOW"


def _as_messy(movement: Movement, body: dict[str, Any]) -> dict[str, Any]:
    """The row as the bank of the user `messy` sends it."""
    match movement.line.quirk:
        case "new":
            return body | {"x_carbon_footprint": {"grams": 0, "note": "not in the description"}}
        case "nothing":
            return body | dict.fromkeys(("category", "merchant", "reference", "operation_type"))
        case "huge" | "twin":
            return body | {"internal_identification": None, "transacted_at": body["transacted_at"][:19] + "Z"}
    return body


def _transacted_at(data: LinkData, movement: Movement) -> str:
    instant = data.institution.country.zone.instant(movement.day, movement.second)
    return f"{instant.isoformat()[:19]}.{movement.number % 1000:03d}Z"


@lru_cache(maxsize=4096)
def _merchant(name: str | None) -> dict[str, str | None] | None:
    if name is None:
        return None
    host = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return {"logo": None, "website": f"https://{host}.example" if host else None, "merchant_name": name}


def _counterparty(data: LinkData, key: str | None) -> dict[str, str | None] | None:
    if key is None:
        return None
    own = {account.key: account for account in data.accounts if not account.is_debt}
    if key not in own:
        return None
    return {
        "type": "INDIVIDUAL",
        "document_number": data.ledger.person.documents.get("CPF"),
        "clearing_code": own[key].bank,
        "agency": own[key].branch,
        "check_digit": own[key].check_digit,
        "number": own[key].number,
    }


def _card_data(data: LinkData, movement: Movement, stamp: Stamp) -> dict[str, Any]:
    bill = data.closed_bill(movement.day, stamp.content_at)
    months = data.institution.country.months
    internal = bill and digest("bill", data.link.person, bill.cut).hex()[:32]
    return {
        "collected_at": text(stamp.collected_at),
        "bill_name": bill and f"{months[bill.cut.month - 1]}-{bill.cut.year}",
        "bill_due_date": bill and bill.due.isoformat(),
        "bill_internal_identification": internal,
        "bill_status": None,
        "previous_bill_total": None,
        "bill_amount": bill and bill.total / 100,
        "card_number": next(account.number[-4:] for account in data.accounts if account.key == movement.account),
        "fee_type": None,
        "fee_type_additional_info": None,
        "credits_type": None,
        "credits_type_additional_info": None,
        "installment_identifier": "A_VISTA",
        "number_of_installments": 1,
        "credit_card_bill": bill
        and {"id": data.row_id("bills", movement.account, bill.cut), "internal_identification": internal},
    }


TRANSACTIONS = Resource(
    name="TRANSACTIONS",
    path="transactions",
    resumable=True,
    filters=(
        ListFilter("account", kind=ValueKind.IDENTIFIER, path="account__id", lookups=ONE_OR_MANY),
        ListFilter("account__balance__available", kind=ValueKind.NUMBER, lookups=_BALANCES),
        ListFilter("account__balance__current", kind=ValueKind.NUMBER, lookups=_BALANCES),
        ListFilter("account_type", path="account__type", lookups=ONE_OR_MANY),
        ListFilter("accounting_date", kind=ValueKind.DAY, lookups=BOUNDS),
        ListFilter("amount", kind=ValueKind.NUMBER, lookups=BOUNDS),
        ListFilter("collected_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("currency", lookups=ONE_OR_MANY),
        ListFilter("credit_card_data__bill_name", lookups=("in",)),
        # Not among the parameters, yet the description's prose says that it works, with `link`.
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("reference", lookups=ONE_OR_MANY),
        ListFilter("status", lookups=ONE_OR_MANY, choices=("PENDING", "PROCESSED", "UNCATEGORIZED")),
        ListFilter("type", lookups=ONE_OR_MANY, choices=("INFLOW", "OUTFLOW")),
        ListFilter("value_date", kind=ValueKind.DAY, lookups=BOUNDS),
    ),
    parameters=(LINK, *PERIOD, Parameter("account", "identifier"), TOKEN, SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    has_period=True,
    asynchronous=True,
    embeds_account=True,
    also_fetches=("ACCOUNTS",),
    readers={
        "amount": lambda candidate: _amount(candidate.item),
        "type": lambda candidate: _type(candidate.item),
        "value_date": lambda candidate: candidate.item.day.isoformat(),
    },
)
