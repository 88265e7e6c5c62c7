"""A store put whole into another engine: every table, in one snapshot and one transaction, and held against itself.

What is there twice is compared row by row, by a digest of each: bodies, sums, the audit's chain and the queue alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from store import encryption, engine
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

_GIVEN = "masking_key"
"""A store is given one as it is opened, and that is all that one has which nobody has used."""

_LIMIT = 1 << 128


class NotMoved(StoreError):
    """Nothing was moved; both stores are as they were, but that the new one may have been made."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows each table has in the new store, as in the old one, and in which of them bodies lie encrypted."""

    rows: dict[str, int]
    was_encrypted: bool = False
    is_encrypted: bool = False

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def move(source: Address, target: Address, *, told: Callable[[str], None] = lambda _line: None) -> Moved:
    """Copy the store at one address into the empty or absent one at another, which is migrated; the old one stays.

    Bodies that lie encrypted in a server's store go into another server's encrypted as well, by the same keys.
    What is under way is `told`, a line a table. Raises NotMoved where the target holds something, where a process of
    either has been heard of in the last minute, where bodies could not be read, or where the two would differ.
    """
    if source == target:
        raise NotMoved(f"{source} is both where the store is and where it shall be. Name another address.")
    for one in (source, target):
        if one in (source.keys, target.keys):
            raise NotMoved(f"{one} is where the keys of bodies are kept (LINKDESK_KEYS). Name another address.")
    if not engine.at(source).is_there():
        raise NotMoved(f"There is no store at {source}.")
    with Database.open(source, makes=False) as old:
        _refuse_use(old)
        was_encrypted = _refuse_unopened(old)
        migrations.migrate(target)
        is_encrypted = _make_ready(target, encrypted=was_encrypted)
        with Database.open(target) as new, old.read() as reading, new.write() as writing:
            if is_encrypted:
                engine.have_keys(writing, encryption.links_of(old))
            return Moved(_copied(reading, writing, told, target), was_encrypted, is_encrypted)


def _refuse_unopened(db: Database) -> bool:
    """Whether bodies lie encrypted; raise NotMoved where some of them could not be read, and would be lost."""
    number = db.engine.unopened(encryption.bodies())
    if number:
        raise NotMoved(
            f"{number:,} bodies in {db.address} would be lost: the keys of their links are not in {db.address.keys}. "
            "Bring these keys back, or erase the links: python -m store erase"
        )
    return number is not None


def _make_ready(target: Address, *, encrypted: bool) -> bool:
    """Whether bodies lie encrypted in the empty new store, as they do from now on where they can and are to."""
    with Database.open(target) as new:
        _refuse_use(new)
        with new.read() as connection:
            _refuse_rows(connection, [*_tables(connection)], target)
        if encrypted and target.file is None:
            encryption.encrypt(new)
        return new.engine.unopened(()) is not None


def _refuse_use(db: Database) -> None:
    """Raise NotMoved while anybody works on it: what is written meanwhile would be lost."""
    if found := processes.present(db, now=datetime.now(UTC)):
        names = ", ".join(f"{one.kind} {one.name}" for one in found)
        raise NotMoved(f"Somebody works on {db.address}: {names}. End them, wait a minute, and try again.")


def _copied(reading: Connection, writing: Connection, told: Callable[[str], None], target: Address) -> dict[str, int]:
    tables = _tables(writing)
    writing.execute(f"DELETE FROM {_GIVEN}")
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


def _tables(connection: Connection) -> dict[str, list[str]]:
    """Those that are filled, with their columns."""
    return {name: columns for name, columns in engine.tables(connection).items() if name not in _MADE_ANEW}


def _refuse_rows(connection: Connection, tables: Sequence[str], target: Address) -> None:
    for name in tables:
        if name != _GIVEN and connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None:
            raise NotMoved(f"{target} holds something already, in {name}. Name an empty store, or one that is not yet.")


def in_order(reading: Connection, tables: Sequence[str]) -> list[str]:
    """As they were made, so that what another one names is there before it; bodies behind the rows that say whose
    they are, by which they are encrypted, and the audit behind its ends.
    """
    there = {name: place for place, name in enumerate(engine.tables(reading))}
    behind = {one.table: 1 for one in encryption.bodies()} | {_ENDS: 2, "audit": 3}
    return sorted(tables, key=lambda name: (behind.get(name, 0), there.get(name, len(there))))


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
