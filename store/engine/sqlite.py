"""SQLite: connections, transactions, the schema, bulk writes, and the expressions of SQL that are its own."""

import re
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from store.engine.interface import Connection, Cursor, Parameters
from store.engine.patience import BUSY_TIMEOUT, longest

if TYPE_CHECKING:
    import sqlite_utils

_LOOK, _TURN, _LONG = 0.0005, 0.001, 0.005
"""Seconds: between two looks whether the lock is free; that a long transaction leaves to others; what long is."""

_PRAGMAS = (
    "foreign_keys = ON",
    # WAL survives a killed process with NORMAL; only a power cut may lose the newest commits, which are pulled again.
    "synchronous = NORMAL",
    "temp_store = MEMORY",
    # Checkpoints write each touched page once: rarer ones halve the cost of rows that arrive in random order.
    "wal_autocheckpoint = 4000",
    "journal_size_limit = 67108864",
    # What is deleted is overwritten, so that an erased link cannot be read from the file.
    "secure_delete = ON",
)

CLUSTERED = "WITHOUT ROWID"
"""Ends a CREATE TABLE whose rows lie in the order of their primary key."""

_TOGETHER = 250
"""Rows inserted by one statement; every SQLite since 3.32 takes 32,766 values."""

_ASCII = bytes(range(128))

CLAIM = "/* claimed */"
"""Ends a SELECT of one row: it is ours until the end of the transaction, or another's already and passed over."""

KEPT = "/* kept */"
"""Ends a SELECT of rows that stay as they are until the end of the transaction."""

APART = "LIMIT 9223372036854775807 /* apart */"
"""Ends a SELECT of rows, within another that adds them up, that they are found by their indexes for.

SQLite would put all of a union together, as a table of an earlier day is one, before it took of it what is added up.
PostgreSQL, which would add up in one process then, is not told.
"""

NEXT_FENCE = "(SELECT max(fence) + 1 FROM jobs) + (SELECT key FROM json_each(:ids) WHERE value = jobs.id)"
"""For each of the jobs of the array `ids` a number that is larger than any that a claim has got."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit, usable from any thread, by one at a time."""
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.row_factory = sqlite3.Row
    try:
        _wait(connection, BUSY_TIMEOUT)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("fold", 1, lambda text: text and fold(text), deterministic=True)
        connection.execute("PRAGMA cache_size = -32768")  # kilobytes
        if read_only:
            only_read(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def in_memory() -> Connection:
    """A database of this process alone, that ends with the connection; usable from any thread, by one at a time."""
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def define(connection: Connection, name: str, arity: int, function: Callable[..., Any]) -> None:
    """Have SQL on this connection know a function; the same values always give the same answer."""
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - no other engine calls Python
    connection.create_function(name, arity, function, deterministic=True)


def tuples(cursor: Cursor) -> Cursor:
    """The same answer in plain tuples, which cost less than rows with names."""
    if isinstance(cursor, sqlite3.Cursor):
        cursor.row_factory = None
    return cursor


def only_read(connection: Connection) -> None:
    """Have the connection write nothing any more."""
    # Kilobytes. Readers are many, find most pages in the operating system's cache, and begin anew after each commit.
    connection.execute("PRAGMA cache_size = -2048")
    connection.execute("PRAGMA query_only = ON")


@contextmanager
def writing_own(connection: Connection) -> Iterator[None]:
    """Let a connection that only reads write its temporary tables; as it stands, it may write no table at all."""
    connection.execute("PRAGMA query_only = OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA query_only = ON")


def enable_concurrency(connection: Connection) -> None:
    """Let readers go on while somebody writes (WAL); waits for others who open the file at this moment."""
    deadline = time.monotonic() + BUSY_TIMEOUT
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # The change of mode does not wait by itself, whatever the busy timeout says.
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def is_busy(error: sqlite3.Error) -> bool:
    """Another connection held the lock for too long."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: sqlite3.Error) -> bool:
    """The file is not as SQLite wrote it."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_full(error: sqlite3.Error) -> bool:
    """The disk has no room left."""
    return _code(error) == sqlite3.SQLITE_FULL


def is_read_only(error: sqlite3.Error) -> bool:
    """The file, or a file beside it, may not be written."""
    return _code(error) == sqlite3.SQLITE_READONLY


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


@contextmanager
def transaction(
    connection: Connection, *, gives_way: bool = True, patience: float = BUSY_TIMEOUT
) -> Iterator[Connection]:
    """All or nothing, with the write lock held from the start; migrations run under the same lock."""
    _lock(connection, patience)
    began = time.monotonic()
    with _ending(connection):
        yield connection
    if gives_way and time.monotonic() - began > _LONG:
        time.sleep(_TURN)  # a pull writes page after page; whoever waits for the lock gets a turn in between


def _lock(connection: Connection, patience: float) -> None:
    """Wait for the lock by looking often: SQLite's own waiting looks ever more rarely and can go hungry for seconds."""
    deadline = time.monotonic() + min(patience, longest())
    _wait(connection, 0)
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_LOOK)
    finally:
        _wait(connection, BUSY_TIMEOUT)


def _wait(connection: Connection, seconds: float) -> None:
    """Let statements wait so long for what another connection has locked."""
    connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


@contextmanager
def snapshot(connection: Connection) -> Iterator[Connection]:
    """Every query inside sees the same state of the database."""
    connection.execute("BEGIN")
    with _ending(connection):
        yield connection


