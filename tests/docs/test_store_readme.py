"""What store/README.md says in Python runs, and the modules that it names are there."""

import re
from pathlib import Path

import pytest

import store
from store import Database

PACKAGE = Path(store.__file__).parent
README = (PACKAGE / "README.md").read_text(encoding="utf-8")
MODULES = {path.stem for path in PACKAGE.rglob("*.py")}


def test_its_python_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    Database.open(tmp_path / "local.db").close()
    exec(code.replace(".linkdesk/local.db", str(tmp_path / "local.db")), {})  # noqa: S102 - the document's own code
    assert "inflow" in capsys.readouterr().out


def test_the_modules_that_answer_questions_are_there() -> None:
    (rows,) = re.findall(r"\| module \| tells \|\n\|---\|---\|\n((?:\|.*\n)+)", README)
    named = {name for row in rows.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert len(named) > 15
    assert named <= MODULES


def test_the_parts_are_all_described() -> None:
    (rows,) = re.findall(r"\| part \| holds \|\n\|---\|---\|\n((?:\|.*\n)+)", README)
    named = {name for row in rows.splitlines() for name in re.findall(r"`([\w.]+)/?`", row.split("|")[1])}
    there = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == there - {"__init__.py"}
