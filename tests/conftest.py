"""What every test gets: no proxy, no network beyond this machine, no settings from the developer's own shell."""

import os

import pytest
from pytest_socket import socket_allow_hosts

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
