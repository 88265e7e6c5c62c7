"""`make schema`: write store/schema/today.sql, the schema that the migrations lead to, for stores that are new."""

import sqlite3
from contextlib import closing

from store.schema import migrations
from store.schema.history import functions


def todays_schema() -> str:
    """What all migrations together make of an empty database, as SQL."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        functions.register(connection)
        for migration in migrations.MIGRATIONS:
            migration.migrate(connection)
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    return "\n".join([f"-- {migrations.MIGRATIONS[-1].name}", *(f"{sql};" for (sql,) in made), ""])


if __name__ == "__main__":
    migrations.TODAY.write_text(todays_schema(), encoding="utf-8")
