"""What the store asks of an engine beyond single statements: each is done by the engine of the connection.

PostgreSQL's driver is loaded only where a store is there: it costs a tenth of a second.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any

from store.engine import sqlite, views
from store.engine.interface import Connection, Cursor, Parameters
from store.engine.patience import BUSY_TIMEOUT


def _postgresql() -> ModuleType:
    from store.engine.postgresql import operations

    return operations


def _of(connection: Connection) -> Any:  # noqa: ANN401 - a module of functions
    return sqlite if isinstance(connection, sqlite3.Connection) else _postgresql()


def transaction(
    connection: Connection,
    *,
    gives_way: bool = True,
    patience: float = BUSY_TIMEOUT,
    beside: bool = False,
    link: str | None = None,
    at_once: bool = True,
) -> AbstractContextManager[Connection]:
    """All or nothing, alone among all who write; or `beside` others who have said so too, where the engine can.

    Whoever writes beside others locks the rows that it relies on, or writes of one `link`, and is alone among those who
    say that they write of it. One that need not begin `at_once` may do so with its first statement.
    """
    if isinstance(connection, sqlite3.Connection):
        return sqlite.transaction(connection, gives_way=gives_way, patience=patience)
    made: AbstractContextManager[Connection] = _postgresql().transaction(
        connection, patience=patience, beside=beside, link=link, at_once=at_once
    )
    return made


def is_alive(connection: Connection) -> bool:
    """Whether a connection at rest can still be used; a file's always can."""
    if isinstance(connection, sqlite3.Connection):
        return True
    alive: bool = _postgresql().is_alive(connection)
    return alive


def lock(connection: Connection, name: str) -> None:
    """Have the caller's transaction, from its next statement on, be the only one that holds what has this name.

    Where it is alone, it is so.
    """
    if not isinstance(connection, sqlite3.Connection):
        _postgresql().lock(connection, name)


def has_sets(connection: Connection) -> bool:
    """Whether sums over all links are kept in several sets, each by some of the links, so that many can add to them."""
    return not isinstance(connection, sqlite3.Connection)


def keeps_slots(connection: Connection) -> bool:
    """Whether tables of slots find rows; where any order of an index costs the same, one of the rows' own does."""
    return isinstance(connection, sqlite3.Connection)


def for_each(connection: Connection, table: str, name: str, select: str) -> str:
    """SQL of a join with the rows of a table, under a name, that a query finds for each row before it.

    The query may name columns of what stands before it; it selects the key, and what else is read of its rows.
    """
    made: str = _of(connection).for_each(table, name, select)
    return made


def lists_by_day(connection: Connection) -> bool:
    """Whether an index has the transactions of all links by day."""
    return not isinstance(connection, sqlite3.Connection)


def tell(connection: Connection, where: str = "", parameters: Parameters = ()) -> None:
    """Have all who listen know, once the caller's transaction is committed, that there may be work.

    With the SELECT `where` they are told if it finds something.
    """
    if not isinstance(connection, sqlite3.Connection):
        _postgresql().tell(connection, where, parameters)


def send(connection: Connection, sql: str, parameters: Parameters) -> None:
    """Run a statement whose answer nobody waits for: where the engine is elsewhere, together with the next one."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute(sql, parameters)
    else:
        _postgresql().send(connection, sql, parameters)


def count_up(
    connection: Connection, table: str, key: str, number: str, which: Iterable[str], *, known: bool = False
) -> None:
    """Add one to the numbers of these keys, which begin with one; where they are `known`, to no others than are there.

    Where others write beside, it is done as the transaction ends and in one order, so that nobody waits for another but
    to the end of its commit.
    """
    if not isinstance(connection, sqlite3.Connection):
        _postgresql().count_up(connection, table, key, number, which, known=known)
        return
    add = f"SET {number} = {number} + 1"
    insert = f"INSERT INTO {table} ({key}, {number}) VALUES (:one, 1) ON CONFLICT ({key}) DO UPDATE {add}"
    for one in sorted(set(which)):
        connection.execute(f"UPDATE {table} {add} WHERE {key} = :one" if known else insert, {"one": one})


def answers(connection: Connection, *questions: tuple[str, Parameters], ends: bool = False) -> list[list[Any]]:
    """The rows that each statement answers, in one round trip.

    The caller's transaction `ends` with them if it does: where the engine is elsewhere, within the same round trip.
    """
    if isinstance(connection, sqlite3.Connection):
        return [connection.execute(*question).fetchall() for question in questions]
    found: list[list[Any]] = _postgresql().answers(connection, questions, ends=ends)
    return found


def snapshot(connection: Connection) -> AbstractContextManager[Connection]:
    """Every query inside sees the same state of the database."""
    made: AbstractContextManager[Connection] = _of(connection).snapshot(connection)
    return made


def define(connection: Connection, name: str, arity: int, function: Callable[..., Any]) -> None:
    """Have SQL on this connection know a function; the same values always give the same answer."""
    _of(connection).define(connection, name, arity, function)


def tuples(cursor: Cursor) -> Cursor:
    """The same answer in plain tuples, which cost less than rows with names."""
    if isinstance(cursor, sqlite3.Cursor):
        cursor.row_factory = None
        return cursor
    plain: Cursor = _postgresql().tuples(cursor)
    return plain


def only_read(connection: Connection) -> None:
    """Have the connection write nothing any more."""
    _of(connection).only_read(connection)


def writing_own(connection: Connection) -> AbstractContextManager[None]:
    """Let a connection that only reads write tables of its own, while the block lasts."""
    made: AbstractContextManager[None] = _of(connection).writing_own(connection)
    return made


def run_script(connection: Connection, text: str) -> None:
    """Run the statements of a script in the caller's transaction."""
    _of(connection).run_script(connection, text)


