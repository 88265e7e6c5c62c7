"""The typesetter as a child of ours: it is given JSON and gives a PDF, in a time and a memory that are bounded."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO, Any

import orjson

HERE = Path(__file__).resolve().parent
FONTS, TEMPLATES = HERE / "fonts", HERE / "templates"
COMMAND = (sys.executable, "-m", "web.loan.typesetter")

LONGEST = 60.0
"""Seconds that a file may take to be set; one of a person takes less than two."""

_STEP = 0.05
"""Seconds between two looks at whether it is done, or nobody waits for it any more."""

_ENVIRONMENT = {"RAYON_NUM_THREADS": "1"}
"""Nothing of this process's: what is secret there stays there. On one core, since pages are drawn on the others."""

_MOST_SAID = 2_000


class NotSet(Exception):
    """The file could not be set in type; the message is for the server's log."""


class TookTooLong(NotSet):
    """It was not done in its time."""


class GivenUp(Exception):
    """Nobody waits for the file any more."""


def pdf(
    document: dict[str, Any],
    day: date,
    *,
    is_wanted: Callable[[], bool] = lambda: True,
    longest: float = LONGEST,
    command: tuple[str, ...] = COMMAND,
) -> bytes:
    """The document as PDF, made on this day by what it says of itself; the same bytes for the same document and day.

    Raises NotSet, TookTooLong, and GivenUp where it is not wanted any more.
    """
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as made, tempfile.TemporaryFile() as said:
        told.write(orjson.dumps({"document": document, "day": day.isoformat()}))
        told.seek(0)
        status = _run(command, told, made, said, is_wanted, longest)
        made.seek(0)
        said.seek(0)
        if status:
            raise NotSet(f"status {status}: {said.read(_MOST_SAID).decode(errors='replace').strip()}")
        return made.read()


def _run(
    command: tuple[str, ...],
    told: IO[bytes],
    made: IO[bytes],
    said: IO[bytes],
    is_wanted: Callable[[], bool],
    longest: float,
) -> int:
    process = subprocess.Popen(command, stdin=told, stdout=made, stderr=said, cwd=HERE.parent.parent, env=_ENVIRONMENT)
    ends = time.monotonic() + longest
    try:
        while True:
            try:
                return process.wait(_STEP)
            except subprocess.TimeoutExpired:
                if not is_wanted():
                    raise GivenUp from None
                if time.monotonic() > ends:
                    raise TookTooLong(f"not done in {longest:.0f} s") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
