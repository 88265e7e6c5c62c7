"""The database: opening, whom it belongs to, and lending its connections."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from store import engine
from store.core import frames, instants
from store.core.errors import Damaged, FormerInstance, StoreError, WrongIdentity
from store.core.pool import Pool
from store.schema import migrations
from store.sight import Revealing, Sight, Viewer, make_key

if TYPE_CHECKING:
    from types import TracebackType

    from pandas import DataFrame

_KEPT_REVEALED = 900.0
"""Seconds, of connections that reveal somebody; nobody is revealed for as long."""

WRITABLE = "Let whoever runs Linkdesk write it and its folder, or set LINKDESK_DATA_DIR to another one."

_EMPTY = (
    "{path} is there, but has lost all of its content. Bring back a backup (python -m store restore FILE), or move it "
    "out of {path.parent} to start afresh."
)
_LOG_ALONE = (
    "{path} is not there, but the log that belongs to it is: a new database would take it for its own. "
    "End what still uses the old one, and move {name}-wal and {name}-shm to where {name} went."
)
_NOT_THERE = (
    "{path} is not there any more. Put it back with its log, or bring back a backup (python -m store restore FILE), "
    "and start Linkdesk again."
)
_TAKEN_AWAY = (
    "{path} was taken away while it was open, and what would be written now would be lost. End Linkdesk, put back the "
    "file with its log, or a backup (python -m store restore FILE), and start again."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Belvo's host, the SHA-256 of the key id, and the local Belvo's instance, whose data a database holds.

    The instance is None as long as that Belvo has not said which one it is.
    `address` is where a local Belvo is that is not the desk's own; it may move.
    """

    host: str
    key: str = field(repr=False)
    instance: str | None = ""
    address: str = field(default="", compare=False)


_met_damage: dict[Path, str] = {}
"""By the file, what was said when it was first found damaged: much of it may still be read for a long time."""


