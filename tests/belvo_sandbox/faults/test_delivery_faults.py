"""Webhooks that go astray on request, sent step by step under a wall clock of the test's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox import create_app
from belvo_sandbox.bank import webhook_events
from belvo_sandbox.control import Control
from belvo_sandbox.core.errors import ApiError
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults.delivery_faults import DELIVERY_FAULTS
from belvo_sandbox.faults.odd_webhooks import ODD_WEBHOOKS
from belvo_sandbox.webhooks import queue
from belvo_sandbox.webhooks.queue import Delivery
from belvo_sandbox.webhooks.sender import Sender
from tests.belvo_sandbox.conftest import NOW
from tests.kit.local_belvo import Api, errors
from tests.kit.receiver import Hear, Receiver

MISHAPS = "/control/webhooks/mishaps/"
ONE, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


@dataclass
class Desk:
    """A sandbox, what steers it, and a sender whose time the test moves."""

    sandbox: Sandbox
    control: Control
    sender: Sender
    receiver: Receiver
    endpoint: str
    time: float = 1000.0

    def announce(self, *names: str, link: str = ONE, type_: str = "LINK") -> None:
        """Have a webhook ready for each of these codes."""
        with self.sandbox.state.write() as connection:
            for name in names:
                values = {"link": link, "type": type_, "code": name, "data": {}}
                webhook_events.announce_custom(connection, values, self.sandbox.clock.now())

    def send(self, seconds: float = 0) -> list[str]:
        """Let time pass, and send all that is due then; the codes of what arrived."""
        self.time += seconds
        while self.sender.step():
            pass
        arrived = self.receiver.arrived
        return [arrived.get_nowait().body["webhook_code"] for _ in range(arrived.qsize())]

    def log(self) -> list[Delivery]:
        """The log, oldest first."""
        with self.sandbox.state.read() as connection:
            return queue.log(connection)[::-1]


@pytest.fixture
def desk(tmp_path: Path, receiver: Receiver) -> Iterator[Desk]:
    app = create_app(tmp_path, now=NOW)
    sandbox: Sandbox = app.state.sandbox
    with sandbox.state.write() as connection:
        endpoint = webhook_events.add_endpoint(connection, receiver.url, None, NOW)
    desk_ = Desk(sandbox, app.state.control, Sender(sandbox, lambda: desk_.time), receiver, endpoint.id)
    yield desk_
    sandbox.state.close()


def test_a_lost_message_is_in_the_log_and_never_sent(desk: Desk) -> None:
    desk.control.add_mishap("lost", times=1)
    desk.announce("a", "b")
    assert desk.send() == ["b"]
    assert desk.send(1000) == []
    assert [(one.code, one.state, one.fault, len(one.attempts)) for one in desk.log()] == [
        ("a", "lost", "lost", 0),
        ("b", "delivered", None, 1),
    ]


def test_a_message_arrives_twice_under_one_webhook_id(desk: Desk) -> None:
    desk.control.add_mishap("twice", code="a")
    desk.announce("a", "b")
    assert desk.send() == ["a", "a", "b"]
    first, second, _ = desk.log()
    assert first.body == second.body
    assert [one.fault for one in desk.log()] == ["twice", "twice", None]
    assert [attempt["status"] for one in desk.log() for attempt in one.attempts] == [200] * 3


def test_a_message_is_late_by_the_wall_clock_and_others_pass_it(desk: Desk) -> None:
    desk.control.add_mishap("late", code="a", seconds=90)
    desk.announce("a", "b")
    assert desk.send() == ["b"]
    assert desk.send(89) == []
    assert desk.send(1) == ["a"]


def test_a_message_is_late_by_the_clock_of_the_sandbox(desk: Desk) -> None:
    desk.control.add_mishap("late", times=1, hours=24)
    desk.announce("a", "b")
    assert desk.send() == ["b"]
    desk.sandbox.clock.advance(timedelta(hours=23))
    assert desk.send(3600) == []
    desk.sandbox.clock.advance(timedelta(hours=1))
    assert desk.send() == ["a"]
    assert [one.due for one in desk.log()] == ["2026-06-18T15:30:00.000000Z", None]


def test_messages_out_of_order_come_after_the_next_one_the_last_first(desk: Desk) -> None:
    desk.control.add_mishap("out_of_order", times=2)
    desk.announce("a", "b")
    assert desk.send(5) == []
    desk.announce("c", "d")
    assert desk.send() == ["c", "b", "a", "d"]


def test_a_message_with_an_odd_body_comes_in_its_turn_and_the_log_shows_what_it_would_have_been(desk: Desk) -> None:
    for name in ODD_WEBHOOKS:
        desk.control.add_mishap(name, code=name)
    desk.announce("first", *ODD_WEBHOOKS, "last")
    while desk.sender.step():
        pass
    arrived = [desk.receiver.arrived.get_nowait().body for _ in range(len(ODD_WEBHOOKS) + 2)]
    assert [body["webhook_code"] for body in arrived] == [
        "first",
        "half_emoji",
        "huge_integer",
        "deep_data",
        "older",
        "last",
    ]
    _, half, huge, deep, older, _ = arrived
    assert half["data"] == {"odd": "Taquería \ud83c"}
    assert huge["data"] == {"odd": 10**40 - 1}
    assert str(deep["data"]["odd"]) == "[" * 500 + "]" * 500
    assert older.keys() == {"webhook_id", "webhook_type", "webhook_code", "link_id", "data"}
    assert [(one.fault, one.body["data"], one.state) for one in desk.log()[1:-1]] == [
        (name, {}, "delivered") for name in ODD_WEBHOOKS
    ]


def test_a_message_that_nothing_overtakes_comes_after_a_minute(desk: Desk) -> None:
    desk.control.add_mishap("out_of_order", times=1)
    desk.announce("a")
    assert desk.send(59) == []
    assert desk.send(60) == ["a"]


def test_a_late_message_that_is_refused_is_tried_again_and_holds_up_nothing(desk: Desk) -> None:
    desk.control.add_mishap("late", times=1, seconds=1)
    desk.announce("a")
    assert desk.send() == []
    desk.receiver.answers[:] = [500]
    assert desk.send(1) == ["a"]
    desk.announce("b")
    assert desk.send(4) == ["b"]
    assert desk.send(1) == ["a"]


def test_a_mishap_is_aimed_by_endpoint_type_code_and_link(desk: Desk) -> None:
    with desk.sandbox.state.write() as connection:
        other = webhook_events.add_endpoint(connection, desk.receiver.url, None, NOW)
    desk.control.add_mishap("lost", endpoint=desk.endpoint)
    desk.control.add_mishap("lost", type="ACCOUNTS")
    desk.control.add_mishap("lost", link=OTHER, code="b")
    desk.announce("a", "b")
    desk.announce("c", type_="ACCOUNTS")
    desk.announce("a", "b", link=OTHER)
    assert desk.send() == ["a", "b", "a"]
    assert {one.endpoint for one in desk.log() if one.state == "delivered"} == {other.id}
    counters = [(one["seen"], one["struck"]) for one in desk.control.mishaps()]
    assert counters == [(5, 5), (1, 1), (1, 1)]


def test_what_is_sent_again_by_hand_arrives(desk: Desk) -> None:
    desk.control.add_mishap("lost")
    desk.announce("a")
    desk.send()
    with desk.sandbox.state.write() as connection:
        queue.resend(connection, desk.log()[0], NOW)
    assert desk.send() == ["a"]
    assert desk.log()[1].resend_of == desk.log()[0].number


def test_an_ended_mishap_befalls_nothing(desk: Desk) -> None:
    ended = desk.control.add_mishap("lost")
    assert (desk.control.end_mishap(ended), desk.control.end_mishap(ended)) == (True, False)
    desk.control.add_mishap("lost", type="LINK")
    desk.control.add_fault("not_found")
    assert desk.control.end_mishaps() == 1
    desk.announce("a")
    assert desk.send() == ["a"]
    assert len(desk.control.faults()) == 1


def test_a_message_of_another_state_is_not_taken_for_the_one_that_was_sent(desk: Desk) -> None:
    desk.announce("a")
    assert queue.compose(desk.sandbox)
    with desk.sandbox.state.write() as connection:
        sent = queue.claim(connection, NOW, desk.time)
    assert sent is not None
    desk.control.reset()
    with desk.sandbox.state.write() as connection:
        webhook_events.add_endpoint(connection, desk.receiver.url, None, NOW)
    desk.announce("b")
    assert queue.compose(desk.sandbox)
    with desk.sandbox.state.write() as connection:
        queue.record_attempt(connection, sent, queue.Attempt("", 200, 1, "", None), desk.time)
    assert [(one.number, one.code, one.state) for one in desk.log()] == [(sent.number, "b", "waiting")]
    assert desk.send() == ["b"]


REFUSED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({}, ("required", "mishap")),
    ({"mishap": "eaten"}, ("invalid_choice", "mishap")),
    ({"mishap": "lost", "endpoint": ONE}, ("does_not_exist", "endpoint")),
    ({"mishap": "lost", "link": "x"}, ("invalid", "link")),
    ({"mishap": "lost", "type": "a b"}, ("invalid", "type")),
    ({"mishap": "lost", "times": 0}, ("invalid", "times")),
    ({"mishap": "lost", "seconds": 1}, ("invalid", "seconds")),
    ({"mishap": "late"}, ("invalid", "seconds")),
    ({"mishap": "late", "seconds": 1, "hours": 1}, ("invalid", "seconds")),
    ({"mishap": "late", "hours": -1}, ("invalid", "hours")),
    ({"mishap": "lost", "account": 1}, ("invalid", "account")),
]


def test_what_can_not_be_a_mishap_is_refused_by_its_field(api: Api, desk: Desk) -> None:
    for body, fault in REFUSED:
        answer = api.call("POST", MISHAPS, auth=None, json=body)
        assert (answer.status_code, errors(answer)) == (400, [fault]), body
    assert api.get(MISHAPS) == []
    with pytest.raises(ApiError, match="seconds: Say how late"):
        desk.control.add_mishap("late")


def test_mishaps_are_added_listed_and_ended_over_http_and_seen_in_the_log(
    api: Api, receiver: Receiver, hear: Hear
) -> None:
    endpoint = hear(api)["id"]
    body = {"mishap": "lost", "type": "OWNERS", "endpoint": endpoint, "times": 1}
    created = api.call("POST", MISHAPS, auth=None, json=body)
    assert created.status_code == 201
    assert created.json() == {
        "id": 1,
        **body,
        "probability": None,
        "created_at": "2026-06-17T15:30:00.000000Z",
        "seen": 0,
        "struck": 0,
        "is_over": False,
    }
    api.link(access_mode="single", fetch_resources=["OWNERS", "ACCOUNTS"])
    assert [one.body["webhook_type"] for one in receiver.take(1)] == ["ACCOUNTS"]
    (lost,) = api.get("/control/webhooks/deliveries/", state="lost")["results"]
    assert (lost["mishap"], lost["attempts"], lost["body"]["webhook_type"]) == ("lost", [], "OWNERS")
    assert api.get(MISHAPS)[0]["struck"] == 1
    assert [line["mishap"] for line in api.get(f"{MISHAPS}catalogue/")] == [*DELIVERY_FAULTS]
    assert [api.call("DELETE", f"{MISHAPS}1/", auth=None).status_code for _ in range(2)] == [204, 404]
    assert api.call("DELETE", MISHAPS, auth=None).status_code == 204
