"""What deleted rows leave in a server's files, and how it is taken out of them.

PostgreSQL overwrites nothing: a deleted row stays in its table's file after VACUUM too, and the planner's statistics
keep samples of values. Only tables that are written anew hold nothing of it, statistics among them. What the server has
written ahead, its standbys and its backups lie beyond that: see `BEYOND`.
"""

import mmap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from psycopg import errors as pg

from languages import msg
from store.engine.postgresql import schema
from store.engine.postgresql.connection import PostgresqlConnection

BEYOND = "\n".join(
    (
        msg("Gone now: all of it from the server's tables; standbys follow by themselves."),
        msg(
            "Gone when they are written over or expire: what the server wrote ahead (WAL) and its backups hold all of "
            "it until then. Whoever runs the server knows when."
        ),
    )
)

PATIENCE = 30.0
"""Seconds that a table is waited for which others read."""

_STATISTICS = ("pg_catalog.pg_statistic", "pg_catalog.pg_statistic_ext_data")


def take_out(connection: PostgresqlConnection) -> None:
    """Write every table anew, and the statistics after they were counted again; each is locked while it is written."""
    connection.run(f"SET lock_timeout = {int(PATIENCE * 1000)}".encode())
    try:
        _write_anew(connection)
    finally:
        connection.run(b"SET lock_timeout = 0")


def _write_anew(connection: PostgresqlConnection) -> None:
    with suppress(pg.InsufficientPrivilege):  # of a table without rows they would stay as they are
        connection.run(_FORGET_SAMPLES)
    for table in schema.shapes(connection, "r"):
        connection.run(f"VACUUM (FULL, ANALYZE) {table}".encode())
    for table in _STATISTICS:
        with suppress(pg.InsufficientPrivilege):
            connection.run(f"VACUUM FULL {table}".encode())
    to_disk(connection)


def to_disk(connection: PostgresqlConnection) -> None:
    """Have the server's files say what its memory does, where this user may ask for it."""
    with suppress(pg.InsufficientPrivilege):
        connection.run(b"CHECKPOINT")


def remaining(connection: PostgresqlConnection, texts: Sequence[str]) -> list[str]:
    """The texts that are in a row, or somewhere in the bytes of the database's files where these can be read here."""
    tables = schema.shapes(connection, "r")
    found = [text for text in texts if any(_holds(connection, table, text) for table in tables)]
    to_disk(connection)
    files = files_of(connection)
    return [text for text in texts if text in found or any(_is_in(file, text.encode()) for file in files)]


def files_of(connection: PostgresqlConnection) -> list[Path]:
    """The files of the database, tables and indexes and catalogue; none where this process can't read them."""
    with suppress(pg.InsufficientPrivilege, OSError):
        return [*_readable(connection)]
    return []


def _readable(connection: PostgresqlConnection) -> Iterator[Path]:
    (folder, database) = connection.execute(_WHERE).fetchone()
    inside = Path(folder) / "base" / str(database)
    for file in sorted(inside.iterdir()):
        if file.is_file() and file.stat().st_size:
            with file.open("rb"):  # all of them, or it is no search
                yield file


def _holds(connection: PostgresqlConnection, table: str, text: str) -> bool:
    sql = f"SELECT 1 FROM {table} AS one WHERE strpos(one::text, :text) > 0 LIMIT 1"
    return connection.execute(sql, {"text": text}).fetchone() is not None


def _is_in(file: Path, text: bytes) -> bool:
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(text) >= 0
    except (FileNotFoundError, ValueError):  # gone, or emptied since
        return False


_FORGET_SAMPLES = b"""
    DELETE FROM pg_statistic USING pg_class
    WHERE pg_class.oid = starelid AND relnamespace = 'public'::regnamespace
"""

_WHERE = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
