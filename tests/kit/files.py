"""What only a store in a file of SQLite's has."""

import sqlite3
from pathlib import Path

from settings import Settings
from store import Connection, Database


def file_of(store: Database | Settings) -> Path:
    """Where it lies."""
    found = (store.store if isinstance(store, Settings) else store.address).file
    assert found is not None
    return found


def sqlite_of(connection: Connection) -> sqlite3.Connection:
    """The connection as Python's own module has it."""
    assert isinstance(connection, sqlite3.Connection)
    return connection
