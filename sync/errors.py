"""What ends a pull, besides the errors of the client."""

from typing import Self

from belvo_client import FatalError, NotFound, RetriableError
from store import StoreError


class Stopped(Exception):
    """The worker was told to end; the pull stops between two pages and is done again later."""


class Incomplete(RetriableError):
    """Belvo's list and Belvo's count do not agree, however often the list is read."""

    default_code = "incomplete_listing"


class LinkGone(NotFound):
    """Belvo no longer has the link."""


class StoreUnusable(RetriableError):
    """The store could not be read or written: locked for too long, a full disk, a damaged file."""

    default_code = "store_unusable"

    @classmethod
    def of(cls, error: Exception) -> Self:
        """What the store says."""
        return cls(str(error))


class Broken(FatalError):
    """The pull failed on our side: a bug, or rows that the store cannot take."""

    default_code = "internal_error"

    @classmethod
    def of(cls, error: Exception) -> Self:
        """The cause in the store's own words, which are safe to show; of any other only its kind."""
        return cls(str(error) if isinstance(error, StoreError) else f"{type(error).__name__}; the log says more.")
