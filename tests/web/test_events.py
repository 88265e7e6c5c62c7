import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from actions.connect.start import Opening, start
from actions.connect.token_body import Choices
from context import Context
from store import engine
from store.ops import jobs, sessions
from store.write import links
from tests.kit.actors import TESTER
from tests.kit.local_belvo import Api


@pytest.fixture
def opening(context: Context) -> Opening:
    return start(context.database, context.client, context.settings, Choices(country="MX"), actor=TESTER)


def post(http: TestClient, opening: Opening, event: dict[str, Any] | bytes, **headers: str) -> int:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    sent = {"x-connect-token": opening.event_token, **headers}
    return http.post("/connect/events", content=body, headers=sent).status_code


def event(opening: Opening, seq: int, name: str, **payload: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"nonce": opening.nonce, "seq": seq, "name": name, "payload": payload}


def connect(belvo_url: str, opening: Opening) -> str:
    return Api(belvo_url).widget_link(opening.access_token, external_id=opening.external_id)


def test_events_are_kept_once_and_in_order(http: TestClient, context: Context, opening: Opening) -> None:
    for seq, name in [(1, "opened"), (3, "event"), (2, "event"), (1, "opened")]:
        assert post(http, opening, event(opening, seq, name)) == 200
    assert sessions.events(context.database, opening.nonce)["seq"].tolist() == [1, 2, 3]


def test_the_first_report_says_what_kind_of_device_it_is(http: TestClient, context: Context, opening: Opening) -> None:
    agents = ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36", "Mozilla/5.0 (X11; Linux x86_64)")
    for seq, agent in enumerate(agents, 1):
        assert post(http, opening, event(opening, seq, "event"), **{"user-agent": agent}) == 200
    session = sessions.find(context.database, opening.nonce)
    assert session is not None
    assert session.device == "phone"
    dump = "".join(str(row) for row in sessions.events(context.database, opening.nonce).to_dict("records"))
    assert "Pixel" not in dump


def test_success_alone_brings_the_link_home(
    http: TestClient, context: Context, belvo_url: str, opening: Opening
) -> None:
    link = connect(belvo_url, opening)
    assert post(http, opening, event(opening, 1, "success", link=link, institution="erebor_mx_retail")) == 200
    assert links.find(context.database, link) is not None
    assert len(jobs.active(context.database, link)) == 1


def test_a_success_that_is_not_true_changes_nothing(http: TestClient, context: Context, opening: Opening) -> None:
    claimed = "00000000-0000-4000-8000-000000000000"
    assert post(http, opening, event(opening, 1, "success", link=claimed)) == 200
    session = sessions.find(context.database, opening.nonce)
    assert session is not None
    assert (session.state, session.link) == ("opened", None)


def test_a_busy_store_is_said_soon_and_the_event_counts_when_it_is_told_again(
    http: TestClient, context: Context, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.requests.PATIENCE", 0.5)
    told = event(opening, 1, "opened")
    with context.database.write(), ThreadPoolExecutor(1) as others:
        assert others.submit(post, http, opening, told).result(timeout=engine.BUSY_TIMEOUT / 2) == 503
    assert post(http, opening, told) == 200


@pytest.mark.parametrize("answer", [{}, {"id": None}, {"id": ["1"]}])
def test_an_answer_that_is_no_link_connects_nothing(
    http: TestClient, context: Context, opening: Opening, monkeypatch: pytest.MonkeyPatch, answer: dict[str, object]
) -> None:
    monkeypatch.setattr("belvo_client.endpoints.Readable.get", lambda _self, _link: answer)
    assert post(http, opening, event(opening, 1, "success", link="1")) == 200
    session = sessions.find(context.database, opening.nonce)
    assert session is not None
    assert session.state == "opened"


def test_without_the_sessions_token_nothing_is_taken(http: TestClient, context: Context, opening: Opening) -> None:
    opened = event(opening, 1, "opened")
    assert post(http, opening, opened, **{"x-connect-token": "guessed"}) == 403
    assert post(http, opening, opened, **{"x-connect-token": ""}) == 403
    assert sessions.events(context.database, opening.nonce).empty


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_pages_of_other_sites_report_nothing(http: TestClient, opening: Opening, headers: dict[str, str]) -> None:
    assert post(http, opening, event(opening, 1, "opened"), **headers) == 403


def test_our_own_pages_report(http: TestClient, opening: Opening) -> None:
    ours = {"origin": "http://127.0.0.1:8501", "sec-fetch-site": "same-origin"}
    assert post(http, opening, event(opening, 1, "opened"), **ours) == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"nonce": "n"}', b"\xff", b'{"nonce": "n", "seq": true, "name": "x", "payload": {}}']
)
def test_what_is_no_event_is_refused(http: TestClient, opening: Opening, body: bytes) -> None:
    assert post(http, opening, body) == 400


