"""What a client tells about its calls: enough to find any of them at Belvo, nothing that is secret."""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote

import requests

from belvo_client.answers.answer import Answer
from belvo_client.description.deviations import Deviation, checked
from belvo_client.errors import BelvoError, RateLimited
from belvo_client.http import redaction
from belvo_client.http.limiter import WINDOW
from belvo_client.http.retries import attempts

logger = logging.getLogger(__name__)

#: Parameters whose values tell nothing of a person; of the others only the names are told.
_TOLD = frozenset(
    {"access_mode", "account", "accounting_date", "amount", "category", "collected_at", "country_code", "created_at"}
    | {"created_by", "currency", "due_date", "end_date", "id", "institution", "invoice_date", "link", "page"}
    | {"page_size", "refresh_rate", "resources", "start_date", "status", "type", "value_date"}
)
_SPARSE = frozenset({"fields", "omit"})
"""Parameters with which a list has some fields alone."""
_HIDDEN = "[hidden]"
_INSTITUTIONS = "/api/institutions/"


@dataclass(frozen=True)
class CallRecord:
    """One finished call; `query` is without what might be personal, `duration` in seconds with all attempts and waits.

    `status` is None where no answer came, `error` then says why in a code of ours; `message` explains the code.
    `link` is the one that the call is about, as far as it names one. `pause` is for how many seconds Belvo wants to be
    left alone by everybody who calls from here. `request` and `answer` are the bodies as JSON, cut and without what
    might be personal, of calls that change something or fail: a list of rows is told by its size.
    Of an answer whose `operation` is described, `deviations` are fields that are not, and required ones it lacks.
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
    query: str = ""
    message: str | None = None
    link: str | None = None
    pause: float | None = None
    request: str | None = field(default=None, repr=False)
    answer: str | None = field(default=None, repr=False)
    operation: str = ""
    deviations: tuple[Deviation, ...] = ()


Observer = Callable[[CallRecord], None]


@dataclass
class Observation:
    """A call while it is under way."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    link: str | None = None
    body: Mapping[str, object] | None = field(default=None, repr=False)
    secrets: Collection[str] = field(default=(), repr=False)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: float = field(default_factory=time.monotonic)
    response: requests.Response | None = None
    request_id: str | None = None
    answer: Answer | None = field(default=None, repr=False)
    error: BelvoError | None = None

    def record(self) -> CallRecord:
        """What is told about it."""
        response, error = self.response, self.error
        has_bodies = self.method != "GET" or error is not None
        operation, deviations = self._compared()
        return CallRecord(
            at=self.at,
            method=self.method,
            path=self.path,
            status=None if response is None else response.status_code,
            duration=time.monotonic() - self.started,
            request_id=(error.request_id if error else self.request_id) or _header(response),
            error=error.code if error else None,
            size=0 if response is None else len(response.content),
            attempts=1 if response is None else attempts(response),
            query=_query(self.path, self.params),
            message=error.message if error else None,
            link=self.link,
            pause=self._pause(),
            request=redaction.request(self.body) if has_bodies else None,
            answer=redaction.answer(response.content, self.secrets) if has_bodies and response is not None else None,
            operation=operation,
            deviations=deviations,
        )

    def _compared(self) -> tuple[str, tuple[Deviation, ...]]:
        """The operation and where its answer is not as it is described; an empty one where there is nothing to say."""
        if self.answer is None or self.answer.body is None:
            return "", ()
        is_sparse = not _SPARSE.isdisjoint(self.params)
        return checked(self.method, self.path, self.answer.status, self.answer.body, is_sparse=is_sparse)

    def _pause(self) -> float | None:
        """As a Retry-After asks for it; the firewall, which answers in HTML, only counts what came in its window."""
        if self.response is None or not isinstance(self.error, RateLimited):
            return None
        return self.error.retry_after or (WINDOW if self.response.status_code == HTTPStatus.FORBIDDEN else None)


@contextmanager
def observed(observer: Observer | None, seen: Observation) -> Iterator[Observation]:
    """Watch one call and tell the observer how it went."""
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


def _header(response: requests.Response | None) -> str | None:
    """The id of a call whose body has none; that Belvo sends one is a guess, most of its kind do."""
    return None if response is None else response.headers.get("x-request-id")


def _query(path: str, params: Mapping[str, str]) -> str:
    told = {name: value if _may_be_told(path, name) else _HIDDEN for name, value in params.items()}
    return "&".join(f"{name}={quote(value, safe=',:[]')}" for name, value in told.items())


def _may_be_told(path: str, name: str) -> bool:
    filtered = name.partition("__")[0]
    return filtered in _TOLD or (path == _INSTITUTIONS and filtered in ("name", "display_name"))
