"""A Linkdesk of its own for a test: a real server process over an empty data folder."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from belvo_client import BelvoClient
from settings import LOCAL_KEYS, ROOT
from store import Database
from store.ops import jobs
from store.write import links
from tests.kit.waiting import PATIENCE, until

READY = "Linkdesk is ready at "


@dataclass
class Desk:
    """A running server and where its data are; `lines` is all that it has printed."""

    url: str
    data_dir: Path
    process: "subprocess.Popen[str]"
    lines: list[str]

    def store(self) -> Database:
        """The desk's database, opened beside the server."""
        return Database.open(self.data_dir / "local.db")

    @contextmanager
    def filling(self) -> Iterator[Database]:
        """The database, for links that no Belvo has: the worker sleeps meanwhile and leaves them alone afterwards."""
        with self.store() as db:
            until(lambda: (job := jobs.latest(db, jobs.EVERY_LINK)) and job.state == "done")
            with self.paused(db):
                yield db
                with db.write() as connection:
                    for link in links.followed(connection):
                        links.set_followed(connection, link, followed=False)

    @contextmanager
    def paused(self, db: Database) -> Iterator[None]:
        """The worker sleeps meanwhile: what is queued stays queued."""
        workers = self.workers
        with db.write():  # so that none of them is in the middle of a transaction
            for worker in workers:
                worker.suspend()
        try:
            yield
        finally:
            for worker in workers:
                worker.resume()

    def rest(self) -> None:
        """Wait until no job is left: what one finds is said on every page, above what was there."""
        with self.store() as db:
            until(lambda: not jobs.active(db))

    @property
    def belvo_url(self) -> str:
        """The desk's own local Belvo."""
        return f"{self.url}/sandbox"

    def belvo(self) -> BelvoClient:
        """A client of it."""
        return BelvoClient(self.belvo_url, *LOCAL_KEYS)

    @property
    def complaints(self) -> list[str]:
        """What the server printed besides saying that it is ready."""
        return [line for line in self.lines if not line.startswith(READY) and " sync." not in line]

    @property
    def workers(self) -> list[psutil.Process]:
        """The worker processes of this server, one unless it is being started."""
        return [child for child in psutil.Process(self.process.pid).children() if _is_worker(child)]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "sync" in process.cmdline()
    except psutil.NoSuchProcess:  # or a zombie, which is one of these: killed, and not yet reaped by the server
        return False


@contextmanager
def running_desk(
    data_dir: Path, environment: Mapping[str, str] | None = None, command: Sequence[str] = ("app.py",)
) -> Iterator[Desk]:
    """Start the server on a free port, by `python app.py` unless told otherwise, and end it afterwards."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PORT": "0", "LINKDESK_DATA_DIR": str(data_dir), **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    ready = threading.Event()
    reader = threading.Thread(target=_read, args=(process, lines, ready))
    reader.start()
    try:
        if not ready.wait(PATIENCE) or process.poll() is not None:
            raise RuntimeError("The server did not start:\n" + "".join(lines))
        url = next(line for line in lines if line.startswith(READY)).removeprefix(READY).strip()
        yield Desk(url, data_dir, process, lines)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        reader.join(PATIENCE)


def _read(process: "subprocess.Popen[str]", lines: list[str], ready: threading.Event) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            lines.append(line)
            if line.startswith(READY):
                ready.set()
    ready.set()  # ended: whoever waits finds the process gone
