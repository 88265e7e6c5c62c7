"""What the store asks of an engine beyond single statements, done by PostgreSQL."""

import select
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from typing import Any

from psycopg.rows import tuple_row

from store.engine.interface import IN_SETS, Cursor, Parameters
from store.engine.patience import BUSY_TIMEOUT, longest
from store.engine.postgresql import schema
from store.engine.postgresql.connection import OWN, PREFIX, PostgresqlConnection, PostgresqlCursor
from store.engine.postgresql.hearing import CHANNEL
from store.engine.postgresql.translation import statements

_TOGETHER = 1000
"""Rows inserted by one statement."""

_MANY = 50
"""Rows from which on COPY, which is told by itself, costs less than a statement with all values in it."""

WRITERS = 0x6C696E6B
"""The advisory lock of who writes: shared by those who lock the rows that they rely on, of one alone who does not."""


_NAMED = 0x6E616D65
"""Of the locks that have names, apart from those that have a number."""

_LINKS = 0x6C6B
"""Of the locks of links."""


@contextmanager
def transaction(
    connection: PostgresqlConnection,
    *,
    patience: float = BUSY_TIMEOUT,
    beside: bool = False,
    link: str | None = None,
    at_once: bool = True,
) -> Iterator[PostgresqlConnection]:
    """All or nothing; alone among all who write, or `beside` others who have said so too, of the `link` alone."""
    wait = max(1, int(min(patience, longest()) * 1000))  # milliseconds; 0 would be for ever
    locks = f"pg_advisory_xact_lock{'_shared' if beside or link is not None else ''}({WRITERS})"
    if link is not None:
        locks += f", pg_advisory_xact_lock({_LINKS}, hashtext({connection.literal(link).decode()}))"
    with _ending(connection, "BEGIN", f"SELECT set_config('lock_timeout', '{wait}', true), {locks}"):
        if at_once:
            connection.arrive()
        yield connection


def lock(connection: PostgresqlConnection, name: str) -> None:
    """Wait, before the next statement, until no other transaction holds what has this name."""
    send(connection, "SELECT pg_advisory_xact_lock(:namespace, hashtext(:name))", {"namespace": _NAMED, "name": name})


def tell(connection: PostgresqlConnection, where: str, parameters: Parameters) -> None:
    """Equal notices of one transaction are one."""
    send(connection, f"SELECT pg_notify('{CHANNEL}', '')" + (f" WHERE EXISTS ({where})" if where else ""), parameters)


def send(connection: PostgresqlConnection, sql: str, parameters: Parameters) -> None:
    """Run a statement whose answer nobody waits for, together with the next one."""
    connection.send(connection.filled(sql, parameters))


def count_up(
    connection: PostgresqlConnection, table: str, key: str, number: str, which: Iterable[str], *, known: bool
) -> None:
    """Add one to the numbers of these keys, once, as the transaction ends."""
    connection.count_up(table, key, number, which, known=known)


def answers(
    connection: PostgresqlConnection, questions: Iterable[tuple[str, Parameters]], *, ends: bool
) -> list[list[Any]]:
    """The rows that each statement answers, in one round trip, with which the transaction `ends` if it does."""
    return connection.answers(questions, ends=ends)


