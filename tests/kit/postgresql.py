"""A PostgreSQL of the tests' own: a private cluster on a socket that nobody else reaches, and databases in it."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from tests.kit.waiting import PATIENCE, until

_ROLE = "linkdesk"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_ENOUGH = 2 * 1024**3  # bytes; in a container it is mostly 64 MB
_ON_DEBIAN = "/usr/lib/postgresql"
_ELSEWHERE = ("/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")
_USERS = ("postgres", "nobody")
"""Whom PostgreSQL runs as where the tests run as root, whom it refuses."""

_ALWAYS = {"listen_addresses": "", "unix_socket_permissions": "0700", "jit": "off"}
_THROWN_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
}
"""What a cluster need not do whose data nobody misses once the machine is off."""

_BACKED_UP = {"wal_level": "replica", "max_wal_senders": "4", "full_page_writes": "on"}

_KEEPER = 'cat >/dev/null; "$1" --pgdata "$2/data" --mode immediate --silent stop; rm -rf "$2"'
"""Ends the cluster when the pipe to it is closed, which the system does however the tests end."""


class NoPostgresql(Exception):
    """There is no PostgreSQL on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "No PostgreSQL is found here, which tests need. `make test` installs Debian's; elsewhere install one of 13 "
            "or newer with its contrib modules, or name the folder of its programs with POSTGRESQL=."
        )


@dataclass
class Cluster:
    """A running PostgreSQL, whose data and socket are in the folder."""

    folder: Path
    programs: Path
    options: dict[str, str]
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, database: str) -> str:
        """Where the database is, as LINKDESK_STORE has it."""
        return f"postgresql://{_ROLE}@/{database}?host={quote(str(self.folder), safe='')}&port=5432"

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new one that is as the template is, gone with the block."""
        name = f"test_{next(self._numbers)}"
        self._create(name, template)
        try:
            yield self.address(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def template(self, name: str, fill: Callable[[str], object]) -> str:
        """Have a database filled, to be copied; `fill` gets its address and leaves nothing connected."""
        self._create(name, "template1")
        fill(self.address(name))
        return name

    def start(self) -> None:
        """Start the server; it takes connections afterwards."""
        options = " ".join(f"-c {name}='{value}'" for name, value in {**_ALWAYS, **self.options}.items())
        where = ("--pgdata", self.folder / "data", "--log", self.folder / "log", "--silent", "--wait")
        _run(self.programs / "pg_ctl", *where, "--options", f"-k {self.folder} {options}", "start")

    def kill(self) -> None:
        """End the server as a power cut does; it can be started again."""
        server = self.pid
        os.kill(server, signal.SIGKILL)
        until(lambda: not is_there(server))

    def back_up(self) -> Path:
        """A copy of the whole cluster, as whoever runs a server makes one."""
        copy = self.folder / "copy"
        self._copy_into(copy)
        return copy

    @contextmanager
    def standby(self) -> Iterator["Cluster"]:
        """A server that follows this one, which is one that is backed up; ended and removed with the block."""
        with _folder(self.programs, self.folder.parent) as folder:
            self._copy_into(folder / "data", "--write-recovery-conf")
            made = Cluster(folder, self.programs, self.options)
            made.start()
            yield made

    def promote(self) -> None:
        """Have a standby follow nobody any more, and take what is written."""
        _run(self.programs / "pg_ctl", "--pgdata", self.folder / "data", "--silent", "--wait", "promote")

    def _copy_into(self, place: Path, *options: str) -> None:
        where = ("--host", self.folder, "--username", _ROLE, "--pgdata", place, *options)
        _run(self.programs / "pg_basebackup", *where, "--no-sync", "--checkpoint=fast", "--wal-method=stream")

    def put_back(self, copy: Path) -> None:
        """Have the cluster be what it was when the copy was made."""
        data = self.folder / "data"
        _run(self.programs / "pg_ctl", "--pgdata", data, "--mode", "fast", "--silent", "stop")
        shutil.rmtree(data)
        copy.rename(data)
        self.start_again()

    def start_again(self) -> None:
        """Start the server after it was killed, as soon as all that belonged to it has noticed."""
        until(self._could_start)

    @property
    def pid(self) -> int:
        """The server's own."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])

    @cached_property
    def version(self) -> int:
        """Its major version."""
        with psycopg.connect(self.address("postgres")) as connection:
            return connection.info.server_version // 10_000

    def _could_start(self) -> bool:
        try:
            self.start()
        except RuntimeError:  # it still holds the memory that it shared
            return False
        return True

    def _create(self, name: str, template: str) -> None:
        # Files are copied in a tenth of the time that it takes to write them all to the log.
        how = " STRATEGY file_copy" if self.version >= 15 else ""
        self._execute("CREATE DATABASE {} TEMPLATE {}" + how, name, template)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_cluster(*, is_durable: bool = False, is_backed_up: bool = False) -> Iterator[Cluster]:
    """A new cluster, ended and removed with the block or the tests; a durable one writes what is committed to a disk.

    One that is backed up keeps the log that a copy needs. Raises NoPostgresql.
    """
    programs = _programs()
    with _folder(programs, None if is_durable else _quick_place()) as folder:
        _make(programs, folder)
        options = {} if is_durable else {**_THROWN_AWAY, **(_BACKED_UP if is_backed_up else {})}
        cluster = Cluster(folder, programs, options)
        cluster.start()
        yield cluster


