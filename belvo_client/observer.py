"""What a client tells about its calls: enough to find any of them at Belvo, nothing that is secret."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import requests

from belvo_client.errors import BelvoError
from belvo_client.retries import attempts

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CallRecord:
    """One finished call; `path` is without its query, `duration` in seconds with all attempts and their waits.

    `status` is None where no answer came, `error` then says why in a code of ours.
    """

    at: datetime
    method: str
    path: str
    status: int | None
    duration: float
    request_id: str | None
    error: str | None
    size: int
    attempts: int


Observer = Callable[[CallRecord], None]


@dataclass
class Observation:
    """A call while it is under way."""

    method: str
    path: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: float = field(default_factory=time.monotonic)
    response: requests.Response | None = None
    request_id: str | None = None
    error: BelvoError | None = None

    def record(self) -> CallRecord:
        """What is told about it."""
        response, error = self.response, self.error
        return CallRecord(
            at=self.at,
            method=self.method,
            path=self.path,
            status=None if response is None else response.status_code,
            duration=time.monotonic() - self.started,
            request_id=error.request_id if error else self.request_id,
            error=error.code if error else None,
            size=0 if response is None else len(response.content),
            attempts=1 if response is None else attempts(response),
        )


@contextmanager
def observed(observer: Observer | None, method: str, path: str) -> Iterator[Observation]:
    """Watch one call and tell the observer how it went."""
    seen = Observation(method, path)
    try:
        yield seen
    except BelvoError as error:
        seen.error = error
        raise
    finally:
        if observer is not None:
            _tell(observer, seen.record())


def _tell(observer: Observer, record: CallRecord) -> None:
    try:
        observer(record)
    except Exception:
        # The call may have moved something at a bank: its outcome must not be lost with the record of it.
        logger.exception("An observer of API calls failed.")
