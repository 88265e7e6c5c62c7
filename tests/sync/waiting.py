"""Waiting for what another thread or process does, without guessing how long that takes."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    """Wait for the condition, which must come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)
