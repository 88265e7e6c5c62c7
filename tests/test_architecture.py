"""What the directory listing promises: which way imports go, how long a listing is, and how big a piece gets."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "app": {
        "actions",
        "belvo_sandbox",
        "components",
        "context",
        "server_file",
        "settings",
        "sign_in",
        "store",
        "sync",
        "terminal",
        "tracing",
        "web",
    },
    "dashboard": {"components", "languages"},
    "settings": {
        "belvo_client",
        "domain",
        "notice_settings",
        "secrets_file",
        "setting_types",
        "sign_in",
        "store_address",
    },
    "notice_settings": {"belvo_client", "secrets_file", "setting_types"},
    "setting_types": {"belvo_client", "secrets_file", "store_address"},
    "secrets_file": set(),
    "sign_in": {"belvo_client", "domain", "languages"},
    "store_address": set(),
    "context": {"belvo_client", "settings", "store"},
    "server_file": {"belvo_client", "settings"},
    "terminal": {"domain"},
    "tracing": {"belvo_client"},
    "pages": {"actions", "belvo_client", "components", "domain", "languages", "resources", "store"},
    "components": {
        "actions",
        "belvo_client",
        "context",
        "domain",
        "languages",
        "resources",
        "settings",
        "sign_in",
        "store",
    },
    "web": {
        "actions",
        "belvo_client",
        "context",
        "domain",
        "languages",
        "notice_settings",
        "resources",
        "server_file",
        "settings",
        "sign_in",
        "store",
        "sync",
        "tracing",
    },
    "actions": {
        "belvo_client",
        "context",
        "domain",
        "languages",
        "resources",
        "server_file",
        "settings",
        "sign_in",
        "store",
        "sync",
        "terminal",
    },
    "sync": {
        "belvo_client",
        "context",
        "domain",
        "languages",
        "resources",
        "server_file",
        "settings",
        "store",
        "terminal",
        "tracing",
    },
    "store": {"domain", "languages", "resources", "store_address", "terminal", "tracing"},
    "domain": {"languages", "resources"},
    "languages": set(),
    "resources": {"languages"},
    "belvo_client": set(),
    "belvo_sandbox": set(),
}
COMMANDS = {
    "store/__main__.py": {"actions", "belvo_client", "context", "server_file", "settings", "sync"},
    "sync/__main__.py": {"actions"},
    "web/mcp/__main__.py": {"terminal"},
    "web/receiver.py": {"terminal"},
    "web/tokens.py": {"terminal"},
}
"""What a command may import beyond its package."""

DRAWN = {"app", "dashboard", "pages", "components"}
"""What may import streamlit."""

LAYERS = {
    "belvo_sandbox": (
        "core",
        "people",
        "bank",
        "products",
        "fetches",
        "lifecycle",
        "data",
        "examples",
        "faults",
        "http webhooks",
        "recordings",
        "control",
        "routes",
        "app",
    ),
    "components": (
        "ui",
        "row",
        "account banking employment explorer lab log sql status",
        "connect",
        "link widget_lab",
        "fiscal quality sessions",
        "changes inspector",
        "person",
        "match",
        "boards",
    ),
    "store": (
        "engine",
        "core",
        "schema",
        "sight",
        "database",
        "write",
        "known",
        "upkeep",
        "ops",
        "queries",
        "sql",
        "encryption",
        "move",
    ),
}
"""The parts of a package from the lowest up: each imports from those before it, and not from one on its own line."""

ONE_A_RESOURCE = {"belvo_sandbox/products", "belvo_client/types"}
"""Folders with a module for each of Belvo's resources."""
LONGEST_LISTING = 20
MOST_PAGES = 31
SHORTEST_MODULE = 30
SHORT = {
    "actions/institutions.py": "an action stands under the name of what it acts on",
    "actions/queries.py": "likewise",
    "actions/support/packets.py": "likewise",
    "belvo_client/http/retry_after.py": "one rule for who sends and who reads",
    "belvo_sandbox/core/lazy.py": "one data structure",
    "belvo_sandbox/core/request_ids.py": "one sequence, drawn from by answers and webhooks",
    "belvo_sandbox/core/templates.py": "the one place that knows jinja2",
    "belvo_sandbox/routes/exchanges.py": "the one operation of its resource",
    "components/connect/asking.py": "one field, for one account and for many",
    "components/quality/words.py": "how verdicts look, wherever a check is shown",
    "components/status/production.py": "the sentences of one environment",
    "components/ui/money.py": "one rule, for whatever pages group by currency",
    "domain/partial_months.py": "one rule, for every chart by month",
    "domain/link_state/kept.py": "sentences alone, for whoever reads them again",
    "domain/widget/devices.py": "one rule, of one header",
    "domain/people.py": "one rule, for store and pages",
    "store/core/files/delimited.py": "one format among several",
    "store/core/files/snippets.py": "what is copied, a few lines a tool",
    "store/queries/banking/sums/texts.py": "one look at all texts, for lists and for sums",
    "store/core/parameters.py": "SQL's lists, for whatever writes SQL",
    "store/schema/history/m032_needs_code.py": "a step of the schema",
    "store/write/stored_pages.py": "one table",
    "store/schema/history/m016_one_blank.py": "a step of the schema",
    "sync/backoff.py": "the one back-off",
    "web/loan/glyphs.py": "one question, asked of a table beside the fonts",
    "web/loan/sections/reasons.py": "one rule for every chapter",
    "web/loan/words/sheets.py": "the words of another file than the others",
    "web/server/arenas.py": "one setting of the process, and why",
    "web/page.py": "the look of all pages for those who come from elsewhere",
}
"""Modules that stand alone for a reason, however short they are."""

SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA)\s", re.ASCII)

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def modules(name: str) -> list[Path]:
    single = ROOT / f"{name}.py"
    return [single] if single.exists() else sorted((ROOT / name).rglob("*.py"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a module is made of; kept, since most rules look at every module."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The dotted names that a module imports, wherever in it and for types too."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def graph(name: str) -> dict[str, set[str]]:
    """Which modules of a package each of its modules imports."""
    ours = {dotted(path): path for path in modules(name)}
    return {module: {_module(other, ours) for other in imported(path)} - {"", module} for module, path in ours.items()}


def _module(name: str, ours: dict[str, Path]) -> str:
    """The module that an imported name is or lies in; nothing if it is none of ours."""
    return name if name in ours else _of_parent(name, ours)


def _of_parent(name: str, ours: dict[str, Path]) -> str:
    parent = name.rpartition(".")[0]
    return parent if parent in ours else ""


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_imports_go_one_way(name: str) -> None:
    ours = set(MAY_IMPORT) | {"tests", "benchmarks"}
    for path in modules(name):
        tops = {other.partition(".")[0] for other in imported(path)}
        known = COMMANDS.get(path.relative_to(ROOT).as_posix(), set())
        assert tops & ours - {name} <= MAY_IMPORT[name] | known


@pytest.mark.parametrize("package", LAYERS)
def test_a_part_imports_only_from_parts_below_it(package: str) -> None:
    rank = {part: place for place, layer in enumerate(LAYERS[package]) for part in layer.split()}
    upward = {
        f"{module} imports {other}"
        for module, others in graph(package).items()
        for other in others
        if (mine := _part(module)) in rank
        and (theirs := _part(other)) in rank
        and mine != theirs
        and rank[theirs] >= rank[mine]
    }
    assert upward == set()


def _part(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


@pytest.mark.parametrize("package", LAYERS)
def test_every_part_has_its_layer(package: str) -> None:
    folders = {path.name for path in (ROOT / package).iterdir() if (path / "__init__.py").exists()}
    assert folders <= {part for layer in LAYERS[package] for part in layer.split()}


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_no_modules_import_each_other_in_a_circle(name: str) -> None:
    left = dict(graph(name))
    while leaves := [module for module, others in left.items() if not others & left.keys()]:
        for module in leaves:
            del left[module]
    assert left == {}


@pytest.mark.parametrize("name", sorted(set(MAY_IMPORT) - DRAWN))
def test_only_what_is_drawn_imports_streamlit(name: str) -> None:
    drawn = [path for path in modules(name) if "streamlit" in {other.partition(".")[0] for other in imported(path)}]
    assert drawn == []


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_listing_can_be_read_at_a_glance(name: str) -> None:
    lengths: dict[str, int] = {}
    for path in modules(name):
        folder = path.parent.relative_to(ROOT).as_posix()
        if path.name != "__init__.py" and folder != "." and folder not in ONE_A_RESOURCE:
            lengths[folder] = lengths.get(folder, 0) + 1
    pages = lengths.pop("pages", 0)  # an address each, and the navigation puts them into groups
    assert pages <= MOST_PAGES
    assert {folder: length for folder, length in lengths.items() if length > LONGEST_LISTING} == {}


def test_a_module_is_worth_being_opened_or_has_a_reason() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for name in MAY_IMPORT
        for path in modules(name)
        if path.name != "__init__.py" and path.parent != ROOT
    }
    short = {path for path, lines in lengths.items() if lines < SHORTEST_MODULE}
    assert {path for path in short if path.rpartition("/")[0] not in ONE_A_RESOURCE} == SHORT.keys()


def test_rules_are_made_of_nothing_but_python() -> None:
    found = {other.partition(".")[0] for path in modules("domain") for other in imported(path)}
    reaches_out = {"http", "os", "pathlib", "socket", "sqlite3", "subprocess", "time", "urllib"}
    assert found - {"domain", "languages", "resources"} <= sys.stdlib_module_names - reaches_out


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_module_can_be_read_in_one_sitting(name: str) -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(name)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_function_fits_on_a_screen(name: str) -> None:
    functions = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules(name)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {place: length for place, length in functions.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("name", sorted(set(MAY_IMPORT) - {"settings"}))
def test_only_settings_know_the_environment(name: str) -> None:
    """Who reads it elsewhere reads it later, and who writes to it tells others behind their backs."""
    known = {
        f"{path}:{node.lineno}"
        for path in modules(name)
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
    }
    assert known == set()


def test_other_hosts_are_asked_by_one_session_alone() -> None:
    """It goes where the settings say alone: no address that Belvo or a browser names is fetched."""
    asking = {"Session", "get", "post", "put", "patch", "delete", "head", "request"}
    ways = {"aiohttp", "ftplib", "http.client", "httpx", "smtplib", "urllib.request", "urllib3.PoolManager"}
    found = set()
    for path in (path for name in MAY_IMPORT if name != "belvo_sandbox" for path in modules(name)):
        place = path.relative_to(ROOT).as_posix()
        found |= {place for other in imported(path) if any(f"{other}.".startswith(f"{way}.") for way in ways)}
        for node in nodes(path):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "requests":
                found |= {place} if node.attr in asking else set()
    reading = {"belvo_client/http/bounds.py"}  # what has been answered
    sending = {"web/notices/http.py", "web/notices/mail.py"}  # what was noticed, as docs/security.md has it
    assert found - reading - sending == {"belvo_client/transport.py", "belvo_client/client.py"}


def test_sql_stays_in_the_store() -> None:
    outside = [path for name in MAY_IMPORT if name not in ("store", "belvo_sandbox") for path in modules(name)]
    statements = {
        f"{path}:{node.lineno}"
        for path in outside
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    }
    assert statements == set()


@pytest.mark.parametrize("name", sorted({*MAY_IMPORT} - {"belvo_sandbox"}))
def test_only_the_engine_knows_a_driver(name: str) -> None:
    """The local Belvo is a product of its own, with a database of its own."""
    outside = [path for path in modules(name) if ROOT / "store" / "engine" not in path.parents]
    tops = {other.partition(".")[0] for path in outside for other in imported(path)}
    assert not {"sqlite3", "psycopg", "psycopg_pool"} & tops
