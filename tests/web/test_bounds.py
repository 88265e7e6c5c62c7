"""Every route, and every method of it, takes a body that is too large, too deep or of another kind without failing."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from context import ROUTES, Context
from settings import LOCAL_KEYS, Secret, Settings
from web import demo
from web.elsewhere import Elsewhere
from web.requests import EXCEPTION_HANDLERS
from web.routes import monitoring_routes, routes

AGREED = "Bearer agreed"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

BODIES = {
    "too large": (b'{"a": "' + b"x" * 2_000_000 + b'"}', "application/json"),
    "too deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "application/json"),
    "too many digits": (b'{"a": ' + b"9" * 20_000 + b"}", "application/json"),
    "of another kind": (b"<a/>", "application/xml; charset=nothing"),
    "a form without its end": (b"--x\r\nContent-Disposition: form-data; name=a", "multipart/form-data; boundary=x"),
    "no characters": (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[BaseRoute]]:
    folder = tmp_path_factory.mktemp("bounds")
    key, password = LOCAL_KEYS
    settings = Settings(
        environment="sandbox",
        data_dir=folder,
        secret_id=key,
        secret_password=Secret(password),
        base_url="http://127.0.0.1:9",
        webhook_authorization=Secret(AGREED),
    )
    with Context(settings, ROUTES) as context:
        shop = demo.routes(lambda: context.client, data_dir=folder, widget_script="/script.js")
        ours = [*routes(context), *monitoring_routes(context)]
        yield [*ours, *shop, Elsewhere([], ours, {})]


@pytest.fixture(scope="module")
def http(served: list[BaseRoute]) -> TestClient:
    app = Starlette(routes=served, exception_handlers=EXCEPTION_HANDLERS)
    return TestClient(app, base_url="http://127.0.0.1:8501", raise_server_exceptions=False, follow_redirects=False)


def addresses(found: list[BaseRoute], below: str = "") -> dict[str, set[str]]:
    """Each with something in its places, and the methods that it takes."""
    known: dict[str, set[str]] = {}
    for route in found:
        if isinstance(route, Route):
            parts = ("x" if "{" in part else part for part in route.path.split("/"))
            known.setdefault(below + "/".join(parts), set()).update(route.methods or ())
        elif isinstance(route, Mount) and route.routes:
            known |= addresses([*route.routes], below + route.path)
    return known


def has_failed(path: str, status: int) -> bool:
    """Whether this is no answer to what came; the shop says by 503 that Belvo is not there, as in this test."""
    return status >= 500 and not (path.startswith("/demo/") and status == 503)


@pytest.mark.parametrize("why", BODIES)
def test_no_route_fails_for_what_comes(served: list[BaseRoute], http: TestClient, why: str) -> None:
    content, kind = BODIES[why]
    headers = {"content-type": kind, "authorization": AGREED}
    for path, methods in addresses(served).items():
        for method in METHODS:
            status = http.request(method, path, content=content, headers=headers).status_code
            assert not has_failed(path, status), (method, path, status)
            refused = (401,) if path.startswith(("/api/", "/mcp")) else (404, 405)  # there a token is asked for first
            assert method in methods or status in refused, (method, path, status)


@pytest.mark.parametrize("path", ["/connect/events", "/webhooks/belvo", "/webhooks/belvo/"])
def test_what_is_read_is_bounded(http: TestClient, path: str) -> None:
    content, kind = BODIES["too large"]
    refused = http.post(path, content=content, headers={"content-type": kind, "authorization": AGREED})
    assert refused.status_code == {"/connect/events": 403}.get(path, 413)


@pytest.mark.parametrize("place", ["query", "header"])
def test_long_addresses_and_headers_are_no_failure(served: list[BaseRoute], http: TestClient, place: str) -> None:
    long = "x" * 30_000
    told = {
        "query": {"params": {long: long}},
        "header": {"headers": {"accept": long, "cookie": f"a={long}"}},
    }[place]
    for path, methods in addresses(served).items():
        if "GET" in methods:
            status = http.get(path, **told).status_code  # type: ignore[arg-type]
            assert not has_failed(path, status), (path, status)
