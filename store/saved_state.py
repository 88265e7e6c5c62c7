"""What a store holds of a local Belvo, as a file that others may get, and put back while everybody works with it.

Nothing goes along that is this desk's own: sign-ins, tokens, the key of the masks, the audit. The file is a database of
SQLite's whichever engine the store has, so it can be taken to a desk of the other one.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from languages import msg, say
from store import engine
from store.core import instants
from store.core.errors import Damaged, NewerSchema, StoreError, Unusable
from store.database import Database, Identity, bind
from store.engine import Connection
from store.move import fill, in_order
from store.upkeep import renewal

OWN = renewal.KEPT | {"backups", "store_identity"}
"""What stays where it is: of this desk, or of files of this machine."""

APART = frozenset(
    {"bank_states", "link_money", "link_states", "states_kept", "bulk_accounts", "bulk_links", "bulk_runs"}
    | {"notice_attempts", "notice_deliveries", "notice_items", "notices"}
)
"""What is in no file, and empty after a load: what is worked out again from the rows, and what would be
sent or done again."""

_MAGIC = b"SQLite format 3\0"
_NONE = msg("This file holds no store of Linkdesk's. Choose one that the sandbox lab has saved.")
_NEWER = msg("This file was saved by a newer Linkdesk. Update this one first.")
_DAMAGED = msg(
    "The store in this file is damaged. Save the state once more, and take care that the whole file arrives."
)


class NotLoaded(StoreError):
    """The file is none that could be loaded; nothing was changed."""


def save(db: Database, path: Path) -> None:
    """Write what the store holds at this moment to a new file; others go on meanwhile."""
    with Database.open(path) as draft, db.whole.read() as reading, draft.write() as writing:
        writing.execute("DELETE FROM masking_key")
        for name in _tables(reading, writing):
            fill(reading, writing, name, engine.tables(writing)[name])
    engine.take_out_of_use(path)


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A saved store, brought up to date with this program; raises NotLoaded for what is none, or a newer one's."""
    _check(path)
    try:
        saved = Database.open(path, makes=False)
    except NewerSchema as error:
        raise NotLoaded(say(_NEWER)) from error
    except (StoreError, TypeError, ValueError) as error:  # whatever somebody has written into it
        raise NotLoaded(say(_DAMAGED)) from error
    with saved:
        if saved.problems():
            raise NotLoaded(say(_DAMAGED))
        yield saved


def load(db: Database, saved: Database, exchange: Callable[[], Identity]) -> None:
    """Put what was saved in the place of what the store holds, all or nothing; every process follows.

    Once all is in, `exchange` has the local Belvo go on from its own file, and gives whose data these are from then on;
    where it raises, nothing was changed here. A second load waits for the first.
    """
    try:
        with saved.read() as reading, db.whole.write() as writing:
            newest = writing.execute("SELECT coalesce(max(fence), 0) FROM jobs").fetchone()[0]
            renewal.forget(writing)
            writing.execute("DELETE FROM jobs")
            tables = engine.tables(writing)
            for name in _tables(reading, writing):
                fill(reading, writing, name, tables[name])
            engine.restart_keys(writing)
            engine.complete_schema(writing)
            _let_go(writing, newest)
            renewal.move_revisions(writing)
            bind(writing, exchange())
    except (Damaged, Unusable) as error:
        raise NotLoaded(say(_DAMAGED)) from error


def _tables(reading: Connection, writing: Connection) -> list[str]:
    there = engine.tables(reading)
    return in_order(reading, [name for name in engine.tables(writing) if name in there and name not in OWN | APART])


def _check(path: Path) -> None:
    """Raise NotLoaded for what is no database, or none with a schema of ours."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise NotLoaded(say(_NONE))
    try:
        with engine.naming_errors_of(path), closing(engine.connect(path, read_only=True)) as connection:
            is_ours = engine.has_table(connection, "schema_migrations")
    except (Damaged, Unusable) as error:
        raise NotLoaded(say(_DAMAGED)) from error
    if not is_ours:
        raise NotLoaded(say(_NONE))


def _let_go(connection: Connection, newest: int) -> None:
    """Pulls that went on when the state was saved are nobody's now, and those that go on here find theirs gone."""
    told = {"newest": newest, "now": instants.now()}
    connection.execute("UPDATE jobs SET fence = fence + :newest + 1", told)
    connection.execute(_CANCEL_TWINS, told)
    connection.execute("UPDATE jobs SET state = 'queued', owner = NULL, lease_until = NULL WHERE state = 'running'")
    engine.tell(connection)


_CANCEL_TWINS = """
    UPDATE jobs SET state = 'cancelled', finished_at = :now, lease_until = NULL
    WHERE state = 'running' AND EXISTS (
        SELECT 1 FROM jobs AS twin
        WHERE twin.link = jobs.link AND twin.resources = jobs.resources AND twin.state = 'queued')
"""
