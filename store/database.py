"""The database: opening, whom it belongs to, and lending its connections."""

import random
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, TypeVar

from store import engine
from store.core import frames, instants
from store.core.errors import Conflict, Damaged, FormerInstance, Full, ReadOnly, WrongIdentity
from store.core.pool import Pool
from store.engine import Connection, Engine, confined
from store.schema import migrations
from store.sight import Revealing, Sight, Viewer, make_key
from store_address import Address

if TYPE_CHECKING:
    from types import TracebackType

    from pandas import DataFrame

T = TypeVar("T")

_TRIES = 10
_PAUSE = 0.02
"""How often a transaction beside others is tried, and the most seconds in between."""

_KEPT_REVEALED = 900.0
"""Seconds, of connections that reveal somebody, or show an earlier day; nobody is revealed for as long."""

_MOST_SEEN = 16
"""Of those ways to see the store, that are kept at the same time."""


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


class Database:
    """A store that any thread may use; each borrows a connection for as long as its `with` block lasts.

    Pages and files have it `as_seen` by whoever asks; what is written, sent to Belvo and erased is of the `whole`.
    """

    def __init__(self, kept: Engine) -> None:
        self.engine = kept
        self._readers = Pool(lambda: kept.connect(read_only=True))
        self._writers = Pool(kept.connect)
        self._lock = Lock()
        self._whole: Database | None = None
        self._seen: dict[Hashable, Database] = {}
        self._asked: dict[Hashable, float] = {}
        self._viewer = Viewer(Sight.WHOLE)

    @classmethod
    def open(cls, address: Address | Path | str, identity: Identity | None = None, *, makes: bool = True) -> Self:
        """Open the database (a path is a file's), making (if it `makes` any) or migrating it where needed.

        With an identity, a database without links is bound to it and one of another is refused with WrongIdentity;
        as long as its instance is not known nothing is bound, and only host and key are compared.
        Raises NewerSchema when a newer program has written it, Damaged when it is not as it was written, Unusable and
        StoreError when it cannot be used.
        """
        kept = engine.at(address if isinstance(address, Address) else Address(Path(address)))
        kept.make(makes=makes)
        db = cls(kept)
        try:
            with kept.naming_errors(), db._writers.lend() as connection:
                kept.ready(connection)
                (migrations.apply if kept.migrates_itself else migrations.require)(connection, kept.address)
                make_key(connection)
                if identity is not None:
                    _bind_if_free(connection, identity, kept.address)
        except BaseException:
            db.close()
            raise
        return db

    @property
    def address(self) -> Address:
        return self.engine.address

    @property
    def whole(self) -> "Database":
        """The store itself, of which this may show less."""
        return self._whole or self

    @property
    def unmasked(self) -> "Database":
        """The same as it is known here, of which all is seen."""
        return self.whole

    @property
    def sight(self) -> Sight | Revealing:
        """How much of it is seen."""
        return self._viewer.sight

    @property
    def known_of_people(self) -> object:
        """Another value once masks go by other people than before, which may be later than these have come."""
        return self._viewer.state

    def as_seen(self, sight: Sight | Revealing) -> "Database":
        """The same store, of which readers see no more than this; writers are those of the whole."""
        whole = self.whole
        return whole if sight is Sight.WHOLE else whole.kept(sight, lambda: Seen(whole, Viewer(sight)))

    def kept(self, what: Hashable, make: Callable[[], "Seen"]) -> "Database":
        """What is seen of the whole store in some way, made once; it ends with the store.

        All but a sight is let go of when nobody has asked for it for a while.
        """
        with self._lock:
            self._forget(what)
            if what not in self._seen:
                self._seen[what] = make()
            return self._seen[what]

    def _forget(self, wanted: Hashable) -> None:
        """Let go of the connections that show what nobody has looked at for longer than anybody is revealed."""
        now = time.monotonic()
        self._asked.pop(wanted, None)
        passing = [seen for seen in self._asked if not isinstance(seen, Sight)]  # the longest unasked for first
        for place, seen in enumerate(passing):
            if now - self._asked[seen] > _KEPT_REVEALED or len(passing) - place >= _MOST_SEEN:
                del self._asked[seen]
                self._seen.pop(seen)._readers.close()
        self._asked[wanted] = now

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and cannot write."""
        with self.engine.naming_errors(), self._readers.lend() as connection, engine.snapshot(connection):
            self._viewer.look_up(connection)
            yield connection

    @contextmanager
    def ask(self, prepare: Callable[[Connection], None]) -> Iterator[Connection]:
        """As `read`, with a connection of the block's own, in which `prepare` may put what is temporary."""
        with self.engine.naming_errors(), closing(self._connect(prepare)) as connection, engine.snapshot(connection):
            self._viewer.look_up(connection)
            yield connection

    def _connect(self, prepare: Callable[[Connection], None] | None = None) -> Connection:
        """A connection that shows what is seen here, and writes nothing once it has been made ready."""
        connection = self.engine.connect()
        try:
            if prepare:
                confined.spill(connection)
            if self is not self.whole:
                self._viewer.install(connection, beneath_others=prepare is not None)
            if prepare:
                prepare(connection)
            engine.only_read(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def write(
        self,
        *,
        gives_way: bool = True,
        patience: float = engine.BUSY_TIMEOUT,
        beside: bool = False,
        link: str | None = None,
        at_once: bool = True,
    ) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, rolled back when it raises.

        It is alone among all that write; or `beside` others that are so too, where the engine can, and then locks the
        rows that it relies on, or writes of one `link`, and is alone among those that say so of the same.
        The lock is waited for as many seconds as `patience`.
        After a long one this thread waits a little, so that others get the lock, unless it does other work next.
        One that need not begin `at_once` does so with its first statement, which spares a server a question.
        """
        with (
            self.engine.naming_errors(),
            self._writers.lend() as connection,
            engine.transaction(
                connection, gives_way=gives_way, patience=patience, beside=beside, link=link, at_once=at_once
            ),
        ):
            yield connection

    def written(self, block: Callable[[Connection], T], *, gives_way: bool = True) -> T:
        """What the block gives, in a transaction beside others; it is run again where one of them came in between."""
        for left in range(_TRIES - 1, -1, -1):
            try:
                with self.write(gives_way=gives_way, beside=True, at_once=False) as connection:
                    return block(connection)
            except Conflict:
                if not left:
                    raise
            time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 - so that two do not meet again
        raise AssertionError

    def frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> "DataFrame":
        """The answer to a query as it is stored: money in 1/10,000, instants and days as text."""
        with self.read() as connection:
            return frames.plain(connection.execute(sql, dict(parameters or {})))

    def as_told(self, text: str) -> str:
        """A sentence of Belvo's that is in no table, as readers see those that are."""
        with self.read():
            return self._viewer.message(text)

    def as_answered(self, resource: str, answer: Any) -> Any:  # noqa: ANN401 - any JSON
        """An answer of Belvo's about a resource that is in no table, as readers see its rows."""
        with self.read():
            return self._viewer.answer(resource, answer)

    def confirm(self, identity: Identity) -> None:
        """Raise WrongIdentity when the database belongs to another, as the local Belvo can become while it is open.

        One that was opened before Belvo could be asked, and belongs to none yet, is bound.
        """
        with self.read() as connection:
            stored = _identity(connection)
            _compare(stored, identity, self.address)
        if stored is None:
            with self._writers.lend() as connection:
                _bind_if_free(connection, identity, self.address)

    def probe(self) -> None:
        """Read something small that every store has; raises what it raises where the file can't be read.

        Raises Damaged, too, once anything of this process has met damage in the file.
        """
        if told := self.engine.damage():
            raise Damaged(told)
        with self.read() as connection:
            connection.execute("SELECT count(*) FROM links WHERE id = ''").fetchone()

    def checkpoint(self) -> None:
        """Bring the file up to date with its log and empty the log; waits until nobody reads an older state."""
        with self.engine.naming_errors(), self._writers.lend() as connection:
            self.engine.checkpoint(connection)

    def checkpoint_in_passing(self) -> None:
        """Bring the file up to date with its log as far as that goes without waiting for anybody."""
        with self.engine.naming_errors(), self._writers.lend() as connection:
            self.engine.checkpoint_in_passing(connection)

    def problems(self) -> list[str]:
        """What is wrong with the file's pages; all of it is read."""
        with self.engine.naming_errors(), self._readers.lend() as connection:
            return self.engine.problems(connection)

    def rewrite(self) -> None:
        """Write the file anew, without what deleted rows have left between its pages."""
        with self.engine.naming_errors(), self._writers.lend() as connection:
            self.engine.rewrite(connection)

    def close(self) -> None:
        """Close every connection; those still lent out close when they come back."""
        for one in (self, *self._seen.values()):
            one._readers.close()
        self._writers.close()
        self.engine.close()

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
        return f"Database({str(self.address)!r})"


class Seen(Database):
    """A store of which readers see what a viewer shows."""

    def __init__(self, whole: Database, viewer: Viewer) -> None:
        super().__init__(whole.engine)
        self._whole = whole
        self._writers = whole._writers
        self._viewer = viewer
        self._readers = Pool(self._connect)

    def close(self) -> None:
        """Is closed with the whole."""


def bind(connection: Connection, identity: Identity) -> None:
    """Have the store belong to this identity, whomever it belonged to."""
    connection.execute(
        "INSERT INTO store_identity (id, host, key, instance, recorded_at) VALUES (1, :host, :key, :instance, :at)"
        " ON CONFLICT (id) DO UPDATE SET host = excluded.host, key = excluded.key, instance = excluded.instance,"
        " recorded_at = excluded.recorded_at",
        {"host": identity.host, "key": identity.key, "instance": identity.instance, "at": instants.now()},
    )


def belongs_to(connection: Connection, identity: Identity) -> bool:
    """Whether it is this identity whose data the store holds."""
    return _identity(connection) == identity


def _bind_if_free(connection: Connection, identity: Identity, address: Address) -> None:
    """Have the store belong to this identity, if it belongs to none or holds nothing of the one that it belongs to."""
    if identity.instance is not None and _identity(connection) != identity:
        with engine.transaction(connection):
            # Looked up under the lock: another process may be binding it at this moment.
            if _is_free_for(connection, identity):
                bind(connection, identity)
    _compare(_identity(connection), identity, address)


def _is_free_for(connection: Connection, identity: Identity) -> bool:
    """Whether nothing would be mixed up: at the same host, a key that was mistyped has brought no link yet."""
    stored = _identity(connection)
    if stored is None:
        return True
    has_links = connection.execute("SELECT 1 FROM links LIMIT 1").fetchone() is not None
    return stored.host == identity.host and not has_links


def _compare(stored: Identity | None, expected: Identity, address: Address) -> None:
    if stored is None:
        return
    sought = expected if expected.instance is not None else replace(expected, instance=stored.instance)
    if stored != sought:
        raise _difference(stored, sought, address)


def _identity(connection: Connection) -> Identity | None:
    row = connection.execute("SELECT host, key, instance FROM store_identity").fetchone()
    return Identity(*row) if row else None


def _difference(stored: Identity, expected: Identity, address: Address) -> WrongIdentity:
    if stored.host == expected.host and stored.key == expected.key:
        return FormerInstance(f"The database {address} {_other_instance(expected)}")
    if stored.host != expected.host:
        reason = f"holds data of {stored.host}, and the settings name {expected.host}"
        check = "BELVO_ENV and BELVO_BASE_URL"
    else:
        reason = f"holds data of another API key at {stored.host}"
        check = "BELVO_SECRET_ID"
    return WrongIdentity(
        f"The database {address} {reason}. Check {check}, or set LINKDESK_DATA_DIR to a folder for the data of this "
        "one."
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


def may_be_read(error: Exception) -> bool:
    """Whether it is only that nothing can be written: what is stored can still be shown."""
    return isinstance(error, Full | ReadOnly)
