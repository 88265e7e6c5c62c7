"""What is announced, and what it says: a sandbox whose webhooks arrive at a real receiver."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox.bank import links, webhook_events
from belvo_sandbox.data.sandbox import Options, Sandbox
from belvo_sandbox.webhooks.sender import Sender
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api
from tests.kit.receiver import Hear, Received, Receiver

RESOURCES = ["ACCOUNTS", "OWNERS", "TRANSACTIONS"]


@pytest.fixture
def announcing(api: Api, hear: Hear) -> Api:
    """A sandbox that sends its webhooks to the receiver."""
    hear(api)
    return api


def _by_type(received: list[Received]) -> dict[str, dict[str, Any]]:
    return {one.body["webhook_type"]: one.body for one in received}


def test_a_connection_announces_the_history_of_each_resource(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link(external_id="user-42", fetch_resources=RESOURCES)["id"]
    bodies = _by_type(receiver.take(3))
    rows = announcing.rows("/api/transactions/", link=link, page_size=1000)
    inflows = sum(row["type"] == "INFLOW" for row in rows)
    days = sorted(row["value_date"] for row in rows)
    data = {
        "ACCOUNTS": {"total_accounts": 3},
        "OWNERS": {"total_owners": 1},
        "TRANSACTIONS": {
            "total_transactions": len(rows),
            "total_inflow_transactions": inflows,
            "total_outflow_transactions": len(rows) - inflows,
            "first_transaction_date": days[0],
            "last_transaction_date": days[-1],
        },
    }
    assert 0 < inflows < len(rows)
    for name in RESOURCES:
        ids = {key: bodies[name].pop(key) for key in ("webhook_id", "request_id")}
        assert {len(id_) for id_ in ids.values()} == {32}
        assert bodies[name] == {
            "webhook_type": name,
            "process_type": "historical_update",
            "webhook_code": "historical_update",
            "link_id": link,
            "external_id": "user-42",
            "data": data[name],
        }


def test_the_same_moves_give_the_same_webhooks(host: Host, tmp_path: Path, receiver: Receiver, hear: Hear) -> None:
    bodies = []
    for name in ("one", "other"):
        api = host.start(tmp_path / name)
        hear(api)
        api.link(fetch_resources=RESOURCES)
        bodies.append([one.body for one in receiver.take(3)])
    assert bodies[0] == bodies[1]
    assert len({body["webhook_id"] for body in bodies[0]}) == 3


def test_a_link_that_names_no_resources_announces_nothing_and_one_that_names_some_only_those(
    announcing: Api, receiver: Receiver
) -> None:
    announcing.link(access_mode="single")
    announcing.link(access_mode="single", fetch_resources=["OWNERS"])
    assert [one.name for one in receiver.take(1)] == [("OWNERS", "historical_update")]
    assert announcing.get("/control/webhooks/deliveries/")["count"] == 1


def test_an_asynchronous_retrieve_is_answered_by_a_webhook_with_its_request_id(
    announcing: Api, receiver: Receiver
) -> None:
    link = announcing.link(access_mode="single")["id"]
    body = {"link": link, "date_from": "2026-05-01", "date_to": "2026-05-31"}
    answer = announcing.call("POST", "/api/transactions/", json=body, headers={"X-Belvo-Request-Mode": "async"})
    (received,) = receiver.take(1)
    rows = announcing.rows("/api/transactions/", link=link)
    assert answer.status_code == 202
    assert received.name == ("TRANSACTIONS", "historical_update")
    assert received.body["request_id"] == answer.json()["request_id"]
    assert received.body["data"]["total_transactions"] == len(rows) > 0


def test_an_asynchronous_deletion_is_announced_and_a_plain_one_is_not(announcing: Api, receiver: Receiver) -> None:
    unaccented, later = (announcing.link(access_mode="single", external_id=f"user-{name}")["id"] for name in "ab")
    assert announcing.call("DELETE", f"/api/links/{unaccented}/").status_code == 204
    answer = announcing.call("DELETE", f"/api/links/{later}/", headers={"X-Belvo-Request-Mode": "async"})
    body = receiver.take(1)[0].body
    assert (answer.status_code, len(body.pop("webhook_id"))) == (202, 32)
    assert body == {
        "webhook_type": "LINK",
        "webhook_code": "link_deleted",
        "link_id": later,
        "request_id": answer.json()["request_id"],
        "external_id": "user-b",
        "data": {},
    }


def test_new_credentials_announce_the_history_anew(announcing: Api, receiver: Receiver) -> None:
    link = announcing.link(fetch_resources=["ACCOUNTS"])["id"]
    first = receiver.take(1)[0].body
    announcing.call("PUT", f"/api/links/{link}/", json={"password": "full"})
    again = receiver.take(1)[0].body
    assert again["webhook_id"] != first["webhook_id"]
    assert again["data"] == first["data"] == {"total_accounts": 3}


def test_refreshes_announce_what_they_find_for_the_first_time(
    host: Host, tmp_path: Path, receiver: Receiver, hear: Hear
) -> None:
    link = host.start(tmp_path).link(fetch_resources=RESOURCES)["id"]
    api = host.start(tmp_path, NOW)
    api.call("PUT", "/control/corrections/", auth=None, json={"mode": "none"})
    before = {row["id"] for row in api.rows("/api/transactions/", link=link, page_size=1000)}
    hear(api)
    later = host.start(tmp_path, NOW + timedelta(days=15))
    after = {row["id"]: row["created_at"] for row in later.rows("/api/transactions/", link=link, page_size=1000)}
    received = receiver.take(2)
    new = [created for id_, created in after.items() if id_ not in before]
    days = sorted(set(new))
    assert len(days) == 2
    assert [(one.name, one.body["process_type"], one.body["data"]) for one in received] == [
        (
            ("TRANSACTIONS", "new_transactions_available"),
            "recurrent_update",
            {"new_transactions": new.count(day)},
        )
        for day in days
    ]
    assert later.get("/control/webhooks/deliveries/")["count"] == 2


def test_history_arrives_resource_by_resource_and_is_announced_as_it_does(
    host: Host, tmp_path: Path, receiver: Receiver, hear: Hear
) -> None:
    delay = timedelta(seconds=10)
    api = host.start(tmp_path, history_delay=delay)
    hear(api)
    link = api.link(fetch_resources=["OWNERS", "TRANSACTIONS"])["id"]
    counts = []
    for seconds in (0, 9, 10, 19, 20):
        at = host.start(tmp_path, NOW + timedelta(seconds=seconds), history_delay=delay)
        counts.append(tuple(bool(at.get(f"/api/{path}/", link=link)["count"]) for path in ("owners", "transactions")))
    assert counts == [(False, False), (False, False), (True, False), (True, False), (True, True)]
    assert [one.name[0] for one in receiver.take(2)] == ["OWNERS", "TRANSACTIONS"]
    assert at.rows("/api/owners/", link=link)[0]["created_at"] == "2026-06-17T15:30:10.000000Z"


def test_what_is_retrieved_asynchronously_arrives_after_the_same_delay(
    host: Host, tmp_path: Path, receiver: Receiver, hear: Hear
) -> None:
    delay = timedelta(seconds=10)
    api = host.start(tmp_path, history_delay=delay)
    hear(api)
    link = api.link(access_mode="single")["id"]
    body = {"link": link, "date_from": "2026-05-01", "date_to": "2026-05-31"}
    answer = api.call("POST", "/api/transactions/", json=body, headers={"X-Belvo-Request-Mode": "async"})
    assert (answer.status_code, list(answer.json())) == (202, ["request_id"])
    early, late = (
        host.start(tmp_path, NOW + timedelta(seconds=seconds), history_delay=delay).rows(
            "/api/transactions/", link=link, page_size=1000
        )
        for seconds in (9, 10)
    )
    assert early == []
    assert {row["value_date"][:7] for row in late} == {"2026-05"}
    assert {row["collected_at"] for row in late} == {"2026-06-17T15:30:10.000000Z"}
    (readers,) = receiver.take(1)
    assert (readers.body["webhook_type"], readers.body["request_id"]) == ("TRANSACTIONS", answer.json()["request_id"])
    assert readers.body["data"]["total_transactions"] == len(late)


def test_a_link_deleted_before_its_history_arrives_announces_none_of_it(
    host: Host, tmp_path: Path, receiver: Receiver, hear: Hear
) -> None:
    api = host.start(tmp_path, history_delay=timedelta(seconds=10))
    hear(api)
    link = api.link()["id"]
    api.call("DELETE", f"/api/links/{link}/", headers={"X-Belvo-Request-Mode": "async"})
    later = host.start(tmp_path, NOW + timedelta(minutes=1))
    later.get("/api/links/")
    assert [one.name for one in receiver.take(1)] == [("LINK", "link_deleted")]
    assert later.get("/control/webhooks/deliveries/")["count"] == 1


@pytest.mark.parametrize(
    ("announce", "code", "data"),
    [
        (
            webhook_events.announce_invalid_credentials,
            "invalid_credentials",
            {
                "error_code": "login_error",
                "error_message": "Invalid credentials provided to login to the institution",
                "status": 400,
            },
        ),
        (
            webhook_events.announce_token_required,
            "token_required",
            {
                "error_code": "token_required",
                "error_message": "A MFA token is required by the institution to login",
                "status": 428,
            },
        ),
    ],
)
def test_a_link_that_needs_its_person_says_so(
    host: Host,
    tmp_path: Path,
    receiver: Receiver,
    hear: Hear,
    announce: Callable[..., None],
    code: str,
    data: dict[str, Any],
) -> None:
    api = host.start(tmp_path)
    hear(api)
    link = api.link(access_mode="single")["id"]
    sandbox = Sandbox.open(tmp_path, 1, NOW, Options())
    with sandbox.state.write() as connection:
        announce(connection, links.get(connection, link), NOW, "c" * 32)
    Sender(sandbox).wake()
    body = receiver.take(1)[0].body
    sandbox.state.close()
    assert (body["webhook_type"], body["webhook_code"], body["link_id"]) == ("LINK", code, link)
    assert (body["request_id"], body["data"]) == ("c" * 32, data)


def test_nobody_to_tell_nothing_kept(api: Api, receiver: Receiver, hear: Hear) -> None:
    api.link()
    hear(api)
    api.link(access_mode="single", fetch_resources=["OWNERS"])
    assert [one.name[0] for one in receiver.take(1)] == ["OWNERS"]
    assert api.get("/control/webhooks/deliveries/")["count"] == 1
