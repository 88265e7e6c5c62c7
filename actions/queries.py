"""Questions in SQL of what only some may see."""

import hashlib
from collections.abc import Collection

from actions.permission import allowed, note
from domain.roles import Actor
from store import Database


@allowed("query_raw", did="query of raw tables")
def ask_raw(db: Database, sql: str, tables: Collection[str], *, actor: Actor) -> None:
    """Record that these tables were asked; the text may name somebody, so that a digest of it is kept."""
    told = {"tables": ", ".join(sorted(tables)), "query": f"#{hashlib.sha256(sql.encode()).hexdigest()[:8]}"}
    with db.write() as connection:
        note(connection, actor, told, action="query_raw")
