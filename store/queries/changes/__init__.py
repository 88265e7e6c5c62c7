"""What changed of some links between two instants: which rows, from what to what, and by which pull."""

from store.queries.changes.pulls import Ended, ended, ended_pulls
from store.queries.changes.rows import MOST, Event, Found, Kind, Stretch, counts, events
from store.queries.changes.told import Told, told

__all__ = [
    "MOST",
    "Ended",
    "Event",
    "Found",
    "Kind",
    "Stretch",
    "Told",
    "counts",
    "ended",
    "ended_pulls",
    "events",
    "told",
]
