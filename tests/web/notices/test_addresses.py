"""Where a webhook may go that somebody has entered."""

import socket
from ipaddress import ip_address

import pytest
from urllib3.connection import HTTPSConnection

from domain.notices.messages import Message
from settings import Settings
from tests.kit.sinks import WebhookSink
from web.notices import http
from web.notices.addresses import Forbidden, check, is_never, is_public, resolved

MESSAGE = Message("f" * 32, "local", "http://127.0.0.1:8501", ())


@pytest.mark.parametrize(
    ("address", "public", "never"),
    [
        ("1.1.1.1", True, False),
        ("2606:4700:4700::1111", True, False),
        ("127.0.0.1", False, False),
        ("127.9.9.9", False, False),
        ("0.0.0.0", False, False),  # noqa: S104 - judged, not bound
        ("10.0.0.5", False, False),
        ("172.16.3.4", False, False),
        ("192.168.1.1", False, False),
        ("100.64.0.1", False, False),
        ("100.100.100.200", False, True),
        ("169.254.169.254", False, True),
        ("169.254.170.2", False, True),
        ("192.0.0.192", False, True),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("::1", False, False),
        ("::", False, False),
        ("fe80::1", False, True),
        ("fd00:ec2::254", False, True),
        ("fc00::1", False, False),
        ("ff02::1", False, False),
        ("::ffff:127.0.0.1", False, False),
        ("::ffff:169.254.169.254", False, True),
        ("64:ff9b::a9fe:a9fe", False, True),
        ("64:ff9b::7f00:1", False, False),
        ("2002:7f00:1::", False, False),
        ("2002:a9fe:a9fe::", False, True),
        ("::127.0.0.1", False, False),
    ],
)
def test_which_addresses_are_of_the_public_network(address: str, public: bool, never: bool) -> None:
    found = ip_address(address)
    assert (is_public(found), is_never(found)) == (public, never)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://localhost/",
        "https://x.localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.5/",
    ],
)
def test_an_address_that_says_where_it_leads_is_refused_before_anybody_is_asked(url: str) -> None:
    with pytest.raises(Forbidden):
        check(url, [])


def led_to(*found: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]


@pytest.mark.parametrize(
    ("found", "allowed", "to"),
    [
        (["1.1.1.1"], [], "1.1.1.1"),
        (["127.0.0.1"], [], None),
        (["1.1.1.1", "127.0.0.1"], [], None),
        (["10.0.0.5"], ["hooks.example"], "10.0.0.5"),
        (["169.254.169.254"], ["hooks.example"], None),
        (["fe80::1%eth0"], ["hooks.example"], None),
    ],
)
def test_a_name_goes_where_all_of_its_addresses_may_be_asked(
    found: list[str], allowed: list[str], to: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: led_to(*found))
    if to:
        assert resolved("hooks.example", 443, allowed) == to
        return
    with pytest.raises(Forbidden):
        resolved("hooks.example", 443, allowed)


def test_a_name_that_leads_within_is_not_connected_to(
    sink: WebhookSink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an operator enters is of the public network by its looks, and leads to this machine."""
    port = sink.url.rpartition(":")[2]
    connected: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: led_to("127.0.0.1"))
    monkeypatch.setattr(HTTPSConnection, "_new_conn", lambda _self: connected.append("there"))
    closed = settings.model_copy(update={"notices_hosts": None})
    answer = http.to_webhook(closed, f"https://hooks.example:{port}/x", MESSAGE)
    assert (answer.is_sent, answer.final, connected, sink.posted) == (False, True, [], [])
    assert "127.0.0.1" not in answer.told


def test_a_name_is_looked_up_once_and_connected_to_as_it_was_judged(
    sink: WebhookSink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another answer of the name's would come too late to lead elsewhere; the receiver reads the name itself."""
    port = int(sink.url.rpartition(":")[2])
    asked: list[object] = []
    real = socket.getaddrinfo

    def lookup(host: str, *arguments: object, **names: object) -> object:
        asked.append(host)
        return led_to("127.0.0.1") if host == "hooks.example" else real(host, *arguments, **names)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    opened = settings.model_copy(update={"notices_hosts": "hooks.example"})
    assert http.to_webhook(opened, f"http://hooks.example:{port}/x", MESSAGE).is_sent
    assert asked.count("hooks.example") == 1
    assert sink.posted[0].headers["host"] == f"hooks.example:{port}"


def test_no_proxy_of_the_environment_is_asked(
    sink: WebhookSink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert http.to_webhook(settings, f"{sink.url}/x", MESSAGE).is_sent
