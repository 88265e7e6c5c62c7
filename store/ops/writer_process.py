"""A process that stores batches while its parent fetches and prepares the ones that follow.

    python -m store.ops.writer_process DATABASE

Where both are done in one process they take turns, since each holds the interpreter's lock. What passes between the
two is framed by its length: orders, marshalled, one way; what became of each, pickled, the other way. The pipe belongs
to nobody else, and when the parent ends, however it does, the pipe closes and the process ends after its batch.
"""

import contextlib
import marshal
import pickle
import selectors
import signal
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, NamedTuple, Self, cast

from store.database import Database
from store.ops import jobs, runs
from store.write import rows
from store.write.batch import Batch, Packed
from store.write.rows import Saved
from terminal import open_log

_ROOT = Path(__file__).resolve().parents[2]
_LENGTH = struct.Struct(">Q")
_ROOM = 1 << 20  # bytes that the pipe holds, about a batch, so that the two need not take turns over each part of it
_GRACE = 10.0  # seconds for the batch that is being stored


class WriterEnded(sqlite3.OperationalError):
    """The process is not there any more; what it had not stored is pulled again."""

    def __init__(self) -> None:
        super().__init__("the process that stores pages has ended")


class Claim(NamedTuple):
    """The batch's job, and the fence that tells whether it is still this worker's."""

    id: int
    fence: int


class Progress(NamedTuple):
    """The run's progress once the batch is stored."""

    run: int
    fetched: int
    total: int | None
    pages: int


def store_batch(db: Database, claim: Claim, progress: Progress, batch: Batch, *, gives_way: bool = True) -> Saved:
    """Store the batch and its run's progress, or neither; raises LostLease when the job is no longer the claim's."""
    with db.write(gives_way=gives_way) as connection:
        jobs.guard(connection, claim)
        saved = rows.save(connection, batch)
        runs.advance(connection, progress.run, progress.fetched, progress.total, progress.pages)
    return saved


class Writer:
    """The parent's side: one order may be under way while the next is made ready."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "store.ops.writer_process", str(path)]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_ROOM
        )
        self._orders = cast("IO[bytes]", self._process.stdin)
        self._replies = cast("IO[bytes]", self._process.stdout)
        self._started = False

    def is_ready(self, wait: float = 0) -> bool:
        """It has opened the database, after at most so many seconds; raises WriterEnded if it never will."""
        if not self._started and _has_come(self._replies, wait):
            self._started = bool(_read(self._replies))
            if not self._started:
                raise WriterEnded
        return self._started

    def send(self, claim: Claim, progress: Progress, batch: Batch) -> None:
        """Hand over an order, which is carried out after those before it; raises WriterEnded."""
        try:
            _write(self._orders, marshal.dumps((tuple(claim), tuple(progress), batch.pack())))
        except OSError as error:
            raise WriterEnded from error

    def receive(self) -> Saved:
        """The reply to the oldest order without one; raises what storing it raised, or WriterEnded."""
        content = _read(self._replies)
        if not content:
            raise WriterEnded
        reply: Saved | Exception = pickle.loads(content)  # noqa: S301 - from a process of ours, by a pipe of ours
        if isinstance(reply, Exception):
            raise reply
        return reply

    def close(self) -> None:
        """Let it end, after the batch that it has."""
        with contextlib.suppress(OSError):  # it was not there to take the rest
            self._orders.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._replies.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve(path: Path, orders: IO[bytes], replies: IO[bytes]) -> None:
    """The process's side: carry out orders until there are no more."""
    with Database.open(path, makes=False) as db:
        _write(replies, b"ready")
        while order := _read(orders):
            _write(replies, pickle.dumps(_carry_out(db, order)))


def _carry_out(db: Database, order: bytes) -> Saved | Exception:
    claim, progress, packed = _Order(*marshal.loads(order))  # noqa: S302 - from our parent's pipe
    try:
        # Taking the next batch out of the pipe leaves the lock to others for long enough.
        return store_batch(db, Claim(*claim), Progress(*progress), Batch.unpack(packed), gives_way=False)
    except Exception as error:  # noqa: BLE001 - the parent is told
        return error


class _Order(NamedTuple):
    claim: tuple[int, int]
    progress: tuple[int, int, int | None, int]
    batch: Packed


def _has_come(stream: IO[bytes], wait: float) -> bool:
    with selectors.DefaultSelector() as selector:  # select() itself knows no files beyond the first 1,024
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(wait))


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """One message; empty if the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else b""


if __name__ == "__main__":
    # Ctrl-C reaches the parent as well, which ends this by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    open_log()
    serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
