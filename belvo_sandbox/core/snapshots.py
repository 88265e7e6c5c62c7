"""Snapshots: the whole state in one file, taken while it is in use, loaded elsewhere; and the way back to nothing.

A file holds everything but the key that signs access tokens: it is made to be handed on, and a token lives for
minutes. What is loaded gets an instance of its own, as does what is reset: an instance names one course of events,
and whoever follows it (the desk's store does) must not take up another's for its own.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from belvo_sandbox.core import state as states
from belvo_sandbox.core.state import MIGRATIONS, State, StateError

SAVED_AT, SEED = "saved_at", "seed"
_COUNTED = {
    "links": "links",
    "collections": "fetches",
    "consents": "consents",
    "sessions": "sessions",
    "webhook_endpoints": "webhook_endpoints",
    "announcements": "webhook_events",
    "deliveries": "deliveries",
}
_MAGIC = b"SQLite format 3\0"
_NO_STATE = "This is no file that a local sandbox has saved. Choose one from GET /control/state/file/."
_DAMAGED = "This file is damaged. Save the state once more, and take care that the whole file arrives."
_NEWER = "This file was saved by a newer sandbox. Update this one first."


def save(state: State, path: Path, notes: Mapping[str, str]) -> None:
    """Write a snapshot, readable by its owner only, with some settings noted in it; replaces what was there."""
    draft = path.with_name(f"{path.name}.part")
    os.close(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        with state.read() as source, closing(sqlite3.connect(draft, isolation_level=None)) as target:
            source.backup(target)
            target.execute("DELETE FROM settings WHERE name = ?", (states.SIGNING_KEY,))
            target.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", notes.items())
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("VACUUM")  # or the key would still lie in a free page
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load(state: State, path: Path) -> dict[str, str]:
    """Replace all that the state holds by a snapshot; the settings that were noted in it.

    Raises StateError for a file that is none, and leaves the state and the file as they are.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / states.FILE_NAME
        shutil.copyfile(path, copy)
        with _damage_as_state_error():
            _migrate(copy)
        return _copy_rows(state, copy)


def reset(state: State) -> None:
    """Forget everything, as if the folder were new."""
    with _replacing_tables(state) as connection:
        for table in _tables(connection):
            connection.execute(f"DELETE FROM {table}")
        state.initialize(connection)


def _migrate(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise StateError(_NO_STATE)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != states.APPLICATION_ID:
            raise StateError(_NO_STATE)
        if connection.execute("PRAGMA user_version").fetchone()[0] > len(MIGRATIONS):
            raise StateError(_NEWER)
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise StateError(_DAMAGED)
        states.migrate(connection, path)


def _copy_rows(state: State, path: Path) -> dict[str, str]:
    """Copy row by row: nothing of a file's schema, which may hold anything, becomes part of the state's."""
    with _replacing_tables(state, path) as connection:
        with _damage_as_state_error():
            for table in _tables(connection):
                columns = ", ".join(row["name"] for row in connection.execute(f"PRAGMA main.table_info({table})"))
                connection.execute(f"DELETE FROM main.{table}")
                connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM loaded.{table}")
        notes = {row["name"]: row["value"] for row in connection.execute("SELECT name, value FROM settings")}
        connection.execute("DELETE FROM settings WHERE name IN (?, ?)", (states.INSTANCE, states.SIGNING_KEY))
        state.initialize(connection)
        # Rows of the earlier course of events may still be rendered under the versions that links had there.
        connection.execute("UPDATE links SET version = version + ?", (states.first_version(connection),))
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StateError(_DAMAGED)
    return notes


@contextmanager
def _damage_as_state_error() -> Iterator[None]:
    """SQLite's errors are the file's fault here."""
    try:
        yield
    except sqlite3.DatabaseError as cause:
        raise StateError(_DAMAGED) from cause


@contextmanager
def _replacing_tables(state: State, loaded: Path | None = None) -> Iterator[sqlite3.Connection]:
    """One transaction in which tables may be emptied and filled in any order."""
    with closing(states.connect(state.path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        if loaded:
            connection.execute("ATTACH ? AS loaded", (str(loaded),))
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The names of all tables; last the one that counts the numbers given in the others."""
    query = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [*(row["name"] for row in connection.execute(query)), "sqlite_sequence"]


def counts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Numbers of rows, under the names that the control API has for them."""
    return {
        **{name: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in _COUNTED.items()},
        "links_by_status": _by(connection, "links", "status"),
        "deliveries_by_state": _by(connection, "deliveries", "state"),
    }


def _by(connection: sqlite3.Connection, table: str, column: str) -> dict[str, int]:
    rows = connection.execute(f"SELECT {column} AS name, count(*) AS number FROM {table} GROUP BY name ORDER BY name")
    return {row["name"]: row["number"] for row in rows}
