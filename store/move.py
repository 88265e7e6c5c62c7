"""A store put whole into another engine: every table, in one snapshot and one transaction, and held against itself.

What is there twice is compared row by row, by a digest of each: bodies, sums, the audit's chain and the queue alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from store import engine
from store.core.errors import StoreError
from store.database import Database
from store.engine import Connection
from store.ops import processes
from store.schema import migrations
from store_address import Address

_TOGETHER = 1000
"""Rows that are under way at once."""

_MADE_ANEW = frozenset({"schema_migrations"})
"""What the new store has of itself."""

_ENDS = "audit_chain"
"""Moves on with each row of the audit, and can't be put in whole before them."""

_LIMIT = 1 << 128


class NotMoved(StoreError):
    """Nothing was moved; both stores are as they were, but that the new one may have been made."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows each table has in the new store, as in the old one."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def move(source: Address, target: Address, *, told: Callable[[str], None] = lambda _line: None) -> Moved:
    """Copy the store at one address into the empty or absent one at another, which is migrated; the old one stays.

    What is under way is `told`, a line a table. Raises NotMoved where the target holds something, where a process of
    either has been heard of in the last minute, or where the two would differ.
    """
    if source == target:
        raise NotMoved(f"{source} is both where the store is and where it shall be. Name another address.")
    if not engine.at(source).is_there():
        raise NotMoved(f"There is no store at {source}.")
    with Database.open(source, makes=False) as old:
        _refuse_use(old)
        migrations.migrate(target)
        with Database.open(target) as new:
            _refuse_use(new)
            with old.read() as reading, new.write() as writing:
                return Moved(_copied(reading, writing, told, target))


def _refuse_use(db: Database) -> None:
    """Raise NotMoved while anybody works on it: what is written meanwhile would be lost."""
    if found := processes.present(db, now=datetime.now(UTC)):
        names = ", ".join(f"{one.kind} {one.name}" for one in found)
        raise NotMoved(f"Somebody works on {db.address}: {names}. End them, wait a minute, and try again.")


def _copied(reading: Connection, writing: Connection, told: Callable[[str], None], target: Address) -> dict[str, int]:
    tables = {name: columns for name, columns in engine.tables(writing).items() if name not in _MADE_ANEW}
    _refuse_rows(writing, [*tables], target)
    moved: dict[str, int] = {}
    for name in in_order(reading, [*tables]):
        told(name)
        before = fill(reading, writing, name, tables[name])
        moved[name] = _compared(writing, name, tables[name], before, target)
    _compared(writing, _ENDS, tables[_ENDS], _Sum.of(engine.stream(reading, _all(_ENDS, tables[_ENDS]))), target)
    engine.restart_keys(writing)
    engine.complete_schema(writing)  # what is counted beside the tables goes on from what they have
    return moved


def _compared(writing: Connection, name: str, columns: Sequence[str], before: "_Sum", target: Address) -> int:
    """How many rows the new table has, which say what those of the old one do."""
    after = _Sum.of(engine.stream(writing, _all(name, columns)))
    if before != after:
        raise NotMoved(f"{name} would not be the same at {target}: {before.rows:,} rows, then {after.rows:,}.")
    return after.rows


def _refuse_rows(writing: Connection, tables: Sequence[str], target: Address) -> None:
    """A store is given its masking key as it is opened, and that is all that one has which nobody has used."""
    writing.execute("DELETE FROM masking_key")
    for name in tables:
        if writing.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None:
            raise NotMoved(f"{target} holds something already, in {name}. Name an empty store, or one that is not yet.")


def in_order(reading: Connection, tables: Sequence[str]) -> list[str]:
    """As they were made, so that what another one names is there before it; the audit behind its ends."""
    there = {name: place for place, name in enumerate(engine.tables(reading))}
    ordered = sorted(tables, key=lambda name: there.get(name, len(there)))
    ordered.sort(key=lambda name: 2 if name == "audit" else 1 if name == _ENDS else 0)
    return ordered


def fill(reading: Connection, writing: Connection, name: str, columns: Sequence[str]) -> "_Sum":
    """Copy the rows of one table, in the caller's transactions; what they come to."""
    if name == _ENDS:
        return _begin_audit(reading, writing, columns)
    summed = _Sum()
    if name == "audit":  # each row is held against the head that the one before it has left
        for row in summed.passing(engine.stream(reading, f"{_all(name, columns)} ORDER BY id")):
            engine.insert_many(writing, name, columns, [row])
    else:
        rows = summed.passing(engine.stream(reading, _all(name, columns)))
        if name in engine.IN_SETS and engine.has_sets(writing):  # what all sets come to is in one of them
            name, columns, rows = engine.IN_SETS[name], ["bucket", *columns], ((0, *row) for row in rows)
        engine.load_many(writing, name, columns, rows)
    return summed


def _begin_audit(reading: Connection, writing: Connection, columns: Sequence[str]) -> "_Sum":
    """Where the audit was cut; its head follows the rows, and is compared by the chain itself."""
    found = reading.execute(f"SELECT id, cut, cut_hash FROM {_ENDS}").fetchall()
    begun = [(row["id"], row["cut"], row["cut_hash"], row["cut"], row["cut_hash"]) for row in found]
    engine.insert_many(writing, _ENDS, ["id", "cut", "cut_hash", "head", "head_hash"], begun)
    return _Sum.of(iter(writing.execute(_all(_ENDS, columns)).fetchall()))


def _all(name: str, columns: Sequence[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {name}"


@dataclass(eq=True, slots=True)
class _Sum:
    """How many rows there were and what they say, in whatever order they come."""

    rows: int = 0
    digests: int = 0

    @classmethod
    def of(cls, rows: Iterator[Sequence[object]]) -> "_Sum":
        summed = cls()
        for _ in summed.passing(rows):
            pass
        return summed

    def passing(self, rows: Iterator[Sequence[object]]) -> Iterator[tuple[object, ...]]:
        """The rows, each counted as it goes by."""
        for row in rows:
            values = tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            self.rows += 1
            digest = blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            self.digests = (self.digests + int.from_bytes(digest)) % _LIMIT
            yield values
