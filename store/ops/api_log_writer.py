"""Records API calls without holding them up: they are queued, and a thread of its own writes them in batches."""

import atexit
import logging
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import islice
from threading import Event, Lock, Thread
from typing import Protocol

import terminal
import tracing
from store.core import instants
from store.core.errors import StoreError
from store.database import Database
from store.ops import calls, drift
from store.ops.calls import Bodies, Call
from store.ops.drift import Checked, Deviation

WAITING = 20_000
"""Calls that may wait to be written; further ones are counted and left out, since no call may wait for its record."""

WAITING_WHOLE = 500
"""Calls that may wait with their bodies, which are large."""

_SEVERAL = re.compile(r"\blink__in=([^&]*)")
_BATCH = 500
_PAUSE = 1.0  # seconds in which calls gather to be written together
_PATIENCE = 5.0  # seconds that the end of a process waits for the last ones

_ABOUT: ContextVar[tuple[int | None, str | None]] = ContextVar("about", default=(None, None))
"""The job that calls are made for, and its link."""

logger = logging.getLogger(__name__)


class FinishedCall(Protocol):
    """A call as a client reports it; `duration` in seconds, `size` in bytes."""

    @property
    def at(self) -> datetime: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def status(self) -> int | None: ...
    @property
    def duration(self) -> float: ...
    @property
    def size(self) -> int: ...
    @property
    def request_id(self) -> str | None: ...
    @property
    def error(self) -> str | None: ...
    @property
    def message(self) -> str | None: ...
    @property
    def link(self) -> str | None: ...
    @property
    def request(self) -> str | None: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def operation(self) -> str: ...
    @property
    def deviations(self) -> Sequence[Deviation]: ...


class ApiLogWriter:
    """A client's observer; `database` is asked for in the writing thread, at the first call."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._waiting: deque[tuple[Call, Bodies | None, Checked | None]] = deque()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closing = Event()
        self._complaint = ""

    def __call__(self, record: FinishedCall) -> None:
        """Take note of a finished call."""
        call, bodies = self._call(record), _bodies(record)
        _trace(record, call)
        checked = Checked(record.operation, call.at, record.deviations) if record.operation else None
        if logger.isEnabledFor(logging.INFO):
            _tell(call)
        with self._lock:
            if self._closing.is_set():
                return
            if len(self._waiting) >= WAITING:
                self._complain("too many wait to be written")
                return
            self._waiting.append((call, bodies if len(self._waiting) < WAITING_WHOLE else None, checked))
            if self._thread is None:
                self._start()

    @contextmanager
    def about(self, job: int, link: str | None) -> Iterator[None]:
        """Calls made meanwhile, here and in what is begun from here, are this job's, and its link's if they name none.

        What other threads do at the same time is not concerned.
        """
        before = _ABOUT.set((job, link))
        try:
            yield
        finally:
            _ABOUT.reset(before)

    def close(self) -> None:
        """Write what is waiting and take note of nothing more; called by itself when the process ends."""
        with self._lock:
            self._closing.set()
            thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE)

    def _call(self, record: FinishedCall) -> Call:
        job, link = _ABOUT.get()
        return Call(
            at=instants.encode(record.at),
            method=record.method,
            path=record.path,
            query=_SEVERAL.sub(_number, record.query) or None,
            status=record.status,
            milliseconds=round(record.duration * 1000),
            size=record.size,
            request_id=record.request_id,
            code=record.error,
            message=record.message,
            link=record.link or link,
            job=job,
        )

    def _start(self) -> None:
        atexit.register(self.close)
        self._thread = Thread(target=self._run, name="api calls", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Write until nothing waits; the next call starts another thread."""
        ending = False
        while not ending:
            ending = self._closing.wait(_PAUSE)
            while self._waiting and self._write():
                pass
            with self._lock:
                ending = ending or not self._waiting
                if ending:
                    self._thread = None
                    atexit.unregister(self.close)

    def _write(self) -> bool:
        """Write the calls that wait longest; False where the store did not take them, and they wait on."""
        batch = list(islice(self._waiting, _BATCH))
        try:
            with self._database().write(beside=True) as connection:
                calls.record_many(connection, [call for call, _, _ in batch], [bodies for _, bodies, _ in batch])
                drift.note(connection, [checked for _, _, checked in batch if checked])
        except StoreError as error:
            self._complain(str(error))
            return False
        self._complaint = ""
        for _ in batch:
            self._waiting.popleft()
        return True

    def _complain(self, reason: str) -> None:
        if reason != self._complaint:
            logger.error("API calls cannot be recorded: %s", reason)
        self._complaint = reason


def _number(several: re.Match[str]) -> str:
    """How many links a call is about: it is found at the one that asked, and an erased link is named nowhere else."""
    return f"link__in=[{several[1].count(',') + 1} links]"


def _tell(call: Call) -> None:
    """The log of this process has it too, where it is for programs."""
    told = {"call": call.request_id, "job": call.job, "link": call.link, "status": call.status}
    with terminal.about(**told, milliseconds=call.milliseconds):
        logger.info("%s %s: %s", call.method, call.path, call.code or call.status)


def _trace(record: FinishedCall, call: Call) -> None:
    """So has the collector of traces, below what goes on in this thread."""
    about: tracing.Told = {"method": call.method, "path": call.path, "status": call.status, "link": call.link}
    about |= {"call": call.request_id, "job": call.job}
    tracing.tell("call", record.at, record.duration, failed=call.code is not None, **about)


def _bodies(record: FinishedCall) -> Bodies | None:
    return Bodies(record.request, record.answer) if record.request or record.answer else None
