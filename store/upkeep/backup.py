"""Backups: a database in one file, taken while it is in use, and brought back.

A backup holds what was erased after it was taken, and is its owner's only.
"""

from contextlib import closing, suppress
from pathlib import Path

from domain.erasure_report import Backup
from store import engine
from store.core import instants
from store.core.errors import Busy, Damaged, StoreError, Unusable
from store.database import Database

_IN_USE = "{path} is in use. End Linkdesk, and whatever else has it open, and try again."
_IN_THE_WAY = "{file} is there, and is no backup of {path.name} that could be replaced. Name another file."
_NO_BACKUP = "{file} is no backup of {path.name}. Name a file that python -m store backup has made."


def save(path: Path, file: Path, *, holds: str) -> None:
    """Copy the database as it is at this moment into `file`; an earlier backup there is replaced by a sound copy only.

    `holds` names a table that every backup of it has. Raises Damaged for a database that isn't sound, StoreError where
    it or the file can't be used.
    """
    if not path.exists():
        raise StoreError(f"There is nothing to back up: {path} is not there.")
    if file.resolve() in (path.resolve(), engine.log_of(path).resolve()):
        raise StoreError(f"{file} is what is to be backed up. Name another file.")
    if not _is_replaceable(file, holds):
        raise StoreError(_IN_THE_WAY.format(file=file, path=path))
    draft = _copied(path, file)
    try:
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def note(path: Path, file: Path) -> None:
    """Have the store know of a backup of itself; one of an earlier version, which has no place for it, stays as it is.

    Raises Unusable where it can't be written.
    """
    with engine.naming_errors_of(path), closing(engine.connect(path)) as connection:
        if engine.has_table(connection, "backups"):
            with engine.transaction(connection):
                connection.execute(
                    "INSERT INTO backups (file, taken_at) VALUES (:file, :now)"
                    " ON CONFLICT (file) DO UPDATE SET taken_at = excluded.taken_at",
                    {"file": str(file.resolve()), "now": instants.now()},
                )


def known(db: Database) -> list[Backup]:
    """The copies of the store that are known to it, and those that a restore has put aside, the oldest first."""
    with db.read() as connection:
        rows = connection.execute("SELECT file, taken_at FROM backups ORDER BY taken_at").fetchall()
    noted = [Backup(row["taken_at"], row["file"], Path(row["file"]).exists()) for row in rows]
    aside = _put_aside(db.address.file) if db.address.file else []
    return [*noted, *(Backup(file.stem.rpartition(_UNTIL)[2], str(file), is_there=True) for file in aside)]


def _put_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}{_UNTIL}*{path.suffix}"))


_UNTIL = "-until-"


def prepare(file: Path, path: Path, *, holds: str) -> Path:
    """A copy of a backup beside the database whose place it can take; `holds` names a table that it must have.

    Raises StoreError where it is no such backup, or where anybody uses the database.
    """
    if not file.exists():
        raise StoreError(f"There is no {file}.")
    if not _has_table(file, holds):
        raise StoreError(_NO_BACKUP.format(file=file, path=path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_use(path)
    return _copied(file, path)


def put(draft: Path, path: Path) -> Path | None:
    """Let what was prepared take the database's place; returns where the one is that was there."""
    kept = path.with_name(f"{path.stem}{_UNTIL}{instants.now()[:19].replace(':', '')}{path.suffix}")
    stood = path.exists()
    engine.exchange(path, draft, kept)
    return kept if stood else None


def refuse_use(path: Path) -> None:
    """Raise StoreError while anybody has the database open; afterwards it is one file, without a log."""
    if not path.exists() or engine.is_empty(path):
        return
    try:
        with engine.naming_errors_of(path):
            engine.take_out_of_use(path)
    except Busy as error:
        raise StoreError(_IN_USE.format(path=path)) from error
    except (Damaged, Unusable):
        pass  # that is why it is exchanged


def _copied(path: Path, target: Path) -> Path:
    """A sound copy beside where it shall be."""
    try:
        draft = engine.draft_beside(target)
    except OSError as error:
        raise StoreError(f"Nothing can be written in {target.parent} ({error.strerror}). Name another file.") from error
    try:
        with engine.naming_errors_of(path, target):
            problems = engine.copy(path, draft)
    except BaseException:
        draft.unlink()
        raise
    if problems:
        draft.unlink()
        raise Damaged(f"{path} is damaged, and no copy of it was kept: {problems[0]}. Bring back an earlier backup.")
    return draft


def _is_replaceable(file: Path, holds: str) -> bool:
    """Whether nothing is lost with the file: an earlier backup that nobody has open, or nothing at all."""
    if not file.exists():
        return True
    return file.is_file() and not engine.log_of(file).exists() and (engine.is_empty(file) or _has_table(file, holds))


def _has_table(file: Path, name: str) -> bool:
    """Whether the file is a database with this table."""
    with (
        suppress(Damaged, Unusable),
        engine.naming_errors_of(file),
        closing(engine.connect(file, read_only=True)) as connection,
    ):
        return engine.has_table(connection, name)
    return False
