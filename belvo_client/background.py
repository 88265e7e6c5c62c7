"""Work beside the caller's, in a thread that does not keep the process alive as those of an executor would."""

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextvars import copy_context
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


def in_background(call: Callable[[], T], name: str) -> "Future[T]":
    """Start the call in a thread of this name; its future has the result, or whatever the call raised.

    What the caller's context says, such as on whose behalf it works, holds there too.
    """
    future: Future[T] = Future()
    context = copy_context()

    def run() -> None:
        try:
            future.set_result(context.run(call))
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future gets it
            future.set_exception(error)

    Thread(target=run, name=name, daemon=True).start()
    return future


class Asked(Generic[T]):
    """A question that is asked once at a time, and for whose answer nobody waits long."""

    def __init__(self, ask: Callable[[], T], name: str) -> None:
        self._ask = ask
        self._name = name
        self._lock = Lock()
        self._pending: Future[T] | None = None
        self._began = 0.0

    def answer(self, patience: float) -> T:
        """What the call gives or raises; raises TimeoutError so many seconds after it was begun, by whomever it was."""
        with self._lock:
            if self._pending is None:
                self._pending, self._began = in_background(self._ask, self._name), time.monotonic()
            pending, until = self._pending, self._began + patience
        if not wait([pending], max(0.0, until - time.monotonic())).done:
            raise TimeoutError(f"{self._name}: no answer within {patience:.0f} s")
        with self._lock:
            if self._pending is pending:
                self._pending = None
        return pending.result()
