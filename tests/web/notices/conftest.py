"""A store of each engine, what works on it, and where notices arrive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from context import ROUTES, Context
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from tests.kit.sinks import WebhookSink, webhook_sink
from tests.kit.stores import ENGINES, empty, written

KEY = "planted-signing-key"


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty(request.param, request, tmp_path / "local.db") as database:
        yield database


@pytest.fixture
def settings(db: Database, sink: WebhookSink, tmp_path: Path) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(
        data_dir=tmp_path,
        secret_id=key,
        secret_password=Secret(password),
        base_url="http://127.0.0.1:9",
        public_url="https://desk.example",
        store_address=Secret(written(db)),
        notices_key=Secret(KEY),
        notices_slack=Secret(f"{sink.url}/services/planted-slack-secret"),
        notices_hosts="127.0.0.1",
    )


@pytest.fixture
def context(settings: Settings) -> Iterator[Context]:
    with Context(settings, ROUTES) as opened:
        yield opened


@pytest.fixture
def sink() -> Iterator[WebhookSink]:
    with webhook_sink() as found:
        yield found
