"""Files that this process is writing: whose, how far they are, and how one is ended."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from domain.roles import Actor

Pairs = Sequence[tuple[str, str]]
"""A query as an address has it."""


@dataclass(frozen=True, eq=False, slots=True)
class UnderWay:
    """A file by its name and the query it was asked with; `rows` are all that it will have, where that is known."""

    actor: Actor
    name: str
    pairs: Pairs
    written: Callable[[], int]
    end: Callable[[], None]
    rows: int | None = None

    def is_one(self, actor: Actor, name: str, pairs: Pairs) -> bool:
        """Whether it is this file, and this actor's."""
        mine = (actor.person, actor.name) == (self.actor.person, self.actor.name)
        return mine and self.name == name and [*self.pairs] == [*pairs]


_files: tuple[UnderWay, ...] = ()
"""Replaced and never changed, since the threads of pages read it."""

_changing = Lock()


@contextmanager
def noted(file: UnderWay) -> Iterator[None]:
    """Have it among those that are being written, for as long as the block runs."""
    global _files
    with _changing:
        _files = (*_files, file)
    try:
        yield
    finally:
        with _changing:
            _files = tuple(one for one in _files if one is not file)


def files(asker: Actor, name: str, pairs: Pairs) -> list[UnderWay]:
    """Those of one address that somebody has asked for, the oldest first."""
    return [file for file in _files if file.is_one(asker, name, pairs)]
