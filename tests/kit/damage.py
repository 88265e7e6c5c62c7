"""A store's file as a failing disk leaves it."""

import random
from pathlib import Path

PAGE = 8192  # bytes


def ruin(path: Path) -> None:
    """Put other bytes into every page but the first; whoever has the file open finds them there."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(PAGE)
        file.write(random.Random(7).randbytes(size - PAGE))  # noqa: S311 - the same in each run
