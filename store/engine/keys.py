"""Where the keys of bodies are kept for good: a database of its own, apart from the store and from its backups.

One key a link. Whoever destroys one makes unreadable what was encrypted with it, in every copy of the store.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import NamedTuple

from store.engine import dispatch
from store.engine.errors import StoreError, Unusable
from store.engine.interface import Connection, Engine
from store_address import Address

_BYTES = 32
_NUMBER_BYTES = 8


class Key(NamedTuple):
    """A link's key, and the number by which a body says that it was encrypted with it; both in hexadecimal digits."""

    link: str
    number: str
    key: str


class KeyStore:
    """The keys of one store; what it says of itself, its `name`, stands in that store as well."""

    def __init__(self, kept: Engine) -> None:
        self._kept = kept

    def make(self) -> str:
        """Make the database where there is none; its name."""
        with self._named():
            self._kept.make(makes=True)
            with closing(self._kept.connect()) as connection:
                self._kept.ready(connection)
                with dispatch.transaction(connection):
                    dispatch.run_script(connection, _TABLES)
                    made = {"name": secrets.token_hex(_NUMBER_BYTES)}
                    connection.execute("INSERT INTO key_store VALUES (1, :name) ON CONFLICT DO NOTHING", made)
                return _name(connection)

    @property
    def address(self) -> Address:
        return self._kept.address

    def verify(self, name: str) -> None:
        """Raise Unusable where it can't be opened, or has another name."""
        with self._open(name):
            pass

    def all_of(self, name: str) -> list[Key]:
        """Every key; raises Unusable where the database has another name."""
        with self._open(name) as connection:
            return [Key(*row) for row in connection.execute("SELECT link, number, key FROM link_keys").fetchall()]

    def have(self, name: str, links: Iterable[str]) -> list[Key]:
        """The keys of the links, made where there are none; they are on the disk by then."""
        wanted = sorted(set(links))
        with self._open(name) as connection:
            with dispatch.transaction(connection):
                connection.executemany(
                    "INSERT INTO link_keys (link, number, key) VALUES (:link, :number, :key) ON CONFLICT DO NOTHING",
                    [new._asdict() for new in map(_new, wanted)],
                )
            self._kept.checkpoint(connection)  # a key that a power cut took back would have encrypted for nobody
            return [*_of(connection, wanted)]

    def destroy(self, name: str, links: Sequence[str]) -> None:
        """Have the keys of the links nowhere in the database; raises Unusable where some are in its files after all."""
        with self._open(name) as connection:
            keys = [one.key for one in _of(connection, links)]
            with dispatch.transaction(connection):
                connection.executemany("DELETE FROM link_keys WHERE link = :link", [{"link": one} for one in links])
            self._kept.checkpoint(connection)
            if not self._kept.overwrites or self._kept.remaining(keys):
                self._kept.rewrite(connection)
            if self._kept.remaining(keys):
                raise Unusable(f"{self._kept.address} still holds a key that was destroyed. Let nobody have it open.")

    @contextmanager
    def _open(self, name: str) -> Iterator[Connection]:
        with self._named():
            if self.address.file and not self.address.file.exists():
                raise Unusable(f"{self.address} is not there.")
            self._kept.make(makes=False)
            with closing(self._kept.connect()) as connection:
                self._kept.ready(connection)
                if not dispatch.has_table(connection, "key_store") or _name(connection) != name:
                    raise Unusable(f"{self._kept.address} holds no keys of this store.")
                yield connection

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            with self._kept.naming_errors():
                yield
        except StoreError as error:
            said = str(error).replace("LINKDESK_STORE", "LINKDESK_KEYS")
            where = "" if "LINKDESK_KEYS" in said else " Check LINKDESK_KEYS."
            raise Unusable(f"The keys of bodies can't be used: {said}{where}") from error


def _new(link: str) -> Key:
    return Key(link, secrets.token_hex(_NUMBER_BYTES), secrets.token_hex(_BYTES))


def _name(connection: Connection) -> str:
    name: str = connection.execute("SELECT name FROM key_store").fetchone()[0]
    return name


def _of(connection: Connection, links: Iterable[str]) -> Iterator[Key]:
    sql = "SELECT link, number, key FROM link_keys WHERE link = :link"
    return (Key(*row) for link in links for row in connection.execute(sql, {"link": link}).fetchall())


_TABLES = """
    CREATE TABLE IF NOT EXISTS key_store (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS link_keys (link TEXT PRIMARY KEY, number TEXT NOT NULL, key TEXT NOT NULL);
"""
