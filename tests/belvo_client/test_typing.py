"""What the type checker makes of the public API; `make check` reads these, pytest runs them."""

from collections.abc import Iterator
from typing import Any, assert_type

from responses import RequestsMock

from belvo_client import Accepted, BelvoClient, Page, TokenRequest
from belvo_client.endpoints import Exchanges, Readable
from belvo_client.links import Links
from belvo_client.resources import Resource
from belvo_client.types import Account, ExchangeEvent, Income, Institution, Link, Owner, TaxReturn, Transaction

API = "https://sandbox.belvo.com/api"


def test_endpoints_have_the_types_of_their_objects(client: BelvoClient) -> None:
    assert_type(client.institutions, Readable[Institution])
    assert_type(client.links, Links)
    assert_type(client.br_exchanges, Exchanges)
    assert_type(client.resource("owners"), Readable[Any])
    assert_type(BelvoClient.accounts.resource, Resource)
    assert BelvoClient.accounts.resource.name == "accounts"


def test_lists_give_typed_rows(client: BelvoClient) -> None:
    assert_type(client.links.list(), Iterator[Link])
    assert_type(client.transactions.list(link="1"), Iterator[Transaction])
    assert_type(client.owners.pages(), Iterator[Page[Owner]])


def test_calls_give_typed_objects(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{API}/accounts/1/", json={"currency": "MXN"})
    account = client.accounts.get("1")
    assert_type(account, Account)
    assert_type(account["currency"], str)
    mock.get(f"{API}/links/?page_size=1", json={"count": 1, "next": None, "results": []})
    assert_type(client.links.count(), int)
    mock.post(f"{API}/incomes/", json=[])
    assert_type(client.incomes.retrieve("1"), list[Income])
    mock.post(f"{API}/tax-returns/", json=[])
    assert_type(client.tax_returns.retrieve("1", type="yearly", year_from=2024, year_to=2025), list[TaxReturn])
    mock.post(f"{API}/links/1/refresh/", json={"request_id": "1"}, status=202)
    assert_type(client.links.refresh("1"), Accepted)
    mock.post(f"{API}/token/", json={"access": "a", "refresh": "r"})
    assert_type(client.token.create(TokenRequest.update("1")), str)


def test_an_exchange_has_typed_events(client: BelvoClient) -> None:
    assert_type(client.br_exchanges.history("1"), Iterator[ExchangeEvent])
