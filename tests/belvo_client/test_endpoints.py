"""Reading, retrieving, resuming and deleting, as each resource offers it."""

from datetime import UTC, date, datetime

import orjson
import pytest
from responses import RequestsMock

from belvo_client import Accepted, BadArgument, BelvoClient, Deferred, NotOffered, TokenRequired, UnreadableAnswer
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Retrievable
from belvo_client.resources import Offered

API = "https://sandbox.belvo.com/api"
LINK = "30cb4806-6e00-48a4-91c9-ca55968576c8"
RESOURCES = {name: made.resource for name, made in vars(Catalogue).items() if isinstance(made, Offered)}
RETRIEVED = [name for name in RESOURCES if name not in ("institutions", "links", "consents")]
NEEDS: dict[str, str | date] = {
    "date_from": date(2026, 1, 1),
    "date_to": "2026-03-31",
    "type": "INFLOW",
}


def asked(mock: RequestsMock, position: int = -1) -> object:
    return orjson.loads(mock.calls[position].request.body or b"null")


def retrieved(client: BelvoClient, name: str) -> Retrievable[dict[str, str]]:
    found = client.resource(name)
    assert isinstance(found, Retrievable)
    return found


def needed(name: str) -> dict[str, str | date]:
    return {field: NEEDS[field] for field in RESOURCES[name].needs}


@pytest.mark.parametrize("name", RETRIEVED)
def test_a_retrieve_posts_what_it_needs_and_gives_rows(mock: RequestsMock, client: BelvoClient, name: str) -> None:
    resource, given = RESOURCES[name], needed(name)
    mock.post(f"{API}/{resource.path}", json=[{"id": "1"}], status=201)
    assert retrieved(client, name).retrieve(LINK, **given) == [{"id": "1"}]
    sent = {field: str(value) for field, value in given.items()}
    assert asked(mock) == {"link": LINK, **sent}


def test_a_retrieve_of_one_object_gives_a_list_of_one(mock: RequestsMock, client: BelvoClient) -> None:
    mock.post(f"{API}/incomes/", json={"id": "1"}, status=201)
    found = client.incomes.retrieve(
        LINK, allowed_income_types=("SALARY", "RENT"), minimum_confidence_level="HIGH", save_data=False
    )
    assert [income["id"] for income in found] == ["1"]
    assert asked(mock) == {
        "link": LINK,
        "allowed_income_types": ["SALARY", "RENT"],
        "minimum_confidence_level": "HIGH",
        "save_data": False,
    }


def test_yearly_returns_are_retrieved_without_their_type(mock: RequestsMock, client: BelvoClient) -> None:
    mock.post(f"{API}/tax-returns/", json=[], status=201)
    client.tax_returns.retrieve(LINK, year_from=2024, year_to=2025)
    assert asked(mock) == {"link": LINK, "year_from": 2024, "year_to": 2025}