def prepare_history(connection: Connection, register: Callable[[Connection], None]) -> None:
    """Have the steps of the schema's history know their functions, where SQL can call Python."""
    if isinstance(connection, sqlite3.Connection):
        register(connection)


def have_keys(connection: Connection, links: Iterable[str]) -> None:
    """Have the links have keys, where their bodies lie encrypted, before any is written."""
    if not isinstance(connection, sqlite3.Connection):
        _postgresql().have_keys(connection, links)


def complete_schema(connection: Connection) -> None:
    """Make what the engine has beside the tables, in the caller's transaction."""
    if not isinstance(connection, sqlite3.Connection):
        _postgresql().complete_schema(connection)


def has_column(connection: Connection, table: str, column: str) -> bool:
    return column in tables(connection).get(table, ())


def has_table(connection: Connection, name: str) -> bool:
    found: bool = _of(connection).has_table(connection, name)
    return found


def tables(connection: Connection) -> dict[str, list[str]]:
    """The columns of every table of ours, by the table's name."""
    found: dict[str, list[str]] = _of(connection).tables(connection)
    return found


def missing_triggers(connection: Connection, script: str) -> list[str]:
    """The triggers of the schema that a script makes which are not there, or are others."""
    found: list[str] = _of(connection).missing_triggers(connection, script)
    return found


def shapes(connection: Connection) -> dict[str, dict[str, str]]:
    """The columns of every table and view of the store's, each with its type."""
    if isinstance(connection, sqlite3.Connection):
        return views.shapes(connection)
    found: dict[str, dict[str, str]] = _postgresql().shapes(connection)
    return found


def texts_inside(connection: Connection, table: str, path: str, name: str) -> str:
    """SELECT what is under a name in the objects of a list of the bodies."""
    if isinstance(connection, sqlite3.Connection):
        return views.texts_inside(table, path, name)
    made: str = _postgresql().texts_inside(table, path, name)
    return made


def stand_before(connection: Connection, made: Sequence[str]) -> None:
    """Have the connection see what the views show in place of their tables.

    Where making many costs much, that is told with each statement that names one, and further views need `put_before`.
    """
    if isinstance(connection, sqlite3.Connection):
        views.put_before(connection, made)
    else:
        _postgresql().stand_before(connection, made)


def put_before(connection: Connection, made: Iterable[str]) -> None:
    """Make views that the connection sees in place of their tables."""
    if isinstance(connection, sqlite3.Connection):
        views.put_before(connection, made)
    else:
        _postgresql().put_before(connection, made)


def next_keys(connection: Connection, table: str, count: int) -> Sequence[int]:
    """So many keys of the table that nobody else gets, in the caller's transaction."""
    found: Sequence[int] = _of(connection).next_keys(connection, table, count)
    return found


def insert_many(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert new rows, values in the order of the columns."""
    _of(connection).insert_many(connection, table, columns, rows)


def load_many(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert very many rows, none of which is there, by the engine's quickest way."""
    _of(connection).load_many(connection, table, columns, rows)


def stream(connection: Connection, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer of any length, some at a time, within a transaction or a snapshot."""
    found: Iterator[tuple[Any, ...]] = _of(connection).stream(connection, sql, parameters)
    return found


def restart_keys(connection: Connection) -> None:
    """Have new keys begin behind those that are there, after rows were loaded with theirs."""
    _of(connection).restart_keys(connection)


def upsert_many(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sums: Collection[str] = (),
) -> None:
    """Insert rows, values in the order of the columns, over those with the same key.

    The values of `sums` are added to those that are there.
    """
    _of(connection).upsert_many(connection, table, columns, key, rows, sums=sums)
