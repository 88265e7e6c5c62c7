"""A cache that is bounded, thread-safe, and builds each thing once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class _Entry(Generic[T]):
    def __init__(self) -> None:
        self.lock = Lock()
        self.value: T | None = None
        self.weight = 0


class Cache(Generic[T]):
    """Keeps what was used last, as long as the weights together stay below the limit."""

    def __init__(self, limit: int, weigh: Callable[[T], int]) -> None:
        self._limit = limit
        self._weigh = weigh
        self._lock = Lock()
        self._entries: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._weight = 0

    def get(self, key: Hashable, build: Callable[[], T]) -> T:
        """The value of a key; who comes first builds it, others wait for that."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
        with entry.lock:
            if entry.value is None:
                entry.value = build()
                self._weigh_in(key, entry, entry.value)
            return entry.value

    def clear(self) -> None:
        """Forget everything; what is being built is not kept."""
        with self._lock:
            self._entries.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    def _weigh_in(self, key: Hashable, entry: _Entry[T], value: T) -> None:
        with self._lock:
            if self._entries.get(key) is not entry:
                return  # pushed out while it was built
            entry.weight = self._weigh(value)
            self._weight += entry.weight
            while self._weight > self._limit and len(self._entries) > 1:
                _, oldest = self._entries.popitem(last=False)
                self._weight -= oldest.weight
