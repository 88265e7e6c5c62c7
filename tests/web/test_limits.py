"""How often one may ask, and what whoever asks too often is told."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from domain.roles import OWN_PROOF, TABLE, Actor, Role
from web.limits import BY_ADDRESS, BY_PERSON, Counts, Limits, address_of, person_of
from web.sight import ACTOR


class Clock:
    """Shows what it is set to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


async def greet(_request: Request) -> Response:
    return PlainTextResponse("hello")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def http(clock: Clock) -> Callable[[str], TestClient]:
    limits = Middleware(Limits, who=address_of, most={"/c/": 3}, counts=Counts(clock))
    app = Starlette(routes=[Route("/{path:path}", greet)], middleware=[limits])
    return lambda address: TestClient(app, client=(address, 50_000))


def test_so_many_may_come_at_once_and_then_one_at_a_time(clock: Clock, http: Callable[[str], TestClient]) -> None:
    one = http("192.0.2.1")
    assert [one.get("/c/x").status_code for _ in range(4)] == [200, 200, 200, 429]
    clock.now += 19
    assert one.get("/c/x").status_code == 429
    clock.now += 1
    assert [one.get("/c/x").status_code for _ in range(2)] == [200, 429]
    clock.now += 60
    assert [one.get("/c/x").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_who_comes_too_often_is_told_how_long_to_wait(http: Callable[[str], TestClient]) -> None:
    one = http("192.0.2.1")
    for _ in range(3):
        one.get("/c/x")
    refused, seen = one.get("/c/x"), one.get("/c/x", headers={"accept": "text/html"})
    assert (refused.headers["retry-after"], refused.text) == (
        "20",
        "Too many requests came from here. Try again in 20 s.",
    )
    assert (seen.status_code, "<p>Try again in 20 s.</p>" in seen.text) == (429, True)


def test_others_and_other_addresses_are_not_held_up(http: Callable[[str], TestClient]) -> None:
    one, other = http("192.0.2.1"), http("192.0.2.2")
    assert [one.get("/c/x").status_code for _ in range(4)][-1] == 429
    assert (other.get("/c/x").status_code, one.get("/links").status_code) == (200, 200)


def test_what_is_kept_is_bounded() -> None:
    counts = Counts()
    limits = Limits(Starlette(), who=address_of, most={"/c/": 1}, counts=counts)
    for number in range(30_000):
        limits._wait({"path": "/c/x", "client": (str(number), 1)})
    assert len(counts._due) == 20_000


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.7, 192.0.2.1", "192.0.2.1"),
        ("192.0.2.9", "192.0.2.1", "192.0.2.9"),
        ("127.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_the_address_is_taken_from_a_proxy_on_this_machine_alone(peer: str, forwarded: str, address: str) -> None:
    seen: list[str] = []

    async def look(request: Request) -> Response:
        seen.append(address_of(request.scope))
        return PlainTextResponse("")

    served: Any = Starlette(routes=[Route("/", look)])
    app: Any = ProxyHeadersMiddleware(served, trusted_hosts="127.0.0.1")  # as uvicorn has it
    TestClient(app, client=(peer, 50_000)).get("/", headers={"x-forwarded-for": forwarded})
    assert seen == [address]


def test_a_person_is_counted_wherever_they_are() -> None:
    def scope(name: str, address: str) -> Scope:
        state = {ACTOR: Actor(name, Role.VIEWER)} if name else {}
        return {"type": "http", "path": "/export/accounts.csv", "client": (address, 1), "state": state}

    limits = Limits(Starlette(), who=person_of, most={"/export/": 1})
    waits = [limits._wait(scope(name, address)) for name, address in (("ana", "a"), ("ana", "b"), ("leo", "a"))]
    assert [wait > 0 for wait in waits] == [False, True, False]
    assert [limits._wait(scope("", "a")) for _ in range(3)] == [0, 0, 0]


def test_every_address_that_others_reach_or_that_hands_out_data_has_a_limit() -> None:
    handing = {route for row in TABLE for route in row.routes if not route.startswith(("/demo", "/_stcore"))}
    limited = {route for route in {*handing, *OWN_PROOF, "/auth/login"} if route.startswith(tuple(BY_ADDRESS))}
    assert {*handing, *OWN_PROOF, "/auth/login"} - limited == {"/healthz", "/metrics"}
    assert BY_PERSON.keys() <= BY_ADDRESS.keys()
