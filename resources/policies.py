"""How a resource is pulled."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a long list is gone on with, since nothing promises that a date moves when a row is corrected.

    What is new is looked for by `created_at`, from the bookmark less `overlap`; what may have changed by the resource's
    `day`, as far back as `window`; and after `full_every` everything is listed again.
    """

    overlap: timedelta = timedelta(days=2)
    window: timedelta = timedelta(days=45)
    full_every: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a resource is listed, and when; without a continuation always in full.

    A webhook about it has those in `moves` pulled too, whose figures change with its rows; after one with a code in
    `full_after` no date tells which rows to look at. `listed_by` is the filter by which Belvo lists it; where that is
    taken from the rows of another resource, it `follows` that one and is pulled whenever that is. What Belvo works out
    from others is `made_of` them, and is pulled again after rows of theirs have changed.
    """

    continuation: Continuation | None = None
    moves: tuple[str, ...] = ()
    full_after: frozenset[str] = frozenset()
    listed_by: str = "link"
    follows: str | None = None
    made_of: tuple[str, ...] = ()
