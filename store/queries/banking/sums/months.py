"""A range of days as whole months, of which there are sums by account, and as the days at its edges.

At an edge the fewer days are looked at: those that belong to the range, or those of its whole month that don't.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Edge:
    """Days of one month, both included; with the sign -1 they are to be taken out of the whole month again."""

    since: date
    until: date
    sign: int


@dataclass(frozen=True, slots=True)
class Months:
    """The months from `first` to `last`, both included, as `2026-11`, and the edges; a bound that is None is open.

    `2026-00` comes before all months of a year and `2026-13` after them.
    """

    first: str | None
    last: str | None
    edges: tuple[Edge, ...] = ()


def split(since: date | None, until: date | None) -> Months:
    """The days from `since` to `until`, both included."""
    if since and until and since > until:
        return _NONE
    if since and until and _text(since) == _text(until):
        return _within_a_month(since, until)
    (first, begin), (last, end) = _begin(since), _end(until)
    return Months(first, last, begin + end)


_NONE = Months("9999-13", "0000-00")

_End = tuple[str | None, tuple[Edge, ...]]


def _begin(since: date | None) -> _End:
    if since is None:
        return None, ()
    if since.day == 1:
        return _text(since), ()
    before, after = _before(since), Edge(since, since.replace(day=_length(since)), 1)
    return (_text(since), before) if since.day - 1 <= _length(since) / 2 else (_text(since, 1), (after,))


def _end(until: date | None) -> _End:
    if until is None:
        return None, ()
    if until.day == _length(until):
        return _text(until), ()
    before, after = Edge(until.replace(day=1), until, 1), _after(until)
    return (_text(until), after) if until.day >= _length(until) / 2 else (_text(until, -1), (before,))


def _within_a_month(since: date, until: date) -> Months:
    days = until.day - since.day + 1
    if days <= _length(since) / 2:
        return Months(_NONE.first, _NONE.last, (Edge(since, until, 1),))
    return Months(_text(since), _text(since), _before(since) + _after(until))


def _before(since: date) -> tuple[Edge, ...]:
    """The days of its month before this one, to be taken out."""
    first = since.replace(day=1)
    return (Edge(first, since.replace(day=since.day - 1), -1),) if since > first else ()


def _after(until: date) -> tuple[Edge, ...]:
    last = until.replace(day=_length(until))
    return (Edge(until.replace(day=until.day + 1), last, -1),) if until < last else ()


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _text(day: date, later: int = 0) -> str:
    return f"{day.year:04}-{day.month + later:02}"
