"""What is installed is locked by its digests, and what is known against it is told."""

import re
import subprocess
from typing import Any

import pytest

from settings import ROOT
from tests import audit

PIN = re.compile(r"^([a-z0-9-]+)==([^ \n]+)", re.M)


def pins(name: str) -> list[tuple[str, str]]:
    return PIN.findall((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_has_the_same_versions_and_a_digest_of_each(name: str) -> None:
    lock = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    assert pins(f"{name}.lock") == pins(f"{name}.txt") != []
    blocks = re.split(r"\n(?=\S)", lock.strip())
    assert [block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)] == []


def test_what_is_locked_to_run_is_the_same_to_work_on_it() -> None:
    assert {*pins("requirements.lock")} <= {*pins("requirements-dev.lock")}


def answering(stdout: str) -> Any:  # noqa: ANN401 - as subprocess.run is called
    return lambda command, **_: subprocess.CompletedProcess(command, 1, stdout, "")


FLAW = (
    '{"dependencies": [{"name": "flask", "version": "0.5", "vulns": '
    '[{"id": "PYSEC-2019-179", "fix_versions": ["1.0"]}]}, {"name": "left", "version": "1", "vulns": []}]}'
)


def test_a_flaw_fails_and_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(subprocess, "run", answering(FLAW))
    assert audit.main() == 1
    assert capsys.readouterr().out == "flask 0.5: PYSEC-2019-179, mended in 1.0.\n"


def test_without_a_flaw_it_says_of_how_much(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", answering('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}'))
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("No flaw is known in the 1 packages of requirements.lock")


@pytest.mark.parametrize("stdout", ["", "ConnectionError", "[]"])
def test_where_nobody_answers_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stdout: str
) -> None:
    monkeypatch.setattr(subprocess, "run", answering(stdout))
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("Not audited:")
