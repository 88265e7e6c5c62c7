"""What the directory listing promises: which way imports go, and how big a piece gets."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "app": {"belvo_sandbox", "components", "context", "settings", "sync", "web"},
    "dashboard": {"components"},
    "settings": {"belvo_client"},
    "context": {"belvo_client", "settings", "store"},
    "pages": {"actions", "belvo_client", "components", "domain", "resources", "store"},
    "components": {"actions", "belvo_client", "context", "domain", "resources", "settings", "store"},
    "web": {"actions", "belvo_client", "context", "domain", "resources", "settings", "store", "sync"},
    "actions": {"belvo_client", "context", "domain", "resources", "settings", "store", "sync"},
    "sync": {"belvo_client", "context", "domain", "resources", "settings", "store"},
    "store": {"domain", "resources"},
    "domain": {"resources"},
    "resources": set(),
    "belvo_client": set(),
    "belvo_sandbox": set(),
}
DRAWN = {"app", "dashboard", "pages", "components"}
"""What may import streamlit."""

SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA)\s", re.ASCII)

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def modules(name: str) -> list[Path]:
    single = ROOT / f"{name}.py"
    return [single] if single.exists() else sorted((ROOT / name).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The top-level names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_imports_go_one_way(name: str) -> None:
    ours = set(MAY_IMPORT) | {"tests", "benchmarks"}
    found = {other for path in modules(name) for other in imported(path)} & ours - {name}
    assert found <= MAY_IMPORT[name]


@pytest.mark.parametrize("name", sorted(set(MAY_IMPORT) - DRAWN))
def test_only_what_is_drawn_imports_streamlit(name: str) -> None:
    assert [path for path in modules(name) if "streamlit" in set(imported(path))] == []


def test_rules_are_made_of_nothing_but_python() -> None:
    found = {other for path in modules("domain") for other in imported(path)}
    reaches_out = {"http", "os", "pathlib", "socket", "sqlite3", "subprocess", "time", "urllib"}
    assert found - {"domain", "resources"} <= sys.stdlib_module_names - reaches_out


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_module_can_be_read_in_one_sitting(name: str) -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(name)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_function_fits_on_a_screen(name: str) -> None:
    functions = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {place: length for place, length in functions.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("name", sorted(set(MAY_IMPORT) - {"settings"}))
def test_only_settings_know_the_environment(name: str) -> None:
    """Who reads it elsewhere reads it later, and who writes to it tells others behind their backs."""
    known = {
        f"{path}:{node.lineno}"
        for path in modules(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
    }
    assert known == set()


def test_sql_stays_in_the_store() -> None:
    outside = [path for name in MAY_IMPORT if name not in ("store", "belvo_sandbox") for path in modules(name)]
    statements = {
        f"{path}:{node.lineno}"
        for path in outside
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    }
    assert statements == set()
