"""The routes over a real store and a local Belvo, as the server wires them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from belvo_client import BelvoClient
from belvo_sandbox import Served
from context import ROUTES, Context
from settings import LOCAL_KEYS, Secret, Settings
from tests.kit.local_belvo import client_of
from web.routes import routes


@pytest.fixture
def settings(belvo_url: str, tmp_path: Path) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), base_url=belvo_url)


@pytest.fixture
def context(settings: Settings) -> Iterator[Context]:
    opened = Context(settings, ROUTES)
    yield opened
    opened.close()


@pytest.fixture
def http(context: Context) -> TestClient:
    return TestClient(Starlette(routes=routes(context)), base_url="http://127.0.0.1:8501")


@pytest.fixture
def client(sandbox: Served) -> Iterator[BelvoClient]:
    with client_of(sandbox.url) as made:
        yield made
