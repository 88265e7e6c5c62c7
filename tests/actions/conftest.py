"""A client of the local Belvo and the settings beside it, for what people do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from belvo_client import BelvoClient
from settings import LOCAL_KEYS, Secret, Settings
from tests.kit.local_belvo import client_of


@pytest.fixture
def client(belvo_url: str) -> Iterator[BelvoClient]:
    with client_of(belvo_url) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, belvo_url: str) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), base_url=belvo_url)
