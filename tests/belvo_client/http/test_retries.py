"""What is sent again, how often, and after how long."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from responses import RequestsMock

from belvo_client import (
    BelvoClient,
    CallRecord,
    ConnectionFailed,
    NotFound,
    RateLimited,
    Retries,
    ServerFailed,
    TimedOut,
    Timeouts,
    TooManySessions,
)
from tests.belvo_client.conftest import URL
from tests.kit.wire import Reply, Wire

LINKS = "https://sandbox.belvo.com/api/links/"
BUSY = b'[{"code":"too_many_sessions","message":"Logged in elsewhere.","request_id":"1"}]'
EMPTY: dict[str, object] = {"count": 0, "next": None, "previous": None, "results": []}

Start = Callable[..., Wire]


def connect(wire: Wire, **options: object) -> BelvoClient:
    return BelvoClient(wire.url, "id", "password", **options)  # type: ignore[arg-type]  # options of any kind


def test_a_read_is_sent_again_until_it_succeeds(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LINKS, status=503)
    mock.get(LINKS, status=429, headers={"Retry-After": "1"})
    mock.get(LINKS, json=EMPTY)
    assert list(client.links.list()) == []
    assert len(mock.calls) == 3


def test_the_waits_are_belvos_ladder(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(500, b"[]"))
    with connect(server) as client, pytest.raises(ServerFailed):
        client.links.count()
    assert naps == [3, 6, 12, 24, 48]
    assert len(server.asked) == 6


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_read_survives_each_passing_failure(wire: Start, naps: list[float], status: int) -> None:
    server = wire(Reply(status, b"[]"), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert naps == [3]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 428])
def test_other_answers_are_final(wire: Start, naps: list[float], status: int) -> None:
    server = wire(Reply(status, b"[]"))
    with connect(server) as client, pytest.raises(Exception, match=f"HTTP {status}"):
        client.links.count()
    assert (len(server.asked), naps) == (1, [])


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_logs_in_at_a_bank_is_never_sent_twice(wire: Start, naps: list[float], status: int) -> None:
    server = wire(Reply(status, b"[]", {"Retry-After": "1"}))
    with connect(server) as client:
        calls: list[Callable[[], object]] = [
            lambda: client.links.create("erebor_mx_retail", "bnk100", "full"),
            lambda: client.links.update_credentials("1", "new"),
            lambda: client.links.update_options("1", stale_in="30d"),
            lambda: client.links.resume("5e55", "1", token="123456"),
            lambda: client.links.refresh("1"),
            lambda: client.accounts.retrieve("1"),
            lambda: client.accounts.resume("5e55", "1", token="123456"),
        ]
        for call in calls:
            with pytest.raises((ServerFailed, RateLimited)):
                call()
    assert (len(server.asked), naps) == (len(calls), [])


def test_retry_after_is_obeyed_instead_of_the_ladder(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(503, b"[]", {"Retry-After": "17"}), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert naps == [17]


def test_retry_after_may_be_a_date(wire: Start, naps: list[float]) -> None:
    at = (datetime.now(UTC) + timedelta(seconds=60)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server = wire(Reply(503, b"[]", {"Retry-After": at}), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert len(naps) == 1
    assert 50 < naps[0] <= 60


def test_an_unreadable_retry_after_leaves_it_to_the_ladder(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(503, b"[]", {"Retry-After": "in a while"}), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert naps == [3]


def test_more_patience_than_we_have_is_an_error_that_says_how_much(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(429, b"[]", {"Retry-After": "3600"}))
    with connect(server) as client, pytest.raises(RateLimited) as caught:
        client.links.count()
    assert (caught.value.retry_after, len(server.asked), naps) == (3600, 1, [])


@pytest.mark.parametrize(
    ("asked", "believed"),
    [
        ("1795900000", 3600),
        ("99999999999999", 3600),
        ("9" * 5_000, 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 3600),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("-1", None),
        ("1e99", None),
        ("٣", None),
        ("in a while", None),
        ("", None),
    ],
)
def test_a_retry_after_is_believed_for_an_hour_at_most(mock: RequestsMock, asked: str, believed: float | None) -> None:
    mock.get(LINKS, status=429, headers={"Retry-After": asked})
    with BelvoClient(URL, "a", "b", retries=Retries.off()) as client, pytest.raises(RateLimited) as caught:
        client.links.count()
    assert caught.value.retry_after == believed


@pytest.mark.parametrize("asked", ["99999999999999", "9" * 5_000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_for_an_absurd_retry_after(wire: Start, naps: list[float], asked: str) -> None:
    server = wire(Reply(429, b"[]", {"Retry-After": asked}))
    with connect(server) as client, pytest.raises(RateLimited):
        client.links.count()
    assert (len(server.asked), naps) == (1, [])


def test_a_date_that_is_over_leaves_it_to_the_ladder(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(503, b"[]", {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert naps == [3]


def test_a_person_logged_in_elsewhere_gets_two_minutes(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(400, BUSY), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert naps == [120]


def test_a_person_who_stays_logged_in_elsewhere_is_an_error(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(400, BUSY))
    with connect(server) as client, pytest.raises(TooManySessions):
        client.links.count()
    assert (len(server.asked), naps) == (2, [120])


def test_a_login_is_not_repeated_for_a_person_logged_in_elsewhere(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(400, BUSY))
    with connect(server) as client, pytest.raises(TooManySessions):
        client.accounts.retrieve("1")
    assert (len(server.asked), naps) == (1, [])


def test_a_closed_connection_is_opened_again(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(mute=True), Reply())
    with connect(server) as client:
        assert client.links.count() == 0
    assert (len(server.asked), naps) == (2, [3])


def test_a_connection_that_stays_closed_is_an_error(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(mute=True))
    with connect(server, retries=Retries.brief()) as client, pytest.raises(ConnectionFailed):
        client.links.count()
    assert naps == [0.5]


def test_a_body_that_is_cut_is_an_error(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(cut=True))
    with connect(server, retries=Retries.off()) as client, pytest.raises(ConnectionFailed):
        client.links.count()
    assert naps == []


def test_nobody_listening_is_an_error(naps: list[float]) -> None:
    with BelvoClient("http://127.0.0.1:1", "id", "password") as client, pytest.raises(ConnectionFailed):
        client.check()
    assert naps == [3, 6, 12, 24, 48]


@pytest.mark.parametrize("retries", [Retries.off(), Retries(ladder=(0.01,), sessions=())], ids=["off", "once"])
def test_silence_is_a_timeout_with_and_without_retries(naps: list[float], retries: Retries) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        timeouts = Timeouts(connect=1, read=0.05)
        client = BelvoClient(url, "id", "password", timeouts=timeouts, retries=retries)
        with client, pytest.raises(TimedOut, match="GET /api/links/ got no answer in time"):
            client.links.count()
    assert naps == list(retries.ladder)


def test_who_is_brief_waits_for_no_second_silence(naps: list[float]) -> None:
    seen: list[CallRecord] = []
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        timeouts = Timeouts(connect=1, read=0.05)
        client = BelvoClient(url, "id", "password", timeouts=timeouts, retries=Retries.brief(), observer=seen.append)
        with client, pytest.raises(TimedOut, match="GET /api/links/ got no answer in time"):
            client.links.count()
        mute.accept()[0].close()
        mute.settimeout(0)
        with pytest.raises(BlockingIOError):
            mute.accept()
    assert (naps, len(seen)) == ([], 1)


def test_retries_can_be_off(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(503, b"[]", {"Retry-After": "1"}))
    with connect(server, retries=Retries.off()) as client, pytest.raises(ServerFailed):
        client.links.count()
    assert (len(server.asked), naps) == (1, [])


def test_a_page_waits_but_briefly(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(503, b"[]"))
    with connect(server, retries=Retries.brief()) as client, pytest.raises(ServerFailed):
        client.links.count()
    assert (len(server.asked), naps) == (2, [0.5])


def test_a_deletion_whose_answer_was_lost_has_happened(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(502, b""), Reply(404, b'[{"code":"not_found","message":"Not found."}]'))
    with connect(server) as client:
        client.links.delete("1")
    assert (server.asked, naps) == ([("DELETE", "/api/links/1/")] * 2, [3])


def test_deleting_what_never_was_is_an_error(wire: Start, naps: list[float]) -> None:
    server = wire(Reply(404, b'[{"code":"not_found","message":"Not found."}]'))
    with connect(server) as client, pytest.raises(NotFound):
        client.links.delete("1")
    assert (len(server.asked), naps) == (1, [])


def test_every_attempt_asks_the_limiter(wire: Start, naps: list[float]) -> None:
    class Counted:
        asked = 0

        def acquire(self) -> None:
            self.asked += 1

    limiter = Counted()
    server = wire(Reply(500, b"[]"), Reply(400, BUSY), Reply())
    with connect(server, limiter=limiter) as client:
        assert client.links.count() == 0
    assert (limiter.asked, len(server.asked), naps) == (3, 3, [3, 120])


def test_the_observer_learns_how_many_attempts_it_took(wire: Start, naps: list[float]) -> None:
    seen: list[CallRecord] = []
    server = wire(Reply(500, b"[]"), Reply(503, b"[]"), Reply())
    with connect(server, observer=seen.append) as client:
        assert client.links.count() == 0
    assert ([record.attempts for record in seen], naps) == ([3], [3, 6])
