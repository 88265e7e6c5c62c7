"""A process that stores batches while its parent's pulls fetch and prepare the ones that follow.

    python -m store.ops.writer_process

Where both are done in one process they take turns, since each holds the interpreter's lock. What passes between the
two is framed by its length: orders, marshalled, one way; what became of each, pickled, the other way. The pipe belongs
to nobody else, and when the parent ends, however it does, the pipe closes and the process ends after its batch.
"""

import contextlib
import gc
import logging
import marshal
import pickle
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock, Thread
from typing import IO, NamedTuple, Self, cast

from store.core import instants
from store.core.errors import StoreError, Unusable
from store.database import Database
from store.engine import Connection
from store.ops import jobs, runs
from store.write import rows, stored_pages
from store.write.batch import Batch, Packed, sift
from store.write.rows import Saved
from store_address import Address
from terminal import form, open_log

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_LENGTH = struct.Struct(">Q")
_ROOM = 1 << 20  # bytes that the pipe holds, about a batch, so that the two need not take turns over each part of it
_GRACE = 10.0  # seconds for the batch that is being stored


class WriterEnded(Unusable):
    """The process is not there any more; what it had not stored is pulled again."""

    def __init__(self) -> None:
        super().__init__("The process that stores pages has ended.")


class Claim(NamedTuple):
    """The batch's job, and the fence that tells whether it is still this worker's."""

    id: int
    fence: int


class Progress(NamedTuple):
    """The run's progress once the batch is stored; `asked_at` is the encoded instant of the call that brought it."""

    run: int
    fetched: int
    total: int | None
    pages: int
    asked_at: str | None = None


def store_batch(db: Database, claim: Claim, progress: Progress, batch: Batch, *, gives_way: bool = True) -> Saved:
    """Store the batch and its run's progress, or neither; raises LostLease when the job is no longer the claim's."""

    def stored(connection: Connection) -> Saved:
        jobs.guard(connection, claim)
        now = instants.now()
        saved = rows.save(connection, batch, now=now)
        if progress.asked_at and (saved.added or saved.changed):
            stored_pages.note(connection, progress.run, now, progress.asked_at)
        runs.advance(connection, progress.run, progress.fetched, progress.total, progress.pages)
        return saved

    return db.written(stored, gives_way=gives_way)


class Writer:
    """The parent's side; any thread may hand over orders, and each gets the reply to its own.

    Orders are carried out one after the other. One may be under way while the next is made ready. Where there are
    several `users`, others than them get the database in between.
    """

    def __init__(self, address: Address) -> None:
        command = [sys.executable, "-m", "store.ops.writer_process", form()]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_ROOM
        )
        self._orders = cast("IO[bytes]", self._process.stdin)
        self._replies = cast("IO[bytes]", self._process.stdout)
        self.users = 1
        self._sending = Lock()
        self._has_replied_last = False
        self._ready: Future[None] = Future()
        self._waiting: deque[Future[Saved]] = deque()
        self._reader = Thread(target=self._read_replies, name="stored pages", daemon=True)
        self._reader.start()
        # By the pipe, since a server's may carry a password, which arguments would show to everybody.
        where = marshal.dumps((_place(address), _place(address.keys) if address.keys else None))
        with contextlib.suppress(OSError):  # it has ended, which is told when it is asked for
            _write(self._orders, where)

    def is_ready(self, wait: float = 0) -> bool:
        """It has opened the database, after at most so many seconds; raises WriterEnded if it never will."""
        if self.has_ended:
            self._reader.join()
        try:
            self._ready.result(wait)
        except TimeoutError:
            return False
        return True

    @property
    def has_ended(self) -> bool:
        """Whether the process is not there any more."""
        return self._process.poll() is not None

    def send(self, claim: Claim, progress: Progress, batch: Batch) -> "Future[Saved]":
        """Hand over an order, which is carried out after those before it; raises WriterEnded.

        Its result is what storing the batch gave or raised, or WriterEnded.
        """
        order = marshal.dumps((tuple(claim), tuple(progress), batch.pack(), self.users > 1))
        reply: Future[Saved] = Future()
        with self._sending:
            if self._has_replied_last:  # what is written all the same is taken by the pipe, and by nobody else
                raise WriterEnded
            self._waiting.append(reply)
            try:
                _write(self._orders, order)
            except (OSError, ValueError) as error:  # it ended, or was closed
                raise WriterEnded from error
        return reply

    def close(self) -> None:
        """Let it end, after the batches that it has."""
        with self._sending, contextlib.suppress(OSError):  # it was not there to take the rest
            self._orders.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._replies.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_replies(self) -> None:
        """Give each reply to whoever has handed over its order, until the process ends."""
        if _read(self._replies):
            self._ready.set_result(None)
            while content := _read(self._replies):
                reply: Saved | Exception = pickle.loads(content)  # noqa: S301 - from a process of ours, by a pipe of ours
                waiting = self._waiting.popleft()
                if isinstance(reply, Exception):
                    waiting.set_exception(reply)
                else:
                    waiting.set_result(reply)
        else:
            self._ready.set_exception(WriterEnded())
        with self._sending:
            self._has_replied_last = True
            while self._waiting:
                self._waiting.popleft().set_exception(WriterEnded())


