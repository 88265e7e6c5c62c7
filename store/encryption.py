"""Bodies encrypted by a key of their link's, in a store that a server keeps: which tables, and from when on."""

from collections.abc import Iterable
from datetime import UTC, datetime

from resources import RESOURCES
from store.core.errors import StoreError
from store.database import Database
from store.engine import Bodies
from store.ops import processes
from store.schema import tables

_OF_ROW = "NEW.link"


def bodies() -> list[Bodies]:
    """The tables that hold what Belvo sent of a link, the later ones of a resource before those that show them."""
    found = []
    for resource in RESOURCES.values():
        if not resource.per_link and resource.table != "links":
            continue
        link = f"SELECT {'link' if resource.per_link else 'id'} FROM {resource.table} WHERE key = NEW.key"
        name, body = tables.kept(resource)
        found += [Bodies(name, (body,), link), Bodies(f"versions_{resource.table}", ("body",), link)]
    return [*found, Bodies("irregular_rows", ("body",), _OF_ROW), Bodies("call_bodies", ("request", "answer"), _OF_ROW)]


def encrypt(db: Database) -> list[str]:
    """Have all of them lie encrypted, where some do not, and nothing of what they held lie in the server's files.

    Returns the tables in which it did. Raises StoreError where somebody works on the store, and Unusable without keys.
    """
    if found := processes.present(db, now=datetime.now(UTC)):
        names = ", ".join(f"{one.kind} {one.name}" for one in found)
        raise StoreError(f"Somebody works on {db.address}: {names}. End them, wait a minute, and try again.")
    changed = db.engine.encrypt(bodies(), lambda: links_of(db))
    if changed:
        db.rewrite()
    return changed


def links_of(db: Database) -> Iterable[str]:
    """Those that bodies in the store are of."""
    with db.read() as connection:
        return [link for (link,) in connection.execute(_LINKS)]


_LINKS = """
    SELECT id FROM links UNION SELECT link FROM irregular_rows UNION SELECT link FROM call_bodies WHERE link IS NOT NULL
"""
