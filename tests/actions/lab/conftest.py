"""A store that belongs to the local Belvo, and clocks that are left as they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from belvo_client import BelvoClient
from belvo_sandbox import Served, serve
from context import identity_of
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from tests.kit.local_belvo import client_of


@pytest.fixture
def belvo(tmp_path: Path) -> Iterator[Served]:
    """A local Belvo of the test's own."""
    with serve(tmp_path / "sandbox") as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path, belvo: Served) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), base_url=belvo.url)


@pytest.fixture
def client(belvo: Served) -> Iterator[BelvoClient]:
    with client_of(belvo.url) as opened:
        yield opened


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    with Database.open(settings.store, identity_of(settings)) as opened:
        yield opened
