"""Keeping under the rate that Belvo's firewall lets through: 80 calls in 30 s from one address."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

CALLS = 75
"""Calls in 30 s: five less than Belvo allows, room for the network, which does not keep our distances."""


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
        window: float = 30,
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
