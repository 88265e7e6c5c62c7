"""/control/webhooks/…"""

import http.client
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.requests import HTTPConnection

from belvo_sandbox.core.errors import ApiError
from belvo_sandbox.http.guard import refuse_other_machines
from tests.belvo_sandbox.conftest import Host
from tests.kit.local_belvo import Api, errors
from tests.kit.receiver import Hear, Receiver
from tests.kit.waiting import PATIENCE

ENDPOINTS = "/control/webhooks/endpoints/"
DELIVERIES = "/control/webhooks/deliveries/"
SECRET = "Basic dXNlcjpwYXNz"


def _add(api: Api, **body: object) -> Any:  # noqa: ANN401 - JSON
    return api.call("POST", ENDPOINTS, auth=None, json=body)


def test_an_endpoint_is_added_listed_and_removed_and_its_secret_never_shown(api: Api) -> None:
    created = _add(api, url="http://127.0.0.1:9/hook", authorization=SECRET)
    endpoint = created.json()
    listed = api.call("GET", ENDPOINTS, auth=None)
    assert created.status_code == 201
    assert endpoint == {
        "id": endpoint["id"],
        "url": "http://127.0.0.1:9/hook",
        "has_authorization": True,
        "created_at": "2026-06-17T15:30:00.000000Z",
    }
    assert listed.json() == [endpoint]
    assert SECRET.split()[1] not in listed.text
    path = f"{ENDPOINTS}{endpoint['id']}/"
    assert [api.call("DELETE", path, auth=None).status_code for _ in range(2)] == [204, 404]
    assert api.get(ENDPOINTS) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("required", "url")),
        ({"url": ""}, ("blank", "url")),
        ({"url": "ftp://127.0.0.1/"}, ("invalid", "url")),
        ({"url": "127.0.0.1:80"}, ("invalid", "url")),
        ({"url": "http://"}, ("invalid", "url")),
        ({"url": "http://127.0.0.1:port/"}, ("invalid", "url")),
        ({"url": "http://127.0.0.1/a b"}, ("invalid", "url")),
        ({"url": "http://127.0.0.1/\r\nX: y"}, ("invalid", "url")),
        ({"url": "http://user:password@127.0.0.1/"}, ("invalid", "url")),
        ({"url": "http://127.0.0.1/", "authorization": "Bearer a\r\nX: y"}, ("invalid", "authorization")),
        ({"url": "http://127.0.0.1/", "authorization": 1.5}, ("invalid", "authorization")),
    ],
    ids=str,
)
def test_what_can_not_be_an_endpoint_is_refused(api: Api, body: dict[str, Any], fault: tuple[str, str]) -> None:
    answer = _add(api, **body)
    assert (answer.status_code, errors(answer)) == (400, [fault])
    assert api.get(ENDPOINTS) == []


def test_the_log_tells_what_was_sent_newest_first_and_is_filtered(api: Api, receiver: Receiver, hear: Hear) -> None:
    endpoint = hear(api)
    one = api.link(fetch_resources=["ACCOUNTS", "OWNERS"])["id"]
    other = api.link(access_mode="single")["id"]
    api.call("DELETE", f"/api/links/{other}/", headers={"X-Belvo-Request-Mode": "async"})
    bodies = [received.body for received in receiver.take(3)]
    log = api.get(DELIVERIES)
    assert log["count"] == 3
    assert [delivery["body"] for delivery in log["results"]] == bodies[::-1]
    assert {(delivery["endpoint"], delivery["url"]) for delivery in log["results"]} == {(endpoint["id"], receiver.url)}
    queries: list[tuple[dict[str, Any], list[str]]] = [
        ({"link": one}, ["OWNERS", "ACCOUNTS"]),
        ({"link": other}, ["LINK"]),
        ({"type": "OWNERS"}, ["OWNERS"]),
        ({"type__in": "LINK,ACCOUNTS"}, ["LINK", "ACCOUNTS"]),
        ({"code": "link_deleted"}, ["LINK"]),
        ({"link": one, "code": "link_deleted"}, []),
        ({"state": "failed"}, []),
        ({"endpoint": endpoint["id"], "page_size": 1, "page": 3}, ["ACCOUNTS"]),
    ]
    for query, types in queries:
        matching = api.get(DELIVERIES, **query)["results"]
        assert [delivery["body"]["webhook_type"] for delivery in matching] == types, query
    assert api.call("GET", DELIVERIES, params={"link": "x"}).status_code == 400


