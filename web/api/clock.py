"""Belvo's clock, which people move where Belvo is the local one: which day it is, and whether a consent has ended."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from belvo_client.background import Asked
from context import Context, time_at
from settings import SettingsError

_GLANCE = 1.0  # seconds that somebody waits for it
_FRESH = 2.0  # seconds for which it goes on as it did


class Clock:
    """Shared by all requests."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked = Asked(self._ask, "clock")
        self._ahead = timedelta()
        self._until = 0.0

    def ahead(self) -> timedelta:
        """How far it is ahead of this machine's; while it does not answer, as far as it was."""
        if self._context.settings.environment == "local" and time.monotonic() >= self._until:
            self._until = time.monotonic() + _FRESH
            with suppress(SettingsError, TimeoutError):
                self._ahead = self._asked.answer(_GLANCE)
        return self._ahead

    def _ask(self) -> timedelta:
        found = time_at(self._context.settings.belvo_url)
        return timedelta(seconds=round((found - datetime.now(UTC)).total_seconds()))
