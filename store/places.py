"""Where rows of bulky resources are found: a number made of link and id, kept in their column `place`.

Ids are random and long: in order they would make the largest index of all, and every row would touch a page of it.
The number is short, and those of one link lie side by side. It names no row by itself, since two ids may share one.
"""

import zlib
from collections.abc import Iterable

from store.parameters import Condition
from store.resources import Resource

_WIDTH = 32


def places(link: str, ids: Iterable[str]) -> list[int]:
    """The places of rows of one link."""
    first = _first(link)
    return [first + zlib.crc32(identity.encode()) for identity in ids]


def of_link(resource: Resource, link: str) -> Condition:
    """The condition on all rows of a link, found by the resource's own index."""
    if not resource.is_bulky:
        return "link = :link", {"link": link}
    first = _first(link)
    bounds = {"first_place": first, "last_place": first + (1 << _WIDTH) - 1}
    return "place BETWEEN :first_place AND :last_place AND link = :link", {**bounds, "link": link}


def _first(link: str) -> int:
    return zlib.crc32(link.encode()) >> 1 << _WIDTH
