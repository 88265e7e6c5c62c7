"""A connection to PostgreSQL in the shape that the store knows: SQL of its own, rows by name and position, numbers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.adapt import Dumper, Loader, Transformer
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row
from psycopg.types.string import TextLoader

from store.engine.interface import Parameters
from store.engine.postgresql.sealed import Sealed
from store.engine.postgresql.stand_ins import StandIns, stand_ins
from store.engine.postgresql.translation import Statement, translated

if TYPE_CHECKING:
    from psycopg.abc import Buffer

_TOGETHER = 200
"""Statements of an `executemany` that are sent at once."""

_SETTINGS = (
    "SET search_path = public; SET standard_conforming_strings = on; SET client_min_messages = warning;"
    " SET timezone = 'UTC'; SET jit = off;"
    " SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'encrypted\\_%'"
    " AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'public')"
)

PREFIX = "encrypted_"
"""How tables are called that lie encrypted, before the name of the view of them."""

OWN = frozenset({"encryption", "body_keys"})
"""Tables that say how; they are no part of what a store holds."""


class NamedRow(tuple[Any, ...]):
    """A tuple whose values are had by name, too; each list of names has a class of its own."""

    __slots__ = ()
    _places: Mapping[str, int] = {}

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - a value of any type
        return tuple.__getitem__(self, self._places[key] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        return [*self._places]


class PostgresqlCursor:
    """The answer to one statement."""

    def __init__(self, answer: psycopg.Cursor[Any], rowcount: int | None = None) -> None:
        self.answer = answer
        self._rowcount = rowcount

    @property
    def description(self) -> Any:  # noqa: ANN401 - as the DB-API has it
        return self.answer.description

    @property
    def rowcount(self) -> int:
        return self.answer.rowcount if self._rowcount is None else self._rowcount

    def fetchone(self) -> Any:  # noqa: ANN401 - a row, or None
        return self.answer.fetchone() if self.answer.description else None

    def fetchmany(self, size: int = 1, /) -> list[Any]:
        return self.answer.fetchmany(size) if self.answer.description else []

    def fetchall(self) -> list[Any]:
        return self.answer.fetchall() if self.answer.description else []

    def __iter__(self) -> Iterator[Any]:
        return iter(self.answer if self.answer.description else ())

    def in_tuples(self) -> None:
        """Give plain tuples from here on."""
        self.answer.row_factory = tuple_row


class PostgresqlConnection:
    """In autocommit but within a transaction or snapshot; of one thread at a time."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw = raw
        raw.autocommit = True
        raw.prepare_threshold = None  # a pooler in between may give the next statement to another session
        self._sealed = Sealed()
        self._before: StandIns | None = None
        self._sent: list[bytes] = []
        self._counted: dict[tuple[bool, str, str, str], set[str]] = {}
        _adapt(raw)
        found = raw.execute(_SETTINGS)
        found.set_result(-1)
        self.encrypted = frozenset(name.removeprefix(PREFIX) for (name,) in found.fetchall())
        self.have_keys: Callable[[Iterable[str]], None] | None = None
        self._literal = Transformer(raw).as_literal

    @property
    def in_transaction(self) -> bool:
        return self.raw.info.transaction_status != TransactionStatus.IDLE

    def execute(self, sql: str, parameters: Parameters = (), /) -> PostgresqlCursor:
        return self.run(self.statement(sql).filled(parameters, self._quoted))

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> PostgresqlCursor:
        """Many statements at a time; the rows that they concern are counted together."""
        statement, rest, count = self.statement(sql), iter(parameters), 0
        cursor = self.raw.cursor()
        while some := [*islice(rest, _TOGETHER)]:
            cursor = self._told([statement.filled(one, self._quoted) for one in some])
            count += sum(result.rowcount for result in cursor.results())
        return PostgresqlCursor(cursor, count)

    def run(self, sql: bytes) -> PostgresqlCursor:
        """Run SQL of PostgreSQL's own, with all values in it."""
        return PostgresqlCursor(self._told([sql]))

    def answers(self, questions: Iterable[tuple[str, Parameters]], *, ends: bool = False) -> list[list[Any]]:
        """The rows that each statement answers, in one round trip, with which the transaction `ends` if it does."""
        told = [self.statement(sql).filled(parameters, self._quoted) for sql, parameters in questions]
        cursor = self._told([*told, *self._end()] if ends else told)
        return [result.fetchall() for _, result in zip(told, cursor.results(), strict=False)]

    def send(self, sql: bytes) -> None:
        """Run a statement whose answer nobody waits for, together with the next one."""
        self._sent.append(sql)

    def count_up(self, table: str, key: str, number: str, which: Iterable[str], *, known: bool) -> None:
        """Add one to the numbers of these keys, once, as the transaction ends; where they are `known`, to no others."""
        self._counted.setdefault((known, table, key, number), set()).update(which)

    def commit(self, begun: int) -> None:
        """End the transaction, if it has begun and not ended; by so many statements it would have begun."""
        if self.in_transaction or len(self._sent) > begun or self._counted:
            self._told(self._end())
        self.forget()

    def _end(self) -> list[bytes]:
        """What ends a transaction: in one order whoever counts, so that no two wait for each other."""
        counted, self._counted = self._counted, {}
        return [*(self._counting(*where, which) for where, which in sorted(counted.items()) if which), b"COMMIT"]

    def _counting(self, known: bool, table: str, key: str, number: str, which: Iterable[str]) -> bytes:
        ordered = [self._quoted(one) for one in sorted(which, key=lambda one: (len(one), one))]
        add = f"SET {number} = {table}.{number} + 1".encode()
        if known:
            return f"UPDATE {table} ".encode() + add + f" WHERE {key} IN (".encode() + b",".join(ordered) + b")"
        rows = b",".join(b"(" + one + b",1)" for one in ordered)
        head = f"INSERT INTO {table} ({key}, {number}) VALUES ".encode()
        return head + rows + f" ON CONFLICT ({key}) DO UPDATE ".encode() + add

    def arrive(self) -> None:
        """Run what was sent, where no statement comes that it could go with."""
        if self._sent:
            self.run(self._sent.pop())

    def forget(self) -> None:
        """Have what was sent not run."""
        self._sent.clear()
        self._counted.clear()

    def _told(self, statements: Sequence[bytes]) -> "psycopg.Cursor[Any]":
        """The answers to the statements, at that to the first of them."""
        before, self._sent = self._sent, []
        cursor = self.raw.cursor(row_factory=_unnamed if before else _named)
        cursor.execute(b";\n".join([*before, *statements]))
        if before:
            cursor.row_factory = _named
            cursor.set_result(len(before))
        return cursor

    def filled(self, sql: str, parameters: Parameters) -> bytes:
        """A statement as it is told, with these values in it."""
        return self.statement(sql).filled(parameters, self._quoted)

    def statement(self, sql: str) -> Statement:
        """A statement as it is told, with what stands before the tables that it names."""
        if self.encrypted:
            sql = _INSERT.sub(lambda found: f"{found[1]}{self.written(found[2])}", sql)
        return self._before.statement(sql) if self._before else translated(sql)

    def written(self, table: str) -> str:
        """The table that holds the rows of what is shown under this name."""
        return f"{PREFIX}{table}" if table in self.encrypted else table

    def put_before(self, views: Sequence[str]) -> None:
        """Have what the views would show stand before tables from now on, in each statement that names them."""
        self._before = stand_ins(tuple(views))

    @property
    def tells_before(self) -> bool:
        """Whether statements have to go through here for tables to be seen as they shall be."""
        return self._before is not None

    def literal(self, value: object) -> bytes:
        """The value as SQL has it."""
        return self._quoted(value)

    def define(self, name: str, function: Callable[..., Any]) -> None:
        """Call the function, once a row has come, where SQL has named it; the server itself calls nothing here."""
        if not self._sealed:
            key = self._sealed.begin()
            _unseal(self.raw, self._sealed)
            self.run(b"SET linkdesk.seal = " + self._quoted(key.hex()))
        self._sealed.functions[name] = function

    def close(self) -> None:
        self.raw.close()

    def _quoted(self, value: Any) -> bytes:  # noqa: ANN401 - whatever a parameter is
        if value is None:
            return b"NULL"
        return bytes(self._literal(value))


