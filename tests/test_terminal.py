"""Nothing that Belvo says steers a terminal or forges a line of a log."""

import errno
import json
import logging
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace

import pytest

import terminal

EVIL = "Bank\x1b]0;owned\x07\r\n2026-11-29 sync: Job 1 ended\u202e"
SHOWN = r"Bank\x1b]0;owned\x07\r\n2026-11-29 sync: Job 1 ended\u202e"


def test_what_is_said_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say(EVIL)
    terminal.complain(ValueError(EVIL))
    assert capsys.readouterr() == (f"{SHOWN}\n", f"{SHOWN}\n")


def test_no_card_is_said_whole(capsys: pytest.CaptureFixture[str], log: StringIO) -> None:
    terminal.say("It was 4111 1111 1111 1111.")
    logging.getLogger("tests.terminal").warning("Card %s", "4111111111111111")
    assert capsys.readouterr().out == "It was •••• 1111.\n"
    assert "Card •••• 1111" in log.getvalue()


def test_the_last_words_are_one_line() -> None:
    with pytest.raises(SystemExit) as ended:
        terminal.end(ValueError(EVIL))
    assert ended.value.code == SHOWN


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What a handler of somebody else's, formatted as Streamlit formats its own, has been told."""
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())
    terminal.keep_records_to_their_lines()
    told = StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logger = logging.getLogger("tests.terminal")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "propagate", False)
    return told


def test_a_record_is_one_line_whoever_formats_it(log: StringIO) -> None:
    logging.getLogger("tests.terminal").warning("The bank says: %s", EVIL)
    assert log.getvalue() == f"tests.terminal: The bank says: {SHOWN}\n"


def test_a_traceback_forges_no_record(log: StringIO) -> None:
    try:
        raise ValueError(EVIL)
    except ValueError:
        logging.getLogger("tests.terminal").exception("Failed")
    first, *rest = log.getvalue().splitlines()
    assert first == "tests.terminal: Failed"
    assert rest[-1] == "    2026-11-29 sync: Job 1 ended\\u202e"
    assert all(line.startswith("    ") for line in rest)
    assert "\x1b" not in log.getvalue()


def test_that_no_file_can_be_opened_is_one_line_a_minute(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000.0]
    # Not that of the process: loops of servers in other threads go by it, and would sleep until then.
    monkeypatch.setattr(terminal, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    logger = logging.getLogger("tests.terminal")
    logger.handlers[0].addFilter(terminal._Scarcity())
    for second in range(125):
        clock[0] += 1
        for _ in range(300):
            logger.error("accept() failed", exc_info=OSError(errno.EMFILE, "Too many open files"))
        if second == 0:
            logger.error("another", exc_info=OSError(errno.EPERM, "No"))
    lines = log.getvalue().splitlines()
    assert [line for line in lines if "files that this process may have open" in line] == [lines[0]] * 3
    assert sum(line.startswith("tests.terminal: another") for line in lines) == 1
    assert "Too many open files" not in log.getvalue()


IN_JSON = f"""
import logging, terminal, threading
other = logging.getLogger("somebody.else"); other.addHandler(logging.StreamHandler()); other.propagate = False
terminal.open_log(); terminal.open_log("json")
with terminal.about(job=7, link="a-link", webhook=None):
    with terminal.about(call={EVIL!r}):
        logging.getLogger("sync.attempt").info("Card %s", "4111111111111111")
    other.warning("Odd: %s", {EVIL!r})
    thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()
other.info("nothing of others that is well")
print(terminal.form())
"""


def test_a_log_for_programs_has_an_object_a_line_with_what_it_is_about() -> None:
    done = subprocess.run([sys.executable, "-c", IN_JSON], capture_output=True, text=True, check=True)
    first, second, third = [json.loads(line) for line in done.stderr.splitlines()]
    assert first | {"at": ""} == {
        "at": "",
        "level": "info",
        "logger": "sync.attempt",
        "message": "Card •••• 1111",
        "job": 7,
        "link": "a-link",
        "call": SHOWN,
    }
    assert datetime.fromisoformat(first["at"]).tzinfo == UTC
    assert (second["level"], second["message"], second["job"]) == ("warning", f"Odd: {SHOWN}", 7)
    assert third["level"] == "critical"
    assert third["traceback"].endswith("ZeroDivisionError: division by zero")
    assert done.stdout == "json\n"


UNCAUGHT = f"""
import threading, terminal
terminal.open_log()
def fail(): raise ValueError({EVIL!r})
thread = threading.Thread(target=fail); thread.start(); thread.join()
fail()
"""


def test_what_nobody_catches_is_told_by_the_log() -> None:
    done = subprocess.run([sys.executable, "-c", UNCAUGHT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("terminal: Nobody was prepared for this\n    Traceback") == 2
    assert "\x1b" not in done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("2026-11-29 sync")] == []
