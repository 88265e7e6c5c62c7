"""The secret with which a store names the people in it for those who may not see them."""

import secrets
import sqlite3

from store import engine

_BYTES = 32


def make_key(connection: sqlite3.Connection) -> None:
    """Give the store its key, once."""
    if _stored(connection) is None:
        with engine.transaction(connection):
            connection.execute(
                "INSERT INTO masking_key (id, key) VALUES (1, :key) ON CONFLICT (id) DO NOTHING",
                {"key": secrets.token_bytes(_BYTES)},
            )


def key_of(connection: sqlite3.Connection) -> bytes:
    """The key; of a store that has lost it one that nobody else has, so that its names end with the process."""
    return _stored(connection) or secrets.token_bytes(_BYTES)


def _stored(connection: sqlite3.Connection) -> bytes | None:
    row = connection.execute("SELECT key FROM main.masking_key").fetchone()
    return bytes(row[0]) if row else None
