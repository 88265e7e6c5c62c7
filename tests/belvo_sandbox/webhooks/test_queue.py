"""The outbox, sent step by step under a wall clock of the test's own."""

import http.client
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from belvo_sandbox.bank import links, webhook_events
from belvo_sandbox.bank.links import Link, LinkOptions
from belvo_sandbox.bank.webhook_events import Endpoint
from belvo_sandbox.core.state import connect
from belvo_sandbox.data.sandbox import Options, Sandbox
from belvo_sandbox.webhooks import queue, sender
from belvo_sandbox.webhooks.queue import Delivery
from belvo_sandbox.webhooks.sender import Sender
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.receiver import Receiver, receiving

SECRET = "Bearer s3cr3t-t0k3n"
TERMS = LinkOptions("single", None, "365d", "365d", ())


@dataclass
class Post:
    """A sandbox with a link, and a sender whose time the test moves."""

    sandbox: Sandbox
    link: Link
    time: float = 1000.0
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        self.sender = Sender(self.sandbox, lambda: self.time)

    def endpoint(self, url: str, authorization: str | None = None) -> Endpoint:
        with self.sandbox.state.write() as connection:
            return webhook_events.add_endpoint(connection, url, authorization, NOW)

    def announce(self, request_id: str) -> None:
        with self.sandbox.state.write() as connection:
            webhook_events.announce_token_required(connection, self.link, NOW, request_id)

    def send(self, seconds: float = 0) -> None:
        """Let time pass, and send all that is due then."""
        self.time += seconds
        while self.sender.step():
            pass

    def log(self) -> list[Delivery]:
        """The log, oldest first."""
        with self.sandbox.state.read() as connection:
            return queue.log(connection)[::-1]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    sandbox = Sandbox.open(tmp_path, 1, NOW, Options())
    with sandbox.state.write() as connection:
        link = links.add(connection, 1, "erebor_mx_retail", "person", None, TERMS, NOW)
    yield Post(sandbox, link)
    sandbox.state.close()


def _requests(receiver: Receiver) -> list[str]:
    """The request ids of all that has arrived."""
    return [receiver.arrived.get_nowait().body["request_id"] for _ in range(receiver.arrived.qsize())]


def test_a_message_is_sent_as_it_is_with_its_authorization(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url, SECRET)
    post.announce("a")
    post.send()
    received = receiver.arrived.get_nowait()
    (delivery,) = post.log()
    assert received.path == "/hook?desk=1"
    assert received.headers["Authorization"] == SECRET
    assert received.headers["Content-Type"] == "application/json"
    assert received.body == delivery.body
    (attempt,) = delivery.attempts
    assert 0 <= attempt["latency_ms"] < 5000
    assert {**attempt, "latency_ms": 0} == {
        "at": "2026-06-17T15:30:00.000000Z",
        "status": 200,
        "latency_ms": 0,
        "answer": "thanks",
        "error": None,
    }
    assert (delivery.state, receiver.arrived.qsize()) == ("delivered", 0)


def test_without_authorization_no_header_is_sent(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url)
    post.announce("a")
    post.send()
    assert "Authorization" not in receiver.arrived.get_nowait().headers


def test_a_secret_that_a_receiver_echoes_is_not_kept(post: Post, receiver: Receiver) -> None:
    receiver.text = f"got {SECRET} ({SECRET.removeprefix('Bearer ')}) " + "x" * 1000
    endpoint = post.endpoint(receiver.url, SECRET)
    post.announce("a")
    post.send()
    (delivery,) = post.log()
    answer = delivery.attempts[0]["answer"]
    assert (answer[:24], len(answer)) == ("got [hidden] ([hidden]) ", 500)
    assert "s3cr3t" not in f"{delivery!r}{delivery.log_entry()}{endpoint!r}{endpoint.body()}"


def test_a_refused_message_is_tried_six_times_further_and_further_apart(post: Post, receiver: Receiver) -> None:
    receiver.answers[:] = [500, 404, 301, 503, 500, 500]
    post.endpoint(receiver.url)
    post.announce("a")
    sent = []
    for second in range(80):
        post.send(1)
        sent += [second] * len(_requests(receiver))
    (delivery,) = post.log()
    assert sent == [0, 5, 15, 30, 50, 75]
    assert [attempt["status"] for attempt in delivery.attempts] == [500, 404, 301, 503, 500, 500]
    assert delivery.state == "failed"


def test_those_behind_a_refused_message_wait_for_it(post: Post, receiver: Receiver) -> None:
    receiver.answers[:] = [500]
    post.endpoint(receiver.url)
    for name in "abc":
        post.announce(name)
    post.send()
    assert _requests(receiver) == ["a"]
    post.send(4)
    assert _requests(receiver) == []
    post.send(1)
    assert _requests(receiver) == ["a", "b", "c"]


