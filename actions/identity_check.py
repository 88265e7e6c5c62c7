"""Whether the open store is still about the local Belvo, which can be reset or loaded while both are running."""

import time
from collections.abc import Callable

from settings import Settings
from store import Database, WrongIdentity
from sync.desk import confirm

EVERY = 5.0
"""Seconds between two looks, since pages and webhooks ask for the store all the time."""


class Watch:
    """Looks now and then, whenever it is asked; of a store that has just been opened it knows."""

    def __init__(self) -> None:
        self._due = time.monotonic() + EVERY

    def confirm(self, db: Database, settings: Callable[[], Settings]) -> None:
        """Raise WrongIdentity when store and Belvo were found not to belong together, where it was time to look."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + EVERY  # before the look: others who ask meanwhile don't wait for it
        try:
            confirm(db, settings())
        except WrongIdentity:
            self._due = now
            raise
