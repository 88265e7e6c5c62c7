"""docs/pulling.md has every table and every reason for a pull, and its commands run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils.cli import cli

from resources import RESOURCES
from settings import ROOT
from store import Database
from store.ops import jobs

TEXT = (ROOT / "docs" / "pulling.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"^\$ \.venv/bin/sqlite-utils (.*?)(?=^\$|\Z)",
    "".join(re.findall(r"```console\n(.*?)```", TEXT, re.S)),
    re.M | re.S,
)
BESIDE = ("raw_", "bodies_", "search_", "versions_", "slots_", "recent_slots_")


def first_cells(title: str) -> set[str]:
    """The names in the first column of the table below a heading."""
    section = TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return set(re.findall(r"`([^`]+)`", " ".join(line.split("|")[1] for line in section.splitlines() if "|" in line)))


def test_every_table_is_explained_and_there(empty_store: Path) -> None:
    with Database.open(empty_store) as db:
        tables = set(db.frame("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")["name"])
    own = {name for name in tables if not name.startswith(BESIDE)}
    assert first_cells("Tables") == own | {f"{prefix}…" for prefix in BESIDE}
    assert {resource.table for resource in RESOURCES.values()} <= own


def test_every_reason_for_a_pull_is_explained() -> None:
    assert first_cells("What asks for a pull") == {*jobs.PRIORITIES, "schedule", "found"}


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, empty_store: Path) -> None:
    arguments = [str(empty_store) if part == ".linkdesk/local.db" else part for part in shlex.split(command)]
    ended = CliRunner().invoke(cli, arguments)
    assert ended.exit_code == 0, ended.output


def test_no_command_is_left_out() -> None:
    assert len(COMMANDS) == TEXT.count("$ ") > 0
