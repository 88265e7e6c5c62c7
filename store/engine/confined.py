"""Questions that people write themselves: on a connection that does nothing else, for so long, and no longer."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from languages import grouped, say
from store.engine.errors import BrokenQuery, Interrupted
from store.engine.interface import Connection

_LONGEST_VALUE = 10_000_000  # bytes of a text or of what functions make of some
_TOGETHER, _TOGETHER_LARGEST = 1000, 1 << 20
"""Rows that are fetched at once, and about how many characters of them."""

_OF_ROW = 64
"""Bytes that a row takes whatever is in it."""

LARGEST = 64 << 20
"""Characters of an answer that is kept in memory."""

_FREE = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION})

FUNCTIONS = frozenset(
    """
    abs ceil ceiling floor mod power round sign sqrt trunc exp ln log
    avg count group_concat max min string_agg sum total stddev stddev_pop stddev_samp var_pop var_samp variance
    corr percentile_cont percentile_disc mode median array_agg bool_and bool_or
    coalesce greatest iif ifnull least nullif typeof cast case try_cast
    concat concat_ws instr length char_length left lower ltrim replace right rtrim split_part starts_with
    strpos str_position substr substring trim upper initcap reverse
    age current_date current_timestamp date date_part date_trunc datetime extract julianday make_date now strftime
    time timestamp timestamp_trunc to_char to_date to_timestamp unixepoch
    time_to_str ts_or_ds_to_date ts_or_ds_to_timestamp str_to_date str_to_time ts_or_ds_add date_sub date_add
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
    json_extract json_extract_scalar json_array_length json_type json_valid jsonb_extract jsonb_extract_scalar
    json_extract_path json_extract_path_text jsonb_extract_path jsonb_extract_path_text
    generate_series exploding_generate_series
    and or xor exists in like glob between
    """.split()  # noqa: SIM905 - by what they are about
)
"""What questions may call, by the names of SQLite, PostgreSQL and the parser, which calls some by one name for both.

None reads files, settings or other databases, none waits.
"""

Answered = tuple[list[str], Iterator[tuple[Any, ...]]]
"""The names of the columns, and the rows as they are asked for."""


def spill(connection: Connection) -> None:
    """Have what is sorted lie in files without a name, however much it is; before anything temporary is made."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA temp_store = FILE")


def confine(connection: Connection, names: Collection[str], made: Collection[str] = ()) -> None:
    """Have the connection answer nothing but what is read of these tables and views, with `FUNCTIONS`.

    It is a second lock: what is asked was looked at before. What views show may come from any table; so that nobody can
    pass for one of them, `made`, the names that the question gives, may be of none. Raises BrokenQuery.
    """
    if not isinstance(connection, sqlite3.Connection):
        return  # PostgreSQL is told what was read of the question, and not its text
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    shown = {name.casefold() for (name,) in connection.execute("SELECT name FROM sqlite_temp_master")}
    if taken := sorted(name for name in made if name.casefold() in shown):
        raise BrokenQuery(say("{name} is the name of a table here: call it something else.", name=taken[0]))
    connection.set_authorizer(_authorizer(shown, {name.casefold() for name in names}))


def _authorizer(shown: Collection[str], names: Collection[str]) -> Callable[..., int]:
    def may(action: int, first: str | None, second: str | None, database: str | None, within: str | None) -> int:
        if action in _FREE or (within and within.casefold() in shown):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_OK if (second or "").lower() in FUNCTIONS else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and (
            database is None  # what the question itself has named
            or not second  # rows are counted, and no column is read
            or _is_own(first or "", database, shown, names)
        ):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    return may


def _is_own(table: str, database: str | None, shown: Collection[str], names: Collection[str]) -> bool:
    """Whether a table may be asked by name: the view that stands before it, where one does."""
    name = table.casefold()
    return name in names and (database == "temp" or name not in shown)


@contextmanager
def answer(
    connection: Connection, sql: str, filled: str, values: Mapping[str, object], largest: int | None = None
) -> Iterator[Answered]:
    """The answer to a question: to `sql` with its values, or where the engine is a server, to `filled`.

    It may have as many characters as `largest` says, or LARGEST. Raises BrokenQuery and Interrupted, as reading the
    rows does.
    """
    with naming_faults(sql):
        if isinstance(connection, sqlite3.Connection):
            cursor: Any = connection.execute(sql, dict(values))
            cursor.row_factory = None
        else:
            cursor = _confined().answer(connection, filled)
    with closing(cursor):
        yield [column[0] for column in cursor.description], _rows(cursor, sql, LARGEST if largest is None else largest)


def _rows(cursor: Any, sql: str, largest: int) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - of either driver
    """A row at first, and more at once as long as these are small; raises BrokenQuery where all are too large."""
    number, told = 1, 0
    while True:
        with naming_faults(sql):
            rows = cursor.fetchmany(number)
        if not rows:
            return
        size = sum(len(cell) for row in rows for cell in row if isinstance(cell, str | bytes | list))
        told += size + _OF_ROW * len(rows)
        if told > largest:
            raise BrokenQuery(
                say(
                    "The answer has more than {size} MB. Ask for fewer or shorter columns.",
                    size=grouped(largest >> 20),
                )
            )
        yield from rows
        number = min(2 * number, _TOGETHER) if size * 2 <= _TOGETHER_LARGEST else max(number // 2, 1)


def interrupt(connection: Connection) -> None:
    """End the question that another thread waits for."""
    if isinstance(connection, sqlite3.Connection):
        connection.interrupt()
    else:
        _confined().interrupt(connection)


@contextmanager
def naming_faults(sql: str) -> Iterator[None]:
    """Have what is wrong with a question raised as that, with its place where the engine names it."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            raise Interrupted(say("The query was ended.")) from error
        if code not in _FAULTS:
            raise
        raise fault(str(error), sql) from error
    except Exception as error:
        if raised := _of_server(error, sql):
            raise raised from error
        raise


_FAULTS = {None, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH}


def fault(message: str, sql: str) -> BrokenQuery:
    """What an engine says of a question, with the place of the name that it speaks of."""
    said = message[:1].upper() + message[1:] + ("" if message.endswith(".") else ".")
    words = [word.strip("\"'`,.()") for word in message.replace(":", " ").split()]
    for word in reversed(words):
        last = word.rsplit(".", 1)[-1]
        at = sql.casefold().find(last.casefold()) if len(last) > 1 and last.casefold() not in _COMMON else -1
        if at >= 0 and sql.casefold().count(last.casefold()) == 1:
            return BrokenQuery(said, sql.count("\n", 0, at) + 1, at - sql.rfind("\n", 0, at))
    return BrokenQuery(said)


_COMMON = frozenset(
    {"column", "no", "such", "function", "near", "syntax", "error", "does", "not", "exist", "of", "the"}
)


def _of_server(error: Exception, sql: str) -> BrokenQuery | Interrupted | None:
    if not type(error).__module__.startswith("psycopg"):
        return None
    from store.engine.postgresql import confined

    raised = confined.named(error)
    return fault(str(raised), sql) if isinstance(raised, BrokenQuery) else raised


def _confined() -> Any:  # noqa: ANN401 - a module of functions
    from store.engine.postgresql import confined

    return confined
