"""Work beside the caller's, in a thread that does not keep the process alive as those of an executor would."""

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

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