class Database:
    """A store that any thread may use; each borrows a connection for as long as its `with` block lasts.

    Pages and files have it `as_seen` by whoever asks; what is written, sent to Belvo and erased is of the `whole`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = engine.file_at(path)
        self._readers = Pool(lambda: engine.connect(path, read_only=True))
        self._writers = Pool(lambda: engine.connect(path))
        self._lock = Lock()
        self._whole: Database | None = None
        self._seen: dict[Sight | Revealing, Database] = {}
        self._asked: dict[Sight | Revealing, float] = {}
        self._viewer = Viewer(Sight.WHOLE)

    @classmethod
    def open(cls, path: Path | str, identity: Identity | None = None, *, makes: bool = True) -> Self:
        """Open the database, making (if it `makes` any) or migrating it where needed.

        With an identity, a database without links is bound to it and one of another is refused with WrongIdentity;
        as long as its instance is not known nothing is bound, and only host and key are compared.
        Raises NewerSchema when a newer program has written it, Damaged when it is not as it was written, StoreError
        when the file cannot be used.
        """
        path = Path(path)
        if engine.is_log_alone(path):
            raise StoreError(_LOG_ALONE.format(path=path, name=path.name))
        if not makes and not path.exists():
            raise StoreError(_NOT_THERE.format(path=path))
        try:
            engine.create_file(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be written ({error.strerror}). Check LINKDESK_DATA_DIR.") from error
        db = cls(path)
        try:
            with db._writers.lend() as connection:
                _refuse_empty(connection, path)
                engine.enable_concurrency(connection)
                migrations.apply(connection, path)
                make_key(connection)
                if identity is not None:
                    _bind_if_free(connection, identity, path)
        except sqlite3.DatabaseError as error:
            db.close()
            raise _unusable(error, path) from error
        except BaseException:
            db.close()
            raise
        _met_damage.pop(path, None)
        return db

    @property
    def whole(self) -> "Database":
        """The store itself, of which this may show less."""
        return self._whole or self

    def as_seen(self, sight: Sight | Revealing) -> "Database":
        """The same store, of which readers see no more than this; writers are those of the whole."""
        whole = self.whole
        if sight is Sight.WHOLE:
            return whole
        with whole._lock:
            whole._forget(sight)
            if sight not in whole._seen:
                whole._seen[sight] = _Seen(whole, sight)
            return whole._seen[sight]

    def _forget(self, wanted: Sight | Revealing) -> None:
        """Let go of the connections that show whom nobody has looked at for longer than anybody is revealed."""
        now = time.monotonic()
        self._asked[wanted] = now
        for sight, asked in [*self._asked.items()]:
            if isinstance(sight, Revealing) and sight != wanted and now - asked > _KEPT_REVEALED:
                del self._asked[sight]
                self._seen.pop(sight)._readers.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the database and cannot write."""
        with self._naming_damage(), self._readers.lend() as connection, engine.snapshot(connection):
            self._viewer.look_up(connection)
            yield connection

    @contextmanager
    def write(self, *, gives_way: bool = True, patience: float = engine.BUSY_TIMEOUT) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end of the block, rolled back when it raises.

        The lock is waited for as many seconds as `patience`.
        After a long one this thread waits a little, so that others get the lock, unless it does other work next.
        """
        with (
            self._naming_damage(),
            self._writers.lend() as connection,
            engine.transaction(connection, gives_way=gives_way, patience=patience),
        ):
            yield connection

    def frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> "DataFrame":
        """The answer to a query as it is stored: money in 1/10,000, instants and days as text."""
        with self.read() as connection:
            return frames.plain(connection.execute(sql, dict(parameters or {})))

    def as_told(self, text: str) -> str:
        """A sentence of Belvo's that is in no table, as readers see those that are."""
        with self.read():
            return self._viewer.message(text)

    def confirm(self, identity: Identity) -> None:
        """Raise WrongIdentity when the database belongs to another, as the local Belvo can become while it is open.

        One that was opened before Belvo could be asked, and belongs to none yet, is bound.
        """
        with self.read() as connection:
            stored = _identity(connection)
            _compare(stored, identity, self.path)
        if stored is None:
            with self._writers.lend() as connection:
                _bind_if_free(connection, identity, self.path)

    def probe(self) -> None:
        """Read something small that every store has; raises what it raises where the file can't be read.

        Raises Damaged, too, once anything of this process has met damage in the file.
        """
        if told := _met_damage.get(self.path):
            raise Damaged(told)
        with self.read() as connection:
            connection.execute("SELECT count(*) FROM links WHERE id = ''").fetchone()

    def checkpoint(self) -> None:
        """Bring the file up to date with its log and empty the log; waits until nobody reads an older state."""
        with self._naming_damage(), self._writers.lend() as connection:
            engine.checkpoint(connection)

    def checkpoint_in_passing(self) -> None:
        """Bring the file up to date with its log as far as that goes without waiting for anybody."""
        with self._naming_damage(), self._writers.lend() as connection:
            engine.checkpoint_in_passing(connection)

    def problems(self) -> list[str]:
        """What is wrong with the file's pages; all of it is read."""
        with self._naming_damage(), self._readers.lend() as connection:
            return engine.problems(connection)

    def rewrite(self) -> None:
        """Write the file anew, without what deleted rows have left between its pages."""
        with self._naming_damage(), self._writers.lend() as connection:
            engine.rewrite(connection)

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Raise Damaged, which says what to do, where the file is gone, or where SQLite finds it damaged."""
        # SQLite goes on with a file that has no name any more, and makes an empty one under the name.
        if engine.file_at(self.path) != self._file:
            raise Damaged(_TAKEN_AWAY.format(path=self.path))
        try:
            yield
        except sqlite3.DatabaseError as error:
            if engine.is_damage(error):
                _met_damage[self.path] = explain(error, self.path)
                raise Damaged(_met_damage[self.path]) from error
            raise

    def close(self) -> None:
        """Close every connection; those still lent out close when they come back."""
        for one in (self, *self._seen.values()):
            one._readers.close()
        self._writers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: "TracebackType | None",
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"


class _Seen(Database):
    """A store of which readers see less."""

    def __init__(self, whole: Database, sight: Sight | Revealing) -> None:
        super().__init__(whole.path)
        self._whole = whole
        self._writers = whole._writers
        self._viewer = Viewer(sight)
        self._readers = Pool(self._connect)

    def _connect(self) -> sqlite3.Connection:
        connection = engine.connect(self.path)
        try:
            self._viewer.install(connection)
            engine.only_read(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Is closed with the whole."""


