"""Where a webhook may go that somebody has entered on a page: to public addresses, or to a host that the settings name.

The name is looked up once, at the connection itself, and the connection goes to the address that was judged: a name
that leads elsewhere a moment later leads nowhere. No redirect is followed, and no proxy is asked.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

Host = IPv4Address | IPv6Address


class Forbidden(Exception):
    """Nothing is sent there; the message says what to do, and not where the name leads."""


def check(url: str, allowed: Collection[str]) -> None:
    """Raise Forbidden where a webhook may not go by what its address says; where its name leads is seen later."""
    parts = urlsplit(url)
    host = (parts.hostname or "").casefold()
    if host in allowed:
        return
    if parts.scheme != "https":
        raise Forbidden("A webhook goes by https. A host of your own network can be named in LINKDESK_NOTICES_HOSTS.")
    literal = _literal(host)
    if host == "localhost" or host.endswith(".localhost") or (literal and not is_public(literal)):
        raise Forbidden(NOT_PUBLIC)


NOT_PUBLIC = (
    "The address is none of the public network. A host of your own network can be named in LINKDESK_NOTICES_HOSTS."
)


def is_public(address: Host) -> bool:
    """Whether an address is somebody's on the public network, also where it is written within another one."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    is_nobodys = address.is_multicast or address.is_reserved or address.is_unspecified or address in _SPECIAL
    return address.is_global and not is_nobodys and not is_never(address)


def is_never(address: Host) -> bool:
    """Whether nothing may go there whoever allows it: machines tell of themselves and their keys at such addresses."""
    inner = _inner(address)
    return is_never(inner) if inner is not None else address.is_link_local or address in _METADATA


_SPECIAL = ip_network("192.0.0.0/24")
_METADATA = (ip_address("fd00:ec2::254"), ip_address("100.100.100.200"), ip_address("192.0.0.192"))


def _inner(address: Host) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to, by whatever way of the network."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    whole = int(address)
    is_translated = whole >> 32 in (int(_NAT64) >> 32, 0) and whole > 1
    return IPv4Address(whole & 0xFFFFFFFF) if is_translated else None


_NAT64 = IPv6Address("64:ff9b::")


def _literal(host: str) -> Host | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def resolved(host: str, port: int, allowed: Collection[str]) -> str:
    """The address to connect to; raises Forbidden where one of those that the name has is not to be asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    judged = [ip_address(address) for address in addresses]
    if any(is_never(one) for one in judged):
        raise Forbidden(NOT_PUBLIC)
    if host.casefold() not in allowed and not all(is_public(one) for one in judged):
        raise Forbidden(NOT_PUBLIC)
    return addresses[0]


class CarefulAdapter(HTTPAdapter):
    """Connects only where `resolved` lets it."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **names: Any) -> None:  # noqa: ANN401 - urllib3's
        super().init_poolmanager(*arguments, **names)
        self.poolmanager.pool_classes_by_scheme = _pools(self._allowed)


def _pools(allowed: frozenset[str]) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn, allowed)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn, allowed)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _connected(connection: HTTPConnection, connect: Any, allowed: frozenset[str]) -> socket.socket:  # noqa: ANN401
    """A socket to the address that was judged; certificates are still held against the name."""
    name = connection._dns_host
    connection._dns_host = resolved(name.rstrip(".").strip("[]"), connection.port or 0, allowed)
    try:
        made: socket.socket = connect()
        return made
    finally:
        connection._dns_host = name
