"""The server that works in a folder is found there, and nobody who only looks like it."""

import os
import socket
import threading
from pathlib import Path

import pytest

import server_file
from server_file import SERVER_FILE, SERVER_HEADER
from settings import SettingsError
from tests.kit.serving import QuietHandler, answering

NOWHERE = "http://127.0.0.1:9"
OURS = "0123456789abcdef"
"""By which a server is known again."""


class Health(QuietHandler):
    """Answers as a server of ours does: with its id, where it has one."""

    name = ""

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        self.send_response(200)
        if self.name:
            self.send_header(SERVER_HEADER, self.name)
        self.send_header("content-length", "0")
        self.end_headers()


def announced(folder: Path, url: str, *, ended: bool = True) -> Path:
    """The file of a server in the folder, left by a process that has ended or still there."""
    file = server_file.announce(url, OURS, folder)
    if ended:
        *others, began = file.read_text().split()
        file.write_text(" ".join([*others, str(float(began) - 3600)]))  # another process has its number now
    return file


def test_the_server_of_this_folder_is_found(tmp_path: Path) -> None:
    with answering(type("Ours", (Health,), {"name": OURS})) as url:
        assert announced(tmp_path, url, ended=False).stat().st_mode & 0o077 == 0
        assert server_file.running_server(tmp_path) == url
        announced(tmp_path, url)  # in a container processes have other numbers
        assert server_file.running_server(tmp_path) == url


def test_a_server_file_left_by_a_killed_server_is_not_believed(tmp_path: Path) -> None:
    announced(tmp_path, NOWHERE)
    assert server_file.running_server(tmp_path) is None


@pytest.mark.parametrize("name", ["", "another desk's"])
def test_nor_whoever_has_taken_its_address_since(name: str, tmp_path: Path) -> None:
    with answering(type("Other", (Health,), {"name": name})) as url:
        announced(tmp_path, url)
        assert server_file.running_server(tmp_path) is None


def test_a_server_that_is_there_and_silent_is_said_with_its_process(tmp_path: Path) -> None:
    announced(tmp_path, NOWHERE, ended=False)
    with pytest.raises(SettingsError) as caught:
        server_file.running_server(tmp_path)
    assert str(caught.value) == (
        f"Linkdesk (process {os.getpid()}) works in {tmp_path} and does not answer at {NOWHERE}. "
        "Wait until it does, or end it, and try again."
    )


def test_a_second_server_in_the_folder_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    server_file.refuse_a_second_server(tmp_path)
    with answering(type("Ours", (Health,), {"name": OURS})) as url:
        announced(tmp_path, url)  # of another process
        with pytest.raises(SettingsError) as caught:
            server_file.refuse_a_second_server(tmp_path)
    assert str(caught.value) == (
        f"Linkdesk (process {os.getpid()}) already works in {tmp_path}. Open {url}, or end that one, or set "
        "LINKDESK_DATA_DIR to another folder."
    )
    server_file.refuse_a_second_server(tmp_path)  # it was killed
    announced(tmp_path, NOWHERE, ended=False)
    server_file.refuse_a_second_server(tmp_path)  # the same, whose modules are imported anew


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", "ñ".encode(), b"no address", b"http://127.0.0.1:9", b"a b c d"])
def test_nor_is_a_file_that_tells_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SERVER_FILE).write_bytes(content)
    assert server_file.running_server(tmp_path) is None


def test_a_server_takes_away_its_own_file_only(tmp_path: Path) -> None:
    file = server_file.announce(NOWHERE, OURS, tmp_path)
    server_file.withdraw("an earlier one's", tmp_path)
    assert file.exists()
    server_file.withdraw(OURS, tmp_path)
    assert not file.exists()
    server_file.withdraw(OURS, tmp_path)


def test_no_proxy_comes_between_this_machine_and_its_own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever listens there is asked, wherever proxies of the environment lead."""
    monkeypatch.setenv("HTTP_PROXY", NOWHERE)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard = threading.Thread(target=_answer_once, args=(listening,))
        heard.start()
        assert server_file.serves(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=10)
        heard.join(10)


def _answer_once(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
