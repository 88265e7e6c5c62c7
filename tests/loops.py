"""Asynchronous functions run from tests."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

T = TypeVar("T")


def run_apart(function: Callable[..., Awaitable[T]], *arguments: object) -> T:
    """Run it in a thread of its own: where a browser test ran before, Playwright's loop still sits in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(anyio.run, function, *arguments).result()
