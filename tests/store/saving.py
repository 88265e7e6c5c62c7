"""Objects into a store, as a pull leaves them."""

from collections.abc import Mapping
from typing import Any

from store import Database
from store.write import rows
from tests.store.bodies import LINK


def save(db: Database, resource: str, *items: Mapping[str, Any], link: str = LINK, now: str | None = None) -> None:
    """Store the objects as a page of the link's."""
    with db.write() as connection:
        rows.save_page(connection, resource, link, items, now=now)