def test_a_delivery_is_sent_again_under_its_own_webhook_id(api: Api, receiver: Receiver, hear: Hear) -> None:
    hear(api)
    api.link(access_mode="single", fetch_resources=["OWNERS"])
    first = receiver.take(1)[0].body
    number = api.get(DELIVERIES)["results"][0]["id"]
    again = api.call("POST", f"{DELIVERIES}{number}/resend/", auth=None)
    assert again.status_code == 202
    assert receiver.take(1)[0].body == first
    created = again.json()
    assert created == {
        "id": number + 1,
        "created_at": "2026-06-17T15:30:00.000000Z",
        "endpoint": created["endpoint"],
        "url": receiver.url,
        "state": "waiting",
        "resend_of": number,
        "mishap": None,
        "due": None,
        "attempts": [],
        "body": first,
    }
    assert api.get(f"{DELIVERIES}{number + 1}/")["resend_of"] == number


def test_what_was_not_sent_is_not_found(api: Api) -> None:
    for method, path in (("GET", "7/"), ("GET", "x/"), ("POST", "7/resend/")):
        answer = api.call(method, f"{DELIVERIES}{path}", auth=None)
        assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


def test_the_log_of_an_endpoint_goes_with_it(api: Api, receiver: Receiver, hear: Hear) -> None:
    endpoint = hear(api)
    api.link(access_mode="single", fetch_resources=["OWNERS"])
    receiver.take(1)
    api.call("DELETE", f"{ENDPOINTS}{endpoint['id']}/", auth=None)
    assert api.get(DELIVERIES)["count"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
    ],
    ids=str,
)
def test_pages_and_other_machines_can_not_steer_it(api: Api, headers: dict[str, str]) -> None:
    answer = api.call("POST", ENDPOINTS, auth=None, headers=headers, json={"url": "http://127.0.0.1:9/"})
    assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])
    assert api.get(ENDPOINTS) == []


def test_a_name_that_the_sandbox_also_answers_to_does_not_reach_its_controls(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path, hosts=["desk.example"])
    parts = urlsplit(api.url)
    statuses = []
    for path in ("/healthz", ENDPOINTS):
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        connection.request("GET", f"{parts.path}{path}", headers={"Host": "desk.example"})
        answer = connection.getresponse()
        statuses.append((answer.status, "instance" in str(json.loads(answer.read()))))
        connection.close()
    assert statuses == [(200, True), (403, False)]


def test_a_webhook_of_any_kind_is_sent_by_hand(api: Api, receiver: Receiver, hear: Hear) -> None:
    hear(api)
    body = {
        "webhook_type": "CONSENT",
        "webhook_code": "consent_expired",
        "process_type": "recurrent_update",
        "link_id": "1f5d3ba6-0000-4000-8000-000000000000",
        "request_id": "a" * 32,
        "external_id": "user-42",
        "data": {"action": "renew"},
    }
    sent = api.call("POST", "/control/webhooks/send/", auth=None, json=body)
    received = receiver.take(1)[0].body
    assert (sent.status_code, sent.json()) == (202, {"request_id": "a" * 32})
    assert len(received.pop("webhook_id")) == 32
    assert received == body


def test_by_hand_nothing_is_sent_to_nobody_or_without_a_name(api: Api) -> None:
    empty = api.call("POST", "/control/webhooks/send/", auth=None, json={})
    assert errors(empty) == [("required", name) for name in ("link_id", "webhook_type", "webhook_code")]
    body = {"webhook_type": "A", "webhook_code": "b", "link_id": "1f5d3ba6-0000-4000-8000-000000000000"}
    alone = api.call("POST", "/control/webhooks/send/", auth=None, json=body)
    assert (alone.status_code, errors(alone)) == (400, [("validation_error", None)])


@pytest.mark.parametrize(
    ("peer", "host", "allowed"),
    [
        ("127.0.0.1", "localhost:8900", True),
        ("::1", "[::1]:8900", True),
        ("192.168.1.7", "127.0.0.1:8900", False),
        ("127.0.0.1", "192.168.1.7:8900", False),
        ("127.0.0.1", "", False),
        (None, "127.0.0.1", False),
    ],
)
def test_only_programs_on_this_machine_that_ask_by_its_own_names_can_steer_it(
    peer: str | None, host: str, allowed: bool
) -> None:
    client = peer and (peer, 50_000)
    request = HTTPConnection({"type": "http", "client": client, "headers": [(b"host", host.encode())]})
    refused = nullcontext() if allowed else pytest.raises(ApiError)
    with refused:
        refuse_other_machines(request)
