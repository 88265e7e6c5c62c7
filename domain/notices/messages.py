"""In which words notices are told: one message for all that goes at once, by institution, and of no person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from domain.notices.kinds import Item, Kind
from domain.unseen import one_line
from languages import grouped, msg, say, say_many

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
        first = self.lines[0].text if self.lines else say("Nothing is left to tell")
        told = f"Linkdesk {self.environment}: {first}"
        return say("{told} (and {number} more)", told=told, number=others) if others > 0 else told


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
    return f"{minutes // 60} h" if minutes < 48 * 60 else say("{days} days", days=minutes // (24 * 60))


def _of_institutions(items: list[Item]) -> list[Line]:
    return [
        Line(
            item.kind,
            _state(item),
            say("{bank} is up again after {span}", bank=_bank(item), span=span(item))
            if item.is_end
            else say_many(
                "{bank} is down, with {number} link there",
                "{bank} is down, with {number} links there",
                int(item.detail or 0),
                bank=_bank(item),
            ),
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
        reason_words(reason) if len(reasons) == 1 else f"{reason_words(reason)} {many}"
        for reason, many in sorted(reasons.items())
    )
    return say_many(
        "{bank}: {number} link newly broken ({why})",
        "{bank}: {number} links newly broken ({why})",
        len(items),
        bank=_bank(items[0]),
        why=why,
    )


REASONS = (
    msg("Consent ended"),
    msg("Invalid"),
    msg("Token required"),
    msg("Bank down"),
    msg("Pull failed"),
    msg("Unconfirmed"),
)
"""Why a link is broken, as domain.link_state calls it, in words."""


def reason_words(reason: str) -> str:
    """`token required`, in the language that is spoken."""
    return say(reason.replace("_", " ").capitalize()).lower()


def _of_consents(items: list[Item]) -> list[Line]:
    by_stage = sorted(items, key=lambda item: (int(item.detail or 0), item.bank))
    return [
        _of_links(
            some,
            say_many(
                "{bank}: {number} consent ends within {days} days",
                "{bank}: {number} consents end within {days} days",
                len(some),
                bank=_bank(some[0]),
                days=stage or 0,
            ),
        )
        for stage, staged in groupby(by_stage, key=lambda item: item.detail)
        for some in _by_bank(list(staged))
    ]


def _of_links(items: Sequence[Item], text: str) -> Line:
    ids = [item.link[:SHORT] for item in items]
    listed = ", ".join(ids[:MOST_IDS])
    if len(ids) > MOST_IDS:
        listed = say("{listed} and {number} more", listed=listed, number=grouped(len(ids) - MOST_IDS))
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


_TELLERS: Mapping[Kind, Callable[[list[Item]], list[Line]]] = {
    Kind.STORE: _lasting(
        lambda _: say("The store is damaged: pages may lack rows or fail"),
        lambda item: say("The store is sound again after {span}", span=span(item)),
        "health",
    ),
    Kind.DISK: _lasting(
        lambda item: say("The store's disk is nearly full: {number} MB left", number=item.detail),
        lambda item: say("The store's disk has room again after {span}", span=span(item)),
        "health",
    ),
    Kind.WORKER: _lasting(
        lambda _: say("No worker is heard of, so nothing is pulled"),
        lambda item: say("A worker is heard of again after {span}", span=span(item)),
        "health",
    ),
    Kind.INSTITUTION: _of_institutions,
    Kind.RATE: _lasting(
        lambda _: say("The rate of calls to Belvo is used up: pulls wait"),
        lambda item: say("The rate of calls to Belvo was used up for {span}", span=span(item)),
        "api_log",
    ),
    Kind.BROKEN: _of_broken,
    Kind.CONSENT: _of_consents,
    Kind.TEST: _lasting(lambda _: say("This is a test of notices"), lambda _: say("This was a test"), "notices"),
}
