"""deploy/systemd is what systemd takes, starts programs that are there, and lets them reach little else."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from settings import ROOT

UNITS = ROOT / "deploy" / "systemd"
ENVIRONMENT = ROOT / "deploy" / "environment"
MOST_EXPOSED = 2.0
"""Of ten, as `systemd-analyze security` counts."""

SYSTEMD_ANALYZE = shutil.which("systemd-analyze")

needs_systemd = pytest.mark.skipif(not SYSTEMD_ANALYZE, reason="only systemd can say this of its units")


def names() -> list[str]:
    return sorted(path.name for path in UNITS.glob("*.service"))


def values(name: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", (UNITS / name).read_text(), re.M)


@pytest.mark.parametrize("name", names())
def test_it_starts_a_program_that_is_there(name: str) -> None:
    (command,) = values(name, "ExecStart")
    program, *arguments = command.split()
    assert program == "/opt/linkdesk/.venv/bin/python"
    if arguments[0] == "-m":
        assert find_spec(arguments[1])
    else:
        assert (ROOT / arguments[0]).exists()


@pytest.mark.parametrize("name", names())
def test_what_it_reads_has_an_example(name: str) -> None:
    files = [value.rpartition("/etc/linkdesk/")[2] for value in values(name, "EnvironmentFile")]
    assert files[0] == "linkdesk.env"
    assert [file for file in files if not (ENVIRONMENT / file).exists()] == []


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    """The environment in which systemd finds the units, with their programs as they are on this machine."""
    folder = shutil.copytree(UNITS, tmp_path / "units")
    for path in folder.rglob("*.*"):
        if path.is_file():
            text = path.read_text().replace("/opt/linkdesk/.venv/bin/python", sys.executable)
            path.write_text(text.replace("/opt/linkdesk", str(ROOT)))
    return {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"}


def analyze(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [str(SYSTEMD_ANALYZE), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_takes_them_without_a_word(here: dict[str, str]) -> None:
    instances = [name.replace("@.", "@8501.") for name in names()]
    said = analyze("verify", "--man=no", *instances, environment=here)
    assert [line for line in said.split("\n") if "linkdesk" in line] == []


@needs_systemd
@pytest.mark.parametrize("name", names())
def test_what_is_taken_over_reaches_little(name: str, here: dict[str, str]) -> None:
    said = analyze("security", "--offline=true", "--no-pager", name, environment=here)
    found = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert found, said
    assert float(found[1]) <= MOST_EXPOSED
