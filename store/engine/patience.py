"""How long a thread waits for what others have locked."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

BUSY_TIMEOUT = 30.0
"""Seconds that a connection waits for another one's write before it gives up."""

_patience: ContextVar[float] = ContextVar("patience", default=inf)
"""The most that this thread waits for the lock, whatever it would wait otherwise."""


def longest() -> float:
    """Seconds that this thread waits at most."""
    return _patience.get()


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Transactions of this thread in the block wait for the lock no longer than this; the error then is a busy one."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)
