"""The local Belvo and what the desk has stored of it, as one file: kept here under a name, taken away, put back.

A file is an archive of three parts: what it is of, the local Belvo's own file, and the store without what is this
desk's own. Those that are kept lie in the data folder.
"""

import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from actions.local_belvo import RECEIVER, Control
from actions.permission import allowed, note
from context import VERSION, identity_at
from domain.roles import Actor
from languages import msg, say
from settings import Settings
from store import Database, StoreError, saved_state
from store.core import instants
from store.ops import jobs
from store.saved_state import NotLoaded
from store.upkeep import renewal
from sync.error_policy import COMPARED

EXTENSION = "zip"
LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is taken in."""

_LARGEST_PART = 512 * 1024 * 1024  # what the local Belvo takes, too
_MANIFEST, _BELVO, _DESK = "state.json", "belvo.db", "desk.db"
_FORMAT = 1
_LONGEST_NAME = 60
_NONE = msg("This is no state that a sandbox lab has saved. Choose a file that one has.")
_DAMAGED = msg("This file is damaged. Save the state once more, and take care that the whole file arrives.")
_NEWER = msg("This state was saved by a newer Linkdesk. Update this one first.")
_TOO_LARGE = msg("This file holds more than a sandbox lab takes in. Save a state with fewer links.")


class BadName(StoreError):
    """A state can't be kept under this name."""


@dataclass(frozen=True, slots=True)
class SavedState:
    """A state that is kept here: its name, when it was saved, the local Belvo's clock then, and how many links."""

    name: str
    saved_at: str
    now: str
    links: int
    path: Path


def kept(settings: Settings) -> list[SavedState]:
    """Those that are kept in the data folder, the newest first; what is no such file there is left out."""
    found = []
    for path in _folder(settings).glob(f"*.{EXTENSION}"):
        try:
            with _archive(path) as archive:
                told = _manifest(archive)
        except (NotLoaded, OSError):
            continue
        saved_at, now = (str(instants.parse(told[part])) for part in ("saved_at", "now"))
        found.append(SavedState(told["name"], saved_at, now, told["links"], path))
    return sorted(found, key=lambda one: one.saved_at, reverse=True)


@allowed("save_state", target="name", did="sandbox state saved")
def save(db: Database, settings: Settings, name: str, *, actor: Actor) -> SavedState:  # noqa: ARG001 - the audit's
    """Keep the local Belvo and the store as they are now under a name; one of that name before is replaced.

    Raises BadName, ControlFailed, and OSError where nothing can be written.
    """
    name = " ".join(name.split())
    path = _folder(settings) / f"{_slug(name)}.{EXTENSION}"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    return write(db, settings, name, path)


def write(db: Database, settings: Settings, name: str, path: Path) -> SavedState:
    """Write a state to a file in a folder that is there."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".saving-") as folder, Control.of(settings) as control:
        desk, draft = Path(folder) / _DESK, Path(folder) / path.name
        saved_state.save(db, desk)  # before Belvo: it may lag behind
        there = control.state()
        told = {"name": name, "saved_at": instants.now(), "now": there["now"], "links": there["links"]}
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_MANIFEST, json.dumps({"format": _FORMAT, "linkdesk": VERSION, **told}))
            archive.writestr(_BELVO, control.save())
            archive.write(desk, _DESK)
        draft.chmod(0o600)
        draft.replace(path)
    return SavedState(**told, path=path)


@allowed("load_state", did="sandbox state loaded")
def load(db: Database, settings: Settings, file: Path | IO[bytes], *, actor: Actor) -> str:
    """Go on from a saved state, the local Belvo and the store together, while everybody works; the state's name.

    All or nothing. Raises NotLoaded for a file that is none, and ControlFailed where the local Belvo refuses its part.
    """
    name = restore(db, settings, file)
    with db.write() as connection:
        note(connection, actor, target=name)
    return name


def restore(db: Database, settings: Settings, file: Path | IO[bytes]) -> str:
    """As `load`, for what has asked already whether it may."""
    with _archive(file) as archive, tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".loading-") as folder:
        name = str(_manifest(archive)["name"])
        desk = Path(folder) / _DESK
        desk.write_bytes(_part(archive, _DESK))
        belvo = _part(archive, _BELVO)
        with saved_state.opened(desk) as saved, Control.of(settings) as control:
            saved_state.load(db, saved, lambda: replace(identity_at(settings), instance=control.load(belvo)))
            _listen(control, settings)
    return name


@allowed("begin_anew", did="began anew")
def reset(db: Database, settings: Settings, *, actor: Actor) -> None:  # noqa: ARG001 - the audit's
    """Have the local Belvo and the store begin anew, together; raises ControlFailed, and then nothing was changed."""
    begin_anew(db, settings)


def begin_anew(db: Database, settings: Settings) -> None:
    """As `reset`, for what has asked already whether it may."""
    with Control.of(settings) as control:
        renewal.exchange(db, lambda: replace(identity_at(settings), instance=control.reset()))
        _listen(control, settings)
    with db.write() as connection:  # or the catalogue of institutions would be missing for an hour
        jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "reconcile")


@allowed("save_state", did="saved sandbox state deleted")
def delete(db: Database, settings: Settings, name: str, *, actor: Actor) -> bool:
    """Keep a state no longer; False where none has this name any more."""
    path = _folder(settings) / f"{_slug(name)}.{EXTENSION}"
    was_there = path.exists()
    path.unlink(missing_ok=True)
    if was_there:
        with db.write() as connection:
            note(connection, actor, target=name)
    return was_there


def _listen(control: Control, settings: Settings) -> None:
    """Have webhooks come here at once, and to nobody beyond this machine: a file may name anybody's address."""
    if settings.server_url:
        agreed = settings.webhook_authorization
        control.register(f"{settings.server_url}{RECEIVER}", agreed.reveal() if agreed else None)
    control.remove_distant()


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "states"


def _slug(name: str) -> str:
    """A file's name for it; raises BadName for one that has no letter, or too many."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not slug or len(name) > _LONGEST_NAME:
        raise BadName(say("Name it with letters or digits, {number} at most.", number=_LONGEST_NAME))
    return slug


@contextmanager
def _archive(file: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotLoaded(say(_NONE)) from error
    except FileNotFoundError as error:
        raise NotLoaded(say("The file is not there any more. Rewind, or choose another.")) from error
    with archive:
        yield archive


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What a state is of; raises NotLoaded."""
    if {_MANIFEST, _BELVO, _DESK} - {*archive.namelist()}:
        raise NotLoaded(say(_NONE))
    try:
        told = json.loads(_part(archive, _MANIFEST))
        number, name = told["format"], told["name"]
        is_told = isinstance(name, str) and all(instants.parse(told[part]) for part in ("saved_at", "now"))
        is_told = is_told and isinstance(number, int) and isinstance(told["links"], int)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotLoaded(say(_NONE)) from error
    if not is_told or len(name) > _LONGEST_NAME:
        raise NotLoaded(say(_NONE))
    if number > _FORMAT:
        raise NotLoaded(say(_NEWER))
    return {**told}


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, not more of it than is taken in whatever the archive says of its size; raises NotLoaded."""
    try:
        with archive.open(name) as part:
            content = part.read(_LARGEST_PART + 1)
    except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError, OSError, zlib.error) as error:
        raise NotLoaded(say(_DAMAGED)) from error
    if len(content) > _LARGEST_PART:
        raise NotLoaded(say(_TOO_LARGE))
    return content
