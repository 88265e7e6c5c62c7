"""Investments in Brazil.

https://developers.belvo.com/apis/belvoopenapispec/investmentsbrazil
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.banking.investments import (
    INCOME_TAX,
    InvestmentProduct,
    Position,
    Trade,
    all_trades,
    positions_after,
    price,
)
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

TYPES = ("FIXED_INCOME_BANKING", "FIXED_INCOME_CREDIT", "VARIABLE_INCOME", "TREASURY_BOND", "INVESTMENT_FUND")
_FIXED = ("FIXED_INCOME_BANKING", "TREASURY_BOND")
_PATH = "br/investments"
_TERM = timedelta(days=5 * 365)


def trades_until(data: LinkData, instant: datetime) -> list[Trade]:
    """The trades of a link's person by an instant, oldest first."""
    today, second = data.moment(instant)
    trades = all_trades(data.person, data.ledger.calendar, data.ledger.until(today), today)
    return [trade for trade in trades if (trade.day, trade.second) <= (today, second)]


def investment(
    data: LinkData, product: InvestmentProduct, trades: Sequence[Trade], instant: datetime
) -> dict[str, Any]:
    """The investment in a product as it was at an instant; `trades` are all up to then, or more."""
    moment = data.moment(instant)
    of_product = [trade for trade in trades if trade.product == product and (trade.day, trade.second) <= moment]
    first, fixed = of_product[0], product.type in _FIXED
    rate = product.rate / 10_000 if fixed else None
    return {
        "id": data.row_id(_PATH, product.key),
        "type": product.type,
        "issuer_id_number": product.issuer,
        "isin_number": None,  # no number can match the description's pattern: it begins and ends with quotation marks
        "currency": "BRL",
        "product_name": product.name,
        "is_tax_exempt": False,
        "clearing_code": product.code if fixed else None,
        "due_date": (first.day + _TERM).isoformat() if fixed else None,
        "issue_date": first.day.isoformat() if fixed else None,
        "purchase_date": first.day.isoformat(),
        "grace_period_date": first.day.isoformat() if product.type == "FIXED_INCOME_BANKING" else None,
        "issue_unit_price": product.price / 100 if fixed else None,
        "balance": _balance(data, positions_after(of_product)[product.key], instant),
        "remuneration": {
            "pre_fixed_rate": rate,
            "post_fixed_rate": 1.0 if product.indexer else None,
            "rate_type": "EXPONENCIAL" if fixed else None,
            "rate_periodicity": "ANUAL" if fixed else None,
            "calculation_base": "DIAS_CORRIDOS" if fixed else None,
            "indexer": product.indexer,
            "indexer_additional_info": None,
        },
        "classification_details": {"category": product.category, "class": None, "subclass": None}
        if product.category
        else None,
        "voucher_payment_details": {
            "is_voucher_payment": False,
            "periodicity": None,
            "periodicity_additional_info": None,
        },
        "debtor_details": None,
    }


def _balance(data: LinkData, position: Position, instant: datetime) -> dict[str, Any]:
    today = data.moment(instant)[0]
    cost = price(position.product, today)
    gross = position.quantity * cost
    withheld = max(0, gross - position.invested) * INCOME_TAX // 100
    return {
        "reference_date": text(instant),
        "gross_value": gross / 100,
        "blocked_amount": 0.0,
        "quantity": position.quantity,
        "gross_unit_price": cost / 100,
        "net_value": (gross - withheld) / 100,
        "withheld_amount": withheld / 100,
        "transaction_fee": 0.0,
        "purchase_unit_price": round(position.invested / position.quantity) / 100 if position.quantity else None,
        "pre_fixed_rate": None,
        "post_fixed_rate": None,
        "penalty_fee": None,
        "late_payment_fee": None,
        "closing_price": cost / 100 if position.product.type == "VARIABLE_INCOME" else None,
        "unit_price_factor": 1.0 if position.product.type == "VARIABLE_INCOME" else None,
    }


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    trades, products = trades_until(data, until), set[str]()
    for trade in trades:
        if trade.product.key not in products:
            products.add(trade.product.key)
            yield Candidate((trade.product.key,), (trade.product, trades), (trade.day, trade.second))


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    product, trades = candidate.item
    # `created_at` is not among the fields of Belvo's description, though lists can be narrowed by it.
    return investment(data, product, trades, stamp.collected_at) | {"created_at": text(stamp.created_at)}


INVESTMENTS = Resource(
    name="INVESTMENTS",
    path=_PATH,
    filters=(
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("type", lookups=ONE_OR_MANY, choices=TYPES),
    ),
    parameters=(LINK, SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
)
