import pytest
from starlette.testclient import TestClient

from store.ops import webhooks
from web import Desk

BODY = {
    "webhook_id": "aadf41a1c0ffee00aadf41a1c0ffee00",
    "webhook_type": "TRANSACTIONS",
    "process_type": "historical_update",
    "webhook_code": "historical_update",
    "link_id": "00000000-0000-4000-8000-000000000000",
    "data": {"total_transactions": 3},
}
AGREED = "Bearer agreed-planted-secret"


def test_a_webhook_is_kept_once_however_often_it_comes(http: TestClient, desk: Desk) -> None:
    assert [http.post("/webhooks/belvo", json=BODY).status_code for _ in range(2)] == [200, 200]
    assert len(webhooks.table(desk.database)) == 1


def test_outside_local_the_agreed_authorization_is_wanted(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELVO_ENV", "sandbox")
    monkeypatch.setenv("BELVO_SECRET_ID", "id")
    monkeypatch.setenv("BELVO_SECRET_PASSWORD", "password")
    assert http.post("/webhooks/belvo", json=BODY).status_code == 401
    monkeypatch.setenv("BELVO_WEBHOOK_AUTHORIZATION", AGREED)
    assert http.post("/webhooks/belvo", json=BODY).status_code == 401
    refused = http.post("/webhooks/belvo", json=BODY, headers={"Authorization": "Bearer guessed"})
    assert refused.status_code == 401
    assert "planted" not in refused.text


def test_with_the_agreed_authorization_it_is_taken(
    http: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ = desk.database
    monkeypatch.setenv("BELVO_WEBHOOK_AUTHORIZATION", AGREED)
    assert http.post("/webhooks/belvo", json=BODY).status_code == 401
    assert http.post("/webhooks/belvo", json=BODY, headers={"Authorization": AGREED}).status_code == 200


@pytest.mark.parametrize("header", ["origin", "sec-fetch-site"])
def test_a_page_sends_no_webhooks(http: TestClient, header: str) -> None:
    assert http.post("/webhooks/belvo", json=BODY, headers={header: "https://evil.example"}).status_code == 403


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 400), (b" " * 300_000, 413)])
def test_what_is_no_webhook_is_refused(http: TestClient, body: bytes, status: int) -> None:
    assert http.post("/webhooks/belvo", content=body).status_code == status
