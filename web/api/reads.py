"""What programs read is on record as files are: at once what is new, and further pages of the same added up.

A program that walks through a list asks a hundred times for one thing, and one that is badly written a thousand times
for a thousand; the audit is neither's log.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

import anyio
import anyio.to_thread

from actions import exports
from context import Context
from domain.roles import Actor
from settings import SettingsError
from store import Database, StoreError
from store.core.errors import Unusable

PERIOD = timedelta(minutes=5)
"""For how long the same is added up."""

MINUTE, MOST = timedelta(minutes=1), 20
"""How many rows of one token come into the audit at once in that time."""

Pairs = Sequence[tuple[str, str]]

logger = logging.getLogger(__name__)

_LOCK = Lock()
_READS: WeakKeyDictionary[Database, "Reads"] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _What:
    """Who read what, with whom masked."""

    actor: Actor
    what: str
    masked: str


@dataclass(slots=True)
class _Sum:
    """What came after the first: how often, how many rows, and since when."""

    since: datetime
    reads: int = 0
    rows: int = 0


def reads_of(db: Database) -> "Reads":
    """Those of a store, in this server."""
    with _LOCK:
        return _READS.setdefault(db.whole, Reads())


async def keep_written(context: Context) -> None:
    """Write what is added up when it is time, and all of it at the end, for as long as a server runs."""
    try:
        while True:
            await anyio.sleep(PERIOD.total_seconds())
            await anyio.to_thread.run_sync(_flush, context, datetime.now(UTC) - PERIOD)
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(_flush, context, None)


def _flush(context: Context, before: datetime | None) -> None:
    try:
        db = context.database.whole
    except (StoreError, SettingsError):  # nothing was read of what can't be opened
        return
    reads_of(db).flush(db, before=before)


class Reads:
    """Of one server; what is not written yet when it ends abruptly was told by its first row."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: dict[tuple[_What, str], datetime] = {}
        self._recent: dict[str, deque[datetime]] = {}
        self._sums: dict[_What, _Sum] = {}

    def note(
        self,
        db: Database,
        actor: Actor,
        what: str,
        filtered: Pairs,
        rows: int,
        *,
        masked: str,
        at: datetime | None = None,
    ) -> None:
        """Record that so many rows of a filter were handed to a program; `db` is the whole store."""
        now = at or datetime.now(UTC)
        this = _What(actor, what, masked)
        with self._lock:
            is_told = self._is_told_at_once(this, exports.told(filtered), now)
            if not is_told:
                known = self._sums.setdefault(this, _Sum(now))
                known.reads, known.rows = known.reads + 1, known.rows + rows
        if is_told:
            self._write(db, this, filtered, rows, 1)
        self.flush(db, before=now - PERIOD)

    def flush(self, db: Database, *, before: datetime | None = None) -> None:
        """Write what was added up, of all that began before this instant, or of everything."""
        with self._lock:
            due = [one for one, known in self._sums.items() if before is None or known.since <= before]
            sums = [(one, self._sums.pop(one)) for one in due]
        for one, known in sums:
            self._write(db, one, (), known.rows, known.reads)

    def _is_told_at_once(self, this: _What, filtered: str, now: datetime) -> bool:
        self._forget(now)
        recent = self._recent.setdefault(this.actor.name, deque())
        if (this, filtered) in self._told or len(recent) >= MOST:
            return False
        self._told[this, filtered] = now
        recent.append(now)
        return True

    def _forget(self, now: datetime) -> None:
        for key in [key for key, at in self._told.items() if now - at >= PERIOD]:
            del self._told[key]
        for name, recent in [*self._recent.items()]:
            while recent and now - recent[0] >= MINUTE:
                recent.popleft()
            if not recent:
                del self._recent[name]

    def _write(self, db: Database, this: _What, filtered: Pairs, rows: int, reads: int) -> None:
        try:
            exports.hand_to_program(db, this.what, filtered, rows, reads, actor=this.actor, masked=this.masked)
        except (StoreError, Unusable):  # it is read already
            logger.exception("A program has read what is stored, and the audit could not be written")
