"""A batch of Belvo's rows made ready to be stored: all that can be done before the database is locked.

What is made ready can be taken apart for another process and put together there (`store.ops.writer_process`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from resources import RESOURCES
from store.write import encoding, schema_drift
from store.write.encoding import JSON, Columns
from store.write.schema_drift import Unknown

Packed = tuple[Any, ...]
"""Nothing but lists, texts and numbers, which `marshal` carries."""


@dataclass(frozen=True)
class Batch:
    """Rows by position: ids, bodies as stored, objects as received (not in another process), embedded accounts.

    What few batches need is made when it is asked for.
    """

    resource: str
    link: str | None
    ids: Sequence[str]
    bodies: Sequence[str]
    accounts: Sequence[JSON]
    items: Sequence[JSON]

    @cached_property
    def columns(self) -> Columns:
        """The values of the table's columns."""
        return encoding.columns(RESOURCES[self.resource], self.link, dict(zip(self.ids, self.items, strict=True)))

    @cached_property
    def texts(self) -> Sequence[str]:
        """The texts to be searched; none where the resource is not searched."""
        kind = RESOURCES[self.resource]
        return encoding.texts(kind, self.columns) if kind.search else ()

    @cached_property
    def unknown(self) -> Sequence[Unknown]:
        """Fields and values that the client's types do not describe."""
        return schema_drift.find(RESOURCES[self.resource], self.items)

    def part(self, positions: Sequence[int]) -> "Batch":
        """The rows at these positions, in this order; of accounts none."""
        if [*positions] == [*range(len(self.ids))]:
            return self
        ids, bodies = [self.ids[position] for position in positions], [self.bodies[position] for position in positions]
        if self.items or not positions:
            items = [self.items[position] for position in positions]
            return replace(self, ids=ids, bodies=bodies, accounts=(), items=items)
        columns = {name: [values[position] for position in positions] for name, values in self.columns.items()}
        texts = [self.texts[position] for position in positions] if self.texts else ()
        indexes = {position: index for index, position in enumerate(positions)}
        unknown = [(indexes[row], path, value) for row, path, value in self.unknown if row in indexes]
        return Batch.unpack((self.resource, self.link, ids, bodies, (), columns, texts, unknown))

    def pack(self) -> Packed:
        """All of it but the objects."""
        own = (self.resource, self.link, self.ids, self.bodies, self.accounts)
        return (*own, self.columns, self.texts, self.unknown)

    @classmethod
    def unpack(cls, packed: Packed) -> Self:
        """The batch that was packed."""
        resource, link, ids, bodies, accounts, columns, texts, unknown = packed
        batch = cls(resource, link, ids, bodies, accounts, items=())
        batch.__dict__.update(columns=columns, texts=texts, unknown=unknown)
        return batch


def prepare(resource: str, link_id: str | None, items: Iterable[JSON]) -> Batch:
    """Make rows ready; of equal ids the last one counts. Raises UnreadableRow for a row without id."""
    kind, rows = RESOURCES[resource], [*items]
    by_id = encoding.by_id(kind, rows)
    unique = [*by_id.values()]
    accounts = _accounts(rows) if kind.has_account else ()
    return Batch(resource, link_id, [*by_id], encoding.bodies(kind, unique), accounts, unique)


def _accounts(items: Sequence[JSON]) -> list[JSON]:
    """The accounts in the rows, each once."""
    embedded = [account for item in items if isinstance(account := item.get("account"), dict)]
    return [*{key: account for account in embedded if isinstance(key := account.get("id"), str) and key}.values()]
