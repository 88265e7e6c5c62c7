"""The local Belvo is answered on the server's event loop: who asks it there which one it is waits for ever."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from context import Context
from store import Database
from web.routes import monitoring_routes, routes

ADDRESSES = [
    ("POST", "/connect/events"),
    ("POST", "/webhooks/belvo"),
    ("GET", "/connect/callback/success/nonce"),
    ("GET", "/export/transactions.csv"),
    ("GET", "/documents/invoices/nothing.pdf"),
    ("GET", "/healthz"),
    ("GET", "/metrics"),
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES, ids=str)
def test_no_route_opens_the_store_there(
    context: Context, monkeypatch: pytest.MonkeyPatch, method: str, address: str
) -> None:
    opened = context._open

    def look() -> Database:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        return opened()

    monkeypatch.setattr(context, "_open", look)
    app = Starlette(routes=[*monitoring_routes(context), *routes(context)])
    http = TestClient(app, base_url="http://127.0.0.1:8501")
    sent = {"x-connect-token": "token"}
    answer = http.request(method, address, json={} if method == "POST" else None, headers=sent)
    assert answer.status_code in (200, 403, 404)
