"""deploy/haproxy.cfg leads each request to a server that can answer it, and to another when that one is gone."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.kit.certificate import self_signed
from tests.kit.haproxy import CONFIGURATION, program, running_proxy
from tests.kit.ports import free_port
from tests.kit.serving import QuietHandler, answering
from tests.kit.waiting import PATIENCE


class Named(QuietHandler):
    """Says which server was asked, and what was told of the browser."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        body = json.dumps({"port": self.connection.getsockname()[1], "from": self.headers.get_all("x-forwarded-for")})
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body.encode())
        self.close_connection = True

    def do_POST(self) -> None:  # noqa: N802 - http.server's name
        self.rfile.read(int(self.headers["content-length"]))
        self.do_GET()


@dataclass(frozen=True)
class Row:
    """The proxy, and the ports of what stands behind it; each server can be ended."""

    url: str
    dashboards: list[int]
    receivers: list[int]
    ends: dict[int, ExitStack]

    def end(self, *servers: int) -> None:
        for server in servers:
            self.ends.pop(server).close()


@contextmanager
def standing(folder: Path) -> Iterator[Row]:
    with ExitStack() as stack:
        ends = {}
        for _ in range(4):
            one = stack.enter_context(ExitStack())
            ends[urlsplit(one.enter_context(answering(Named))).port or 0] = one
        addresses = [f"127.0.0.1:{port}" for port in ends]
        url = stack.enter_context(running_proxy(folder, free_port(), addresses[:2], addresses[2:]))
        yield Row(url, [*ends][:2], [*ends][2:], ends)


@pytest.fixture(scope="module")
def row(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Row]:
    with standing(tmp_path_factory.mktemp("proxy")) as row:
        yield row


def ask(
    row: Row, path: str, session: requests.Session | None = None, headers: dict[str, str] | None = None
) -> tuple[int, list[str]]:
    """The port of whoever answered, and which addresses it was told."""
    answer = (session or requests).get(f"{row.url}{path}", headers=headers, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return told["port"], told["from"]


def tell(row: Row, path: str = "/webhooks/belvo") -> int:
    answer = requests.post(f"{row.url}{path}", json={}, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["port"])


def test_haproxy_takes_it_as_it_is(tmp_path: Path) -> None:
    pem = tmp_path / "linkdesk.pem"
    pem.write_text("".join(file.read_text() for file in self_signed(tmp_path, "linkdesk.example.com")))
    here = tmp_path / "haproxy.cfg"
    delivered = re.sub(r"^    (user|group) haproxy\n", "", CONFIGURATION.read_text(), flags=re.M)
    here.write_text(delivered.replace("/etc/haproxy/linkdesk.pem", str(pem)))
    done = subprocess.run([program(), "-c", "-f", str(here)], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.split("\n") if "WARNING" in line]) == (0, []), done.stderr


def test_pages_stay_on_one_server_and_browsers_are_spread(row: Row) -> None:
    of_browsers: list[int] = []
    for _ in range(4):
        with requests.Session() as browser:
            asked = {ask(row, path, browser)[0] for path in ("/", "/connect", "/_stcore/stream", "/transactions")}
        assert len(asked) == 1
        of_browsers += asked
    assert {*of_browsers} == {*row.dashboards}


@pytest.mark.parametrize("path", ["/export/transactions.csv", "/documents/bills/1/pdf", "/connect/events", "/c/code"])
def test_what_needs_no_session_is_answered_by_any_dashboard(row: Row, path: str) -> None:
    with requests.Session() as browser:
        ask(row, "/", browser)
        kept = browser.cookies.get_dict()
        assert {ask(row, path, browser)[0] for _ in range(4)} == {*row.dashboards}
        assert browser.cookies.get_dict() == kept
        assert [*kept] == ["LDSRV"]


def test_what_belvo_reports_goes_to_receivers(row: Row) -> None:
    assert {tell(row) for _ in range(4)} == {*row.receivers}
    assert {ask(row, "/connect/callback/success/nonce")[0] for _ in range(4)} == {*row.receivers}


def test_nobody_is_believed_about_their_own_address(row: Row) -> None:
    _, told = ask(row, "/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert told == ["127.0.0.1"]


def test_whoever_loses_their_server_is_answered_by_the_other(tmp_path: Path) -> None:
    with standing(tmp_path) as row, requests.Session() as browser:
        first, _ = ask(row, "/", browser)
        row.end(first)
        second, _ = ask(row, "/", browser)
        assert {first, second} == {*row.dashboards}
        assert ask(row, "/links", browser)[0] == second

        row.end(row.receivers[0])
        assert {tell(row) for _ in range(4)} == {row.receivers[1]}
        row.end(row.receivers[1])
        assert tell(row) == second
