"""What a process works with: settings, store, Belvo's client, the log of its calls; opened for a role."""

import errno
import hashlib
import secrets
import stat
import tempfile
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests

from belvo_client import BelvoClient, CallRecord, Limiter, Retries, Timeouts, is_loopback, limiter_for, plain_session
from belvo_client.background import Asked
from belvo_client.http.limiter import RateLimiter, SharedLimiter, Unlimited
from belvo_client.http.observer import Observer
from settings import ROOT, BadSetting, Settings, SettingsError
from store import Database, Identity, WrongIdentity
from store.core import instants
from store.ops import call_budgets
from store.ops.api_log_writer import ApiLogWriter

VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

_SPARE = 15
"""Calls in 30 s of each process that can't ask the store, so that all of them stay below the rate."""

_PATIENCE = 10.0  # seconds for the local Belvo to say which one it is
_GLANCE = 2.0  # seconds that a page or a route waits for it, since what is stored can be shown without
_NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_BRIEF = Timeouts(connect=3, read=4)
_LOOKS = 5  # in 30 s at most, whether Belvo answers


class FolderNotWritable(BadSetting):
    """The folder of the data is there, and nothing can be written into it."""


class NoAnswer(SettingsError):
    """The local Belvo does not say which one it is, or what time it has."""

    def __init__(self, belvo_url: str) -> None:
        super().__init__(
            "Local Belvo", f"The local Belvo at {belvo_url} does not answer. Start it, or unset BELVO_BASE_URL."
        )


@dataclass(frozen=True, slots=True)
class Role:
    """How a kind of process calls Belvo, and how long it goes on.

    `patience` is for how many seconds a call waits for its place in the rate that all of them share, before whoever
    made it is told; None for as long as it takes. What lives as long as the server looks every `look` seconds whether
    store and Belvo still belong together; what pulls asks before each pull (None). What only reads the store is not
    bound to a Belvo (`binds`), and needs no key of it.
    """

    retries: Retries
    patience: float | None = None
    look: float | None = None
    binds: bool = True


# A person waits: a failing call is told at once instead of being tried again.
PAGES = Role(retries=Retries.off(), patience=5.0, look=5.0)
ROUTES = Role(retries=Retries.off(), patience=5.0, look=5.0)
# The job's own ladder does the waiting: steps of the client's would multiply with it.
WORKER = Role(retries=Retries.brief())
TERMINAL = Role(retries=Retries.brief())
READER = Role(retries=Retries.off(), binds=False)


