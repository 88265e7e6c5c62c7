"""Keeping under the rate that Belvo's firewall lets through: 80 calls in 30 s from one address."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from belvo_client.errors import RateLimited

CALLS = 75
"""Calls in 30 s: five less than Belvo allows, room for the network, which does not keep our distances."""

WINDOW = 30.0
"""Seconds in which Belvo's firewall counts."""

_LOOK = 1.0
"""Seconds between two looks for a place: it may be free before it was said to be."""

_is_urgent: ContextVar[bool] = ContextVar("is_urgent", default=True)


@contextmanager
def calling(*, is_urgent: bool) -> Iterator[None]:
    """Calls made meanwhile, here and in what is begun from here, are such that a person waits for, or are not."""
    before = _is_urgent.set(is_urgent)
    try:
        yield
    finally:
        _is_urgent.reset(before)


class Limiter(Protocol):
    """What a client asks before each call; one object may serve many clients, threads or processes."""

    def acquire(self) -> None:
        """Return when the next call may go out."""


class Unlimited:
    """For loopback addresses, which have no firewall."""

    def acquire(self) -> None:
        """Return at once."""


class RateLimiter:
    """At most `calls` in any `window` seconds, shared by the threads of a process."""

    def __init__(
        self,
        calls: int = CALLS,
        window: float = WINDOW,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        if calls < 1 or window <= 0:
            raise ValueError("A rate needs at least one call in a window above zero seconds.")
        self._window = window
        self._clock = clock
        self._sleep = sleep or (lambda seconds: time.sleep(seconds))
        self._lock = threading.Lock()
        #: When the last calls went out or will: a waiting caller has its place reserved, so callers keep their order.
        self._places: deque[float] = deque(maxlen=calls)

    def acquire(self) -> None:
        """Wait for a place."""
        with self._lock:
            now = self._clock()
            full = len(self._places) == self._places.maxlen
            place = max(now, self._places[0] + self._window) if full else now
            self._places.append(place)
        if place > now:
            self._sleep(place - now)


class Places(Protocol):
    """Where places for calls are taken, by whichever process."""

    def __call__(self, *, is_urgent: bool, waited: float, most: float | None) -> tuple[float, bool] | None:
        """In how many seconds a call may go out, and whether that place is taken; an urgent one's is, up to `most`.

        None where nobody knows at the moment.
        """


class SharedLimiter:
    """A rate that processes share: what a person waits for takes the next place, all else one that nobody else needs.

    An urgent call that would wait for more than `patience` seconds raises RateLimited at once. While nobody knows what
    the others do, the `spare` rate holds.
    """

    def __init__(
        self,
        take: Places,
        patience: float | None = None,
        *,
        spare: Limiter | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._take = take
        self._spare = spare or Unlimited()
        self._patience = patience
        self._sleep = sleep or (lambda seconds: time.sleep(seconds))

    def acquire(self) -> None:
        """Wait for a place."""
        is_urgent, waited = _is_urgent.get(), 0.0
        most = self._patience if is_urgent else None
        while True:
            found = self._take(is_urgent=is_urgent, waited=waited, most=most)
            if found is None:
                self._spare.acquire()
                return
            wait, is_taken = found
            if not is_taken and most is not None:
                raise RateLimited("The calls that Belvo lets through are used up for now.", retry_after=wait)
            pause = wait if is_taken else min(wait, _LOOK)
            if pause:
                self._sleep(pause)
            if is_taken:
                return
            waited += pause
