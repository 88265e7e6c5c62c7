"""The state of a sandbox, in one SQLite database that several processes may use at once."""

import os
import queue
import secrets
import sqlite3
import tempfile
import uuid
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "sandbox.db"
APPLICATION_ID = 0x426C7653  # tells this program's databases from others'
INSTANCE, SIGNING_KEY = "instance", "signing_key"

# Append only: a database made by an older sandbox takes the steps that it lacks.
MIGRATIONS = (
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE links (
        id TEXT PRIMARY KEY,
        tag TEXT NOT NULL UNIQUE,
        seed INTEGER NOT NULL,
        institution TEXT NOT NULL,
        person TEXT NOT NULL,
        listed_user TEXT,
        access_mode TEXT NOT NULL,
        status TEXT NOT NULL,
        refresh_rate TEXT,
        refresh_due TEXT,
        stale_at TEXT,
        external_id TEXT,
        credentials_storage TEXT NOT NULL,
        stale_in TEXT NOT NULL,
        fetch_resources TEXT NOT NULL,
        created_at TEXT NOT NULL,
        last_accessed_at TEXT,
        version INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE connections (
        seed INTEGER NOT NULL,
        institution TEXT NOT NULL,
        person TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (seed, institution, person)
    ) WITHOUT ROWID;
    CREATE TABLE collections (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
        resource TEXT NOT NULL,
        at TEXT NOT NULL,
        date_from TEXT,
        date_to TEXT,
        account TEXT
    );
    CREATE INDEX collections_link ON collections (link);
    CREATE TABLE deletions (
        link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
        resource TEXT NOT NULL,
        id TEXT NOT NULL,
        after INTEGER NOT NULL,
        PRIMARY KEY (link, resource, id)
    ) WITHOUT ROWID;
    CREATE TABLE used_tokens (jti TEXT PRIMARY KEY, expires_at TEXT NOT NULL) WITHOUT ROWID;
    """,
    "ALTER TABLE links ADD COLUMN history_due TEXT",
    "ALTER TABLE collections ADD COLUMN asked TEXT NOT NULL DEFAULT '{}'",
    """
    CREATE TABLE webhook_endpoints (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT UNIQUE,
        url TEXT NOT NULL,
        authorization TEXT,
        created_at TEXT NOT NULL
    );
    CREATE TABLE announcements (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        type TEXT NOT NULL,
        process TEXT,
        code TEXT,
        link TEXT NOT NULL,
        external_id TEXT,
        request_id TEXT,
        collection INTEGER,
        data TEXT
    );
    CREATE TABLE deliveries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        endpoint TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
        created_at TEXT NOT NULL,
        link TEXT NOT NULL,
        type TEXT NOT NULL,
        code TEXT NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',
        attempts TEXT NOT NULL DEFAULT '[]',
        not_before REAL NOT NULL DEFAULT 0,
        resend_of INTEGER
    );
    CREATE INDEX deliveries_waiting ON deliveries (endpoint, number) WHERE state = 'waiting';
    CREATE INDEX deliveries_link ON deliveries (link);
    CREATE TABLE arrivals (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
        resource TEXT NOT NULL,
        due TEXT NOT NULL,
        request_id TEXT
    );
    CREATE INDEX arrivals_link ON arrivals (link, due);
    """,
    """
    CREATE TABLE consents (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        link TEXT NOT NULL UNIQUE,
        institution TEXT NOT NULL,
        person TEXT NOT NULL,
        cpf TEXT NOT NULL,
        cnpj TEXT,
        name TEXT NOT NULL,
        organization TEXT NOT NULL,
        purpose TEXT,
        terms_url TEXT,
        permissions TEXT NOT NULL,
        duration INTEGER,
        status TEXT NOT NULL,
        created_at TEXT NOT NULL,
        decided_at TEXT,
        expires_at TEXT NOT NULL,
        shared TEXT,
        token TEXT,
        locale TEXT,
        return_url TEXT,
        request TEXT,
        nonce TEXT,
        code TEXT
    );
    ALTER TABLE links ADD COLUMN shared TEXT;
    ALTER TABLE links ADD COLUMN consent_ends TEXT
    """,
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
        resource TEXT,
        challenge TEXT NOT NULL,
        asked TEXT NOT NULL,
        expires_at TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX sessions_link ON sessions (link);
    CREATE TABLE busy_people (person TEXT PRIMARY KEY, since TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE deletions_counted (kind TEXT NOT NULL, at TEXT NOT NULL);
    ALTER TABLE links ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE links ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE links ADD COLUMN refreshed_at TEXT;
    """,
    """
    CREATE TABLE disturbances (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        aim TEXT NOT NULL,
        settings TEXT NOT NULL,
        times INTEGER,
        probability REAL,
        created_at TEXT NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        struck INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX disturbances_live ON disturbances (kind, number) WHERE times IS NULL OR struck < times;
    ALTER TABLE deliveries ADD COLUMN mishap TEXT;
    ALTER TABLE deliveries ADD COLUMN due TEXT;
    ALTER TABLE deliveries ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deliveries ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE links ADD COLUMN credentials_at TEXT;
    ALTER TABLE links ADD COLUMN credentials_due TEXT;
    ALTER TABLE collections ADD COLUMN removed INTEGER;
    UPDATE links SET
        credentials_at = created_at,
        credentials_due = CASE WHEN credentials_storage GLOB '[0-9]*' THEN
            strftime('%Y-%m-%dT%H:%M:%f000Z', created_at, '+' || rtrim(credentials_storage, 'd') || ' days') END
    """,
    "ALTER TABLE arrivals ADD COLUMN retrieve TEXT",
    """
    CREATE INDEX links_consent_ends ON links (consent_ends) WHERE consent_ends IS NOT NULL;
    CREATE INDEX links_credentials_due ON links (credentials_due) WHERE credentials_due IS NOT NULL;
    CREATE INDEX links_history_due ON links (history_due) WHERE history_due IS NOT NULL;
    CREATE INDEX links_refresh_due ON links (refresh_due) WHERE refresh_due IS NOT NULL;
    CREATE INDEX links_stale_at ON links (stale_at) WHERE stale_at IS NOT NULL;
    """,
    """
    ALTER TABLE links ADD COLUMN document TEXT;
    UPDATE links SET document = (SELECT coalesce(cnpj, cpf) FROM consents WHERE consents.link = links.id);
    """,
    """
    ALTER TABLE collections RENAME TO fetches;
    ALTER TABLE fetches RENAME COLUMN asked TO parameters;
    DROP INDEX collections_link;
    CREATE INDEX fetches_link ON fetches (link);
    ALTER TABLE arrivals RENAME TO delayed_fetches;
    DROP INDEX arrivals_link;
    CREATE INDEX delayed_fetches_link ON delayed_fetches (link, due);
    ALTER TABLE deletions RENAME COLUMN after TO last_fetch;
    ALTER TABLE connections RENAME TO link_counts;
    ALTER TABLE sessions RENAME COLUMN asked TO parameters;
    ALTER TABLE announcements RENAME TO webhook_events;
    ALTER TABLE webhook_events RENAME COLUMN process TO process_type;
    ALTER TABLE webhook_events RENAME COLUMN collection TO fetch;
    DROP INDEX disturbances_live;
    ALTER TABLE disturbances RENAME TO fault_rules;
    ALTER TABLE fault_rules RENAME COLUMN aim TO target;
    CREATE INDEX fault_rules_live ON fault_rules (kind, number) WHERE times IS NULL OR struck < times;
    ALTER TABLE deliveries RENAME COLUMN mishap TO fault;
    ALTER TABLE deliveries RENAME COLUMN apart TO unordered;
    ALTER TABLE deliveries RENAME COLUMN held TO waits_for_next;
    """,
)