def bind(connection: sqlite3.Connection, identity: Identity) -> None:
    """Have the store belong to this identity, whomever it belonged to."""
    connection.execute(
        "INSERT INTO store_identity (id, host, key, instance, recorded_at) VALUES (1, :host, :key, :instance, :at)"
        " ON CONFLICT (id) DO UPDATE SET host = excluded.host, key = excluded.key, instance = excluded.instance,"
        " recorded_at = excluded.recorded_at",
        {"host": identity.host, "key": identity.key, "instance": identity.instance, "at": instants.now()},
    )


def _bind_if_free(connection: sqlite3.Connection, identity: Identity, path: Path) -> None:
    """Have the store belong to this identity, if it belongs to none or holds nothing of the one that it belongs to."""
    if identity.instance is not None and _identity(connection) != identity:
        with engine.transaction(connection):
            # Looked up under the lock: another process may be binding it at this moment.
            if _is_free_for(connection, identity):
                bind(connection, identity)
    _compare(_identity(connection), identity, path)


def _is_free_for(connection: sqlite3.Connection, identity: Identity) -> bool:
    """Whether nothing would be mixed up: at the same host, a key that was mistyped has brought no link yet."""
    stored = _identity(connection)
    if stored is None:
        return True
    has_links = connection.execute("SELECT 1 FROM links LIMIT 1").fetchone() is not None
    return stored.host == identity.host and not has_links


def _compare(stored: Identity | None, expected: Identity, path: Path) -> None:
    if stored is None:
        return
    sought = expected if expected.instance is not None else replace(expected, instance=stored.instance)
    if stored != sought:
        raise _difference(stored, sought, path)


def _identity(connection: sqlite3.Connection) -> Identity | None:
    row = connection.execute("SELECT host, key, instance FROM store_identity").fetchone()
    return Identity(*row) if row else None


def _difference(stored: Identity, expected: Identity, path: Path) -> WrongIdentity:
    if stored.host == expected.host and stored.key == expected.key:
        return FormerInstance(f"The database {path} {_other_instance(expected)}")
    if stored.host != expected.host:
        reason = f"holds data of {stored.host}, and the settings name {expected.host}"
        check = "BELVO_ENV and BELVO_BASE_URL"
    else:
        reason = f"holds data of another API key at {stored.host}"
        check = "BELVO_SECRET_ID"
    return WrongIdentity(
        f"The database {path} {reason}. Check {check}, or set LINKDESK_DATA_DIR to a folder for the data of this one."
    )


def _other_instance(expected: Identity) -> str:
    if expected.address:
        return (
            f"holds data of another local Belvo than the one at {expected.address}. If that is another desk's, correct "
            "or unset BELVO_BASE_URL, or set LINKDESK_DATA_DIR to a folder of its own. If it is the same and has been "
            "reset since, begin anew with a click on any page of the desk."
        )
    return (
        "holds data of an earlier local Belvo, which has been reset or loaded from a file since. If it was one that "
        "BELVO_BASE_URL named, set that again. Begin anew with a click on any page of the desk, or with `make reset`, "
        "or set LINKDESK_DATA_DIR."
    )


def _refuse_empty(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Damaged for a file without content, unless another program is about to give it some (which is busy)."""
    if engine.is_empty(path):
        with engine.transaction(connection):
            raise Damaged(_EMPTY.format(path=path))


def explain(error: sqlite3.DatabaseError, path: Path) -> str:
    """Why a store can't be used, and what to do about it."""
    if engine.is_busy(error):
        return f"Another program has kept {path} locked. End it, then start again."
    if engine.is_full(error):
        return f"The disk of {path} is full. Free some space: what is stored is safe, and what was not is pulled again."
    if engine.is_read_only(error):
        return f"{path} can't be written. {WRITABLE}"
    if engine.is_damage(error):
        return (
            f"{path} cannot be opened as a database ({error}). End Linkdesk and bring back a backup: python -m store "
            f"restore FILE. Without one: Move it out of {path.parent} to start afresh."
        )
    return f"{path} cannot be used ({error}). Check its disk, its rights, and how many files this process may open."


def may_be_read(error: Exception) -> bool:
    """Whether it is only that nothing can be written: what is stored can still be shown."""
    return isinstance(error, sqlite3.DatabaseError) and (engine.is_full(error) or engine.is_read_only(error))


def _unusable(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    return (Damaged if engine.is_damage(error) else StoreError)(explain(error, path))
