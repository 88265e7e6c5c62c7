"""Sandboxes for tests: one real server on a free port, below which each test mounts sandboxes of its own."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import Mount

from belvo_sandbox import create_app
from tests.kit.local_belvo import Api
from tests.kit.receiver import Hear, Receiver, receiving
from tests.kit.serving import serving

NOW = datetime(2026, 6, 17, 15, 30, tzinfo=UTC)


@dataclass
class Host:
    """A running server; a sandbox is up as soon as it is mounted, which a start of its own would take 0.3 s for."""

    url: str
    app: Starlette
    session: requests.Session
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def start(self, folder: Path, now: datetime = NOW, **options: Any) -> Api:  # noqa: ANN401 - create_app's
        """A sandbox over the state in a folder, its clock frozen."""
        path = f"/{next(self._numbers)}"
        self.app.routes.insert(0, Mount(path, create_app(folder, now=now, **options)))
        return Api(f"{self.url}{path}", self.session)


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    app = Starlette()
    with serving(app) as url, requests.Session() as session:
        yield Host(url, app, session)


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """For servers that a test starts itself."""
    with requests.Session() as session:
        yield session


@pytest.fixture
def api(host: Host, tmp_path: Path) -> Api:
    """An empty sandbox."""
    return host.start(tmp_path / "state")


@pytest.fixture(scope="session")
def filled(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """A sandbox that tests only read: two people at Erebor, one in Mexico and one in Brazil."""
    api = host.start(tmp_path_factory.mktemp("filled"))
    api.link(external_id="mexican")
    api.link(institution="erebor_br_retail", external_id="brazilian")
    return api


@pytest.fixture(scope="session")
def mexican(filled: Api) -> str:
    """The id of the filled sandbox's Mexican link."""
    return str(filled.get("/api/links/", external_id="mexican")["results"][0]["id"])


@pytest.fixture(scope="session")
def brazilian(filled: Api) -> str:
    """The id of the filled sandbox's Brazilian link."""
    return str(filled.get("/api/links/", external_id="brazilian")["results"][0]["id"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks."""
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hear(receiver: Receiver) -> Iterator[Hear]:
    """Has a sandbox send its webhooks to the receiver, until the test ends."""
    endpoints: list[tuple[Api, str]] = []

    def hear(api: Api, **body: str) -> dict[str, Any]:
        answer = api.call("POST", "/control/webhooks/endpoints/", auth=None, json={"url": receiver.url, **body})
        assert answer.status_code == 201, answer.text
        endpoints.append((api, answer.json()["id"]))
        endpoint: dict[str, Any] = answer.json()
        return endpoint

    yield hear
    for api, id_ in endpoints:
        api.call("DELETE", f"/control/webhooks/endpoints/{id_}/", auth=None)
