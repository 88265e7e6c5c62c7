"""The routes over a real store and a local Belvo, as the server wires them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import settings as configuration
from web import Desk, routes


@pytest.fixture
def desk(belvo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("BELVO_BASE_URL", belvo_url)
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(configuration, "SECRETS_FILE", tmp_path / "secrets.toml")
    opened = Desk()
    yield opened
    opened.close()


@pytest.fixture
def http(desk: Desk) -> TestClient:
    return TestClient(Starlette(routes=routes(desk)), base_url="http://127.0.0.1:8501")