def test_a_retrieve_says_what_is_missing_before_the_request(mock: RequestsMock, client: BelvoClient) -> None:
    with pytest.raises(BadArgument, match="Retrieving transactions needs date_from, date_to"):
        client.transactions.retrieve(LINK)
    with pytest.raises(BadArgument, match="Retrieving bills takes no date_from, date_to"):
        client.bills.retrieve(LINK, date_from="2026-01-01", date_to="2026-01-31")
    with pytest.raises(BadArgument, match="dates, not instants"):
        client.incomes.retrieve(LINK, date_from=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(mock.calls) == 0


@pytest.mark.parametrize("name", RETRIEVED)
def test_a_retrieve_in_the_background_gives_a_receipt_where_offered(
    mock: RequestsMock, client: BelvoClient, name: str
) -> None:
    resource, given = RESOURCES[name], needed(name)
    if not resource.asynchronous:
        with pytest.raises(NotOffered, match=f"{name} are not retrieved in the background"):
            retrieved(client, name).retrieve_async(LINK, **given)
        return
    mock.post(f"{API}/{resource.path}", json={"request_id": "5e55"}, status=202)
    assert retrieved(client, name).retrieve_async(LINK, **given) == Accepted("5e55")
    assert mock.calls[0].request.headers["X-Belvo-Request-Mode"] == "async"


def test_a_receipt_without_its_id_is_unreadable(mock: RequestsMock, client: BelvoClient) -> None:
    mock.post(f"{API}/financial-statements/", json={}, status=202)
    with pytest.raises(UnreadableAnswer, match="request_id"):
        client.financial_statements.retrieve_async(LINK)


def test_an_answer_that_is_put_off_unasked_is_no_rows(mock: RequestsMock, client: BelvoClient) -> None:
    mock.post(f"{API}/br/investments/", json={"request_id": "5e55"}, status=202)
    with pytest.raises(Deferred) as caught:
        client.br_investments.retrieve(LINK)
    assert caught.value.request_id == "5e55"


def test_a_retrieve_that_stops_for_a_token_is_resumed(mock: RequestsMock, client: BelvoClient) -> None:
    more = {"session": "5e55", "link": LINK, "expiry": "720", "token_generation_data": {"type": "numeric"}}
    mock.post(f"{API}/accounts/", status=428, json=[{"code": "token_required", "message": "Token.", **more}])
    mock.patch(f"{API}/accounts/", json=[{"id": "1"}])
    with pytest.raises(TokenRequired) as caught:
        client.accounts.retrieve(LINK)
    wanted = caught.value
    found = client.accounts.resume(wanted.session, wanted.link, token="123456")
    assert [account["id"] for account in found] == ["1"]
    assert asked(mock) == {"session": "5e55", "link": LINK, "token": "123456", "save_data": True}


def test_a_confirmation_elsewhere_is_resumed_without_a_token(mock: RequestsMock, client: BelvoClient) -> None:
    mock.patch(f"{API}/invoices/", json=[], status=201)
    assert client.invoices.resume("5e55", LINK, save_data=False) == []
    assert asked(mock) == {"session": "5e55", "link": LINK, "save_data": False}


@pytest.mark.parametrize("name", RETRIEVED)
def test_an_object_is_deleted_where_that_is_offered(mock: RequestsMock, client: BelvoClient, name: str) -> None:
    resource = RESOURCES[name]
    if name == "br_balances":
        with pytest.raises(NotOffered, match="br_balances cannot be deleted"):
            retrieved(client, name).delete("1")
        return
    mock.delete(f"{API}/{resource.path}1/", status=204)
    retrieved(client, name).delete("1")
    assert len(mock.calls) == 1


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("body", [{"id": "1"}, [{"id": "1"}]], ids=["object", "array of one"])
def test_an_object_is_found_by_its_id(mock: RequestsMock, client: BelvoClient, name: str, body: object) -> None:
    resource = RESOURCES[name]
    mock.get(f"{API}/{resource.path}1/", json=body)
    assert client.resource(name).get(1) == {"id": "1"}


@pytest.mark.parametrize("item_id", ["", ".", ".."])
def test_an_id_that_is_none_would_reach_another_path(mock: RequestsMock, client: BelvoClient, item_id: str) -> None:
    with pytest.raises(BadArgument, match="looked up by an id"):
        client.links.delete(item_id)
    assert len(mock.calls) == 0


def test_an_id_cannot_leave_its_path(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{API}/links/..%2Faccounts%3Fa/", json={})
    client.links.get("../accounts?a")
    assert mock.calls[0].request.url == f"{API}/links/..%2Faccounts%3Fa/"


def test_an_exchange_has_a_history(mock: RequestsMock, client: BelvoClient) -> None:
    history = f"{API}/br/exchanges/1/history/"
    mock.get(f"{history}?page_size=1000", json={"count": 2, "next": f"{history}?page=2", "results": [{"id": "a"}]})
    mock.get(f"{history}?page=2", json={"count": 2, "next": None, "results": [{"id": "b"}]})
    assert [event["id"] for event in client.br_exchanges.history("1")] == ["a", "b"]


@pytest.mark.parametrize("body", [[1], [[]], [None]])
def test_rows_that_are_no_objects_are_unreadable(mock: RequestsMock, client: BelvoClient, body: object) -> None:
    mock.post(f"{API}/accounts/", json=body, status=201)
    with pytest.raises(UnreadableAnswer, match="no list of objects"):
        client.accounts.retrieve(LINK)
