"""The answer to a question, within its time."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    with _answered(db, asked, values, within) as (columns, found, _):
        rows = [*islice(found, limit + 1)]
    return Answer(columns, rows[:limit], len(rows) <= limit, time.monotonic() - began)


@contextmanager
def in_blocks(
    db: Database, asked: Question, values: Mapping[str, str], within: Within, *, largest: int
) -> Iterator[tuple[tuple[str, ...], Iterator[list[Row]]]]:
    """The columns, and all rows of an answer of so many characters at most, so many at a time as are read together.

    Raises as `ask` does, while the rows are read, too.
    """
    with _answered(db, asked, values, within, largest) as (columns, found, why):
        yield columns, _blocks(found, why)


def _blocks(found: Iterator[Row], why: Sequence[str]) -> Iterator[list[Row]]:
    while rows := [*islice(found, BLOCK)]:
        yield rows
        if why:  # an engine that waits to be asked for more has nothing that could be ended
            raise Interrupted(why[0])


@contextmanager
def _answered(
    db: Database, asked: Question, values: Mapping[str, str], within: Within, largest: int | None = None
) -> Iterator[tuple[tuple[str, ...], Iterator[Row], Sequence[str]]]:
    ends = own_transfers.ends(db) if _names_ends(asked) else {}

    def prepare(connection: Connection) -> None:
        engine.put_before(connection, statements())
        engine.insert_many(connection, OWN_ENDS, ("key", "other"), ends.items())

    with db.ask(prepare) as connection:
        confined.confine(connection, asked.tables, asked.made)
        answer = confined.answer(connection, asked.sql, asked.filled(values), _typed(values), largest)
        with _watched(connection, within) as why, answer as (columns, found):
            yield _apart(columns), map(_plain, found), why


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
def _watched(connection: Connection, within: Within) -> Iterator[Sequence[str]]:
    """Have what the connection does in the block ended when its time is over, or when nobody waits for it.

    What is yielded says why, once that is so.
    """
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
        yield why
    except Interrupted as error:
        _end(why, error)
    finally:
        over.set()
        watcher.join()


def _end(why: list[str], error: Interrupted) -> NoReturn:
    raise Interrupted(why[0] if why else str(error)) from error
