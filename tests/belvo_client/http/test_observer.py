"""An observer sees how each call went, and nothing that is secret."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from responses import RequestsMock

from belvo_client import BelvoClient, CallRecord, ConnectionFailed, LoginFailed, NotFound, Observer, TokenRequest
from belvo_client.http.observer import logger
from tests.belvo_client.conftest import SECRET_ID, SECRET_PASSWORD, URL


@pytest.fixture
def seen() -> list[CallRecord]:
    return []


@pytest.fixture
def observed(naps: list[float], seen: list[CallRecord]) -> Iterator[BelvoClient]:
    assert naps == []
    with BelvoClient(URL, SECRET_ID, SECRET_PASSWORD, observer=seen.append) as client:
        yield client


def told(record: CallRecord) -> tuple[object, ...]:
    assert datetime.now(UTC) >= record.at
    assert 0 <= record.duration < 60
    return (record.method, record.path, record.status, record.request_id, record.error, record.size, record.attempts)


def test_a_list_is_told_page_by_page_without_what_may_be_personal(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    body = '{"count":0,"next":null,"results":[]}'
    mock.get(f"{URL}/api/consents/", body=body)
    assert list(observed.consents.list(user_document="76109277673")) == []
    assert [told(record) for record in seen] == [("GET", "/api/consents/", 200, None, None, len(body), 1)]
    assert seen[0].query == "page_size=1000&user_document=[hidden]"


def test_a_call_is_told_with_the_link_that_it_names(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    body = '{"count":0,"next":null,"results":[]}'
    mock.get(f"{URL}/api/transactions/", body=body)
    mock.get(f"{URL}/api/institutions/", body=body)
    mock.post(f"{URL}/api/links/1/refresh/", body='{"request_id":"5e55"}', status=202)
    mock.post(f"{URL}/api/accounts/", body="[]", status=201)
    observed.transactions.count(link="2", amount__gte=5)
    observed.institutions.count(name="erebor_mx_retail")
    observed.links.refresh("1")
    observed.accounts.retrieve("3")
    assert [(record.link, record.query) for record in seen] == [
        ("2", "page_size=1&link=2&amount__gte=5"),
        (None, "page_size=1&name=erebor_mx_retail"),
        ("1", ""),
        ("3", ""),
    ]


def test_an_errors_message_is_told(mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]) -> None:
    mock.get(
        f"{URL}/api/links/1/", body='[{"code":"not_found","message":"Not found.","request_id":"5e55"}]', status=404
    )
    with pytest.raises(NotFound):
        observed.links.get("1")
    assert (seen[0].error, seen[0].message) == ("not_found", "Not found.")


def test_an_error_is_told_with_belvos_id_and_code(
    mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]
) -> None:
    body = '[{"code":"login_error","message":"Invalid credentials","request_id":"5e55"}]'
    mock.post(f"{URL}/api/links/", body=body, status=400)
    with pytest.raises(LoginFailed):
        observed.links.create("erebor_mx_retail", "user_invalid", "pass_invalid")
    assert [told(record) for record in seen] == [("POST", "/api/links/", 400, "5e55", "login_error", len(body), 1)]


def test_a_receipt_is_told_with_its_id(mock: RequestsMock, observed: BelvoClient, seen: list[CallRecord]) -> None:
    body = '{"request_id":"5e55"}'
    mock.post(f"{URL}/api/links/1/refresh/", body=body, status=202)
    observed.links.refresh("1")
    assert [told(record) for record in seen] == [("POST", "/api/links/1/refresh/", 202, "5e55", None, len(body), 1)]


def test_a_call_without_answer_is_told_too(observed: BelvoClient, seen: list[CallRecord], mock: RequestsMock) -> None:
    mock.post(f"{URL}/api/token/", body=ConnectionError("refused"))
    with pytest.raises(ConnectionError):
        observed.token.create(TokenRequest.connect())
    assert [told(record) for record in seen] == [("POST", "/api/token/", None, None, None, 0, 1)]


def test_a_network_error_is_told_in_our_code(seen: list[CallRecord], naps: list[float]) -> None:
    with BelvoClient("http://127.0.0.1:1", "a", "b", observer=seen.append) as client, pytest.raises(ConnectionFailed):
        client.check()
    assert [told(record) for record in seen] == [("GET", "/api/", None, None, "connection_failed", 0, 1)]
    assert len(naps) == 5


def test_an_observer_that_fails_loses_no_call(mock: RequestsMock, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(logger, "exception", logged.append)

    def broken(record: CallRecord) -> None:
        raise RuntimeError(record.path)

    observer: Observer = broken
    mock.post(f"{URL}/api/links/", json={"id": "1"}, status=201)
    mock.get(f"{URL}/api/links/2/", status=404)
    with BelvoClient(URL, "id", "password", observer=observer) as client:
        assert client.links.create("erebor_mx_retail", "bnk100", "full") == {"id": "1"}
        with pytest.raises(NotFound):
            client.links.get("2")
    assert logged == ["An observer of API calls failed."] * 2
