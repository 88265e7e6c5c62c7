"""What every engine gives: connections in the shape of Python's DB-API, and the database that they lead to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, NamedTuple, Protocol

from store_address import Address

Parameters = Sequence[Any] | Mapping[str, Any]
"""By name (`:name` in SQL), or by position."""


SETS = 64
"""Of sums over all links, each by some of them, where many add to them at the same time."""

IN_SETS = {"flows_by_day": "flows_by_day_sets"}
"""By the name under which sums are read, the table of their sets; its `bucket` says which one."""


Office = Literal["schedule", "notices"]
"""What one process does for all that have the store."""


class Row(Protocol):
    """A tuple whose values are had by name, too."""

    def __getitem__(self, key: Any, /) -> Any: ...  # noqa: ANN401 - a value of any type
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def keys(self) -> Iterable[str]: ...


class Cursor(Protocol):
    """The answer to one statement."""

    @property
    def description(self) -> Any: ...  # noqa: ANN401 - as the DB-API has it
    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...  # noqa: ANN401 - a row, or None
    def fetchmany(self, size: int = ..., /) -> list[Any]: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """In autocommit but within the engine's `transaction` or `snapshot`; of one thread at a time."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, sql: str, parameters: Parameters = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor: ...
    def close(self) -> None: ...


class Size(NamedTuple):
    """Bytes that a database takes on its disk, and how many of them are what was written last, not yet sorted in."""

    whole: int
    log: int


class Listening(Protocol):
    """Somebody who hears what others tell."""

    @property
    def hears(self) -> bool: ...
    def close(self) -> None: ...


class Bodies(NamedTuple):
    """A table, its columns that are encrypted, and the SQL of the link whose a NEW row is."""

    table: str
    columns: tuple[str, ...]
    link: str


class Engine(Protocol):
    """A database at its address."""

    @property
    def name(self) -> Literal["SQLite", "PostgreSQL"]: ...

    @property
    def version(self) -> str: ...

    @property
    def address(self) -> Address: ...

    @property
    def migrates_itself(self) -> bool:
        """Whether who opens the database brings its schema up to date, or a person does for all who share it."""

    def is_there(self) -> bool:
        """Whether there is a database, of whatever content; raises Unusable where that can't be asked."""

    def make(self, *, makes: bool) -> None:
        """Make the database where there is none, if it `makes` any; raises StoreError where it can't be used."""

    def connect(self, *, read_only: bool = False) -> Connection:
        """A connection in autocommit, usable from any thread, by one at a time."""

    def ready(self, connection: Connection) -> None:
        """Have the database ready for readers beside a writer; raises Damaged for one that lost its content."""

    def naming_errors(self) -> AbstractContextManager[None]:
        """Have what the engine raises in the block raised as StoreErrors that say what to do."""

    def leads(self, what: Office = "schedule") -> bool:
        """Whether this process does what one has to do for all that have the store; where any may, each of them."""

    def listen(self, wake: Callable[[], None]) -> Listening | None:
        """Have `wake` called, in another thread, when others tell of work; None where one has to look for it."""

    def close(self) -> None:
        """Lead no more."""

    def damage(self) -> str:
        """What was said when this process first met damage in the database; empty where it has met none."""

    def problems(self, connection: Connection) -> list[str]:
        """What is wrong with the database as it lies on the disk; all of it is read."""

    def checkpoint(self, connection: Connection) -> None:
        """Bring what was written last to where it is kept for good; waits until nobody reads an older state."""

    def checkpoint_in_passing(self, connection: Connection) -> None:
        """The same as far as it goes without waiting for anybody."""

    def rewrite(self, connection: Connection) -> None:
        """Write anew what is kept, without what deleted rows have left between."""

    @property
    def overwrites(self) -> bool:
        """Whether what is deleted is overwritten; if not, only writing tables anew takes it out of the files."""

    @property
    def beyond(self) -> str:
        """Where copies are that no erasure reaches from here, in a sentence; empty where there are none."""

    def destroy_keys(self, links: Sequence[str]) -> None:
        """Destroy the keys of the links, where their bodies lie encrypted, wherever they are kept."""

    def encrypt(self, tables: Sequence[Bodies], links: Callable[[], Iterable[str]]) -> list[str]:
        """Have the bodies in the tables lie encrypted from now on; returns the tables in which they did not."""

    def unopened(self, tables: Sequence[Bodies]) -> int | None:
        """How many encrypted bodies no key opens; None where bodies do not lie encrypted."""

    def searchable(self) -> int:
        """Bytes that `remaining` looks through beside the rows; 0 where this process can't read the files."""

    def remaining(self, texts: Sequence[str]) -> list[str]:
        """The texts that are somewhere in the bytes of the database."""

    def size(self) -> Size: ...

    def free_space(self) -> int | None:
        """Bytes left on the disk; None where that can't be known from here. Raises OSError."""

    def is_writable(self) -> bool:
        """Whether this process may write what the database lies in."""
