"""The local Belvo as a child of this process, for pulls from a terminal while no server runs."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server_file import running_server
from settings import Settings

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 5  # seconds that a child gets to end by itself


class NotStarted(Exception):
    """The local Belvo ended before it was ready."""


@contextmanager
def reached(settings: Settings) -> Iterator[Settings]:
    """The same with a Belvo to speak to: in `local` a running server's, or one of this process. Raises NotStarted."""
    if not settings.embeds_sandbox or settings.server_url:
        yield settings
    elif url := running_server(settings.data_dir):
        yield settings.at(url)
    else:
        with running(settings.sandbox_dir) as url:
            yield settings.model_copy(update={"base_url": url})


@contextmanager
def running(state: Path) -> Iterator[str]:
    """A local Belvo over the state in that folder, on a free port; yields its URL. Raises NotStarted."""
    command = [sys.executable, "-m", "belvo_sandbox", "--port", "0", "--data-dir", str(state)]
    child = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        yield _url(child)
    finally:
        _end(child)


def _url(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None  # noqa: S101  # it was asked for as a pipe
    ready = child.stdout.readline()
    if found := re.search(r"https?://[^\s/]+", ready):
        return found[0]
    raise NotStarted("The local Belvo did not start; its own message is above.")


def _end(child: "subprocess.Popen[str]") -> None:
    child.terminate()
    try:
        child.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