def test_those_behind_a_message_that_was_given_up_go_on(post: Post, receiver: Receiver) -> None:
    receiver.answers[:] = [500] * 6
    post.endpoint(receiver.url)
    for name in "ab":
        post.announce(name)
    for _ in range(80):
        post.send(1)
    assert _requests(receiver) == ["a"] * 6 + ["b"]
    assert [delivery.state for delivery in post.log()] == ["failed", "delivered"]


def test_an_endpoint_that_is_down_holds_up_no_other(post: Post, receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    post.endpoint(f"http://127.0.0.1:{port}/")
    post.endpoint(receiver.url)
    for name in "ab":
        post.announce(name)
    post.send()
    assert _requests(receiver) == ["a", "b"]
    first = post.log()[0]
    assert (first.state, first.attempts[0]["status"], first.attempts[0]["error"]) == (
        "waiting",
        None,
        "ConnectionRefusedError",
    )


@pytest.mark.parametrize(
    ("failure", "error"), [(TimeoutError(), "timeout"), (http.client.BadStatusLine("x"), "BadStatusLine")]
)
def test_what_kept_a_receiver_from_answering_is_in_the_log(
    post: Post, monkeypatch: pytest.MonkeyPatch, failure: Exception, error: str
) -> None:
    def fail(_: Delivery) -> tuple[int, str]:
        raise failure

    monkeypatch.setattr(sender, "post", fail)
    post.endpoint("http://127.0.0.1:9/")
    post.announce("a")
    post.send()
    assert post.log()[0].attempts[0]["error"] == error


def test_a_host_name_that_can_not_be_one_is_in_the_log_too(post: Post) -> None:
    post.endpoint(f"http://{'a' * 64}.example/")
    post.announce("a")
    post.send()
    # Python 3.13 says more exactly which it is.
    assert post.log()[0].attempts[0]["error"] in ("UnicodeError", "UnicodeEncodeError")


def test_every_endpoint_gets_the_same_message(post: Post, receiver: Receiver) -> None:
    with receiving() as other:
        for url in (receiver.url, other.url):
            post.endpoint(url)
        post.announce("a")
        post.send()
        assert receiver.arrived.get_nowait().body == other.arrived.get_nowait().body


def test_senders_that_share_the_state_send_each_message_once_and_in_order(
    post: Post, tmp_path: Path, receiver: Receiver
) -> None:
    post.endpoint(receiver.url)
    names = [str(number) for number in range(40)]
    for name in names:
        post.announce(name)
    sandboxes = [Sandbox.open(tmp_path, 1, NOW, Options()) for _ in range(4)]
    barrier = threading.Barrier(len(sandboxes))

    def send(sandbox: Sandbox) -> None:
        sender = Sender(sandbox, lambda: post.time)
        barrier.wait()
        while any(one.state == "waiting" for one in post.log()) or len(post.log()) < len(names):
            sender.step()

    threads = [threading.Thread(target=send, args=(sandbox,)) for sandbox in sandboxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sandbox in sandboxes:
        sandbox.state.close()
    assert _requests(receiver) == names


def test_a_message_whose_sender_died_is_sent_by_another_later(post: Post, receiver: Receiver) -> None:
    post.endpoint(receiver.url)
    post.announce("a")
    assert queue.compose(post.sandbox)
    with post.sandbox.state.write() as connection:
        assert queue.claim(connection, NOW, post.time)
    post.send(29)
    assert _requests(receiver) == []
    post.send(1)
    assert _requests(receiver) == ["a"]


def test_what_waits_at_the_end_of_a_process_is_sent_by_the_next(
    post: Post, host: Host, tmp_path: Path, receiver: Receiver
) -> None:
    post.endpoint(receiver.url)
    post.announce("a")
    post.sandbox.state.close()
    host.start(tmp_path)
    assert [one.body["request_id"] for one in receiver.take(1)] == ["a"]
    with closing(connect(post.sandbox.state.path)) as connection:
        connection.execute("DELETE FROM webhook_endpoints")


def test_one_that_can_not_be_composed_does_not_hold_up_the_others(
    post: Post, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    post.endpoint(receiver.url)
    with post.sandbox.state.write() as connection:
        webhook_events.announce_rows(connection, post.link, "NO_SUCH_RESOURCE", NOW)
    post.announce("a")
    with caplog.at_level(logging.ERROR):
        post.send()
    assert _requests(receiver) == ["a"]
    assert [record.message for record in caplog.records] == [
        "The sandbox could not compose a webhook of NO_SUCH_RESOURCE."
    ]


def test_closing_the_state_ends_the_thread(post: Post, receiver: Receiver) -> None:
    post.sender.wake()
    assert "belvo_sandbox webhooks" not in _threads(post)
    post.endpoint(receiver.url)
    post.announce("a")
    post.sender.wake()
    assert [one.body["request_id"] for one in receiver.take(1)] == ["a"]
    assert _threads(post) == ["belvo_sandbox webhooks"]
    thread = post.sender._thread
    post.sandbox.state.close()
    assert thread is not None
    assert not thread.is_alive()


def _threads(post: Post) -> list[str]:
    thread = post.sender._thread
    return [thread.name] if thread else []
