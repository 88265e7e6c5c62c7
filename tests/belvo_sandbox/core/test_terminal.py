import logging
from io import StringIO

import pytest
from starlette.applications import Starlette

from belvo_sandbox.__main__ import main
from belvo_sandbox.core import terminal
from belvo_sandbox.server import Server

EVIL = "user\x1b[2J\r\nERROR: all is lost\u202e"
SHOWN = r"user\x1b[2J\r\nERROR: all is lost\u202e"


def test_a_record_is_a_line_and_a_traceback_forges_none() -> None:
    told = StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(terminal.Lines())
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Refused %s", (EVIL,), None)
    handler.handle(record)
    try:
        raise ValueError(EVIL)
    except ValueError as error:
        raised = (type(error), error, error.__traceback__)
    handler.handle(logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Failed", (), raised))
    first, second, *trace = told.getvalue().splitlines()
    assert (first, second) == (f"ERROR: Refused {SHOWN}", "ERROR: Failed")
    assert all(line.startswith("    ") for line in trace)
    assert trace[-1] == "    ERROR: all is lost\\u202e"
    assert "\x1b" not in told.getvalue()


def test_a_server_tells_its_log_so(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("uvicorn")
    monkeypatch.setattr(logger, "handlers", [])
    Server(Starlette(), lambda: None)
    assert [type(handler.formatter) for handler in logger.handlers] == [terminal.Lines]


def test_the_name_of_a_folder_steers_no_terminal(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path_factory.mktemp("data") / "a\x1b[31m"
    file.write_text("no folder")
    assert main(["--port", "0", "--data-dir", str(file)]) == 1
    assert "a\\x1b[31m" in capsys.readouterr().err
