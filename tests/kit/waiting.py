"""Waiting for what another thread, process or browser does, without guessing how long that takes."""

import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

T = TypeVar("T")

PATIENCE = 120
"""Seconds that anything may take on a machine that is busy with other things; what works never waits for so long."""


PROMPT = 25
"""Seconds within which is done what waits for nothing: less than the 30 and more that timeouts of ours have."""


def _rest() -> None:
    threading.Event().wait(0.01)  # which a test that replaces time.sleep does not replace


def until(find: Callable[[], T | None], *, rest: Callable[[], object] = _rest) -> T:
    """The first true thing that `find` gives; `rest` is called between two looks."""
    deadline = time.monotonic() + PATIENCE
    while not (found := find()):
        assert time.monotonic() < deadline, f"{find} found nothing in {PATIENCE} s"
        rest()
    return found


def run_apart(function: Callable[..., Awaitable[T]], *arguments: object) -> T:
    """Run it in a thread of its own: where a browser test ran before, Playwright's loop still sits in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(anyio.run, function, *arguments).result()
