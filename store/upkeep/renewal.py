"""Beginning anew: a store whose local Belvo has been reset is emptied, in place, and belongs to the one that answers.

The file stays, so that every process that has it open goes on with it; a pull under way finds that its job is gone.
"""

from store import engine
from store.database import Database, Identity, bind
from store.engine import Connection
from store.write import revisions

KEPT = frozenset(
    {"audit", "audit_chain", "masking_key", "processes", "seen_settings", "schema_migrations", "revisions", "tokens"}
)
"""Whoever follows a revision sees it move, processes are heard of as before, key and tokens tell nothing of anybody,
and what people did stays done."""


def begin_anew(db: Database, identity: Identity) -> None:
    """Forget all that is stored and take the identity, in one transaction."""
    with db.write() as connection:
        for table in engine.tables(connection):
            if table not in KEPT:
                connection.execute(f"DELETE FROM {table}")
        _move_revisions(connection)
        bind(connection, identity)


def _move_revisions(connection: Connection) -> None:
    followed = [row["link"] for row in connection.execute("SELECT link FROM revisions")]
    revisions.bump(connection, *followed)
