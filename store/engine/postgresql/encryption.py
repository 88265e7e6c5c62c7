"""Bodies that lie encrypted with a key of their link's, so that whoever destroys the key reaches every copy of them.

A table of bodies `x` is a view then, which decrypts, of `encrypted_x`; a trigger encrypts whatever is written there.
The server does both, since SQL looks into bodies. It has the keys in a table that no log, standby or backup holds.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock

from store.engine.errors import Unusable
from store.engine.interface import Bodies
from store.engine.keys import Key, KeyStore
from store.engine.postgresql.connection import PREFIX, PostgresqlConnection
from store_address import Address

NO_KEY, NO_KEYS = "LD001", "LD002"
"""What a server says who has no key of a link, and who has lost all of them."""

GONE = (
    "Gone now, from the server's log, standbys and backups too: what Belvo sent (bodies of rows, earlier ones, and of "
    "calls), since its keys are destroyed; copies of the keys (LINKDESK_KEYS) have to expire as well.\n"
    "Gone when the log (WAL) is written over and backups expire: columns of rows, such as descriptions and amounts, "
    "and the text that is searched, which are not encrypted. Whoever runs the server knows when. Standbys follow by "
    "themselves."
)

_SQL = Path(__file__).with_name("encryption.sql")
_LOCK = 0x6B657973
"""The advisory lock of who puts keys in or takes them out."""


class Encryption:
    """Of one store."""

    def __init__(self, address: Address, connect: Callable[[], PostgresqlConnection], keys: KeyStore | None) -> None:
        self._address = address
        self._connect = connect
        self._keys = keys
        self._is_verified = False
        self._known = set[str]()
        self._lock = Lock()

    def admit(self, connection: PostgresqlConnection) -> None:
        """Have the keys be there for a new connection to a store that is encrypted; raises Unusable without them."""
        if not self._is_verified:
            self._store().verify(_name(connection))
            self._is_verified = True
        connection.have_keys = self.have
        if not connection.execute(_ARE_THERE).fetchone():
            self.put_back()

    def have(self, links: Iterable[str]) -> None:
        """Have these links have keys, on the disk before anything is encrypted with them."""
        with self._lock:
            if new := {*filter(None, links)} - self._known:
                with closing(self._connect()) as connection:
                    _lock(connection)
                    _put(connection, self._store().have(_name(connection), new))
                self._known |= new

    def destroy(self, links: Sequence[str]) -> None:
        """Destroy the links' keys where they are kept, and here, where the proof of an erasure writes them over.

        It waits for no reader, whom the caller may be.
        """
        with closing(self._connect()) as connection:
            if not connection.encrypted:
                return
            with self._lock:
                self._known -= {*links}
            _lock(connection)
            self._store().destroy(_name(connection), links)
            connection.executemany("DELETE FROM body_keys WHERE link = :link", [{"link": link} for link in links])

    def encrypt(self, tables: Sequence[Bodies], links: Callable[[], Iterable[str]]) -> list[str]:
        """Have the tables lie encrypted from now on, where some do not; returns those.

        What lies there is encrypted, and stays in the server's log and backups as it was. Nobody else uses the store.
        """
        with closing(self._connect()) as connection:
            connection.run(b"BEGIN;" + _SQL.read_bytes())
            if connection.execute("SELECT 1 FROM encryption").fetchone() is None:
                connection.execute("INSERT INTO encryption VALUES (1, :name)", {"name": self._store().make()})
            connection.run(b"COMMIT")
            self._store().verify(_name(connection))
            self.put_back()
            self.have(links())
            left = [one for one in tables if one.table not in connection.encrypted]
            for one in left:
                connection.run(b"BEGIN")
                _encrypt(connection, one)
                connection.run(b"COMMIT")
        return [one.table for one in left]

    def put_back(self) -> None:
        """Put the keys where the server reads them: it has lost them, or has never had them."""
        with self._lock:
            self._known.clear()
        with closing(self._connect()) as connection:
            _lock(connection)
            _put(connection, [*self._store().all_of(_name(connection)), _ALL])

    def _store(self) -> KeyStore:
        if self._keys is None:
            raise Unusable(f"Nothing says where the keys of bodies in {self._address} are kept. Set LINKDESK_KEYS.")
        if self._keys.address == self._address:
            raise Unusable(
                "LINKDESK_KEYS is the store itself, whose backups would hold the keys. Name another database."
            )
        return self._keys


def unopened(connection: PostgresqlConnection, tables: Sequence[Bodies]) -> int:
    """How many bodies were encrypted with a key that the server has not got."""
    asked = [
        _UNOPENED.format(table=f"{PREFIX}{one.table}", column=column).encode()
        for one in tables
        for column in one.columns
        if one.table in connection.encrypted
    ]
    return sum(int(connection.run(sql).fetchone()[0]) for sql in asked)


def _lock(connection: PostgresqlConnection) -> None:
    """Be the only one who puts keys in or takes them out, until the connection ends."""
    connection.run(f"SELECT pg_advisory_lock({_LOCK})".encode())


def _name(connection: PostgresqlConnection) -> str:
    name: str = connection.execute("SELECT key_store FROM encryption").fetchone()[0]
    return name


_ALL = Key("", "00", "00")
"""Comes with all keys, and says that they are there."""


def _put(connection: PostgresqlConnection, keys: Iterable[Key]) -> None:
    connection.run(b"BEGIN")
    connection.executemany(_PUT, [one._asdict() for one in keys])
    connection.run(b"COMMIT")


def _encrypt(connection: PostgresqlConnection, bodies: Bodies) -> None:
    table, kept = bodies.table, f"{PREFIX}{bodies.table}"
    shown = connection.execute(_SHOWN, {"table": table}).fetchall()
    names = [name for (name,) in connection.execute(_COLUMNS, {"table": table})]
    told = ", ".join(f'decrypted({name}) COLLATE "C" AS {name}' if name in bodies.columns else name for name in names)
    each = "".join(f"NEW.{name} := encrypted(of, NEW.{name}); " for name in bodies.columns)
    encrypts = f"""CREATE OR REPLACE FUNCTION encrypt_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE of text; BEGIN of := coalesce(({bodies.link}), ''); {each}RETURN NEW; END $$"""
    for statement in (
        f"ALTER TABLE {table} RENAME TO {kept}",
        encrypts,
        f"CREATE TRIGGER encrypted BEFORE INSERT OR UPDATE ON {kept} FOR EACH ROW EXECUTE FUNCTION encrypt_{table}()",
        f"CREATE VIEW {table} AS SELECT {told} FROM {kept}",
        *(f"CREATE OR REPLACE VIEW {view} AS {select}" for view, select in shown),
        f"UPDATE {kept} SET {bodies.columns[0]} = {bodies.columns[0]}",
    ):
        connection.run(statement.encode())


_ARE_THERE = "SELECT 1 FROM body_keys WHERE link = ''"

_PUT = """
    INSERT INTO body_keys (link, number, key) VALUES (:link, decode(:number, 'hex'), decode(:key, 'hex'))
    ON CONFLICT (link) DO UPDATE SET number = excluded.number, key = excluded.key
"""

_UNOPENED = """
    SELECT count(*) FROM {table} WHERE left({column}, 1) = chr(1) AND NOT EXISTS (
        SELECT 1 FROM body_keys WHERE number = substr(decode(substr({column}, 2, 12), 'base64'), 1, 8))
"""
"""Before the body stands its key's number, of which the first twelve letters of base64 tell nine bytes."""

_SHOWN = """
    SELECT DISTINCT v.relname, pg_get_viewdef(v.oid) FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
    JOIN pg_class v ON v.oid = r.ev_class
    WHERE d.refobjid = ('public.' || :table)::regclass AND v.relkind = 'v'
"""
"""The views of a table, which would go on showing it by whatever name it has."""

_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = ('public.' || :table)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
