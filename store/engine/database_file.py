"""A store in a file of SQLite's."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from languages import msg
from store.engine import byte_search, files, sqlite
from store.engine.errors import Busy, Damaged, Full, ReadOnly, StoreError, Unusable
from store.engine.interface import Bodies, Connection, Office, Size
from store_address import Address

WRITABLE = msg("Let whoever runs Linkdesk write it and its folder, or set LINKDESK_DATA_DIR to another one.")

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

_OLDEST = 3, 38
_TOO_OLD = (
    "This Python comes with SQLite {version}, and the store needs {oldest} or newer. Use another Python: the one that "
    "`uv python install 3.13` brings has a newer one."
)

_met_damage: dict[Path, str] = {}
"""By the file, what was said when it was first found damaged: much of it may still be read for a long time."""


class DatabaseFile:
    """One file, its log beside it, and the one writer at a time whom SQLite lets in."""

    name: Literal["SQLite"] = "SQLite"
    version = sqlite3.sqlite_version
    migrates_itself = True
    overwrites = True
    beyond = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.address = Address(path)
        self._file = files.file_at(path)

    def is_there(self) -> bool:
        return self.path.exists()

    def make(self, *, makes: bool) -> None:
        path = self.path
        if sqlite3.sqlite_version_info < _OLDEST:
            oldest = ".".join(map(str, _OLDEST))
            raise StoreError(_TOO_OLD.format(version=sqlite3.sqlite_version, oldest=oldest))
        if files.is_log_alone(path):
            raise StoreError(_LOG_ALONE.format(path=path, name=path.name))
        if not makes and not path.exists():
            raise StoreError(_NOT_THERE.format(path=path))
        try:
            files.create_file(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be written ({error.strerror}). Check LINKDESK_DATA_DIR.") from error
        self._file = files.file_at(path)

    def connect(self, *, read_only: bool = False) -> Connection:
        return sqlite.connect(self.path, read_only=read_only)

    def ready(self, connection: Connection) -> None:
        self._refuse_empty(connection)
        sqlite.enable_concurrency(connection)
        _met_damage.pop(self.path, None)

    def _refuse_empty(self, connection: Connection) -> None:
        """Unless another program is about to give it some content, which is busy then."""
        if files.is_empty(self.path):
            with sqlite.transaction(connection):
                raise Damaged(_EMPTY.format(path=self.path))

    @contextmanager
    def naming_errors(self) -> Iterator[None]:
        """Raise Damaged, too, where the file is gone: SQLite goes on with it, and makes an empty one in its place."""
        if files.file_at(self.path) != self._file:
            raise Damaged(_TAKEN_AWAY.format(path=self.path))
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise named(error, self.path) from error

    def leads(self, what: Office = "schedule") -> bool:  # noqa: ARG002 - as every engine has it
        """Equal jobs join, and what was noticed is noted once, so that it does not matter who does it."""
        return True

    def listen(self, wake: Callable[[], None]) -> None:
        """SQLite tells nobody anything."""

    def close(self) -> None:
        """There is nothing to leave."""

    def damage(self) -> str:
        return _met_damage.get(self.path, "")

    def problems(self, connection: Connection) -> list[str]:
        return files.problems(connection)

    def checkpoint(self, connection: Connection) -> None:
        sqlite.checkpoint(connection)

    def checkpoint_in_passing(self, connection: Connection) -> None:
        sqlite.checkpoint_in_passing(connection)

    def rewrite(self, connection: Connection) -> None:
        sqlite.rewrite(connection)

    def destroy_keys(self, links: Sequence[str]) -> None:
        """What is deleted is overwritten, in the one file that there is."""

    def encrypt(self, tables: Sequence[Bodies], links: Callable[[], Iterable[str]]) -> list[str]:  # noqa: ARG002
        raise StoreError(f"{self.path} is a file, which has no standby: encrypt the disk. Servers are for this.")

    def unopened(self, tables: Sequence[Bodies]) -> None:
        """Nothing lies encrypted in a file."""

    def remaining(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if any(_holds(file, text.encode()) for file in self._files())]

    def searchable(self) -> int:
        return self.size().whole

    def size(self) -> Size:
        sizes = {file: file.stat().st_size for file in self._files()}
        return Size(sum(sizes.values()), sizes.get(files.log_of(self.path), 0))

    def free_space(self) -> int | None:
        return shutil.disk_usage(self.path.parent).free

    def is_writable(self) -> bool:
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def _files(self) -> Iterator[Path]:
        return (file for file in (self.path, files.log_of(self.path)) if file.exists() and file.stat().st_size)


def named(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    """What SQLite says of a file, as an error of the store's that says what to do about it."""
    if sqlite.is_busy(error):
        return Busy(f"Another program has kept {path} locked. End it, then start again.")
    if sqlite.is_full(error):
        return Full(
            f"The disk of {path} is full. Free some space: what is stored is safe, and what was not is pulled again."
        )
    if sqlite.is_read_only(error):
        return ReadOnly(f"{path} can't be written. {WRITABLE}")
    if sqlite.is_damage(error):
        _met_damage[path] = (
            f"{path} cannot be opened as a database ({error}). End Linkdesk and bring back a backup: python -m store "
            f"restore FILE. Without one: Move it out of {path.parent} to start afresh."
        )
        return Damaged(_met_damage[path])
    return Unusable(
        f"{path} cannot be used ({error}). Check its disk, its rights, and how many files this process may open."
    )


@contextmanager
def naming_errors_of(path: Path, written: Path | None = None) -> Iterator[None]:
    """Have what SQLite raises in the block raised as errors of the store's, about this file or its copy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise named(error, written if written and sqlite.is_full(error) else path) from error


def _holds(file: Path, text: bytes) -> bool:
    return byte_search.holds(file, text)
