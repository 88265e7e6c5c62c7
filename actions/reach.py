"""Whether Belvo answers and takes the keys: looked at beside the pages, so that none of them waits for it."""

import math
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock
from typing import Literal

from belvo_client import AuthenticationFailed, BelvoClient, BelvoError, is_loopback
from belvo_client.background import in_background
from languages import say
from settings import Settings, SettingsError

Reach = Literal["reached", "unreachable"]

LONGEST_SILENCE = 3.0
"""Seconds without an answer after which Belvo counts as silent."""

_WELL, _WELL_HERE, _ILL = 60.0, 4.0, 6.0
"""Seconds between two looks: while it answers, while one on this machine does, and while it does not."""


class Watch:
    """What the last look found, and the looks themselves, one at a time.

    The local Belvo that the server itself carries is looked at only once a call to it got no answer.
    """

    def __init__(self, client: Callable[[], BelvoClient], settings: Settings) -> None:
        self._client = client
        self._url = settings.belvo_url
        self._lock = Lock()
        self._pending: Future[str] | None = None
        self._began = 0.0
        self._found = "reached" if settings.embeds_sandbox else ""
        self._pause = math.inf if settings.embeds_sandbox else _WELL_HERE if is_loopback(self._url) else _WELL
        self._next = math.inf if settings.embeds_sandbox else 0.0
        self._seen: int | None = None

    def found(self, *, unanswered: int | None = None) -> Reach:
        """How it is; raises SettingsError if Belvo refuses the keys.

        `unanswered` is the number of the last call if it got no answer: a new one is reason enough for a look at once.
        """
        with self._lock:
            self._take()
            if self._pending is None and (self._is_news(unanswered) or time.monotonic() >= self._next):
                self._seen = unanswered
                self._pending, self._began = in_background(self._look, "reach"), time.monotonic()
            pending = self._pending
        if pending is not None and not self._found:  # nothing is known yet: the first page waits
            wait([pending], LONGEST_SILENCE)
        with self._lock:
            self._take()
            found = "unreachable" if self._is_silent() else self._found
        if found in ("reached", "unreachable"):
            return "reached" if found == "reached" else "unreachable"
        raise SettingsError("Keys", found)

    def _is_news(self, unanswered: int | None) -> bool:
        return unanswered is not None and unanswered != self._seen

    def _is_silent(self) -> bool:
        waited = time.monotonic() - self._began
        return self._pending is not None and (not self._found or waited > LONGEST_SILENCE)

    def _take(self) -> None:
        if self._pending is not None and self._pending.done():
            self._found, self._pending = self._pending.result(), None
            self._next = time.monotonic() + (_ILL if self._found == "unreachable" else self._pause)

    def _look(self) -> str:
        try:
            self._client().check()
        except AuthenticationFailed as error:
            return say(
                "Belvo refused the keys at {address} ({message}). Each environment has a key pair of its "
                "own: check that BELVO_SECRET_ID and BELVO_SECRET_PASSWORD belong to it, and start "
                "Linkdesk again.",
                address=self._url,
                message=error.message,
            )
        except BelvoError:
            return "unreachable"
        return "reached"