_INSERT = re.compile(r"\A(\s*INSERT\s+INTO\s+)(\w+)", re.IGNORECASE)


def _adapt(raw: psycopg.Connection[Any]) -> None:
    """Numbers as SQLite gives them: whole ones as int, truth as 1 and 0."""
    adapters = raw.adapters
    adapters.register_loader("numeric", _NumericLoader)
    adapters.register_loader("bool", _TruthLoader)
    adapters.register_loader("json", TextLoader)
    adapters.register_dumper(bool, _TruthDumper)
    adapters.register_dumper(float, _FloatDumper)


def _unseal(raw: psycopg.Connection[Any], sealed: Sealed) -> None:
    """Have each text looked through for seals, which takes several times as long as reading it."""

    class SealedLoader(Loader):
        def load(self, data: "Buffer") -> str:
            return sealed.opened(bytes(data).decode())

    for name in ("text", "varchar", "bpchar", "name", 705, 0):
        raw.adapters.register_loader(name, SealedLoader)


class _NumericLoader(Loader):
    def load(self, data: "Buffer") -> int | float:
        told = bytes(data)
        if told.removeprefix(b"-").isdigit():  # as most are
            return int(told)
        value = Decimal(told.decode())
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)


class _TruthLoader(Loader):
    def load(self, data: "Buffer") -> int:
        return int(bytes(data) == b"t")


class _TruthDumper(Dumper):
    oid = 20

    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"

    def quote(self, obj: bool) -> bytes:
        return self.dump(obj)


class _FloatDumper(Dumper):
    oid = 701

    def dump(self, obj: float) -> bytes:
        return repr(obj).encode()

    def quote(self, obj: float) -> bytes:
        return b"'" + self.dump(obj) + b"'::double precision"


def _unnamed(_: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Any]:
    """For an answer that nobody reads."""
    return tuple


def _named(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Any]:
    found = cursor.description
    return _row_class(tuple(column.name for column in found)) if found else tuple


@lru_cache(1024)
def _row_class(names: tuple[str, ...]) -> type[NamedRow]:
    # The first of equal names counts, as with SQLite.
    places = {name: place for place, name in reversed([*enumerate(names)])}
    ordered = {name: places[name] for name in names}
    return type("NamedRow", (NamedRow,), {"__slots__": (), "_places": ordered})
