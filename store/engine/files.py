"""A database as a file: made whole, copied while it is in use, checked, and exchanged for another."""

import errno
import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from store.engine.interface import Connection
from store.engine.sqlite import connect, enable_concurrency

_MOST_PROBLEMS = 20


def create_file(path: Path) -> None:
    """Make the database file where there is none, readable by its owner only before the first byte is in it.

    It is put in its place with content: a file of no length has lost its own.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _create(path)
    # It is not opened: with any descriptor that is closed, this process loses its locks (see byte_search).
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.R_OK | os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    path.chmod(0o600)  # -wal and -shm take over the file's mode


def _create(path: Path) -> None:
    draft = draft_beside(path)
    try:
        with closing(connect(draft)) as connection:
            # Half as many pages to log as of the usual size: a sixth less time for a page of rows.
            connection.execute("PRAGMA page_size = 8192")
            enable_concurrency(connection)
        _put(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put(draft: Path, path: Path) -> None:
    with suppress(FileExistsError):  # somebody else made it at this moment
        _name_too(draft, path)


def _name_too(file: Path, name: Path) -> None:
    """Give the file a second name; on a file system that knows but one, that one."""
    try:
        name.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:
        file.rename(name)


def draft_beside(path: Path) -> Path:
    """An empty file in the same folder, its owner's only."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(descriptor)
    return Path(name)


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file has this name now, whatever is written into it; None where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def is_log_alone(path: Path) -> bool:
    """The file has been moved away from its log, which would be played into whatever is made in its place."""
    # In this order: a database that is being made at this moment is there before its log is.
    return log_of(path).exists() and not path.exists()


def is_empty(path: Path) -> bool:
    """The file is there and has lost all of its content."""
    return path.exists() and path.stat().st_size == 0


def log_of(path: Path) -> Path:
    """Where what was written last stands until it is moved into the file."""
    return path.with_name(f"{path.name}-wal")


def copy(path: Path, target: Path) -> list[str]:
    """Write the database as it is at this moment into a file of its own; returns what is wrong with it."""
    with (
        closing(connect(path, read_only=True)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copied,
    ):
        source.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")  # the copy is one file
        return problems(copied)


def problems(connection: Connection) -> list[str]:
    """What is wrong with the database's pages, as SQLite says it; the whole file is read."""
    try:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({_MOST_PROBLEMS})")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


def take_out_of_use(path: Path) -> None:
    """Bring the file up to date with its log and end the log; raises a busy error while anybody has the file open."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")


def exchange(path: Path, new: Path, kept: Path) -> None:
    """Put another file in a database's place, at one stroke; the one that was there is kept, a log of its own too."""
    if path.exists():
        _name_too(path, kept)
    if (log := log_of(path)).exists():
        log.rename(log_of(kept))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    new.replace(path)
