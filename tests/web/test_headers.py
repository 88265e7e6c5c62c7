"""What each answer tells the browser, by what was asked for and how."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from web.guard import Guard
from web.headers import content_policy

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "cross-origin-resource-policy": "same-origin",
}


async def greet(request: Request) -> Response:
    return PlainTextResponse("hello", headers=dict(request.query_params))


def fail(_request: Request) -> Response:
    raise RuntimeError


@pytest.fixture
def http() -> Iterator[TestClient]:
    guard = Middleware(Guard, public_url="https://desk.example", policy=content_policy(belvo=False))
    routes = [Route("/fails", fail), Route("/{path:path}", greet, methods=["GET"])]
    with TestClient(Starlette(routes=routes, middleware=[guard]), base_url="https://desk.example") as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/", "desk.example", 200),
        ("GET", "/media/a.csv", "desk.example", 200),
        ("POST", "/export/accounts.csv", "desk.example", 405),
        ("GET", "/fails", "desk.example", 500),
        ("GET", "/", "evil.example", 400),
    ],
)
def test_every_answer_has_them_and_no_browser_keeps_it(
    http: TestClient, method: str, path: str, host: str, status: int
) -> None:
    answer = http.request(method, path, headers={"host": host})
    assert answer.status_code == status
    assert answer.headers.items() >= ALWAYS.items()
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_what_is_the_same_for_all_is_kept_as_it_says(http: TestClient) -> None:
    kept = http.get("/static/js/index.js?cache-control=public").headers
    assert (kept["cache-control"], kept["x-content-type-options"]) == ("public", "nosniff")
    assert http.get("/media/a.csv?cache-control=public").headers["cache-control"] == "no-store"


def test_scripts_are_files_of_ours_or_named_by_their_digest() -> None:
    directives = dict(part.split(" ", 1) for part in content_policy(belvo=False, scripts=["'sha256-x'"]).split("; "))
    assert directives["script-src"] == "'self' 'sha256-x'"
    assert (directives["object-src"], directives["frame-ancestors"]) == ("'none'", "'none'")


def test_a_page_that_asks_for_more_caution_has_it(http: TestClient) -> None:
    told = http.get("/c/code?referrer-policy=no-referrer&content-security-policy=sandbox").headers
    assert (told["referrer-policy"], told["content-security-policy"]) == ("no-referrer", "sandbox")


def test_pictures_and_the_local_belvo_are_for_pages_of_other_origins_and_the_demo_is_framed_by_itself(
    http: TestClient,
) -> None:
    found = {path: http.get(path).headers for path in ("/app/static/logo.svg", "/sandbox/widget.js", "/demo/webview")}
    resource = [headers["cross-origin-resource-policy"] for headers in found.values()]
    assert resource == ["cross-origin", "cross-origin", "same-origin"]
    assert "frame-ancestors 'self'" in found["/demo/webview"]["content-security-policy"]
    assert "frame-ancestors 'none'" in found["/app/static/logo.svg"]["content-security-policy"]


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://desk.example", True),
        ("http://desk.example", True),  # as a proxy passes it on, which took the encryption off
        ("http://127.0.0.1:8501", False),
        ("https://127.0.0.1:8501", False),
        ("https://localhost", False),
    ],
)
def test_browsers_keep_to_https_where_people_come_by_it(address: str, is_told: bool) -> None:
    guard = Middleware(Guard, public_url="https://desk.example", policy="")
    app = Starlette(routes=[Route("/", greet)], middleware=[guard])
    answer = TestClient(app, base_url=address, client=("127.0.0.1", 50_000)).get("/")
    assert (answer.status_code, "strict-transport-security" in answer.headers) == (200, is_told)
