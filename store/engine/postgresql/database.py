"""A store in a database of a PostgreSQL server."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any, Literal

import psycopg
from psycopg import errors as pg
from psycopg.conninfo import make_conninfo

from store.engine.errors import Busy, Conflict, Damaged, Full, ReadOnly, StoreError, Unreachable, Unusable
from store.engine.interface import Bodies, Connection, Office, Size
from store.engine.keys import KeyStore
from store.engine.patience import BUSY_TIMEOUT, longest
from store.engine.postgresql import encryption, operations, traces
from store.engine.postgresql.connection import PostgresqlConnection
from store.engine.postgresql.encryption import GONE, Encryption
from store.engine.postgresql.hearing import Leadership, Listener
from store_address import Address

_LOOK = 0.25
"""Seconds between two tries to reach the server."""

_NO_DATABASE = ('FATAL:  database "',)
_NOT_LET_IN = ("authentication failed", "no pg_hba.conf entry", "no password supplied", 'role "')

_ALIVE: dict[str, str | int] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "linkdesk",
}


class ServerDatabase:
    """One database of a server's, which many processes write at the same time."""

    name: Literal["PostgreSQL"] = "PostgreSQL"
    migrates_itself = False
    overwrites = False

    def __init__(self, address: Address, keys: KeyStore | None = None) -> None:
        self.address = address
        self._encryption = Encryption(address, self._bare, keys)
        self.version = ""
        self._damage = ""
        self._leadership: dict[Office, Leadership] = {
            "schedule": Leadership(self.connect, "schedule"),
            "notices": Leadership(self.connect, "notices"),
        }

    def is_there(self) -> bool:
        with self.naming_errors():
            try:
                connection = self.connect(read_only=True)
            except pg.OperationalError as error:
                if _says(error, *_NO_DATABASE):
                    return False
                raise
            try:
                return operations.has_table(connection, "schema_migrations")
            finally:
                connection.close()

    def make(self, *, makes: bool) -> None:
        """Who runs the server makes databases in it."""

    def connect(self, *, read_only: bool = False) -> PostgresqlConnection:
        connection = self._bare()
        self.version = connection.raw.info.parameter_status("server_version") or ""
        try:
            if connection.encrypted:
                self._encryption.admit(connection)
            if read_only:
                operations.only_read(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _bare(self) -> PostgresqlConnection:
        """A connection, whether or not it can read what is encrypted."""
        return PostgresqlConnection(self._reached())

    @property
    def beyond(self) -> str:
        with self._reading() as connection:
            return GONE if connection.encrypted else traces.BEYOND

    def destroy_keys(self, links: Sequence[str]) -> None:
        with self.naming_errors():
            self._encryption.destroy(links)

    def encrypt(self, tables: Sequence[Bodies], links: Callable[[], Iterable[str]]) -> list[str]:
        with self.naming_errors():
            return self._encryption.encrypt(tables, links)

    def unopened(self, tables: Sequence[Bodies]) -> int | None:
        with self._reading() as connection:
            return encryption.unopened(connection, tables) if connection.encrypted else None

    def _reached(self) -> "psycopg.Connection[Any]":
        """Wait for a server that starts or is replaced by another."""
        until = time.monotonic() + min(BUSY_TIMEOUT, longest())
        while True:
            left = until - time.monotonic()
            try:
                return psycopg.connect(make_conninfo(self.address.url, **_ALIVE, connect_timeout=max(2, int(left))))
            except pg.OperationalError as error:
                if not _may_pass(error) or left < _LOOK:
                    raise
            time.sleep(_LOOK)

    def leads(self, what: Office = "schedule") -> bool:
        with self.naming_errors():
            return self._leadership[what].is_ours()

    def listen(self, wake: Callable[[], None]) -> Listener:
        with self.naming_errors():
            return Listener(self.connect, wake)

    def close(self) -> None:
        for leadership in self._leadership.values():
            leadership.close()

    def ready(self, connection: Connection) -> None:
        """Readers and writers stand side by side as it is."""

    @contextmanager
    def naming_errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise self._named(error) from error

    def _named(self, error: psycopg.Error) -> StoreError:
        if isinstance(error, pg.DataCorrupted | pg.IndexCorrupted):
            self._damage = f"{self.address} is damaged ({_said(error)}). Bring back a backup of the server."
            return Damaged(self._damage)
        if error.sqlstate in (encryption.NO_KEY, encryption.NO_KEYS):
            with suppress(StoreError):  # whoever tries again is told
                self._encryption.put_back()
        return named(error, self.address)

    def damage(self) -> str:
        return self._damage

    def problems(self, connection: Connection) -> list[str]:  # noqa: ARG002 - as every engine has it
        """Pages are checked by the server itself, as it reads them."""
        return []

    def checkpoint(self, connection: Connection) -> None:
        """The server sees to it."""

    def checkpoint_in_passing(self, connection: Connection) -> None:
        """The server sees to it."""

    def rewrite(self, connection: Connection) -> None:
        assert isinstance(connection, PostgresqlConnection)  # noqa: S101 - as `connect` gave it
        traces.take_out(connection)

    def remaining(self, texts: Sequence[str]) -> list[str]:
        with self._reading() as connection:
            return traces.remaining(connection, texts)

    def searchable(self) -> int:
        with self._reading() as connection:
            return sum(file.stat().st_size for file in traces.files_of(connection))

    @contextmanager
    def _reading(self) -> Iterator[PostgresqlConnection]:
        with self.naming_errors(), closing(self.connect(read_only=True)) as connection:
            yield connection

    def size(self) -> Size:
        with self.naming_errors():
            connection = self.connect(read_only=True)
            try:
                row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            finally:
                connection.close()
        return Size(row[0], 0)

    def free_space(self) -> int | None:
        return None

    def is_writable(self) -> bool:
        return True


def named(error: psycopg.Error, address: Address) -> StoreError:
    """What PostgreSQL says, as an error of the store's that says what to do about it."""
    match error:
        case pg.DeadlockDetected() | pg.SerializationFailure() | pg.UniqueViolation():
            return Conflict(f"Another program has changed the same in {address} ({_said(error)}). Try again.")
        case psycopg.Error(sqlstate=encryption.NO_KEY | encryption.NO_KEYS):
            return Conflict(f"Keys of bodies have come or gone in {address} meanwhile. Try again.")
        case pg.LockNotAvailable() | pg.QueryCanceled():
            return Busy(f"Another program has kept {address} locked. Try again.")
        case pg.DiskFull() | pg.OutOfMemory():
            return Full(f"The server of {address} has no room left ({_said(error)}). Free some space there.")
        case pg.ReadOnlySqlTransaction() | pg.InsufficientPrivilege():
            return ReadOnly(f"{address} can't be written ({_said(error)}). Let Linkdesk's user write it.")
        case pg.OperationalError() if _says(error, *_NO_DATABASE):
            return Unusable(f"There is no database {address}. Have one made, and run: python -m store migrate")
        case pg.OperationalError() if _says(error, *_NOT_LET_IN):
            return Unusable(f"The server of {address} does not let Linkdesk in. Check LINKDESK_STORE.")
        case pg.OperationalError() | psycopg.InterfaceError() if not error.sqlstate or _may_pass(error):
            return Unreachable(f"No server answers for {address}. Check that it runs, and LINKDESK_STORE.")
    return Unusable(f"{address} cannot be used ({_said(error)}).")


def _may_pass(error: psycopg.Error) -> bool:
    """Whether the server is not there, or not yet, or has no room for one more; rather than that it refuses."""
    state = error.sqlstate or ""
    is_refused = _says(error, *_NO_DATABASE, *_NOT_LET_IN)
    return not is_refused and (not state or state[:2] in ("08", "57") or state == "53300")


def _says(error: psycopg.Error, *words: str) -> bool:
    """What went wrong as one connected comes as a text alone."""
    return any(some in str(error) for some in words)


def _said(error: psycopg.Error) -> str:
    """The server's own sentence, which names neither user nor password."""
    return (error.diag.message_primary or type(error).__name__).rstrip(".")
