from pathlib import Path

import pytest
from starlette import status
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.file_util import get_static_dir

from web.guard import Guard, content_policy, host_of
from web.page_html import inline_scripts, page_html


async def greet(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def fail(_request: Request) -> Response:
    raise RuntimeError("planted")


def client(
    public_url: str | None = None, base_url: str = "http://127.0.0.1:8501", peer: str = "127.0.0.1"
) -> TestClient:
    middleware = [Middleware(Guard, public_url=public_url, policy=content_policy(belvo=False))]
    served = [Route("/", greet), Route("/fails", fail), WebSocketRoute("/stream", echo)]
    return TestClient(Starlette(routes=served, middleware=middleware), base_url=base_url, client=(peer, 50_000))


def opens(http: TestClient, origin: str | None, **headers: str) -> bool:
    """Whether a page of this origin is let in; a socket that is not is closed as against the policy (1008)."""
    sent = headers | ({} if origin is None else {"origin": origin})
    address = str(http.base_url).replace("http", "ws", 1)
    try:
        with http.websocket_connect(f"{address}/stream", headers=sent) as socket:
            return bool(socket.receive_text() == "hello")
    except WebSocketDisconnect as refused:
        return refused.code != status.WS_1008_POLICY_VIOLATION


@pytest.mark.parametrize("address", ["http://127.0.0.1:8501", "http://localhost", "http://[::1]:8501"])
def test_the_loopback_names_are_answered(address: str) -> None:
    assert client(base_url=address).get("/").text == "hello"


@pytest.mark.parametrize("address", ["http://evil.example:8501", "http://127.0.0.1.evil.example"])
def test_a_name_rebound_to_this_server_is_refused(address: str) -> None:
    assert client(base_url=address).get("/").status_code == 400


def test_a_request_without_a_host_is_refused() -> None:
    assert client().get("/", headers={"host": ""}).status_code == 400


def test_the_public_name_is_answered() -> None:
    assert client("https://desk.example", base_url="https://desk.example").get("/").text == "hello"


@pytest.mark.parametrize("peer", ["192.168.0.7", "2001:db8::7", "::ffff:192.168.0.7", "somebody"])
def test_a_loopback_name_from_another_machine_is_refused(peer: str) -> None:
    http = client(peer=peer)
    assert http.get("/").status_code == 400
    assert not opens(http, None)


@pytest.mark.parametrize("peer", ["::1", "127.0.0.2", "::ffff:127.0.0.1"])
def test_this_machine_is_answered_under_each_of_its_addresses(peer: str) -> None:
    assert client(peer=peer).get("/").text == "hello"


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8501", None])
def test_our_own_pages_and_programs_open_websockets(origin: str | None) -> None:
    assert opens(client(), origin)


FOREIGN = [
    "http://127.0.0.1:9999",
    "http://127.0.0.1",
    "http://localhost:8501",
    "https://127.0.0.1:8501",
    "HTTP://127.0.0.1:8501",
    "http://0.0.0.0:8501",
    "https://evil.example",
    "null",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_the_websockets_of_all_other_pages_are_closed(origin: str) -> None:
    assert not opens(client(), origin)


@pytest.mark.parametrize("forwarded", [{}, {"x-forwarded-proto": "https"}])
def test_pages_of_the_public_address_open_websockets_through_a_proxy(forwarded: dict[str, str]) -> None:
    http = client("https://desk.example/path", base_url="http://desk.example", peer="192.168.0.7")
    assert opens(http, "https://desk.example", **forwarded)
    for origin in ("http://desk.example", "https://desk.example:8443", "https://evil.example", *FOREIGN):
        assert not opens(http, origin, **forwarded)


def test_a_forwarded_scheme_counts_for_nothing_without_a_public_address() -> None:
    assert not opens(client(), "https://127.0.0.1:8501", **{"x-forwarded-proto": "https"})


def test_a_failure_of_ours_is_said_in_words_and_under_our_headers(caplog: pytest.LogCaptureFixture) -> None:
    answer = client().get("/fails")
    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "planted" not in answer.text
    assert "planted" in caplog.text


def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere() -> None:
    headers = client().get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "connect-src 'self';" in headers["content-security-policy"]


def test_only_a_desk_that_speaks_to_belvo_lets_its_hosts_in() -> None:
    assert "belvo" not in content_policy(belvo=False)
    assert "script-src 'self' https://*.belvo.io" in content_policy(belvo=True)
    assert "https://*.belvo.io" in content_policy(belvo=True)


def test_a_page_says_where_its_server_is_and_its_policy_has_every_script_in_it() -> None:
    html = page_html(Path(get_static_dir()))
    assert html.index("BACKEND_BASE_URL: location.origin") < html.index("<script type")
    assert "<title>Linkdesk</title>" in html
    assert len(inline_scripts(html)) == html.count("<script>") == 2


def test_another_belvos_widget_is_let_in_and_nobody_else() -> None:
    policy = content_policy(belvo=False, base_url="http://127.0.0.1:8900/api", scripts=["'sha256-x'"])
    assert "script-src 'self' 'sha256-x' http://127.0.0.1:8900;" in policy
    assert "connect-src 'self' http://127.0.0.1:8900;" in policy
    assert "frame-src 'self' http://127.0.0.1:8900" in policy
    assert "belvo" not in policy


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1:8501", "127.0.0.1"),
        ("[::1]:8501", "[::1]"),
        ("https://Desk.Example/path", "desk.example"),
        ("", ""),
        ("127.0.0.1:8501@evil.example", ""),
        ("[::1", ""),
    ],
)
def test_the_host_is_read_from_headers_and_addresses(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 200), ("10.0.0.5", 400)])
def test_a_desk_without_sign_in_answers_its_own_machine_alone_whatever_it_is_called(peer: str, status: int) -> None:
    middleware = [Middleware(Guard, public_url="https://desk.example", policy="", is_for_all=False)]
    app = Starlette(routes=[Route("/", greet)], middleware=middleware)
    http = TestClient(app, base_url="https://desk.example", client=(peer, 50_000))
    assert http.get("/").status_code == status


def test_where_people_sign_in_is_an_address_of_the_desk() -> None:
    middleware = [Middleware(Guard, policy="", sign_in_url="https://desk.example")]
    app = Starlette(routes=[Route("/", greet)], middleware=middleware)
    answers = [
        TestClient(app, base_url=f"https://{host}").get("/").status_code for host in ("desk.example", "x.example")
    ]
    assert answers == [200, 400]