class Shared:
    """One process for all who store many pages of a database at the same time; it ends with the last of them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._writers: dict[Address, Writer] = {}

    def borrow(self, address: Address) -> Writer:
        """The process, begun where there is none; to be given back. Raises OSError where it can't be."""
        with self._lock:
            writer = self._writers.get(address)
            if writer is None or writer.has_ended:
                writer = self._writers[address] = Writer(address)
            else:
                writer.users += 1
            return writer

    def give_back(self, writer: Writer) -> None:
        """Need it no more."""
        with self._lock:
            writer.users -= 1
            if writer.users:
                return
            self._writers = {address: other for address, other in self._writers.items() if other is not writer}
        writer.close()


shared = Shared()
"""The processes of this one."""


def serve(orders: IO[bytes], replies: IO[bytes]) -> None:
    """The process's side: carry out orders until there are no more; where the database is comes first."""
    place, keys = marshal.loads(_read(orders))  # noqa: S302 - from our parent's pipe
    address = _address(place, _address(keys) if keys else None)
    with Database.open(address, makes=False) as db:
        _write(replies, b"ready")
        while order := _read(orders):
            _write(replies, pickle.dumps(_carry_out(db, order)))


def _place(address: Address) -> tuple[str | None, str]:
    return str(address.file) if address.file else None, address.url


def _address(place: tuple[str | None, str], keys: Address | None = None) -> Address:
    file, url = place
    return Address(Path(file) if file else None, url, keys)


def _carry_out(db: Database, order: bytes) -> Saved | Exception:
    claim, progress, packed, gives_way = _Order(*marshal.loads(order))  # noqa: S302 - from our parent's pipe

    def store(batch: Batch) -> Saved:
        batch.get_ready()
        # One pull's next batch takes its time to be made ready, which leaves the lock to others for long enough.
        return store_batch(db, Claim(*claim), Progress(*progress), batch, gives_way=gives_way)

    try:
        return sifted_if_need_be(Batch.unpack(packed), store)
    except Exception as error:  # noqa: BLE001 - the parent is told
        return error


def sifted_if_need_be(batch: Batch, store: Callable[[Batch], Saved]) -> Saved:
    """What storing the batch gives; where a row of it is more than we are made for, without that row."""
    try:
        return store(batch)
    except StoreError:
        raise
    except Exception:
        logger.exception("A page of %s is stored row by row", batch.resource)
        return store(sift(batch))


class _Order(NamedTuple):
    claim: tuple[int, int]
    progress: tuple[int, int, int | None, int, str | None]
    batch: Packed
    gives_way: bool


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
    open_log("json" if sys.argv[1:] == ["json"] else "text")
    gc.set_threshold(50_000, 10, 10)  # a batch is some thousand objects in no cycle, which all live until it is stored
    serve(sys.stdin.buffer, sys.stdout.buffer)
