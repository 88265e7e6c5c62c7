"""The schema's history: the files of `history/`, never edited once released, each run once and recorded.

A migration is SQL text, or a module with a function `migrate` where SQL is not enough. A new store does not go all the
way: `today.sql` is where it leads, made from it by `make schema`.

One that only adds what older programs can do without says which is the oldest of them, by the number of the last
migration that it knows: `-- needs_code: 31` at the beginning of its SQL, `NEEDS_CODE = 31` in its module.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from store import engine
from store.core import instants
from store.core.errors import NewerSchema, StoreError
from store.engine import Connection
from store.schema.history import functions, m032_needs_code
from store_address import Address

_PATIENCE = 2.0
"""Seconds that a migration waits: whoever comes to write while it does waits behind it."""

_HISTORY = Path(__file__).parent / "history"
TODAY = Path(__file__).parent / "today.sql"
"""Begins with the name of the last migration that it holds, as a comment."""


class Migration(NamedTuple):
    """One step of the schema, the name that is recorded of it, and what a program must know that works after it."""

    name: str
    migrate: Callable[[Connection], None]
    needs_code: int | None = None
    """The number of a migration; None for its own."""


def _load(path: Path) -> Migration:
    if path.suffix == ".py":
        module = import_module(f"store.schema.history.{path.stem}")
        return Migration(path.stem, module.migrate, getattr(module, "NEEDS_CODE", None))
    text = path.read_text(encoding="utf-8")
    needed = _NEEDS_CODE.match(text)
    return Migration(
        path.stem, lambda connection: engine.run_script(connection, text), int(needed[1]) if needed else None
    )


_NEEDS_CODE = re.compile(r"-- needs_code: (\d+)$", re.MULTILINE)


MIGRATIONS: Sequence[Migration] = [_load(path) for path in sorted([*_HISTORY.glob("m*.sql"), *_HISTORY.glob("m*.py")])]


def apply(connection: Connection, address: Address, *, patience: float = engine.BUSY_TIMEOUT) -> int:
    """Bring the schema up to date, once, whoever opens the database at the same moment; returns the steps it took.

    Raises NewerSchema, and changes nothing, when the database has seen migrations that this code does not know.
    """
    done = _applied(connection)
    _refuse_newer(connection, done, address)
    if done >= len(MIGRATIONS):
        return 0
    with engine.transaction(connection, patience=patience):
        # Looked up again: somebody else may have done it while this one waited for the lock.
        pending = MIGRATIONS[_applied(connection) :]
        if pending:
            _run(connection, pending)
        return len(pending)


def migrate(address: Address) -> int:
    """Bring the schema of the store that lies there up to date, whoever uses it meanwhile; returns the steps it took.

    Raises Busy where others keep it locked for longer than they would like to wait themselves.
    """
    kept = engine.at(address)
    kept.make(makes=True)
    with kept.naming_errors(), closing(kept.connect()) as connection:
        kept.ready(connection)
        return apply(connection, address, patience=_PATIENCE)


def require(connection: Connection, address: Address) -> None:
    """Raise StoreError for a schema that is not up to date, where many processes share it: one person migrates it."""
    done = _applied(connection)
    _refuse_newer(connection, done, address)
    if done < len(MIGRATIONS):
        behind = f"is at schema {done} of {len(MIGRATIONS)}" if done else "holds no store yet"
        raise StoreError(f"{address} {behind}. Run: python -m store migrate")


def _refuse_newer(connection: Connection, done: int, address: Address) -> None:
    """A store that is further on can be used as long as no step of it needs a newer program."""
    if done > len(MIGRATIONS) and (needed := _needed(connection, done)) > len(MIGRATIONS):
        raise NewerSchema(
            f"{address} was written by a newer version of this program (schema {done}, which needs one that knows "
            f"{needed}; this one knows {len(MIGRATIONS)}). Update the program, or set LINKDESK_DATA_DIR to another "
            "folder."
        )


def _run(connection: Connection, pending: Sequence[Migration]) -> None:
    engine.run_script(connection, _RECORD)
    today = TODAY.read_text(encoding="utf-8")
    is_new = len(pending) == len(MIGRATIONS) and today.startswith(f"-- {pending[-1].name}\n")
    if is_new:
        engine.run_script(connection, today)
        m032_needs_code.migrate(connection)  # the record of the steps is none of them
    engine.prepare_history(connection, functions.register)
    for number, migration in enumerate(pending, len(MIGRATIONS) - len(pending) + 1):
        if not is_new:
            migration.migrate(connection)
        connection.execute(
            "INSERT INTO schema_migrations (number, name, applied_at) VALUES (:number, :name, :at)",
            {"number": number, "name": migration.name, "at": instants.now()},
        )
        if migration.needs_code is not None:
            connection.execute(
                "UPDATE schema_migrations SET needs_code = :needs WHERE number = :number",
                {"number": number, "needs": migration.needs_code},
            )
    engine.complete_schema(connection)


_RECORD = (
    "CREATE TABLE IF NOT EXISTS schema_migrations"
    " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL);"
)


def _applied(connection: Connection) -> int:
    if not engine.has_table(connection, "schema_migrations"):
        return 0
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM schema_migrations").fetchone()[0]
    return number


def _needed(connection: Connection, done: int) -> int:
    """The number of the last step that a program has to know."""
    if not engine.has_column(connection, "schema_migrations", "needs_code"):
        return done
    number: int = connection.execute("SELECT max(coalesce(needs_code, number)) FROM schema_migrations").fetchone()[0]
    return number


def left(address: Address) -> int | None:
    """How many steps a database is behind; None where there is none. Looks only; raises NewerSchema, and Unusable."""
    kept = engine.at(address)
    if not kept.is_there():
        return None
    with kept.naming_errors(), closing(kept.connect(read_only=True)) as connection:
        done = _applied(connection)
        _refuse_newer(connection, done, address)
    return max(0, len(MIGRATIONS) - done)
