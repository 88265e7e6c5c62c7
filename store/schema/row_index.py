"""An index of bulky resources' rows by link and id, in two levels: a row's slot is a number made of both.

Ids are random and long: in order they would make the largest index of all. The slot is short, and those of one link lie
side by side. It names no row by itself, since two ids may share one.

What is random costs most where it is written: each row of a batch touches another page of the file, the more of them
the larger the table is. So new slots gather in `recent_slots_<table>`, which stays small, and are merged into
`slots_<table>` many at once: what a row costs then grows little with the store.
"""

import zlib
from collections.abc import Iterable, Sequence

from resources import Declaration
from store import engine
from store.core.parameters import Condition
from store.engine import Connection

GATHERED = 1 << 15
"""Recent slots that are merged at once."""

WIDTH = 32
"""Bits of a slot that are the id's."""


def slots(link: str, ids: Iterable[str]) -> list[int]:
    """The slots of rows of one link."""
    first = _first(link)
    return [first + zlib.crc32(identity.encode()) for identity in ids]


def tables(resource: Declaration) -> tuple[str, ...]:
    """The tables of (slot, key) that find the resource's rows, the recent ones last; none where an index does."""
    return (f"slots_{resource.table}", f"recent_slots_{resource.table}") if resource.is_bulky else ()


def record(connection: Connection, resource: Declaration, new: Sequence[int], keys: Sequence[int]) -> None:
    """Write down the slots of new rows; `keys` are the next ones in order."""
    if not engine.keeps_slots(connection):
        return
    merged, recent = tables(resource)
    engine.insert_many(connection, recent, ["slot", "key"], zip(new, keys, strict=True))
    if keys[0] // GATHERED != (keys[-1] + 1) // GATHERED:
        connection.execute(f"INSERT INTO {merged} (slot, key) SELECT slot, key FROM {recent} ORDER BY slot, key")
        connection.execute(f"DELETE FROM {recent}")


def of_link(resource: Declaration, link: str) -> Condition:
    """The condition on all rows of a link, by whatever index the resource has."""
    if not resource.is_bulky:
        return "link = :link", {"link": link}
    first = _first(link)
    bounds = {"first_slot": first, "last_slot": first + (1 << WIDTH) - 1}
    keys = _keys(resource, "slot BETWEEN :first_slot AND :last_slot")
    return f"key IN ({keys}) AND link = :link", {**bounds, "link": link}


def of_links(resource: Declaration, links: Sequence[str]) -> Condition:
    """The same of several links."""
    parameters: dict[str, object] = {"links": engine.array(links)}
    if not resource.is_bulky:
        return engine.among("link", "links"), parameters
    ranges = []
    for number, link in enumerate(links):
        first = _first(link)
        parameters |= {f"first_{number}": first, f"last_{number}": first + (1 << WIDTH) - 1}
        ranges.append(_keys(resource, f"slot BETWEEN :first_{number} AND :last_{number}"))
    keys = " UNION ALL ".join(ranges) or "NULL"
    return f"key IN ({keys}) AND {engine.among('link', 'links')}", parameters


def of_ids(resource: Declaration, links: Iterable[str], ids: Iterable[str]) -> Condition:
    """The condition on rows with these ids under the links, and a few others by chance."""
    names = [*ids]
    possible = [slot for link in links for slot in slots(link, names)]
    return f"key IN ({_keys(resource, engine.among('slot', 'slots'))})", {"slots": engine.array(possible)}


def _keys(resource: Declaration, condition: str) -> str:
    return " UNION ALL ".join(f"SELECT key FROM {table} WHERE {condition}" for table in tables(resource))


def group(link: str) -> int:
    """What the slots of one link have in common."""
    return zlib.crc32(link.encode()) >> 1


def _first(link: str) -> int:
    return group(link) << WIDTH
