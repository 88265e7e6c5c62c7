"""Sequences whose items are made when somebody looks at them."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class LazySequence(Sequence[T]):
    """Items that follow from their indexes: a million of them take no room, and a slice takes no time."""

    def __init__(self, indexes: range, item: Callable[[int], T]) -> None:
        self._indexes = indexes
        self._item = item

    def __len__(self) -> int:
        return len(self._indexes)

    def __iter__(self) -> Iterator[T]:
        return map(self._item, self._indexes)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> "LazySequence[T]": ...
    def __getitem__(self, index: int | slice) -> "T | LazySequence[T]":
        if isinstance(index, slice):
            return LazySequence(self._indexes[index], self._item)
        return self._item(self._indexes[index])
