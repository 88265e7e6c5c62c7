"""Request ids: drawn from counts, so that the same course of events has the same ones."""

import sqlite3
from itertools import count

from belvo_sandbox.core.digests import digest
from belvo_sandbox.core.state import State, increment


def next_request_id(connection: sqlite3.Connection) -> str:
    """The id of a call whose work is announced by webhook."""
    return _id("request", increment(connection, "requests"))


class ErrorIds:
    """The request ids of a process's error answers: nothing of them is kept but that the process had its turn."""

    def __init__(self, state: State) -> None:
        with state.write() as connection:
            self._turn = increment(connection, "turns")
        self._numbers = count(1)

    def next(self) -> str:
        """The id of the next one."""
        return _id("answer", self._turn, next(self._numbers))


def _id(*parts: object) -> str:
    return digest(*parts).hex()[:32]
