"""A cache that threads share: bounded, and each thing is built once."""

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Any, Generic, TypeVar

from cachetools import LRUCache, cached

T = TypeVar("T")


class Cache(Generic[T]):
    """Keeps what was used last, as long as the weights together stay below the limit."""

    def __init__(self, limit: int, weigh: Callable[[T], int]) -> None:
        # What weighs more than the limit is kept all the same, alone.
        self._values: LRUCache[Hashable, T] = LRUCache(limit, lambda value: min(weigh(value), limit))
        self._get = cached(self._values, _key, condition=Condition())(_build)

    def get(self, key: Hashable, build: Callable[[], T]) -> T:
        """The value of a key; who comes first builds it, others wait for that."""
        value: T = self._get(key, build)
        return value

    def clear(self) -> None:
        self._get.cache_clear()

    def __len__(self) -> int:
        return len(self._values)


def _key(key: Hashable, build: Callable[[], Any]) -> Hashable:  # noqa: ARG001 - the arguments of `_build`
    return key


def _build(key: Hashable, build: Callable[[], Any]) -> Any:  # noqa: ANN401, ARG001 - whatever is built
    return build()