@pytest.mark.parametrize("payload", ["bye", ["login_error", "Refused"], {"code": "login_error"}, None])
def test_an_exit_of_any_shape_is_kept(http: TestClient, context: Context, opening: Opening, payload: object) -> None:
    assert post(http, opening, {**event(opening, 1, "exit"), "payload": payload}) == 200
    session = sessions.find(context.database, opening.nonce)
    assert session is not None
    assert session.state == "left"


def test_a_body_nested_too_deeply_is_refused(http: TestClient, opening: Opening) -> None:
    nested = b'{"nonce":"n","seq":1,"name":"success","payload":' + b'{"link":' * 1500 + b"1" + b"}" * 1501
    assert post(http, opening, nested) == 400


def test_a_body_too_large_is_refused(http: TestClient, opening: Opening) -> None:
    assert post(http, opening, event(opening, 1, "event", text="x" * 20_000)) == 413


NUMBER = 1 << 63
ODD: list[dict[str, Any]] = [
    {"seq": NUMBER},
    {"seq": 10**40},
    {"seq": -1},
    {"seq": 1.5},
    {"seq": "1"},
    {"nonce": ["n"]},
    {"nonce": None},
    {"name": {}},
    {"payload": {"step": NUMBER * 4}},
]
PAYLOADS: list[Any] = [
    "text",
    {"eventName": "ERROR", "meta_data": "text"},
    {"eventName": "ERROR", "meta_data": {"error_code": 5, "error_message": ["x"]}},
    {"last_encountered_error": "text"},
    {"last_encountered_error": {"code": {"x": 1}, "message": 1}},
    {"meta_data": "text", "link": {"link": [1]}},
    {"message": "half of an emoji: \ud83c"},
    r'{"message": "half of an emoji in a text: \ud83c"}',
    f'{{"step": {NUMBER * 4}}}',
    "[" * 400 + "]" * 400,
    5,
]
EVENTS = ("opened", "event", "exit", "success", "script_failed", "half \ud83c")


def test_an_odd_event_is_refused_in_words(http: TestClient, opening: Opening) -> None:
    whole = event(opening, 1, "event")
    digits = json.dumps(whole).encode().replace(b'"seq": 1', b'"seq": 1' + b"0" * 9_000)
    assert post(http, opening, digits) == 400
    assert {post(http, opening, {**whole, **changed}) for changed in ODD} == {400}


def test_payloads_of_any_shape_are_kept(http: TestClient, context: Context, opening: Opening) -> None:
    told = [(name, payload) for name in EVENTS for payload in PAYLOADS]
    for seq, (name, payload) in enumerate(told, 1):
        assert post(http, opening, {**event(opening, seq, name), "payload": payload}) == 200
    assert len(sessions.events(context.database, opening.nonce)) == len(told)


def test_deep_nesting_is_refused_whatever_it_is_made_of(http: TestClient, opening: Opening) -> None:
    head = f'{{"nonce":"{opening.nonce}","seq":1,"name":"event","payload":'.encode()
    bodies = [head + b"[" * depth + b"]" * depth + b"}" for depth in (150, 900, 5_000)]
    assert [post(http, opening, body) for body in bodies] == [400, 400, 400]


def test_the_token_is_looked_at_before_the_body(http: TestClient, opening: Opening) -> None:
    bodies = [b"{", b"[" * 9_000, b'{"seq":' + b"9" * 9_000 + b"}", b"x" * 20_000]
    assert {post(http, opening, body, **{"x-connect-token": "guessed"}) for body in bodies} == {403}