@contextmanager
def _ending(connection: Connection) -> Iterator[None]:
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def schema(connection: Connection) -> "sqlite_utils.Database":
    """The connection as what tables are made with."""
    # Imported here because it loads pandas (0.8 s), which a worker on a finished schema never needs.
    import sqlite_utils

    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - the history that needs it is SQLite's
    return sqlite_utils.Database(connection, execute_plugins=False, recursive_triggers=False)


def run_script(connection: Connection, text: str) -> None:
    """Run the statements of a script in the caller's transaction, which `executescript` would commit."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(statement)


def has_table(connection: Connection, name: str) -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"
    return connection.execute(sql, {"name": name}).fetchone() is not None


def tables(connection: Connection) -> dict[str, list[str]]:
    """The columns of every table of ours, by the table's name."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: [row["name"] for row in connection.execute(f"PRAGMA table_info({name})")] for (name,) in names}


def missing_triggers(connection: Connection, script: str) -> list[str]:
    """The triggers of a script which are not there, or were made with other words."""
    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    return [name for sql, name in _TRIGGERS.findall(script) if there.get(name) != sql]


_TRIGGERS = re.compile(r"^(CREATE TRIGGER (\w+) .*?\bEND);$", re.DOTALL | re.MULTILINE)


def insert_many(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert new rows, values in the order of the columns."""
    _insert(connection, table, columns, rows, "")


def load_many(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert very many rows."""
    insert_many(connection, table, columns, rows)


def stream(connection: Connection, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, read as they are asked for."""
    return iter(tuples(connection.execute(sql, parameters)))


def restart_keys(_connection: Connection) -> None:
    """A new key is one more than the largest in any case."""


def upsert_many(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sums: Collection[str] = (),
) -> None:
    """Insert rows, values in the order of the columns, over those with the same key; by position, since names cost.

    The values of `sums` are added to those that are there.
    """
    values = {name: f"{table}.{name} + excluded.{name}" if name in sums else f"excluded.{name}" for name in columns}
    updates = ", ".join(f"{name} = {value}" for name, value in values.items() if name not in key)
    _insert(connection, table, columns, rows, f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}")


def _insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]], clause: str
) -> None:
    """Many rows a statement, which saves a twentieth of what storing a page costs; the rest one by one."""
    head, one = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", f"({', '.join('?' * len(columns))})"
    rest = iter(rows)
    while len(some := [*islice(rest, _TOGETHER)]) == _TOGETHER:
        connection.execute(head + ", ".join([one] * _TOGETHER) + clause, [*chain.from_iterable(some)])
    if some:
        connection.executemany(head + one + clause, some)


def array(values: Iterable[object]) -> str:
    """The values as one parameter, for `among`."""
    return orjson.dumps([*values]).decode()


def among(column: str, parameter: str) -> str:
    """Condition: the column is one of the values of an array."""
    return f"{column} IN (SELECT value FROM json_each(:{parameter}))"


def found_first(column: str, select: str) -> str:
    """Condition: the column is one of what the query finds, all of which is looked for first, and then for their rows.

    PostgreSQL would look up the row of each as it is found; in the order in which they lie that takes half as long.
    """
    return f"{column} IN (/* first */{select}/* found */)"


def for_each(table: str, name: str, select: str) -> str:
    """The innermost query is kept apart by its WHERE, or all rows are sorted where the table is a union."""
    found = f"SELECT key FROM ({select}) AS found WHERE key IS NOT NULL"
    return f"CROSS JOIN {table} AS {name} ON {name}.key IN ({found})"


def next_keys(connection: Connection, table: str, count: int) -> Sequence[int]:
    """So many keys that nobody else gets: those behind the last one, while the caller's transaction holds the lock."""
    first: int = connection.execute(f"SELECT coalesce(max(key), 0) + 1 FROM {table}").fetchone()[0]
    return range(first, first + count)


def fold(text: str) -> str:
    """Text as it is searched: no case, no accents, one blank for any: "Café  Sol" and "CAFE SOL" fold to the same."""
    return " ".join(unaccented(text).split())


def folded(column: str) -> str:
    """The column as `fold` writes it, for tables of which few rows are looked at."""
    return f"fold({column})"


def unaccented(text: str) -> str:
    """Text without case and accents, its blanks as they are."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text)
    # Only what is beyond ASCII is looked at one by one: the texts of a page are folded as one, most of it is ASCII.
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    for mark in filter(unicodedata.combining, set(beyond)):
        text = text.replace(mark, "")
    return text.casefold()


def contains(column: str, parameter: str) -> str:
    """Condition: the folded column contains the folded parameter, character by character, without wildcards.

    A trigram index (FTS5) would spare the scan; it costs more at each insert than all other columns together.
    """
    return f"instr({column}, :{parameter}) > 0"


def contains_text(column: str, part: str) -> str:
    """Condition: the column contains what another one says."""
    return f"instr({column}, {part}) > 0"


def ends_with(column: str, parameter: str) -> str:
    """Condition: the column ends with the parameter, which has letters and digits only."""
    return f"{column} LIKE '%' || :{parameter}"


def unindexed(column: str) -> str:
    """The column, so written that the planner looks for rows by another condition or by the order."""
    return f"+{column}"


def checkpoint(connection: Connection) -> None:
    """Move what the log holds into the database file and empty the log."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def checkpoint_in_passing(connection: Connection) -> None:
    """Move of the log what no reader needs there, without waiting for anybody."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def rewrite(connection: Connection) -> None:
    """Write the whole file anew, so that nothing of what was deleted is left between what is there."""
    connection.execute("VACUUM")
    checkpoint(connection)