@contextmanager
def _folder(programs: Path, inside: Path | None) -> Iterator[Path]:
    """A folder for a cluster, which is ended and removed with the block or the tests."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=inside))
    if user := _user():
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    keeper = _keeper(programs, folder)
    try:
        yield folder
    finally:
        keeper.communicate(timeout=PATIENCE)


def _programs() -> Path:
    """The folder of the newest PostgreSQL's programs."""
    named = os.environ.get("POSTGRESQL")
    on_path = shutil.which("initdb")
    found = [
        *([named] if named else []),
        *sorted(map(str, Path(_ON_DEBIAN).glob("*/bin")), key=_digits, reverse=True),
        *([str(Path(on_path).resolve().parent)] if on_path else []),
        *(str(path) for pattern in _ELSEWHERE for path in sorted(Path("/").glob(pattern[1:]), reverse=True)),
    ]
    for folder in map(Path, found):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgresql


def _digits(path: str) -> int:
    return int(re.sub(r"\D", "", path) or 0)


def _quick_place() -> Path | None:
    """A folder in memory if there is room, or wherever temporary files go."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ENOUGH:
        return None
    return _MEMORY


def _user() -> str | None:
    """Whom PostgreSQL has to run as; None for who runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _USERS if name in known)


def _make(programs: Path, folder: Path) -> None:
    """Order by bytes, as the store's own texts are; letters are everybody's."""
    locale = ("--locale", "C", "--lc-ctype", "C.UTF-8", "--encoding", "UTF8")
    _run(programs / "initdb", "--auth", "trust", "--username", _ROLE, *locale, "--no-sync", folder / "data")


def _keeper(programs: Path, folder: Path) -> "subprocess.Popen[str]":
    return _as_user("/bin/sh", "-c", _KEEPER, "keeper", programs / "pg_ctl", folder, stdin=subprocess.PIPE)


def _run(*command: object) -> None:
    """Raises RuntimeError with what it said if it fails."""
    process = _as_user(*command, stdin=subprocess.DEVNULL)
    _, said = process.communicate(timeout=PATIENCE)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{said}")


def _as_user(*command: object, stdin: int) -> "subprocess.Popen[str]":
    """Start it in a session of its own, which no key pressed at the terminal ends."""
    user = _user()
    return subprocess.Popen(
        [*map(str, command)],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        start_new_session=True,
    )


def is_there(process: int) -> bool:
    """Whether a process runs by this id."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
