"""A client whose network is `responses`, one server on a real socket, and no real waiting."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import responses
from responses import RequestsMock
from responses.registries import OrderedRegistry

from belvo_client import BelvoClient
from tests.belvo_client.wire import Wire, serving

URL = "https://sandbox.belvo.com"
SECRET_ID = "planted-secret-id"
SECRET_PASSWORD = "planted-secret-password"


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
        yield lambda *replies: stack.enter_context(serving(*replies))
