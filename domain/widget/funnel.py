"""How many came how far in connecting, and at which step they gave up, held against the days before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from domain.widget.outcomes import CONNECTED, HANDED_OUT, UNDER_WAY
from domain.widget.steps import Step

TOLD_OF_HANDED_OUT = (Step.OPENED, Step.SHOWN, Step.REPORTED, Step.CONNECTED)
"""The steps that are heard of a widget in another browser."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many sessions came as far as this step and ended so."""

    furthest: int
    outcome: str
    sessions: int


@dataclass(frozen=True, slots=True)
class Stage:
    """How many sessions reached a step, and how many of those that did went no further, now and before."""

    step: Step
    reached: int
    stopped: int
    reached_before: int
    stopped_before: int

    @property
    def drop(self) -> float | None:
        """The share that went no further; None where nobody came so far."""
        return self.stopped / self.reached if self.reached else None

    @property
    def drop_before(self) -> float | None:
        return self.stopped_before / self.reached_before if self.reached_before else None

    @property
    def change(self) -> float | None:
        """By how many points the drop is larger than before; None where either is not known."""
        now, before = self.drop, self.drop_before
        return None if now is None or before is None else (now - before) * 100


def steps(way: str) -> Sequence[Step]:
    """The steps of which something is heard, for widgets that are shown this way."""
    return TOLD_OF_HANDED_OUT if way == HANDED_OUT else tuple(Step)


def stages(now: Iterable[Count], before: Iterable[Count], among: Sequence[Step]) -> list[Stage]:
    """The funnel of sessions that are over; those under way are left out, since they may still go on."""
    ended, ended_before = _by_step(now, among), _by_step(before, among)
    return [
        Stage(
            step,
            sum(ended[one] for one in among[place:]),
            ended[step] if step is not Step.CONNECTED else 0,
            sum(ended_before[one] for one in among[place:]),
            ended_before[step] if step is not Step.CONNECTED else 0,
        )
        for place, step in enumerate(among)
    ]


def _by_step(counts: Iterable[Count], among: Sequence[Step]) -> Mapping[Step, int]:
    found = dict.fromkeys(among, 0)
    for count in counts:
        if count.outcome != UNDER_WAY:
            found[max(step for step in among if step <= count.furthest)] += count.sessions
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the sessions that are over led to a link; those under way are beside them."""

    over: int
    connected: int
    under_way: int

    @property
    def part(self) -> float | None:
        return self.connected / self.over if self.over else None


def share(counts: Iterable[Count]) -> Share:
    """Of these sessions."""
    told = list(counts)
    under_way = sum(count.sessions for count in told if count.outcome == UNDER_WAY)
    connected = sum(count.sessions for count in told if count.outcome == CONNECTED)
    return Share(sum(count.sessions for count in told) - under_way, connected, under_way)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds from a step to the next that a session came to: of how many, the middle, and what nine of ten keep to."""

    step: Step
    sessions: int
    median: float
    most: float


def taken(arrivals: Iterable[tuple[str, int, float]]) -> dict[Step, Taken]:
    """By step, from each session's first arrival at its steps: its nonce, the step, and an instant in seconds."""
    by_session: dict[str, dict[int, float]] = {}
    for nonce, step, at in arrivals:
        known = by_session.setdefault(nonce, {})
        known[step] = min(at, known.get(step, at))
    spans: dict[int, list[float]] = {}
    for known in by_session.values():
        reached = sorted(known)
        for step, following in pairwise(reached):
            spans.setdefault(step, []).append(max(known[following] - known[step], 0.0))
    return {Step(step): _taken(Step(step), sorted(found)) for step, found in spans.items() if step in set(Step)}


def _taken(step: Step, spans: Sequence[float]) -> Taken:
    ninth = min(len(spans) - 1, (len(spans) * 9) // 10)
    return Taken(step, len(spans), median(spans), spans[ninth])


def to_the_end(arrivals: Iterable[tuple[str, int, float]]) -> Taken | None:
    """The same of the whole way of those that were connected; None where none was."""
    ends = (Step.OPENED, Step.CONNECTED)
    connected = [one for one in arrivals if one[1] in ends]
    done = {nonce for nonce, step, _ in connected if step == Step.CONNECTED}
    return taken(one for one in connected if one[0] in done).get(Step.OPENED)


def days(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days that are meant, both included: the last seven where none are named."""
    last = until or max(today, since or today)
    return min(since or last - timedelta(days=6), last), last


def days_before(since: date, until: date) -> tuple[date, date]:
    """As many days directly before these."""
    return since - (until - since) - timedelta(days=1), since - timedelta(days=1)
