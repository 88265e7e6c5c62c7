import json
import sqlite3
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from belvo_sandbox.app import create_app
from belvo_sandbox.core.responses import on_bug
from belvo_sandbox.http.auth import Caller
from belvo_sandbox.http.requests import Call
from tests.belvo_sandbox.conftest import Host
from tests.kit.local_belvo import KEYS, Api


def test_a_call_shows_nothing_of_what_it_carries(host: Host, api: Api) -> None:
    request = Request({"type": "http", "headers": [(b"authorization", b"Basic planted")]})
    mounted = host.app.routes[0].app.state.sandbox  # type: ignore[attr-defined]  # a Mount, by how Host makes them
    call = Call(mounted, request, Caller(), b'{"password": "planted"}')
    shown = repr(call) + repr(mounted) + repr(call.caller)
    assert api.url.endswith(host.app.routes[0].path)  # type: ignore[attr-defined]  # likewise
    assert "planted" not in shown
    assert KEYS[1] not in shown
    assert mounted.signing_key.hex() not in shown


def test_what_nobody_expected_is_an_error_array_without_details() -> None:
    answer = on_bug(Request({"type": "http"}), ZeroDivisionError("planted"))
    (item,) = json.loads(bytes(answer.body))
    assert (answer.status_code, item["code"], len(item["request_id"])) == (500, "unexpected_error", 32)
    assert "planted" not in item["message"]


@pytest.mark.parametrize(
    ("code", "says"),
    [(sqlite3.SQLITE_CORRUPT_INDEX, "The local Belvo's state is damaged (odd). End it,"), (sqlite3.SQLITE_BUSY, None)],
)
def test_a_damaged_state_is_said_and_nothing_else_of_sqlites(tmp_path: Path, code: int, says: str | None) -> None:
    def fail(_request: Request) -> Response:
        error = sqlite3.DatabaseError("odd")
        error.sqlite_errorcode = code
        raise error

    app = create_app(tmp_path)
    app.router.routes.insert(0, Route("/fails", fail))
    answer = TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1").get("/fails")
    (item,) = answer.json()
    assert (answer.status_code, item["code"]) == (500, "unexpected_error")
    assert item["message"].startswith(says) if says else "odd" not in item["message"]
    app.state.sandbox.state.close()
