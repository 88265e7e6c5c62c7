"""A local Belvo over a socket and an empty store, for what people do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from belvo_client import BelvoClient, Retries
from belvo_sandbox import serve
from settings import LOCAL_KEYS, Secret, Settings
from store import Database


@pytest.fixture(scope="module")
def belvo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("belvo")) as server:
        yield server.url


@pytest.fixture
def client(belvo_url: str) -> Iterator[BelvoClient]:
    with BelvoClient(belvo_url, *LOCAL_KEYS, retries=Retries.off()) as opened:
        yield opened


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "local.db") as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, belvo_url: str) -> Settings:
    return Settings("local", tmp_path, LOCAL_KEYS[0], Secret(LOCAL_KEYS[1]), base_url=belvo_url)
