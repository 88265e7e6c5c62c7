"""`python -m sync` as a process of its own, against a scripted Belvo and a store in a folder of the test's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.kit.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("planted-id-of-a-key", "planted-password-of-a-key")


def environment(data_dir: Path, url: str) -> dict[str, str]:
    """A desk on a Belvo at that URL, with keys."""
    return {
        **local_environment(data_dir),
        "BELVO_ENV": "sandbox",
        "BELVO_BASE_URL": url,
        "BELVO_SECRET_ID": KEYS[0],
        "BELVO_SECRET_PASSWORD": KEYS[1],
    }


def local_environment(data_dir: Path) -> dict[str, str]:
    """A desk as it is without any setting but the folder of its data."""
    return {**os.environ, "LINKDESK_DATA_DIR": str(data_dir)}


def store_path(data_dir: Path) -> Path:
    return data_dir / "sandbox.db"


@contextmanager
def worker(data_dir: Path, url: str, *, pulls: int = 8) -> "Iterator[subprocess.Popen[str]]":
    """A worker whose standard input is a pipe; ended with the block, if it has not ended before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sync", "--work", "--pulls", str(pulls)],
        cwd=ROOT,
        env=environment(data_dir, url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def sync(*arguments: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """What `python -m sync` says, and with which status it ends."""
    return subprocess.run(
        [sys.executable, "-m", "sync", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
