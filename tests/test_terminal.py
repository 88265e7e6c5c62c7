"""Nothing that Belvo says steers a terminal or forges a line of a log."""

import logging
import subprocess
import sys
from io import StringIO

import pytest

import terminal

EVIL = "Bank\x1b]0;owned\x07\r\n2026-11-29 sync: Job 1 ended\u202e"
SHOWN = r"Bank\x1b]0;owned\x07\r\n2026-11-29 sync: Job 1 ended\u202e"


def test_what_is_said_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say(EVIL)
    terminal.complain(ValueError(EVIL))
    assert capsys.readouterr() == (f"{SHOWN}\n", f"{SHOWN}\n")


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
