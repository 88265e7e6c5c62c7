"""Beginning anew: a store whose local Belvo has been reset is emptied, in place, and belongs to the one that answers.

The file stays, so that every process that has it open goes on with it; a pull under way finds that its job is gone.
"""

from store import engine
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
        for table in engine.tables(connection):
            if table not in KEPT:
                connection.execute(f"DELETE FROM {table}")
        _move_revisions(connection)
        bind(connection, identity)
    return True


def _move_revisions(connection: Connection) -> None:
    followed = [row["link"] for row in connection.execute("SELECT link FROM revisions")]
    revisions.bump(connection, *followed)
