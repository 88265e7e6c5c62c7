"""What a step says of the programs that work after it, which only a server's stores had room for."""

from store import engine
from store.engine import Connection


def migrate(connection: Connection) -> None:
    """Have a place for the oldest program's number."""
    there = engine.has_table(connection, "schema_migrations")
    if there and not engine.has_column(connection, "schema_migrations", "needs_code"):
        engine.run_script(connection, "ALTER TABLE schema_migrations ADD COLUMN needs_code INTEGER;")
