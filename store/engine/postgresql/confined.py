"""Questions that people write themselves, asked of a server."""

from contextlib import suppress
from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.rows import tuple_row
from psycopg.types.numeric import NumericLoader

from languages import grouped, say
from store.engine.errors import BrokenQuery, Interrupted
from store.engine.postgresql.connection import PostgresqlConnection

_PATIENCE = 5.0
"""Seconds in which a server is told to end a question."""

_ROOM = b"SET LOCAL work_mem = '16MB'; SET LOCAL hash_mem_multiplier = 1; SET LOCAL max_parallel_workers_per_gather = 0"
"""What one step of a question takes of the server's memory before it goes on in files, by one process alone."""

_NOTICES = 140_000, b"SET LOCAL client_connection_check_interval = '2s'"
"""From which version a server notices that whoever asked has died without a word, and how it does."""

_FAULTS = (pg.DataError, pg.ProgrammingError, pg.NotSupportedError)
_TOO_LITTLE_ROOM, _TOO_COMPLEX = "53", "54"
"""How the codes of errors begin whose cause is the room that the server has, and what it can read at all."""


def answer(connection: PostgresqlConnection, sql: str) -> "psycopg.ServerCursor[Any]":
    """A cursor in the server, in the caller's transaction, which reads alone; amounts come as exact decimals."""
    if connection.tells_before:
        raise ValueError("A question of a person's own needs views that are there before it.")
    connection.arrive()
    version, notices = _NOTICES
    connection.run(b"; ".join([_ROOM, notices]) if connection.raw.info.server_version >= version else _ROOM)
    cursor = connection.raw.cursor(name="question", row_factory=tuple_row)
    cursor.adapters.register_loader("numeric", NumericLoader)
    try:
        cursor.execute(_bounded(sql).encode())
    except BaseException:
        cursor.close()
        raise
    return cursor


def _bounded(sql: str) -> str:
    """The same, ended by a row that is too large: the server would send a gigabyte, and the driver keep it."""
    return f"""SELECT * FROM ({sql}) AS answer WHERE CASE WHEN pg_column_size(answer.*) > {_LARGEST_ROW}
        THEN CAST('{_TOO_LARGE}' || pg_column_size(answer.*) AS INTEGER) = 0 ELSE TRUE END"""


_LARGEST_ROW = 10_000_000
"""Bytes, as in SQLite a value."""

_TOO_LARGE = "too large: "


def interrupt(connection: PostgresqlConnection) -> None:
    with suppress(psycopg.Error):  # it has just ended by itself, or there is no server any more
        connection.raw.cancel_safe(timeout=_PATIENCE)


def named(error: Exception) -> BrokenQuery | Interrupted | None:
    """What a server says of a question; None for what is no fault of the question's."""
    if isinstance(error, pg.QueryCanceled):
        return Interrupted(say("The query was ended."))
    code = (error.sqlstate if isinstance(error, psycopg.Error) else None) or ""
    if code.startswith(_TOO_LITTLE_ROOM):
        return BrokenQuery(
            say("This needs more room than the server has for a query. Ask for fewer days, links or columns.")
        )
    if isinstance(error, psycopg.Error) and (isinstance(error, _FAULTS) or code.startswith(_TOO_COMPLEX)):
        said = error.diag.message_primary or str(error)
        is_size = isinstance(error, pg.InvalidTextRepresentation) and _TOO_LARGE in said
        return BrokenQuery(
            say("A row has more than {largest} bytes. Ask for shorter texts.", largest=grouped(_LARGEST_ROW))
            if is_size
            else said
        )
    return None
