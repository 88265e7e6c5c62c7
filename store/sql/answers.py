"""The answer to a question, within its time."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import Event, Thread
from typing import Any, NoReturn

from store import engine
from store.core.errors import Interrupted
from store.database import Database
from store.engine import Connection, confined
from store.queries.banking import own_transfers
from store.sql.question import Question
from store.sql.views import OWN_ENDS, statements

_LOOK = 0.1
"""Seconds between two looks whether whoever asked has gone."""

BLOCK = 5_000
"""Rows of a block."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns, no two of one name, and rows; whether these are all; and the seconds it took."""

    columns: tuple[str, ...]
    rows: list[Row]
    is_all: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Within:
    """How long a question may take, and whether whoever asked has gone."""

    seconds: float
    has_gone: Callable[[], bool] = lambda: False


def ask(db: Database, asked: Question, values: Mapping[str, str], within: Within, *, limit: int) -> Answer:
    """The first rows of an answer.

    Raises BrokenQuery for what can't be asked, and Interrupted after too long a time or once whoever asked has gone.
    """
    began = time.monotonic()
    with _answered(db, asked, values, within) as (columns, found):
        rows = [*islice(found, limit + 1)]
    return Answer(columns, rows[:limit], len(rows) <= limit, time.monotonic() - began)


@contextmanager
def in_blocks(
    db: Database, asked: Question, values: Mapping[str, str], within: Within, *, limit: int
) -> Iterator[Iterator[Answer]]:
    """The same rows, so many of them at a time as are read together, each block an answer; at least one.

    Raises as `ask` does, while the blocks are read, too.
    """
    with _answered(db, asked, values, within) as (columns, found):
        yield _blocks(columns, islice(found, limit))


def _blocks(columns: tuple[str, ...], found: Iterator[Row]) -> Iterator[Answer]:
    began = time.monotonic()
    while True:
        rows = [*islice(found, BLOCK)]
        is_all = len(rows) < BLOCK
        yield Answer(columns, rows, is_all, time.monotonic() - began)
        if is_all:
            return


@contextmanager
def _answered(
    db: Database, asked: Question, values: Mapping[str, str], within: Within
) -> Iterator[tuple[tuple[str, ...], Iterator[Row]]]:
    ends = own_transfers.ends(db) if _names_ends(asked) else {}

    def prepare(connection: Connection) -> None:
        engine.put_before(connection, statements())
        engine.insert_many(connection, OWN_ENDS, ("key", "other"), ends.items())

    with db.ask(prepare) as connection:
        confined.confine(connection, asked.tables, asked.made)
        answer = confined.answer(connection, asked.sql, asked.filled(values), _typed(values))
        with _watched(connection, within), answer as (columns, found):
            yield _apart(columns), map(_plain, found)


def _names_ends(asked: Question) -> bool:
    """Whether it may need who is whose own transfer, which costs a look at all movements of the kind."""
    text = asked.sql.casefold()
    return "v_transactions" in asked.uses and ("own" in text or "other_end" in text or "*" in text)


def _typed(values: Mapping[str, str]) -> dict[str, object]:
    """Values as SQLite compares them: what is written as a number is one."""
    return {name: _number(value) for name, value in values.items()}


def _number(value: str) -> object:
    if value != value.strip() or (value.startswith("0") and value[1:2].isdigit()):
        return value
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def _apart(columns: list[str]) -> tuple[str, ...]:
    """Names of which no two are the same."""
    made: list[str] = []
    for name in columns:
        number, told = 1, name
        while told in made:
            number += 1
            told = f"{name}_{number}"
        made.append(told)
    return tuple(made)


def _plain(row: Row) -> Row:
    return tuple(value.hex() if isinstance(value, bytes) else value for value in row)


@contextmanager
def _watched(connection: Connection, within: Within) -> Iterator[None]:
    """Have what the connection does in the block ended when its time is over, or when nobody waits for it."""
    over, why = Event(), list[str]()

    def watch() -> None:
        until = time.monotonic() + within.seconds
        while not over.wait(_LOOK):
            if within.has_gone():
                why.append("Whoever asked this has gone.")
            elif time.monotonic() > until:
                why.append(
                    f"This took longer than {within.seconds:g} seconds, and was ended. Ask for fewer days, links or "
                    "columns."
                )
            if why:
                confined.interrupt(connection)

    watcher = Thread(target=watch, name="question", daemon=True)
    watcher.start()
    try:
        yield
    except Interrupted as error:
        _end(why, error)
    finally:
        over.set()
        watcher.join()


def _end(why: list[str], error: Interrupted) -> NoReturn:
    raise Interrupted(why[0] if why else str(error)) from error
