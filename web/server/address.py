"""Where this process really listens, whichever way the server was started."""

import anyio
import anyio.to_thread
import psutil

from server_file import serves

_PATIENCE = 5.0  # seconds
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - read from a socket, not bound


async def listening_url(scheme: str = "http", path: str = "/_stcore/health") -> str:
    """The root address of this server, once it answers there by this scheme, and by this path.

    A launcher's flags, a port chosen after a busy one and uvicorn's own command line leave no common trace but the
    socket, so the process looks at its own.
    """
    while True:
        for url in _sockets(scheme):
            if await anyio.to_thread.run_sync(serves, url, _PATIENCE, path):
                return url
        await anyio.sleep(0.02)


def listening_addresses() -> list[str]:
    """The addresses of this machine at which this process listens, without their ports."""
    return sorted({ip for ip, _ in _listening()})


def _sockets(scheme: str) -> list[str]:
    return sorted(f"{scheme}://{_host(ip)}:{port}" for ip, port in _listening())


def _host(ip: str) -> str:
    return _WILDCARDS.get(ip) or (f"[{ip}]" if ":" in ip else ip)


def _listening() -> set[tuple[str, int]]:
    connections = psutil.Process().net_connections(kind="tcp")
    return {(c.laddr.ip, c.laddr.port) for c in connections if c.status == psutil.CONN_LISTEN and c.laddr}
