"""What one session of PostgreSQL has to itself: being the leader of all processes, and hearing what others tell."""

import contextlib
from collections.abc import Callable
from threading import Event, Lock, Thread

import psycopg

from store.engine.interface import Office
from store.engine.postgresql.connection import PostgresqlConnection

CHANNEL = "linkdesk_jobs"

_LEADERS: dict[Office, int] = {"schedule": 0x6C656164, "notices": 0x6C656165}
_LOOK = 1.0  # seconds after which a listener looks whether it is to end

Connect = Callable[[], PostgresqlConnection]


class Leadership:
    """Of one process among all that have the same store; it passes on when the session ends, however it does."""

    def __init__(self, connect: Connect, what: Office = "schedule") -> None:
        self._connect = connect
        self._number = _LEADERS[what]
        self._lock = Lock()
        self._session: PostgresqlConnection | None = None
        self._leads = False

    def is_ours(self) -> bool:
        """Whether this process leads, from now on if nobody else does."""
        with self._lock:
            try:
                return self._look()
            except psycopg.Error:
                self._leave()
                raise

    def _look(self) -> bool:
        if self._session is None:
            self._session = self._connect()
        question = "SELECT 1" if self._leads else f"SELECT pg_try_advisory_lock({self._number})"
        self._leads = bool(self._session.execute(question).fetchone()[0])
        return self._leads

    def close(self) -> None:
        """Let another one lead."""
        with self._lock:
            self._leave()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session, self._leads = None, False


class Listener:
    """Calls `wake` in a thread of its own whenever others tell that there may be work."""

    def __init__(self, connect: Connect, wake: Callable[[], None]) -> None:
        self._session = connect()
        self._session.run(f"LISTEN {CHANNEL}".encode())
        self._wake = wake
        self._closing = Event()
        self._thread = Thread(target=self._listen, name="jobs of others", daemon=True)
        self._thread.start()

    @property
    def hears(self) -> bool:
        """Whether it would notice; once it does not any more, one has to look."""
        return self._thread.is_alive()

    def _listen(self) -> None:
        with contextlib.suppress(psycopg.Error):
            while not self._closing.is_set():
                for _ in self._session.raw.notifies(timeout=_LOOK, stop_after=1):
                    self._wake()
        self._session.close()

    def close(self) -> None:
        """Hear no more."""
        self._closing.set()
        self._thread.join()
