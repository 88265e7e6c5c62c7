"""What every test gets: no proxy, no network beyond this machine, no settings from the developer's own shell.

And what many ask for: an empty store, a local Belvo, and a PostgreSQL.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from belvo_sandbox import Served, serve
from store import Database
from tests.kit import whole_run
from tests.kit.postgresql import Cluster, running_cluster
from tests.kit.stores import migrate

_PREFIXES = ("BELVO_", "LINKDESK_", "OTEL_", "STREAMLIT_", "PG")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


_MEMORY = pytest.StashKey[whole_run.Memory]()

_YOUNG = 20_000
"""Objects that are made before the garbage collector looks for cycles among them. Python's own 700 cost a tenth of the
processor time of tests that make much, and hardly any of what they make is in a cycle."""


def pytest_configure() -> None:
    """Collect no garbage while tests are collected: what that makes is kept."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have the garbage collector pass over what is there before the first test, which is most of all that there is."""
    gc.enable()
    gc.set_threshold(_YOUNG, 10, 10)
    gc.collect()
    gc.freeze()
    session.stash[_MEMORY] = whole_run.Memory()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Let go of a module's memory when its last test is done."""
    yield
    if nextitem and nextitem.path != item.path:
        item.session.stash[_MEMORY].give_back()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name in _PROXIES or name.startswith(_PREFIXES):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _loopback_only(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("live"):
        return  # the one kind of test that leaves this machine, and only when it is asked for
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what only SQLite can do; the mark says why. Long files come first."""
    out = {item for item in items if item.get_closest_marker("sqlite_only") and _is_on_postgresql(item)}
    if out:
        config.hook.pytest_deselected(items=[*out])
    items[:] = whole_run.longest_first([item for item in items if item not in out])


def pytest_xdist_auto_num_workers() -> int:
    """What `pytest -n auto` means."""
    return whole_run.processes()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which files took longest."""
    for line in whole_run.told(terminalreporter):
        terminalreporter.write_line(line)


def _is_on_postgresql(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    return call is not None and "postgresql" in call.params.values()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, to be copied: to make one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "local.db"
    Database.open(path).close()
    return path


@pytest.fixture(scope="session")
def empty_database(postgresql: Cluster) -> str:
    """A database with an empty store in it, to be copied."""
    return postgresql.template("empty_store", migrate)


@pytest.fixture
def db(empty_store: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty store of the test's own."""
    with Database.open(shutil.copy(empty_store, tmp_path / "local.db")) as database:
        yield database


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A local Belvo of the module's."""
    with serve(tmp_path_factory.mktemp("belvo")) as served:
        yield served


@pytest.fixture(scope="module")
def belvo_url(sandbox: Served) -> str:
    return sandbox.url


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL of the session's, one for each process that runs tests."""
    with running_cluster() as cluster:
        yield cluster
