"""A store that can't be read is answered in words, on every address."""

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from context import Context
from store.ops import audit
from store.upkeep import integrity
from tests.kit.damage import ruin
from tests.kit.files import file_of
from web.requests import EXCEPTION_HANDLERS
from web.routes import monitoring_routes, routes

WEBHOOK = {"webhook_id": "aadf41a1", "webhook_type": "LINK", "webhook_code": "token_required", "link_id": "a-link"}
EVENT = {"nonce": "a" * 43, "seq": 1, "name": "loaded", "payload": {}, "token": "b" * 43}
REQUESTS = {
    "/connect/events": ("POST", "/connect/events", EVENT),
    "/connect/callback/{outcome}/{nonce}": ("GET", "/connect/callback/exit/abc", None),
    "/webhooks/belvo": ("POST", "/webhooks/belvo", WEBHOOK),
    "/webhooks/belvo/": ("POST", "/webhooks/belvo/", WEBHOOK),
    "/documents/{resource}/{row}/{source}": ("GET", "/documents/tax_status/s1/pdf", None),
    "/export/audit.{format}": ("GET", "/export/audit.csv", None),
    "/export/loan-file.{format}": ("GET", "/export/loan-file.pdf?external_id=user-1", None),
    "/export/query.{format}": ("GET", "/export/query.csv?sql=SELECT+*+FROM+v_links", None),
    "/export/support-packet.{format}": ("GET", "/export/support-packet.zip?link=l1", None),
    "/export/{table}.{format}": ("GET", "/export/transactions.csv", None),
    "/healthz": ("GET", "/healthz", None),
    "/mcp": ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "ping"}),
}
WITHOUT_STORE = {"/c/{code}", "/metrics"}
"""The one leads on from what the process keeps, the other says in figures that nothing can be read."""


@pytest.fixture
def http(context: Context) -> TestClient:
    db = context.database
    with db.write() as connection:
        for number in range(2_000):
            audit.record(connection, "somebody", f"wrote {number}", "x" * 100, {})
    db.checkpoint()
    served = [*routes(context), *monitoring_routes(context)]
    return TestClient(
        Starlette(routes=served, exception_handlers=EXCEPTION_HANDLERS),
        base_url="http://127.0.0.1:8501",
        raise_server_exceptions=False,
    )


def test_every_address_says_what_to_do(http: TestClient, context: Context) -> None:
    app = http.app
    assert isinstance(app, Starlette)
    assert {route.path for route in app.routes if isinstance(route, Route)} == REQUESTS.keys() | WITHOUT_STORE
    ruin(file_of(context.database))
    for method, address, body in REQUESTS.values():
        headers = {"authorization": "Bearer linkdesk_none"} if address == "/mcp" else {}
        answer = http.request(method, address, json=body, headers=headers)
        assert answer.status_code == 503, address
        assert "python -m store restore FILE" in answer.text, address


def test_a_watching_program_hears_of_what_only_a_look_at_every_page_finds(http: TestClient, context: Context) -> None:
    integrity.check(context.database)
    assert http.get("/healthz").json()["store"] == "ok"
    with context.database.write() as connection:
        connection.execute("UPDATE store_checks SET problem = 'The file is damaged: odd.' WHERE name = 'pages'")
    answer = http.get("/healthz")
    assert (answer.status_code, answer.json()["store"]) == (503, "The file is damaged: odd.")


def test_a_program_that_counts_hears_that_nothing_can_be_counted(http: TestClient, context: Context) -> None:
    ruin(file_of(context.database))
    answer = http.get("/metrics")
    assert (answer.status_code, "linkdesk_up 0.0" in answer.text, "linkdesk_links" in answer.text) == (200, True, False)
