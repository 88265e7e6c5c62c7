import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from web.guard import Guard, content_policy, host_of


async def greet(_request: Request) -> Response:
    return PlainTextResponse("hello")


def client(*hosts: str, base_url: str = "http://127.0.0.1:8501") -> TestClient:
    middleware = [Middleware(Guard, hosts=hosts, policy=content_policy(belvo=False))]
    return TestClient(Starlette(routes=[Route("/", greet)], middleware=middleware), base_url=base_url)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8501", "http://localhost", "http://[::1]:8501"])
def test_the_loopback_names_are_answered(address: str) -> None:
    assert client(base_url=address).get("/").text == "hello"


@pytest.mark.parametrize("address", ["http://evil.example:8501", "http://127.0.0.1.evil.example"])
def test_a_name_rebound_to_this_server_is_refused(address: str) -> None:
    assert client(base_url=address).get("/").status_code == 400


def test_a_request_without_a_host_is_refused() -> None:
    assert client().get("/", headers={"host": ""}).status_code == 400


def test_the_public_name_is_answered() -> None:
    assert client("desk.example", base_url="https://desk.example").get("/").text == "hello"


def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere() -> None:
    headers = client().get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "connect-src 'self';" in headers["content-security-policy"]


def test_only_a_desk_that_speaks_to_belvo_lets_its_hosts_in() -> None:
    assert "belvo" not in content_policy(belvo=False)
    assert "script-src 'self' blob:" in content_policy(belvo=True)
    assert "https://*.belvo.io" in content_policy(belvo=True)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1:8501", "127.0.0.1"),
        ("[::1]:8501", "[::1]"),
        ("https://Desk.Example/path", "desk.example"),
        ("", ""),
    ],
)
def test_the_host_is_read_from_headers_and_addresses(address: str, host: str) -> None:
    assert host_of(address) == host
