"""In which words notices are told: one message for all that goes at once, by institution, and of no person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from domain.notices.kinds import Item, Kind
from domain.unseen import one_line

SHORT = 8
"""Characters of a link's id by which people know it; the desk finds it by them."""

LINKS = "links"
MOST_IDS = 5
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told: of its kind, `state` is begun or over; the desk shows it at `page` with `query`."""

    kind: Kind
    state: str
    text: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    institution: str = ""
    links: tuple[str, ...] = ()
    count: int = 1
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """All that one delivery tells. `id` is the same at each attempt, so that a receiver knows a double."""

    id: str
    environment: str
    desk: str
    lines: tuple[Line, ...]

    @property
    def subject(self) -> str:
        """The first line, and how many there are besides."""
        others = len(self.lines) - 1
        first = self.lines[0].text if self.lines else "Nothing is left to tell"
        return f"Linkdesk {self.environment}: {first}" + (f" (and {others} more)" if others > 0 else "")


def message(identity: str, items: Iterable[Item], *, environment: str, desk: str) -> Message:
    """The message of a delivery; what began and is over by now is told as one."""
    lines = [line for kind, some in _by_kind(items) for line in _TELLERS[kind](some)]
    return Message(identity, environment, desk, tuple(lines))


def _by_kind(items: Iterable[Item]) -> Iterable[tuple[Kind, list[Item]]]:
    order = [*Kind]
    told = sorted(items, key=lambda item: (order.index(item.kind), item.bank, item.began_at, item.notice, item.is_end))
    return [(kind, _passed(list(some))) for kind, some in groupby(told, key=lambda item: item.kind)]


def _passed(items: list[Item]) -> list[Item]:
    """Each thing once: where its end is told as well, by that."""
    ends = {item.notice for item in items if item.is_end}
    return [item for item in items if item.is_end or item.notice not in ends]


def _state(item: Item) -> str:
    return "over" if item.is_end else "begun"


def _lasting(told: Callable[[Item], str], over: Callable[[Item], str], page: str) -> Callable[[list[Item]], list[Line]]:
    def tell(items: list[Item]) -> list[Line]:
        return [
            Line(item.kind, _state(item), over(item) if item.is_end else told(item), page, at=item.at) for item in items
        ]

    return tell


def span(item: Item) -> str:
    """For how long it went on: `25 min`, `3 h`, `2 days`."""
    minutes = round(((item.ended_at or item.at) - item.began_at) / timedelta(minutes=1))
    if minutes < 120:
        return f"{max(minutes, 1)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def _of_institutions(items: list[Item]) -> list[Line]:
    return [
        Line(
            item.kind,
            _state(item),
            f"{_bank(item)} is up again after {span(item)}"
            if item.is_end
            else f"{_bank(item)} is down, with {_count(int(item.detail or 0), 'link')} there",
            LINKS,
            {"institution": item.institution},
            item.institution,
            at=item.at,
        )
        for item in items
    ]


def _of_broken(items: list[Item]) -> list[Line]:
    return [_of_links(some, _broken(some)) for some in _by_bank(items)]


def _broken(items: Sequence[Item]) -> str:
    reasons: dict[str, int] = {}
    for item in items:
        reasons[item.detail] = reasons.get(item.detail, 0) + 1
    why = ", ".join(
        reason.replace("_", " ") if len(reasons) == 1 else f"{reason.replace('_', ' ')} {many}"
        for reason, many in sorted(reasons.items())
    )
    return f"{_bank(items[0])}: {_count(len(items), 'link')} newly broken ({why})"


def _of_consents(items: list[Item]) -> list[Line]:
    by_stage = sorted(items, key=lambda item: (int(item.detail or 0), item.bank))
    return [
        _of_links(some, f"{_bank(some[0])}: {_consents(len(some))} within {stage or 0} days")
        for stage, staged in groupby(by_stage, key=lambda item: item.detail)
        for some in _by_bank(list(staged))
    ]


def _consents(many: int) -> str:
    return "1 consent ends" if many == 1 else f"{many:,} consents end"


def _of_links(items: Sequence[Item], text: str) -> Line:
    ids = [item.link[:SHORT] for item in items]
    listed = ", ".join(ids[:MOST_IDS]) + (f" and {len(ids) - MOST_IDS:,} more" if len(ids) > MOST_IDS else "")
    first = items[0]
    query = {"find": ids[0]} if len(ids) == 1 else {"institution": first.institution}
    told = f"{text}: {listed}"
    return Line(first.kind, "begun", told, LINKS, query, first.institution, tuple(ids), len(ids), first.at)


def _by_bank(items: Iterable[Item]) -> list[list[Item]]:
    by_bank = sorted(items, key=lambda item: (item.bank, item.institution, item.began_at, item.link))
    return [list(some) for _, some in groupby(by_bank, key=lambda item: item.institution)]


def _bank(item: Item) -> str:
    name = one_line(item.bank or item.institution)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _count(many: int, noun: str) -> str:
    return f"{many:,} {noun}{'' if many == 1 else 's'}"


_TELLERS: Mapping[Kind, Callable[[list[Item]], list[Line]]] = {
    Kind.STORE: _lasting(
        lambda _: "The store is damaged: pages may lack rows or fail",
        lambda item: f"The store is sound again after {span(item)}",
        "health",
    ),
    Kind.DISK: _lasting(
        lambda item: f"The store's disk is nearly full: {item.detail} MB left",
        lambda item: f"The store's disk has room again after {span(item)}",
        "health",
    ),
    Kind.WORKER: _lasting(
        lambda _: "No worker is heard of, so nothing is pulled",
        lambda item: f"A worker is heard of again after {span(item)}",
        "health",
    ),
    Kind.INSTITUTION: _of_institutions,
    Kind.RATE: _lasting(
        lambda _: "The rate of calls to Belvo is used up: pulls wait",
        lambda item: f"The rate of calls to Belvo was used up for {span(item)}",
        "api_log",
    ),
    Kind.BROKEN: _of_broken,
    Kind.CONSENT: _of_consents,
    Kind.TEST: _lasting(lambda _: "This is a test of notices", lambda _: "This was a test", "notices"),
}
