"""Where rows of bulky resources are found: a number made of link and id, in their column `place`.

Ids are random and long: in order they would make the largest index of all. The number is short, and those of one link
lie side by side. It names no row by itself, since two ids may share one.

What is random costs most where it is written: each row of a page touches another page of the file, the more of them
the larger the table is. So new places gather in `recent_places_<table>`, which stays small, and move to
`places_<table>` many at once: what a row costs then grows little with the store.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Sequence

from resources import Resource
from store import engine
from store.core.parameters import Condition

GATHERED = 1 << 15
"""How many recent places there are before they move."""

_WIDTH = 32


def places(link: str, ids: Iterable[str]) -> list[int]:
    """The places of rows of one link."""
    first = _first(link)
    return [first + zlib.crc32(identity.encode()) for identity in ids]


def tables(resource: Resource) -> tuple[str, ...]:
    """The tables of (place, key) that find the resource's rows, the small one last; none where an index does."""
    return (f"places_{resource.table}", f"recent_places_{resource.table}") if resource.is_bulky else ()


def record(connection: sqlite3.Connection, resource: Resource, found: Sequence[int], keys: Sequence[int]) -> None:
    """Write down where new rows are; `keys` are the next ones in order."""
    settled, recent = tables(resource)
    engine.insert_many(connection, recent, ["place", "key"], zip(found, keys, strict=True))
    if keys[0] // GATHERED != (keys[-1] + 1) // GATHERED:
        connection.execute(f"INSERT INTO {settled} (place, key) SELECT place, key FROM {recent} ORDER BY place, key")
        connection.execute(f"DELETE FROM {recent}")


def of_link(resource: Resource, link: str) -> Condition:
    """The condition on all rows of a link, found by what the resource has for it."""
    if not resource.is_bulky:
        return "link = :link", {"link": link}
    first = _first(link)
    bounds = {"first_place": first, "last_place": first + (1 << _WIDTH) - 1}
    found = _keys(resource, "place BETWEEN :first_place AND :last_place")
    return f"key IN ({found}) AND link = :link", {**bounds, "link": link}


def of_ids(resource: Resource, links: Iterable[str], ids: Iterable[str]) -> Condition:
    """The condition on rows with these ids under the links, and a few others by chance."""
    names = [*ids]
    several = [place for link in links for place in places(link, names)]
    return f"key IN ({_keys(resource, engine.among('place', 'places'))})", {"places": engine.array(several)}


def _keys(resource: Resource, condition: str) -> str:
    return " UNION ALL ".join(f"SELECT key FROM {table} WHERE {condition}" for table in tables(resource))


def _first(link: str) -> int:
    return zlib.crc32(link.encode()) >> 1 << _WIDTH
