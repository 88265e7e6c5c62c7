"""A batch of Belvo's rows made ready to be stored: all that can be done before the database is locked.

What is made ready can be taken apart for another process and put together there (`store.ops.writer_process`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import orjson

from resources import RESOURCES, Declaration
from store.write import encoding, mending, packing, schema_drift
from store.write.encoding import JSON, Columns
from store.write.fields import Fields, OfObjects
from store.write.irregular_rows import Irregular
from store.write.schema_drift import Unknown

Packed = tuple[Any, ...]
"""Nothing but lists, texts and numbers, which `marshal` carries."""


@dataclass(frozen=True)
class Batch:
    """Rows by position: ids, bodies as stored, embedded accounts, objects as received (not in another process).

    What few batches need is made when it is asked for.
    """

    resource: str
    link: str | None
    ids: Sequence[str]
    bodies: Sequence[str]
    accounts: Sequence[JSON]
    received: Sequence[JSON] | None
    irregular: Sequence[Irregular] = ()

    @property
    def seen(self) -> frozenset[str]:
        """The ids of all rows, those included that are set aside."""
        return frozenset(self.ids).union(one.row for one in self.irregular)

    @cached_property
    def fields(self) -> Fields:
        """The objects field by field, in another process as their bodies tell them."""
        if self.received is not None:
            return OfObjects(self.received)
        if RESOURCES[self.resource].is_packed:
            return packing.fields(self.bodies)
        return OfObjects(orjson.loads(f"[{','.join(self.bodies)}]"))

    @property
    def items(self) -> Sequence[JSON]:
        """The objects themselves."""
        return self.fields.objects

    @cached_property
    def columns(self) -> Columns:
        """The values of the table's columns."""
        cut = max(map(len, self.bodies), default=0) > encoding.LONGEST
        return encoding.columns(RESOURCES[self.resource], self.link, self.ids, self.fields, cut=cut)

    @cached_property
    def texts(self) -> Sequence[str]:
        """The texts to be searched; none where the resource is not searched."""
        kind = RESOURCES[self.resource]
        return encoding.texts(kind, self.columns) if kind.search else ()

    @cached_property
    def unknown(self) -> Sequence[Unknown]:
        """Fields and values that the client's types do not describe."""
        return schema_drift.find(RESOURCES[self.resource], self.fields)

    def part(self, positions: Sequence[int]) -> "Batch":
        """The rows at these positions, in this order; of accounts none."""
        if [*positions] == [*range(len(self.ids))]:
            return self
        ids, bodies = [self.ids[position] for position in positions], [self.bodies[position] for position in positions]
        items = [self.items[position] for position in positions]
        return replace(self, ids=ids, bodies=bodies, accounts=(), received=items)

    def get_ready(self) -> None:
        """Make what its rows need where they are new, so that nobody waits for that once they are being written."""
        _ = self.columns, self.texts, self.unknown

    def pack(self) -> Packed:
        """All of it but the objects, which the bodies tell."""
        own = (self.resource, self.link, self.ids, self.bodies, self.accounts)
        shapes = packing.shapes_of(self.bodies) if RESOURCES[self.resource].is_packed else ()
        return (*own, [*map(tuple, self.irregular)], [shape.names for shape in shapes])

    @classmethod
    def unpack(cls, packed: Packed) -> Self:
        """The batch that was packed."""
        resource, link, ids, bodies, accounts, irregular, shapes = packed
        packing.learn(shapes)
        return cls(resource, link, ids, bodies, accounts, None, [Irregular(*one) for one in irregular])


def prepare(
    resource: str,
    link_id: str | None,
    items: Iterable[JSON],
    unreadable: Iterable[tuple[str, str]] = (),
    twins: Counter[str] | None = None,
) -> Batch:
    """Make rows ready; of equal ids the last one counts.

    What is not as described is mended or set aside, with the `unreadable`: rows as text, and why they are none. All
    pages of one reading of a list are given the same `twins`, by which equal rows without an id are told apart.
    """
    kind, rows, others = RESOURCES[resource], [*items], [*unreadable]
    found = {encoding.identity(row): row for row in rows}
    bodies = None if None in found or others else _bodies(kind, found.values())
    if bodies is None:
        return _mended(resource, link_id, rows, others, Counter() if twins is None else twins)
    accounts = _accounts(rows) if kind.has_account else ()
    return Batch(resource, link_id, [str(identity) for identity in found], bodies, accounts, [*found.values()])


def sift(batch: Batch) -> Batch:
    """The batch without those rows, which are set aside, whose columns can't be made."""
    kind = RESOURCES[batch.resource]
    aside = mending.unstorable(kind, batch.link, dict(zip(batch.ids, batch.items, strict=True)))
    refused = {one.row for one in aside}
    sound = batch.part([position for position, identity in enumerate(batch.ids) if identity not in refused])
    named = {encoding.account_id(item) for item in sound.items} if kind.has_account else set[str]()
    accounts = [account for account in batch.accounts if account["id"] in named]
    others = [one for one in batch.irregular if one.row not in refused]
    return replace(sound, accounts=accounts, irregular=[*aside, *others])


def _bodies(kind: Declaration, items: Iterable[JSON]) -> list[str] | None:
    """The bodies; None where one has to be looked at."""
    try:
        bodies = encoding.bodies(kind, items)
    except TypeError:
        return None
    looked_at = mending.LARGEST
    if any(mending.REPLACED in body or mending.NUL in body or len(body) > looked_at for body in bodies):
        return None
    return bodies


def _mended(
    resource: str,
    link: str | None,
    rows: Iterable[JSON],
    unreadable: Iterable[tuple[str, str]],
    twins: Counter[str],
) -> Batch:
    kind = RESOURCES[resource]
    stored, irregular = mending.mend(kind, link, rows, unreadable, twins)
    items = [*stored.values()]
    accounts = _accounts(items) if kind.has_account else ()
    bodies = encoding.bodies(kind, items)
    return Batch(resource, link, [*stored], bodies, accounts, items, irregular)


def _accounts(items: Sequence[JSON]) -> list[JSON]:
    """The accounts in the rows, each once."""
    embedded = [account for item in items if isinstance(account := item.get("account"), dict)]
    return [*{key: account for account in embedded if isinstance(key := account.get("id"), str) and key}.values()]
