"""The store as it was known at the end of a day, for whoever asks: every query answers as it would have then."""

from store.known.database import as_asked, as_known_at, as_known_on, as_of_now, day_of, end_of, first_day, is_of_a_day
from store.known.extent import Extent, extent_of

__all__ = [
    "Extent",
    "as_asked",
    "as_known_at",
    "as_known_on",
    "as_of_now",
    "day_of",
    "end_of",
    "extent_of",
    "first_day",
    "is_of_a_day",
]
