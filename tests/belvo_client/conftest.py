"""A client whose network is `responses`, one server on a real socket, and no real waiting."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
import responses
from responses import RequestsMock
from responses.registries import OrderedRegistry

from belvo_client import BelvoClient
from belvo_sandbox import Served, serve
from tests.kit.local_belvo import client_of
from tests.kit.wire import Wire, replying

URL = "https://sandbox.belvo.com"
SECRET_ID = "planted-secret-id"
SECRET_PASSWORD = "planted-secret-password"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def mock() -> Iterator[RequestsMock]:
    """Answers in the order in which they were added, each once."""
    with responses.RequestsMock(registry=OrderedRegistry) as made:
        yield made


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been slept."""
    taken: list[float] = []
    monkeypatch.setattr(time, "sleep", taken.append)
    return taken


@pytest.fixture
def client(naps: list[float]) -> Iterator[BelvoClient]:
    """A client with Belvo's own ladder."""
    assert naps == []
    with BelvoClient(URL, SECRET_ID, SECRET_PASSWORD) as made:
        yield made


@pytest.fixture
def wire() -> Iterator[Callable[..., Wire]]:
    """Starts a server with the given replies."""
    with ExitStack() as stack:
        yield lambda *replies: stack.enter_context(replying(*replies))


@pytest.fixture(scope="module")
def belvo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A local Belvo on a real socket."""
    with serve(tmp_path_factory.mktemp("belvo"), now=NOW) as served:
        yield served


@pytest.fixture(scope="module")
def live(belvo: Served) -> Iterator[BelvoClient]:
    """A client of the local Belvo, which waits for nothing."""
    with client_of(belvo.url) as made:
        yield made