class StateError(Exception):
    """The state can't be used; the message names the cure."""


class State:
    """A pool of connections to the database in a folder; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        _create_private(self.path)
        if not self.path.stat().st_size:
            raise StateError(
                f"{self.path} has lost all of its content. Bring back a backup of it, or move it out of {folder} to "
                "start afresh."
            )
        idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._idle = idle
        # A mounted app gets no lifespan events, so nothing would ever tell it to close.
        self._before_close: list[Callable[[], None]] = []
        self._defaults: dict[str, str] = {}
        self.close = weakref.finalize(self, _close_all, idle, self._before_close)
        try:
            with self.write() as connection:
                migrate(connection, self.path)
                self.initialize(connection)
        except sqlite3.DatabaseError as error:
            self.close()
            raise StateError(
                f"{self.path} can't be used ({error}). Move it out of {folder} to start afresh."
            ) from error

    def before_close(self, action: Callable[[], None]) -> None:
        """Have something done before the connections are closed; what it holds lives as long as the state."""
        self._before_close.append(action)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for queries."""
        connection = self._take()
        try:
            yield connection
        finally:
            self._idle.put(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end, rolled back by an exception."""
        with self.read() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def setting(self, name: str, default: str | None = None) -> str:
        """A value of `settings`, or the usual one; KeyError when there is neither."""
        with self.read() as connection:
            row = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        value = row["value"] if row else default
        if value is None:
            raise KeyError(name)
        return str(value)

    def initialize(self, connection: sqlite3.Connection) -> None:
        """Give a state that has none an identity, and the settings that it was opened with."""
        # HS512 asks for a key as long as its digest
        identity = {INSTANCE: uuid.uuid4().hex, SIGNING_KEY: secrets.token_hex(64)}
        connection.executemany("INSERT OR IGNORE INTO settings VALUES (?, ?)", {**identity, **self._defaults}.items())

    def setdefault(self, name: str, value: str) -> str:
        """Set a value unless some process has set it before; the value that holds."""
        self._defaults[name] = value
        with self.write() as connection:
            connection.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", (name, value))
        return self.setting(name)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return connect(self.path)


def increment(connection: sqlite3.Connection, name: str) -> int:
    """The next number of a count that the state keeps, from 1: what is drawn from it is the same in each course."""
    query = """
        INSERT INTO settings VALUES (?, '1')
        ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING CAST(value AS INTEGER)
    """
    number: int = connection.execute(query, (name,)).fetchone()[0]
    return number


def _create_private(path: Path) -> None:
    """Put the file in its place with content, so that one without has lost its own."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(descriptor)
    draft = Path(name)
    try:
        connect(draft).close()
        _put(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return  # another process made it at this moment
    except OSError:
        draft.rename(path)  # a file system without hard links


def connect(path: Path) -> sqlite3.Connection:
    """A connection to a state."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:  # a file that is no database is found out only now
        connection.close()
        raise
    return connection


def _close_all(idle: "queue.SimpleQueue[sqlite3.Connection]", before: Sequence[Callable[[], None]]) -> None:
    for action in before:
        action()
    while not idle.empty():
        idle.get_nowait().close()


def first_version(connection: sqlite3.Connection) -> int:
    """The first version of an instance's links: no two instances have one in common."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (INSTANCE,)).fetchone()
    return int(row["value"][:10], 16)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a database to this program's schema; raises StateError for one that is another's or a newer one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application not in (0, APPLICATION_ID):
        raise StateError(f"{path} belongs to another program. Choose another folder.")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise StateError(f"{path} was made by a newer sandbox. Update this one, or choose another folder.")
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        # executescript would commit the transaction that makes this safe against a second process
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
