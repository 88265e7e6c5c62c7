import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from belvo_sandbox.__main__ import main
from tests.kit.local_belvo import KEYS
from tests.kit.waiting import PATIENCE

READY = re.compile(
    r"Local sandbox at (http://127\.0\.0\.1:\d+) \(id local-sandbox-id, password local-sandbox-password\)\n"
)


@contextmanager
def _command(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A sandbox in a process of its own, and its address, as soon as it says it."""
    command = [sys.executable, "-m", "belvo_sandbox", "--port", "0", "--data-dir", str(folder), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        ready = READY.fullmatch(line)
        assert ready, line
        yield process, ready[1]
    finally:
        process.kill()
        process.communicate()


def test_it_says_one_line_when_it_answers(tmp_path: Path) -> None:
    with _command(tmp_path, "--now", "2026-06-17T15:30:00Z", "--seed", "5") as (process, url):
        health = requests.get(f"{url}/healthz", timeout=PATIENCE).json()
        assert requests.get(f"{url}/api/", auth=KEYS, timeout=PATIENCE).status_code == 200
        process.send_signal(signal.SIGTERM)
        rest, problems = process.communicate(timeout=PATIENCE)
    assert (health["now"], rest, problems) == ("2026-06-17T15:30:00.000000Z", "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_ends_it_well_even_with_clients_connected(tmp_path: Path, number: signal.Signals) -> None:
    with _command(tmp_path) as (process, url), requests.Session() as session:
        session.get(f"{url}/healthz", timeout=PATIENCE)
        process.send_signal(number)
        assert (process.communicate(timeout=PATIENCE), process.returncode) == (("", ""), 0)


def test_the_same_state_is_the_same_sandbox(tmp_path: Path) -> None:
    instances = []
    for _ in range(2):
        with _command(tmp_path) as (_, url):
            body = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}
            requests.post(f"{url}/api/links/", auth=KEYS, json=body, timeout=PATIENCE)
            links = requests.get(f"{url}/api/links/", auth=KEYS, timeout=PATIENCE).json()
            instances.append((requests.get(f"{url}/healthz", timeout=PATIENCE).json()["instance"], links["count"]))
    assert instances == [(instances[0][0], 1), (instances[0][0], 2)]


def test_a_taken_port_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        status = main(["--port", str(port), "--data-dir", str(tmp_path)])
    output = capsys.readouterr()
    assert (status, output.out) == (1, "")
    assert output.err == f"Can't listen on 127.0.0.1:{port}: {os.strerror(98)}. Choose another --port.\n"


def test_a_folder_that_can_not_be_used_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.touch()
    status = main(["--port", "0", "--data-dir", str(file / "below")])
    output = capsys.readouterr()
    assert (status, output.out, output.err.count("\n")) == (1, "", 1)
    assert output.err.startswith(f"Can't use the state in {file}/below:")


def test_history_can_be_made_to_arrive_later(tmp_path: Path) -> None:
    body = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}
    with _command(tmp_path, "--now", "2026-06-17", "--history-delay", "2.5") as (_, url):
        requests.post(f"{url}/api/links/", auth=KEYS, json=body, timeout=PATIENCE)
        counts = [requests.get(f"{url}/api/accounts/", auth=KEYS, timeout=PATIENCE).json()["count"]]
    with _command(tmp_path, "--now", "2026-06-17T00:00:02.500Z") as (_, url):
        counts.append(requests.get(f"{url}/api/accounts/", auth=KEYS, timeout=PATIENCE).json()["count"])
    assert counts == [0, 3]


@pytest.mark.parametrize("seconds", ["-1", "nan", "90000", "soon"])
def test_a_delay_that_can_not_be_is_refused(capsys: pytest.CaptureFixture[str], seconds: str) -> None:
    with pytest.raises(SystemExit):
        main(["--history-delay", seconds])
    assert "--history-delay" in capsys.readouterr().err


def test_a_recording_is_played_over_a_state_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recording.json"
    file.write_text('{"format": "belvo-recording/1", "answers": []}', encoding="utf-8")
    with _command(tmp_path / "state", "--play", str(file)) as (_, url):
        assert requests.get(f"{url}/api/", auth=KEYS, timeout=PATIENCE).status_code == 200
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    assert main(["--port", "0", "--play", str(other)]) == 1
    assert main(["--port", "0", "--play", str(tmp_path / "none.json")]) == 1
    told = capsys.readouterr().err
    assert "It has no format belvo-recording/1." in told
    assert "No such file" in told
    assert not (tmp_path / ".linkdesk" / "sandbox").exists()
