"""The sockets that a server of ours listens on, and how many descriptors it may have."""

import contextlib
import resource
import socket
from collections.abc import Iterable
from ipaddress import ip_address

from belvo_client import is_loopback
from settings import LOOPBACK, SECRETS_FILE, BadSetting

_MOST_FILES = 65_536


def refusals(addresses: Iterable[tuple[str, str]], *, signs_in: bool) -> list[str]:
    """Why a server may not listen at these addresses, by what names them; a line each, with its cure."""
    if signs_in:
        return []
    return [
        f"{name} {address} would let everybody in, since nobody has to sign in. "
        f"Set up [auth] and [roles] in .streamlit/{SECRETS_FILE.name} (docs/security.md), or take {name} out."
        for name, address in addresses
        if not is_of_this_machine(address)
    ]


def is_of_this_machine(address: str) -> bool:
    """Whether who listens at this address is reached by nobody else."""
    return is_loopback(f"http://[{address}]" if ":" in address else f"http://{address}")


def listeners(host: str, port: int, *, other: str) -> list[socket.socket]:
    """Where the server listens; beside one address alone on the loopback too, where its own worker finds it.

    Raises BadSetting, with the `other` command that names another port.
    """
    if ip_address(host).is_unspecified:
        return [_listener(host, port, other)]
    near = _listener(LOOPBACK, port, other)
    return [near] if host == LOOPBACK else [near, _listener(host, near.getsockname()[1], other)]


def _listener(host: str, port: int, other: str) -> socket.socket:
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer takes 40 ms longer.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        if host != LOOPBACK:
            raise BadSetting(
                "LINKDESK_HOST", f"LINKDESK_HOST {host}, port {port}, can't be listened on ({error.strerror})."
            ) from error
        problem = f"Port {port} can't be used ({error.strerror}). Name another one: {other}"
        raise BadSetting("PORT", problem) from error
    return listener


def open_many_files() -> None:
    """Take as many descriptors as the system allows: what shells give, 1,024 mostly, is soon used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):  # a system may allow less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