@contextmanager
def snapshot(connection: PostgresqlConnection) -> Iterator[PostgresqlConnection]:
    """Every query inside sees the same state of the database."""
    with _ending(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
        yield connection


@contextmanager
def _ending(connection: PostgresqlConnection, *beginning: str) -> Iterator[None]:
    """The transaction begins with its first statement; one without any is none."""
    try:
        for statement in beginning:
            connection.send(statement.encode())
        yield
        connection.commit(len(beginning))
    except BaseException:
        connection.forget()
        if not connection.raw.closed and connection.in_transaction:
            connection.run(b"ROLLBACK")
        raise


def define(connection: PostgresqlConnection, name: str, _arity: int, function: Callable[..., Any]) -> None:
    """Have rows of this connection answered by a function of a sight."""
    connection.define(name, function)


def is_alive(connection: PostgresqlConnection) -> bool:
    """Whether the server still answers this connection, as far as can be told without asking it.

    To one that it ends it says so, or the system does, which nobody has read: a connection at rest hears nothing else.
    """
    if connection.raw.closed:
        return False
    heard = select.poll()
    heard.register(connection.raw.fileno(), select.POLLIN)
    return not heard.poll(0)


def tuples(cursor: Cursor) -> Cursor:
    """The same answer in plain tuples."""
    if isinstance(cursor, PostgresqlCursor):
        cursor.in_tuples()
    return cursor


def only_read(connection: PostgresqlConnection) -> None:
    """Have the connection write nothing any more."""
    connection.run(b"SET default_transaction_read_only = on")


def writing_own(_connection: PostgresqlConnection) -> AbstractContextManager[None]:
    """Temporary tables may be written by whoever only reads."""
    return nullcontext()


def run_script(connection: PostgresqlConnection, text: str) -> None:
    """Run the statements of a script, of whichever engine, in the caller's transaction."""
    told = [made for statement in statements(text) if (made := schema.translated(statement))]
    # SQLite lets a view stand before what it shows is there.
    for statement in sorted(told, key=schema.is_view):
        connection.run(statement.encode())


def complete_schema(connection: PostgresqlConnection) -> None:
    """Make what stands beside the tables."""
    schema.complete(connection)


def for_each(table: str, name: str, select: str) -> str:  # noqa: ARG001 - as every engine has it
    """What is looked for by a key that depends on another row would be looked for anew at each row of the table."""
    return f"CROSS JOIN LATERAL ({select}) AS {name}"


def has_table(connection: PostgresqlConnection, name: str) -> bool:
    sql = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = :name"
    return connection.execute(sql, {"name": name}).fetchone() is not None


def tables(connection: PostgresqlConnection) -> dict[str, list[str]]:
    """The columns of every table of ours, by the table's name."""
    kept = schema.shapes(connection, "r").items()
    found = {name.removeprefix(PREFIX): [*shape] for name, shape in kept if name not in OWN}
    for name, sets in IN_SETS.items():
        if sets in found:
            found[name] = [column for column in found.pop(sets) if column != "bucket"]
    return found


def shapes(connection: PostgresqlConnection) -> dict[str, dict[str, str]]:
    """The columns of every table and view, each with its type as SQLite has it."""
    kept = schema.shapes(connection, "rv").items()
    return {name: shape for name, shape in kept if name not in OWN and not name.startswith(PREFIX)}


def have_keys(connection: PostgresqlConnection, links: Iterable[str]) -> None:
    """Have the links have keys where their bodies are encrypted."""
    if connection.have_keys:
        connection.have_keys(links)


def texts_inside(table: str, path: str, name: str) -> str:
    """SELECT what is under a name in the objects of a list of the bodies."""
    found = f"CAST(body AS json) -> '{path}'"
    members = f"json_array_elements(CASE json_typeof({found}) WHEN 'array' THEN {found} ELSE '[]' END)"
    return (
        f"SELECT DISTINCT item.value ->> '{name}' FROM main.bodies_{table}, {members} AS item (value)"
        " WHERE json_typeof(item.value) = 'object'"
    )


def stand_before(connection: PostgresqlConnection, views: Sequence[str]) -> None:
    """Have the connection see what the views would show in place of their tables, in statements that go through it."""
    connection.put_before(views)


def put_before(connection: PostgresqlConnection, views: Iterable[str]) -> None:
    """Make views that the connection sees in place of their tables."""
    filled = [connection.filled(sql, ()) for sql in views]
    connection.run(b"BEGIN")
    if filled:
        connection.run(b";".join(filled))
    connection.run(b"COMMIT")


def missing_triggers(connection: PostgresqlConnection, _script: str) -> list[str]:
    """The triggers of `own.sql` which are not there, or are others."""
    return schema.missing_triggers(connection)


def next_keys(connection: PostgresqlConnection, table: str, count: int) -> Sequence[int]:
    """So many keys that nobody else gets."""
    if not count:
        return []
    sequence = f"(SELECT pg_get_serial_sequence('public.{table}', 'key')::regclass)"  # looked up once
    sql = f"SELECT array_agg(nextval({sequence})) FROM generate_series(1, :count)"
    keys: list[int] = connection.execute(sql, {"count": count}).fetchone()[0]
    return keys


def insert_many(
    connection: PostgresqlConnection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert new rows, values in the order of the columns."""
    told = [*rows]
    if len(told) < _MANY:
        _insert(connection, table, columns, told, b"")
    else:
        load_many(connection, table, columns, told)


def load_many(
    connection: PostgresqlConnection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert very many rows, by COPY."""
    connection.arrive()
    into = connection.written(table)
    with connection.raw.cursor() as cursor, cursor.copy(f"COPY {into} ({', '.join(columns)}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def stream(connection: PostgresqlConnection, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, some at a time, from a cursor in the server."""
    connection.arrive()
    with connection.raw.cursor(name="stream", row_factory=tuple_row) as cursor:
        cursor.itersize = _TOGETHER
        cursor.execute(connection.filled(sql, parameters))
        yield from cursor


def restart_keys(connection: PostgresqlConnection) -> None:
    """Have every sequence of a key go on behind the largest."""
    for table, column in connection.execute(_COUNTED).fetchall():
        connection.run(
            f"SELECT setval(pg_get_serial_sequence('public.{table}', '{column}'),"
            f" coalesce((SELECT max({column}) FROM {table}), 0) + 1, false)".encode()
        )


_COUNTED = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND is_identity = 'YES'
"""


def upsert_many(
    connection: PostgresqlConnection,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sums: Collection[str] = (),
) -> None:
    """Insert rows over those with the same key, the values of `sums` added to those that are there."""
    table = connection.written(table)
    values = {name: f"{table}.{name} + excluded.{name}" if name in sums else f"excluded.{name}" for name in columns}
    updates = ", ".join(f"{name} = {value}" for name, value in values.items() if name not in key)
    clause = f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"
    places = [columns.index(name) for name in key]
    told = [*rows]
    if not sums:  # one statement may not meet a key twice: the last one counts
        told = [*{tuple(row[place] for place in places): row for row in told}.values()]
    if len(told) < _MANY:
        _insert(connection, table, columns, told, clause.encode())
        return
    names, incoming = ", ".join(columns), _incoming(connection, table, columns)
    load_many(connection, incoming, columns, told)
    # In the order of their keys, as those come who are fewer: so that no two wait for each other.
    connection.run(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {incoming} ORDER BY {', '.join(key)}{clause}".encode()
    )


def _incoming(connection: PostgresqlConnection, table: str, columns: Sequence[str]) -> str:
    """An empty table of this session's, whichever a pooler has given us, with some columns of a table."""
    name = f"incoming_{zlib.crc32(' '.join([table, *columns]).encode()):08x}"
    sql = (
        f"CREATE TEMP TABLE IF NOT EXISTS {name} ON COMMIT DELETE ROWS"
        f" AS SELECT {', '.join(columns)} FROM {table} WITH NO DATA"
    )
    connection.send(sql.encode())
    connection.send(f"DELETE FROM {name}".encode())  # what the same transaction has put there before
    return name


def _insert(
    connection: PostgresqlConnection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    clause: bytes,
) -> None:
    head = f"INSERT INTO {connection.written(table)} ({', '.join(columns)}) VALUES ".encode()
    literal, rest = connection.literal, iter(rows)
    while some := [*islice(rest, _TOGETHER)]:
        told = b",".join([b"(" + b",".join([literal(value) for value in row]) + b")" for row in some])
        connection.run(head + told + clause)
