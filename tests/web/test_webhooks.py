import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from context import ROUTES, Context
from settings import Secret, Settings
from store.ops import webhooks
from web import routes

BODY = {
    "webhook_id": "aadf41a1c0ffee00aadf41a1c0ffee00",
    "webhook_type": "TRANSACTIONS",
    "process_type": "historical_update",
    "webhook_code": "historical_update",
    "link_id": "00000000-0000-4000-8000-000000000000",
    "data": {"total_transactions": 3},
}
AGREED = "Bearer agreed-planted-secret"


def test_a_webhook_is_kept_once_however_often_it_comes(http: TestClient, context: Context) -> None:
    assert [http.post("/webhooks/belvo", json=BODY).status_code for _ in range(2)] == [200, 200]
    assert len(webhooks.table(context.database)) == 1


def client(context: Context) -> TestClient:
    return TestClient(Starlette(routes=routes(context)), base_url="http://127.0.0.1:8501")


def test_outside_local_the_agreed_authorization_is_wanted(settings: Settings) -> None:
    sandbox = settings.model_copy(update={"environment": "sandbox"})
    assert client(Context(sandbox, ROUTES)).post("/webhooks/belvo", json=BODY).status_code == 401
    agreed = client(Context(sandbox.model_copy(update={"webhook_authorization": Secret(AGREED)}), ROUTES))
    assert agreed.post("/webhooks/belvo", json=BODY).status_code == 401
    refused = agreed.post("/webhooks/belvo", json=BODY, headers={"Authorization": "Bearer guessed"})
    assert refused.status_code == 401
    assert "planted" not in refused.text


def test_with_the_agreed_authorization_it_is_taken(settings: Settings) -> None:
    with Context(settings.model_copy(update={"webhook_authorization": Secret(AGREED)}), ROUTES) as context:
        http = client(context)
        assert http.post("/webhooks/belvo", json=BODY).status_code == 401
        assert http.post("/webhooks/belvo", json=BODY, headers={"Authorization": AGREED}).status_code == 200


@pytest.mark.parametrize("header", ["origin", "sec-fetch-site"])
def test_a_page_sends_no_webhooks(http: TestClient, header: str) -> None:
    assert http.post("/webhooks/belvo", json=BODY, headers={header: "https://evil.example"}).status_code == 403


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 400), (b" " * 300_000, 413)])
def test_what_is_no_webhook_is_refused(http: TestClient, body: bytes, status: int) -> None:
    assert http.post("/webhooks/belvo", content=body).status_code == status
