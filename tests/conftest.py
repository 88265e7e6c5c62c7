"""What every test gets: no proxy, no network beyond this machine, no settings from the developer's own shell."""

import os
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from store import Database

_PREFIXES = ("BELVO_", "LINKDESK_", "STREAMLIT_")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name in _PROXIES or name.startswith(_PREFIXES):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _loopback_only(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("live"):
        return  # the one kind of test that leaves this machine, and only when it is asked for
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, to be copied: to make one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "local.db"
    Database.open(path).close()
    return path
