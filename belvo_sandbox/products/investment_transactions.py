"""Movements of investments in Brazil.

https://developers.belvo.com/apis/belvoopenapispec/investmenttransactionsbrazil
The description's patterns for broker notes and for `subtype_additional_info` hold quotation marks by mistake, so
that no value matches: there are no broker notes, and the field, which only the subtype OUTROS needs, is left out.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people.banking.investments import Trade
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.investments import investment, trades_until
from belvo_sandbox.products.link_data import LinkData


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    trades = trades_until(data, until)
    for trade in trades:
        yield Candidate((trade.product.key, trade.day), (trade, trades), (trade.day, trade.second))


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    trade: Trade
    trade, trades = candidate.item
    product, is_purchase = trade.product, trade.quantity > 0
    return {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "investment": investment(data, product, trades, stamp.collected_at),
        "internal_identification": digest("trade", data.link.person, *candidate.key).hex()[:32],
        "value_date": trade.day.isoformat(),
        "gross_value": trade.gross / 100,
        "net_value": (trade.gross - trade.tax) / 100,
        "value": trade.gross / 100,
        "unit_price": trade.price / 100,
        "price_factor": 1.0,
        "transaction_tax": 0.0,
        "income_tax": trade.tax / 100,
        "quantity": abs(trade.quantity),
        "type": "INFLOW" if is_purchase else "OUTFLOW",
        "subtype": product.buying if is_purchase else product.selling,
        "indexer_percentage": 1.0 if product.indexer else 0.0,
        "rate": product.rate / 10_000 if product.indexer else 0.0,
        "exit_fee": 0.0,
        "broker_note_details": None,
    }


INVESTMENT_TRANSACTIONS = Resource(
    name="INVESTMENT_TRANSACTIONS",
    path="br/investment-transactions",
    filters=(
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("type", lookups=ONE_OR_MANY, choices=("INFLOW", "OUTFLOW")),
    ),
    parameters=(LINK, Parameter("date_from", "day"), Parameter("date_to", "day"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    has_period=True,
)
