"""Which server works in a data folder: the file by which a terminal, or a second server, finds it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil
import requests

from belvo_client import plain_session
from settings import SettingsError

SERVER_FILE = "server.url"
"""Written by the running server into its data folder."""

SERVER_HEADER = "x-linkdesk-server"
"""Says which server answers, at /healthz."""


def announce(url: str, identity: str, data_dir: Path) -> Path:
    """Tell programs in a terminal, by a file, where this process serves the data folder, and how to know it there."""
    file = data_dir / SERVER_FILE
    written = file.with_suffix(f".{os.getpid()}")
    written.touch(mode=0o600)
    written.write_text(f"{url} {identity} {os.getpid()} {psutil.Process().create_time()}", encoding="ascii")
    return written.replace(file)


def withdraw(identity: str, data_dir: Path) -> None:
    """Take the file away, unless it is another server's by now."""
    file = data_dir / SERVER_FILE
    with suppress(OSError, ValueError):
        if identity in file.read_text(encoding="ascii").split():
            file.unlink()


def running_server(data_dir: Path) -> str | None:
    """The address of the server that works in this folder; None if none does, whoever answers there.

    Raises SettingsError for one that is there and does not answer.
    """
    found = _announced(data_dir)
    if found is None:
        return None
    if _server_at(found.url) == found.identity:
        return found.url
    if _is_running(found.process, found.began):
        raise SettingsError(
            "Server",
            f"Linkdesk (process {found.process}) works in {data_dir} and does not answer at {found.url}. "
            "Wait until it does, or end it, and try again.",
        )
    return None  # it was killed and has left its file behind; the address may be another program's by now


def refuse_a_second_server(data_dir: Path) -> None:
    """Raise SettingsError where the server of another process works in this folder."""
    found = _announced(data_dir)
    if found is None or (found.process == os.getpid() and _is_running(found.process, found.began)):
        return  # this one, whose modules are imported anew
    if url := running_server(data_dir):
        raise SettingsError(
            "Server",
            f"Linkdesk (process {found.process}) already works in {data_dir}. Open {url}, or end that one, or set "
            "LINKDESK_DATA_DIR to another folder.",
        )


class _Announced(NamedTuple):
    """What a server has written of itself: where it answers, as whom, and which process it is."""

    url: str
    identity: str
    process: int
    began: float


def _announced(data_dir: Path) -> _Announced | None:
    """The server that was started last in this folder; None if none was, or not one of today's."""
    try:
        url, identity, process, began = (data_dir / SERVER_FILE).read_text(encoding="ascii").split()
        return _Announced(url, identity, int(process), float(began))
    except (OSError, ValueError):
        return None


def _is_running(process: int, began: float) -> bool:
    """Whether this very process is there, and not a later one of its number."""
    try:
        return abs(psutil.Process(process).create_time() - began) < 1
    except psutil.Error:
        return False


def _server_at(url: str) -> str | None:
    """The id of the server at this root address; None if it is none of ours."""
    try:
        with plain_session(url) as session, session.get(f"{url}/healthz", timeout=5, stream=True) as answer:
            return answer.headers.get(SERVER_HEADER)
    except requests.RequestException:
        return None


def serves(url: str, timeout: float, path: str = "/_stcore/health") -> bool:
    """Whether a Linkdesk server answers at this root address, by this path of it, within so many seconds."""
    try:
        with plain_session(url) as session:
            session.trust_env = False  # no proxy leads to a socket of this machine
            return session.get(f"{url}{path}", timeout=timeout).ok
    except requests.RequestException:
        return False
