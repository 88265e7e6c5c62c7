"""An answer ends, however it comes: in time as a whole, and at a size that can be kept."""

import gzip
import time
from collections.abc import Callable
from typing import Literal

import pytest
from requests.adapters import HTTPAdapter

from belvo_client import BelvoClient, Retries, TimedOut, Timeouts, UnreadableAnswer
from belvo_client.http import bounds
from belvo_client.transport import new_session
from tests.kit.wire import Reply, Wire

Start = Callable[..., Wire]


def connect(wire: Wire, read: float = 20) -> BelvoClient:
    return BelvoClient(wire.url, "id", "password", retries=Retries.off(), timeouts=Timeouts(read=read))


@pytest.mark.parametrize("drips", ["head", "body"])
def test_an_answer_that_comes_byte_by_byte_is_given_up_in_time(wire: Start, drips: Literal["head", "body"]) -> None:
    server = wire(Reply(body=b'{"count":0}' + b" " * 4_000, drip=0.02, drips=drips))
    began = time.monotonic()
    with connect(server, read=0.3) as client, pytest.raises(TimedOut, match="got no answer in time"):
        client.links.count()
    assert 0.25 < time.monotonic() - began < 10


def test_an_error_that_comes_byte_by_byte_is_given_up_in_time(wire: Start) -> None:
    server = wire(Reply(400, b'[{"code":"too_many_sessions"' + b" " * 4_000, drip=0.02))
    with connect(server, read=0.3) as client, pytest.raises(TimedOut):
        client.links.count()


def test_each_answer_over_one_connection_has_the_whole_time(wire: Start) -> None:
    server = wire(Reply(body=b'{"count":0,"next":null,"results":[]}', drip=0.001))
    with connect(server, read=5) as client:
        assert [client.links.count() for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_an_answer_that_is_too_large_is_left_unread(
    wire: Start, monkeypatch: pytest.MonkeyPatch, status: int, packed: bool
) -> None:
    monkeypatch.setattr(bounds, "LARGEST", 1_000_000)
    body = b'{"count":0,"next":null,"results":[' + b" " * 50_000_000 + b"]}"
    headers = {"Content-Encoding": "gzip"} if packed else {}
    server = wire(Reply(status, gzip.compress(body) if packed else body, headers))
    with connect(server) as client, pytest.raises(UnreadableAnswer, match="larger than 0 MB"):
        client.links.count()


def test_what_is_thrown_away_before_another_try_has_an_end_too(wire: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LARGEST", 100_000)
    server = wire(Reply(503, b" " * 5_000_000), Reply())
    client = BelvoClient(server.url, "id", "password", retries=Retries(ladder=(0.01,), sessions=()))
    with client:
        assert client.links.count() == 0


def test_packed_answers_are_read(wire: Start) -> None:
    body = gzip.compress(b'{"count":3,"next":null,"results":[]}')
    server = wire(Reply(body=body, headers={"Content-Encoding": "gzip"}))
    with connect(server) as client:
        assert client.links.count() == 3


def test_connections_by_way_of_a_proxy_and_secure_ones_have_the_same_bounds() -> None:
    with new_session("https://sandbox.belvo.com", Retries.off(), limiter=_Unlimited()) as session:
        adapter = session.get_adapter("https://sandbox.belvo.com")
        assert isinstance(adapter, HTTPAdapter)
        managers = (adapter.poolmanager, adapter.proxy_manager_for("http://127.0.0.1:3128"))
        assert [manager.pool_classes_by_scheme for manager in managers] == [bounds.POOLS] * 2
    classes = {pool.ConnectionCls for pool in bounds.POOLS.values()}
    assert {vars(one)["response_class"].__name__ for one in classes} == {"_Answer"}


class _Unlimited:
    def acquire(self) -> None:
        """At once."""
