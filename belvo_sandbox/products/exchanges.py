"""Exchanges of foreign money in Brazil, and their history.

https://developers.belvo.com/apis/belvoopenapispec/exchanges
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people.banking.exchanges import Exchange, ExchangeEvent, exchanges
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

_BROKER = 98700000000191  # the fourteen digits of no company
_NATURE = "32999"  # travel, in the central bank's list of codes
_RELATIONSHIP = "50"


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    today, second = data.moment(until)
    for exchange in exchanges(data.person, data.ledger.calendar, data.ledger.until(today), today):
        if (exchange.day, exchange.second) <= (today, second):
            yield Candidate((exchange.day, exchange.number), exchange, (exchange.day, exchange.second))


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    exchange: Exchange = candidate.item
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "operation_identifier": operation(data, exchange),
        "operation_number": str(exchange.number),
        "operation_type": "COMPRA" if exchange.is_purchase else "VENDA",
        "operation_requested_at": _instant(data, exchange),
        "authorized_institution_identifier": _BROKER,
        "authorized_institution_name": data.institution.display_name,
        "intermediary_institution_identifier": None,
        "intermediary_institution_name": None,
        "operation_due_date": exchange.due.isoformat(),
        **_amounts(exchange, exchange.events[0]),
        "settlement_method": "ESPECIE_CHEQUES_VIAGEM",
        "operation_category_code": _NATURE,
    }


def history(data: LinkData, exchange: Exchange, exchange_id: str, stamp: Stamp) -> list[dict[str, Any]]:
    """The events of an exchange until it was fetched, the latest first."""
    moment = data.moment(stamp.collected_at)
    return [
        {
            "id": data.row_id("br/exchanges/history", exchange_id, index),
            "link": data.link.id,
            "exchange_id": exchange_id,
            "created_at": text(stamp.created_at),
            "collected_at": text(stamp.collected_at),
            "operation_identifier": operation(data, exchange),
            "event_sequence_number": str(exchange.number + index),
            "event_type": event.type,
            "event_created_at": _instant(data, event),
            "operation_due_date": event.due.isoformat(),
            **_amounts(exchange, event),
            "settlement_method": "ESPECIE_CHEQUES_VIAGEM",
            "operation_category_code": _NATURE,
            "foreign_partie_relationship_code": _RELATIONSHIP,
            "foreign_partie_name": None,
            "foreign_partie_country_code": None,
        }
        for index, event in reversed([*enumerate(exchange.events)])
        if (event.day, event.second) <= moment
    ]


def operation(data: LinkData, exchange: Exchange) -> str:
    """The identifier of an exchange in the network, the same in all links of a person."""
    return digest("exchange", data.link.person, exchange.day, exchange.number).hex()[:40]


def _amounts(exchange: Exchange, event: ExchangeEvent) -> dict[str, Any]:
    rate = round(exchange.rate / 100_000, 5)
    return {
        "local_operation_tax_amount": rate,
        "local_operation_tax_currency": "BRL",
        "local_operation_value_amount": exchange.local(event.foreign) / 100,
        "local_operation_value_currency": "BRL",
        "foreign_operation_value_amount": event.foreign / 100,
        "foreign_operation_value_currency": exchange.currency,
        "operation_outstanding_balance_amount": event.outstanding / 100,
        "operation_outstanding_balance_currency": exchange.currency,
        "tev_amount_amount": rate,
        "tev_amount_currency": "BRL",
        "local_currency_advance_percentage": 0.0,
    }


def _instant(data: LinkData, moment: Exchange | ExchangeEvent) -> str:
    instant = data.institution.country.zone.instant(moment.day, moment.second)
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


EXCHANGES = Resource(
    name="EXCHANGES",
    path="br/exchanges",
    filters=(
        ListFilter("collected_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
    ),
    parameters=(LINK, Parameter("date_from", "day"), Parameter("date_to", "day"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    has_period=True,
)