class Context:
    """Opens store and client at first use: the local Belvo is part of the server and answers only once that listens.

    In a `with` block the store is opened at once, and all is closed at its end. Safe to share between threads. Where
    a store has to be there already (`makes_store`), one that is not is said.
    """

    def __init__(self, settings: Settings, role: Role, *, makes_store: bool = True) -> None:
        self._settings = settings
        self._role = role
        self._makes_store = makes_store
        self._lock = Lock()
        self._database: Database | None = None
        self._client: BelvoClient | None = None
        self._probe: BelvoClient | None = None
        self._next_look = 0.0
        self._asked = Asked(lambda: identity_of(self._settings), "identity")
        self.id = secrets.token_hex(16)  # by which a server is known again
        self.calls = ApiLogWriter(self._open)

    @property
    def settings(self) -> Settings:
        return self._settings

    def listen_at(self, url: str) -> None:
        """Learn where the server that this is a part of listens; before anything of it is asked for."""
        self._settings = self._settings.at(url)

    @property
    def database(self) -> Database:
        """The store; raises SettingsError, and StoreError also for one that the local Belvo has since left behind."""
        opened = self._open()
        if self._is_time_to_look():
            try:
                self.confirm()
            except WrongIdentity:
                self._let_go(opened)
                raise
        return opened

    @property
    def client(self) -> BelvoClient:
        """Belvo, with the retries of the role and the rate that all processes share; raises NoServer."""
        with self._lock:
            if self._client is None:
                self._client = self._new_client(self._new_limiter(), Timeouts(), self._note_call)
            return self._client

    @property
    def probe(self) -> BelvoClient:
        """Belvo, only to see whether it answers: soon or not at all, and without a trace in the log of calls."""
        with self._lock:
            if self._probe is None:
                limiter = limiter_for(self._settings.belvo_url, _LOOKS)
                self._probe = self._new_client(limiter, _BRIEF, None)
            return self._probe

    def confirm(self) -> None:
        """Raise WrongIdentity when the local Belvo that answers is not the one that the store is about."""
        if self._settings.environment != "local":
            return
        opened = self._open()
        with suppress(NoAnswer):  # whoever calls it next says so
            opened.confirm(self._identity())

    def close(self) -> None:
        """Close what was opened, with the last calls written."""
        with self._lock:
            clients = [client for client in (self._client, self._probe) if client is not None]
            self._client = self._probe = None
        for client in clients:
            client.close()
        self.calls.close()
        with self._lock:
            database, self._database = self._database, None
        if database is not None:
            database.close()

    def __enter__(self) -> Self:
        """Open the store at once; raises as `database` does."""
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> Database:
        with self._lock:
            if self._database is None:
                make_data_dir(self._settings)
                identity = self._identity_as_known() if self._role.binds else None
                self._database = Database.open(self._settings.store, identity, makes=self._makes_store)
                self._next_look = time.monotonic() + (self._role.look or 0.0)
            return self._database

    def _identity_as_known(self) -> Identity:
        """Without the instance where the local Belvo is silent and what is stored is only shown."""
        try:
            return self._identity()
        except NoAnswer:
            if self._role.look is None:
                raise
            return replace(identity_at(self._settings), instance=None)

    def _identity(self) -> Identity:
        if self._role.look is None:
            return identity_of(self._settings)
        try:
            return self._asked.answer(_GLANCE)
        except TimeoutError as error:
            raise NoAnswer(self._settings.belvo_url) from error

    def _new_client(self, limiter: Limiter, timeouts: Timeouts, observer: Observer | None) -> BelvoClient:
        return BelvoClient(
            self._settings.belvo_url,
            self._settings.secret_id,
            self._settings.secret_password.reveal(),
            timeouts=timeouts,
            retries=self._role.retries,
            limiter=limiter,
            observer=observer,
        )

    def _new_limiter(self) -> Limiter:
        """The rate of the desk; loopback addresses have no firewall to mind."""
        if is_loopback(self._settings.belvo_url):
            return Unlimited()
        return SharedLimiter(self._rate().take, self._role.patience, spare=RateLimiter(_SPARE))

    def _note_call(self, call: CallRecord) -> None:
        """Record a call; what Belvo asked for in its answer holds for all processes."""
        self.calls(call)
        if call.pause and not is_loopback(self._settings.belvo_url):
            self._rate().hold(call.pause)

    def _rate(self) -> call_budgets.Rate:
        return call_budgets.Rate(self._open, urlsplit(self._settings.belvo_url).netloc)

    def _is_time_to_look(self) -> bool:
        now = time.monotonic()
        if self._role.look is None or now < self._next_look:
            return False
        self._next_look = now + self._role.look  # before the look: others who ask meanwhile don't wait for it
        return True

    def _let_go(self, opened: Database) -> None:
        """Close a store, so that its file can be moved out of the way."""
        with self._lock:
            if self._database is opened:
                self._database = None
        opened.close()


def identity_of(settings: Settings) -> Identity:
    """What a database of these settings belongs to; asks the local Belvo which one it is. Raises SettingsError."""
    found = identity_at(settings)
    return found if settings.environment != "local" else replace(found, instance=instance_at(settings.belvo_url))


def identity_at(settings: Settings) -> Identity:
    """The same without asking: of the local Belvo the instance is left out."""
    key = hashlib.sha256(settings.secret_id.encode()).hexdigest()
    if settings.environment != "local":
        return Identity(urlsplit(settings.belvo_url).netloc, key)
    return Identity("local", key, address=settings.base_url or "")


def instance_at(belvo_url: str) -> str:
    """Which local Belvo answers there; raises SettingsError if none does."""
    return _told(belvo_url, "instance")


def time_at(belvo_url: str) -> datetime:
    """What the clock of the local Belvo there shows, which people move; raises SettingsError if none does."""
    return instants.decode(_told(belvo_url, "now", patience=2.0))


def _told(belvo_url: str, name: str, *, patience: float = _PATIENCE) -> str:
    try:
        with plain_session(belvo_url) as session:
            answer = session.get(f"{belvo_url}/healthz", timeout=patience)
        answer.raise_for_status()
        return str(answer.json()[name])
    except (requests.RequestException, KeyError, TypeError) as error:
        raise NoAnswer(belvo_url) from error


def make_data_dir(settings: Settings) -> None:
    """Make the folder of the data its owner's only, also where it stood before; one without room can still be read.

    Raises SettingsError where nothing can be written there, FolderNotWritable where the folder is there.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _close_to_others(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass  # what is there already may be another's, or of a disk that can only be read
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        if number in _NO_ROOM and folder.is_dir():
            return
        reason = getattr(error, "strerror", None) or "that is no name of a folder"
        kind = FolderNotWritable if number in _NOT_WRITABLE and folder.is_dir() else SettingsError
        raise kind(
            "Data folder", f"{folder} can't be used ({reason}). Set LINKDESK_DATA_DIR to a folder that you may write."
        ) from error


def _close_to_others(folder: Path) -> None:
    """Leaves alone what is everybody's on purpose, as /tmp is, and what only its owner, who is another, can close."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077 and not mode & stat.S_ISVTX:
        with suppress(PermissionError):
            folder.chmod(0o700)
