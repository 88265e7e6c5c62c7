"""The proxy of deploy/haproxy.cfg, before servers of a test's on this machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from settings import ROOT
from tests.kit.ports import free_port
from tests.kit.waiting import PATIENCE, until

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
_BESIDE_PATH = "/usr/sbin"
"""Where Debian has it, which is not on everybody's path."""


def program() -> str:
    """The HAProxy that tests/install_haproxy.sh finds or installs; a test is left out where none can be had."""
    found = shutil.which("haproxy") or shutil.which("haproxy", path=_BESIDE_PATH)
    return found or pytest.skip("No HAProxy can be had here; install 2.6 or newer")


@contextmanager
def running_proxy(folder: Path, port: int, dashboards: Sequence[str], receivers: Sequence[str]) -> Iterator[str]:
    """The address of a proxy before two dashboards and two receivers, or one twice, that are at these addresses."""
    file = folder / "haproxy.cfg"
    file.write_text(_here(port, dashboards, receivers), encoding="utf-8")
    process = subprocess.Popen([program(), "-db", "-f", str(file)], stderr=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or _answers(url))
        if process.poll() is not None:
            raise RuntimeError(f"HAProxy did not start:\n{process.communicate()[1]}")
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _here(port: int, dashboards: Sequence[str], receivers: Sequence[str]) -> str:
    """The configuration for this machine, and without encryption; it is the one that is delivered in all else."""
    changes = {
        r"^    maxconn 10000$": "    maxconn 100",
        r"^    (user|group) haproxy\n": "",
        r"^    log /dev/log local0\n": "",
        r"^    log global\n": "",
        r"bind :80$": f"bind 127.0.0.1:{free_port()}",
        r"bind :443 ssl .*$": f"bind 127.0.0.1:{port}",
        r" httponly secure ": " httponly ",
        r"X-Forwarded-Proto https": "X-Forwarded-Proto http",
        r"linkdesk\.example\.com": f"127.0.0.1:{port}",
        r"10\.0\.0\.11:8501": dashboards[0],
        r"10\.0\.0\.12:8501": dashboards[-1],
        r"10\.0\.0\.11:8502": receivers[0],
        r"10\.0\.0\.12:8502": receivers[-1],
    }
    text = "\n".join(line for line in CONFIGURATION.read_text(encoding="utf-8").split("\n") if line[:1] != "#")
    for what, instead in changes.items():
        text, count = re.subn(what, instead, text, flags=re.M)
        assert count, f"{CONFIGURATION.name} has no {what} any more"
    return text


def _answers(url: str) -> bool:
    try:
        requests.get(url, timeout=PATIENCE, allow_redirects=False)
    except requests.ConnectionError:
        return False
    return True
