"""Retries as configuration: Belvo's ladder on an adapter, and nothing that could log in twice.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from belvo_client.http.bounds import POOLS, read_whole
from belvo_client.http.limiter import Limiter, Unlimited
from belvo_client.http.retry_after import seconds

#: PUT is idempotent by HTTP's book, but each one is a login at a real bank; six bad ones lock the account.
IDEMPOTENT = frozenset({"GET", "DELETE"})

_SERVER_FAILURES = frozenset({500, 502, 503, 504})
_TOO_MANY = 429
_POOL_SIZE = 32


@dataclass(frozen=True)
class Retries:
    """How often and after how many seconds an idempotent call is sent again.

    `ladder` is for 5xx, 429 and failed connections, `sessions` for too_many_sessions; a Retry-After above
    `longest` is not waited for but raised, with its seconds in `retry_after`. Without `after_silence` a call
    that got no answer in time is not sent again: it would hold its place for twice that.
    """

    ladder: tuple[float, ...] = (3, 6, 12, 24, 48)
    sessions: tuple[float, ...] = (120,)
    longest: float = 120
    after_silence: bool = True

    @classmethod
    def brief(cls) -> Self:
        """For who waits, or keeps others waiting: once more after half a second, but not after a timeout."""
        return cls(ladder=(0.5,), sessions=(), longest=2, after_silence=False)

    @classmethod
    def off(cls) -> Self:
        """Every failure is raised at once."""
        return cls(ladder=(), sessions=(), longest=0)


class LadderRetry(Retry):
    """urllib3's retry, with the waits taken from a ladder instead of a formula."""

    policy = Retries()
    limiter: Limiter = Unlimited()

    @classmethod
    def of(cls, policy: Retries, limiter: Limiter) -> Self:
        """The retry for an adapter."""
        made = cls(
            total=len(policy.ladder),
            allowed_methods=IDEMPOTENT,
            status_forcelist=_SERVER_FAILURES | {_TOO_MANY},
            redirect=0,
            raise_on_status=False,
        )
        made.policy, made.limiter = policy, limiter
        return made

    def new(self, **changes: Any) -> Self:  # noqa: ANN401 - urllib3's own signature
        """urllib3 makes a new object for each attempt; what is ours goes along."""
        made = super().new(**changes)
        made.policy, made.limiter = self.policy, self.limiter
        return made

    def get_backoff_time(self) -> float:
        """The ladder's step for the attempts made so far."""
        ladder = self.policy.ladder
        return ladder[min(len(self.history), len(ladder)) - 1] if ladder and self.history else 0.0

    def parse_retry_after(self, retry_after: str) -> float:
        """Seconds; 0, which leaves it to the ladder, if the header cannot be read."""
        return seconds(retry_after) or 0.0

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Count an attempt; gives up at once on what is not idempotent, or if asked for more patience than we have."""
        too_long = response is not None and (self.get_retry_after(response) or 0) > self.policy.longest
        in_vain = isinstance(error, ReadTimeoutError) and not self.policy.after_silence
        if too_long or in_vain or method not in IDEMPOTENT:
            self = self.new(total=0)
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait for the next attempt, which counts as a call of its own."""
        super().sleep(response)
        self.limiter.acquire()


class PatientAdapter(HTTPAdapter):
    """An adapter that retries by policy; what only the body tells, too_many_sessions, is waited for here."""

    def __init__(self, policy: Retries, limiter: Limiter) -> None:
        self.policy = policy
        self.limiter = limiter
        super().__init__(max_retries=LadderRetry.of(policy, limiter), pool_maxsize=_POOL_SIZE)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as requests has it
        """Take connections whose timeout is that of a whole answer."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as requests has it
        """The same by way of a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
        """Send, and send again while the person is logged in elsewhere."""
        response = super().send(request, *args, **kwargs)
        for wait in self.policy.sessions:
            if request.method not in IDEMPOTENT or not _has_too_many_sessions(response):
                break
            time.sleep(wait)
            self.limiter.acquire()
            response = super().send(request, *args, **kwargs)
        return response


def attempts(response: requests.Response) -> int:
    """How often a call was sent until this answer came."""
    retry = getattr(response.raw, "retries", None)
    return 1 + len(retry.history) if isinstance(retry, Retry) else 1


def _has_too_many_sessions(response: requests.Response) -> bool:
    return response.status_code == 400 and b'"too_many_sessions"' in read_whole(response).content
