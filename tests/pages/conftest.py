"""The dashboard script over a store of the test's own, with nothing behind it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.runtime.pages_manager import PagesManager
from streamlit.source_util import PageHash, PageInfo
from streamlit.testing.v1 import AppTest

from belvo_client import BelvoClient
from belvo_sandbox import Served
from components.ui import desk
from settings import LOCAL_KEYS, ROOT, Secret, Settings
from store import Database
from tests.kit import filling
from tests.kit.bank import NOW
from tests.kit.local_belvo import client_of
from tests.kit.waiting import PATIENCE
from tests.pages.reading import OpenPage, run

Stored = dict[str, str]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stored]:
    """A database file with four links, each in another state, and their ids by name."""
    path = tmp_path_factory.mktemp("filled") / "local.db"
    with Database.open(path) as db:
        return path, filling.fill(db)


@pytest.fixture(scope="session", autouse=True)
def _packages_are_searched_once() -> Iterator[None]:
    """Each page opened by AppTest is a new Streamlit, which reads about every installed package first."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(manifest_scanner, "scan_component_manifests", cache(scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def _pages_are_remembered() -> Iterator[None]:
    """AppTest forgets the pages before each run, so that a fragment alone could name none; a server knows them."""
    known: dict[PageHash, PageInfo] = {}
    resolve, stay = PagesManager.set_pages_and_resolve, PagesManager.set_current_page_script_hash

    def remember(self: PagesManager, pages: dict[PageHash, PageInfo], fallback_page_hash: str = "") -> PageInfo | None:
        known.update(pages)
        return resolve(self, pages, fallback_page_hash)

    def go_on(self: PagesManager, page_script_hash: str) -> None:
        stay(self, page_script_hash)
        if page_script_hash:  # a run after the first
            self._pages = self._pages or {**known}

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(PagesManager, "set_pages_and_resolve", remember)
        monkeypatch.setattr(PagesManager, "set_current_page_script_hash", go_on)
        yield


@pytest.fixture
def stored(filled: tuple[Path, Stored], tmp_path: Path) -> Stored:
    """Makes `db` a copy of `filled`; the ids of its links by name."""
    shutil.copy(filled[0], tmp_path / "local.db")
    return filled[1]


@contextmanager
def copy_shown(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A copy of a store that a module has filled, which the pages take for theirs."""
    with Database.open(shutil.copy(file, folder / "local.db")) as database:
        monkeypatch.setattr(
            desk,
            "settings",
            lambda: SimpleNamespace(environment="local", query_seconds=60, reachable_url="http://127.0.0.1:8501"),
        )
        monkeypatch.setattr(desk, "database", lambda: database)
        yield database


@pytest.fixture
def db(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The store that the pages take for theirs, empty unless the test asks for `stored`."""
    if "stored" in request.fixturenames:
        request.getfixturevalue("stored")
    settings = Settings(
        data_dir=tmp_path, secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), base_url="http://127.0.0.1:9"
    )
    with Database.open(settings.store) as database:
        monkeypatch.setattr(desk, "settings", lambda: settings)
        monkeypatch.setattr(desk, "database", lambda: database)
        monkeypatch.setattr(desk, "reach", lambda: "reached")
        yield database


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands still at the moment that the stores were filled for."""
    monkeypatch.setattr("components.ui.time_format.utc_now", lambda: NOW)
    monkeypatch.setattr(desk, "ahead", timedelta)


@pytest.fixture
def open_page(db: Database) -> OpenPage:  # noqa: ARG001 - the store has to be there
    """Opens a page by its file's name, with the parameters of its address."""

    def open_(name: str = "overview", **query: str | Sequence[str]) -> AppTest:
        app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
        for parameter, value in query.items():
            app.query_params[parameter] = value if isinstance(value, str) else [*value]
        if name != "overview":
            app.switch_page(f"pages/{name}.py")
        return run(app)

    return open_


@pytest.fixture
def belvo(sandbox: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[BelvoClient]:
    """The client that the pages take for theirs, of the local Belvo."""
    with in_place_of_the_desks(sandbox.url, monkeypatch) as client:
        yield client


@pytest.fixture
def unreachable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody answers to the pages' client."""
    with in_place_of_the_desks("http://127.0.0.1:9", monkeypatch):
        yield


@contextmanager
def in_place_of_the_desks(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[BelvoClient]:
    with client_of(url) as client:
        monkeypatch.setattr(desk, "client", lambda: client)
        yield client
