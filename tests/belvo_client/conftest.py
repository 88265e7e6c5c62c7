"""A client whose network is `responses` and whose waiting is only written down."""

import time
from collections.abc import Iterator

import pytest
import responses
from responses import RequestsMock
from responses.registries import OrderedRegistry

from belvo_client import BelvoClient

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
