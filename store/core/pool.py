"""Connections that many threads share, each lent to one at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from store import engine
from store.core.errors import StoreError
from store.engine import Connection

_KEPT_IDLE = 8


class Pool:
    """Connections at rest; a lent one belongs to one thread until it comes back.

    One that a server has ended meanwhile, since it was started anew or is another by now, is lent to nobody.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._lock = Lock()
        self._idle: list[Connection] = []
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> Connection:
        while (found := self._at_rest()) is not None:
            if engine.is_alive(found):
                return found
            found.close()
        return self._connect()

    def _at_rest(self) -> Connection | None:
        with self._lock:
            if self._closed:
                raise StoreError("The store is closed.")
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < _KEPT_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
