"""Beginning anew: a store whose local Belvo has been reset is emptied, in place, and belongs to the one that answers.

The file stays, so that every process that has it open goes on with it; a pull under way finds that its job is gone.
"""

from collections.abc import Callable

from store import engine
from store.core import instants
from store.database import Database, Identity, belongs_to, bind
from store.engine import Connection
from store.write import revisions

KEPT = frozenset(
    {
        "audit",
        "audit_chain",
        "masking_key",
        "notice_channels",
        "processes",
        "revisions",
        "schema_migrations",
        "seen_settings",
        "sign_ins",
        "tokens",
    }
)
"""Whoever follows a revision sees it move, processes are heard of as before, key and tokens tell nothing of anybody,
notices go where they went, what people did stays done, and who has signed in stays so."""


def begin_anew(db: Database, identity: Identity) -> bool:
    """Forget all that is stored and take the identity, in one transaction; False, and nothing, if it has that already.

    So who asks twice loses nothing of what has come in between.
    """
    with db.write() as connection:
        if belongs_to(connection, identity):
            return False
        forget(connection)
        bind(connection, identity)
    return True


def exchange(db: Database, begin: Callable[[], Identity]) -> None:
    """Forget all that is stored, have the local Belvo `begin` anew and take its identity; all or nothing."""
    with db.write() as connection:
        forget(connection)
        bind(connection, begin())


def forget(connection: Connection) -> None:
    """Delete all but what is kept, in the caller's transaction.

    Of the jobs one is left that is nobody's: a pull under way would take the next of its number and fence for its own.
    """
    last = connection.execute("SELECT max(id), max(fence) FROM jobs").fetchone()
    for table in engine.tables(connection):
        if table not in KEPT:
            connection.execute(f"DELETE FROM {table}")
    if last[0] is not None:
        told = {"id": last[0], "fence": last[1], "now": instants.now()}
        connection.execute(_LAST_JOB, told)
    move_revisions(connection)


_LAST_JOB = """
    INSERT INTO jobs (
        id, link, resources, reason, priority, is_full, state, attempts, not_before, created_at, finished_at, fence)
    VALUES (:id, '', '', 'renewal', 0, 0, 'cancelled', 0, :now, :now, :now, :fence)
"""


def move_revisions(connection: Connection) -> None:
    """Have whoever follows a link, or all, look again."""
    followed = [row["link"] for row in connection.execute("SELECT link FROM revisions")]
    revisions.bump(connection, *followed)
