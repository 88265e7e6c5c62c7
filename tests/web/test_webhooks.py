import json
import threading
import time
from typing import Any

import anyio
import anyio.to_thread
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from belvo_sandbox.faults import odd_webhooks
from belvo_sandbox.faults.odd_webhooks import ODD_WEBHOOKS
from context import ROUTES, Context
from settings import Secret, Settings
from store.ops import refusals, webhooks
from tests.kit.waiting import PATIENCE, PROMPT, run_apart
from web import webhooks as receiver
from web.routes import routes

BODY: dict[str, Any] = {
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
    (came,) = webhooks.page(context.database).to_dict("records")
    assert came["attempts"] == 2
    assert 0 <= came["milliseconds"] < PATIENCE * 1000


def test_what_is_refused_is_kept_with_why_and_how_often(settings: Settings) -> None:
    with Context(settings.model_copy(update={"webhook_authorization": Secret(AGREED)}), ROUTES) as context:
        http = client(context)
        agreed = {"Authorization": AGREED}
        for _ in range(2):
            http.post("/webhooks/belvo", json=BODY)
        http.post("/webhooks/belvo", json=BODY, headers={"Authorization": "Bearer guessed"})
        http.post("/webhooks/belvo", content=b"no JSON", headers=agreed)
        http.post("/webhooks/belvo", json=BODY, headers=agreed)
        told = refusals.table(context.database).groupby(["status", "reason"])["times"].sum().to_dict()
    other = "The Authorization header is not the one in BELVO_WEBHOOK_AUTHORIZATION."
    assert told == {
        (400, "The body is not JSON."): 1,
        (401, other): 1,
        (401, f"No Authorization header came. {other}"): 2,
    }
    assert "guessed" not in str(told)


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


def test_with_a_final_slash_it_is_the_same_address(http: TestClient, context: Context) -> None:
    for path in ("/webhooks/belvo", "/webhooks/belvo/"):
        answer = http.post(path, json=BODY, follow_redirects=False)
        assert answer.status_code == 200
        assert http.get(path, follow_redirects=False).status_code == 405
    assert len(webhooks.table(context.database)) == 1


ODD = {
    "half an emoji": b'{"text": "\\ud83c"}',
    "half an emoji as a name": b'{"\\ud83c": 1}',
    "beyond 64 bit": b'{"total": 99999999999999999999}',
    "of 9000 digits": b'{"total": ' + b"9" * 9_000 + b"}",
    "500 arrays": b"[" * 500 + b"]" * 500,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_can_not_be_kept_as_json_is_kept_as_text_and_works(http: TestClient, context: Context, odd: bytes) -> None:
    body = json.dumps({**BODY, "data": 0}).encode().replace(b'"data": 0', b'"data": ' + odd)
    for _ in range(2):
        assert http.post("/webhooks/belvo", content=body).status_code == 200
    assert len(webhooks.table(context.database)) == 1
    found = webhooks.find(context.database, BODY["webhook_id"])
    assert found is not None
    assert (found.link, found.body["text"]) == (BODY["link_id"], body.decode())


@pytest.mark.parametrize("odd", [b"caf\xe9", b"\xed\xa0\xbc", b"caf\xc3"], ids=["Latin-1", "half a pair", "cut"])
def test_bytes_that_are_no_character_are_replaced_and_the_webhook_works(
    http: TestClient, context: Context, odd: bytes
) -> None:
    body = json.dumps({**BODY, "data": "odd"}).encode().replace(b"odd", odd)
    assert http.post("/webhooks/belvo", content=body).status_code == 200
    found = webhooks.find(context.database, BODY["webhook_id"])
    assert found is not None
    assert found.link == BODY["link_id"]
    assert found.body["data"] == odd.decode("utf-8", "replace")


@pytest.mark.parametrize("mishap", ODD_WEBHOOKS)
def test_each_odd_webhook_of_the_local_belvo_is_kept_once(http: TestClient, context: Context, mishap: str) -> None:
    for _ in range(2):
        assert http.post("/webhooks/belvo", content=odd_webhooks.content(mishap, BODY)).status_code == 200
    assert len(webhooks.table(context.database)) == 1
    found = webhooks.find(context.database, BODY["webhook_id"])
    assert found is not None
    assert (found.link, found.type, found.code) == (BODY["link_id"], "TRANSACTIONS", "historical_update")


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_one_too_deep_to_be_read_is_kept_as_text(http: TestClient, context: Context, depth: int) -> None:
    body = b'{"data": ' + b"[" * depth + b"]" * depth + b"}"
    for _ in range(2):
        assert http.post("/webhooks/belvo", content=body).status_code == 200
    assert len(webhooks.table(context.database)) == 1


def test_a_busy_store_is_said_before_belvo_gives_up(http: TestClient, context: Context) -> None:
    with context.database.write():
        began = time.monotonic()
        answer = http.post("/webhooks/belvo", json=BODY)
        assert answer.status_code == 503
        assert time.monotonic() - began < PROMPT
    assert http.post("/webhooks/belvo", json=BODY).status_code == 200


def test_of_more_than_find_a_turn_each_is_answered_in_time(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    is_free = threading.Event()
    monkeypatch.setattr(receiver, "_PATIENCE", 0.05)
    monkeypatch.setattr("sync.accept_webhook", lambda *_given, **_named: is_free.wait(PROMPT))
    at_once = int(receiver._AT_ONCE.total_tokens)
    refused = list[int]()

    async def body() -> Message:
        return {"type": "http.request", "body": json.dumps(BODY).encode()}

    async def send() -> None:
        request = Request({"type": "http", "method": "POST", "path": "/webhooks/belvo", "headers": []}, body)
        try:
            await receiver.receive_webhook(request, context)
        except HTTPException as answer:
            refused.append(answer.status_code)
            if len(refused) == 50:
                await anyio.to_thread.run_sync(is_free.set)  # there is a thread for everything else

    async def send_many() -> None:
        with anyio.fail_after(PATIENCE):
            async with anyio.create_task_group() as sending:
                for _ in range(50 + at_once):
                    sending.start_soon(send)

    try:
        run_apart(send_many)
    finally:
        is_free.set()
    assert refused == [503] * 50
