"""Questions that people write themselves, asked of a server."""

from contextlib import suppress
from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.rows import tuple_row
from psycopg.types.numeric import NumericLoader

from store.engine.errors import BrokenQuery, Interrupted
from store.engine.postgresql.connection import PostgresqlConnection

_PATIENCE = 5.0
"""Seconds in which a server is told to end a question."""

_FAULTS = (pg.SyntaxErrorOrAccessRuleViolation, pg.DataError, pg.ProgrammingError, pg.ProgramLimitExceeded)


def answer(connection: PostgresqlConnection, sql: str) -> "psycopg.ServerCursor[Any]":
    """A cursor in the server, in the caller's transaction, which reads alone; amounts come as exact decimals."""
    if connection.tells_before:
        raise ValueError("A question of a person's own needs views that are there before it.")
    connection.arrive()
    cursor = connection.raw.cursor(name="question", row_factory=tuple_row)
    cursor.adapters.register_loader("numeric", NumericLoader)
    try:
        cursor.execute(sql.encode())
    except BaseException:
        cursor.close()
        raise
    return cursor


def interrupt(connection: PostgresqlConnection) -> None:
    with suppress(psycopg.Error):  # it has just ended by itself, or there is no server any more
        connection.raw.cancel_safe(timeout=_PATIENCE)


def named(error: Exception) -> BrokenQuery | Interrupted | None:
    """What a server says of a question; None for what is no fault of the question's."""
    if isinstance(error, pg.QueryCanceled):
        return Interrupted("The query was ended.")
    if isinstance(error, _FAULTS) and isinstance(error, psycopg.Error):
        return BrokenQuery(error.diag.message_primary or str(error))
    return None
