"""What is news: what has begun and is not known yet, and what is known and is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.notices.kinds import KINDS, Fact, Kind

Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """Since when what lasts has been so without a break, and when it last was, as far as anybody has looked."""

    since: Mapping[Key, datetime] = field(default_factory=dict)
    last: Mapping[Key, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """What has begun, and the keys of what is over."""

    begun: tuple[Fact, ...] = ()
    over: frozenset[Key] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)


def news(
    found: Iterable[Fact], known: Iterable[Key], looked_at: Iterable[Kind], memory: Memory, now: datetime
) -> tuple[News, Memory]:
    """What a look has brought; `known` are things that last and were noticed, `looked_at` the kinds that it could see.

    Of kinds that could not be looked at nothing is over. What lasts not is told whenever it is found: who keeps it
    knows by its mark whether it was told before.
    """
    facts = {fact.key: fact for fact in found}
    open_, seen = {*known}, {*looked_at}
    since = {key: memory.since.get(key, now) for key in facts if KINDS[key[0]].lasts}
    last = {key: at for key, at in memory.last.items() if key in open_} | dict.fromkeys(since, now)
    begun = tuple(
        fact
        for key, fact in facts.items()
        if not KINDS[fact.kind].lasts or (key not in open_ and now - since[key] >= KINDS[fact.kind].after)
    )
    calm = {key: last.setdefault(key, now) for key in open_ if key not in facts and key[0] in seen}
    over = frozenset(key for key, at in calm.items() if now - at >= KINDS[key[0]].calm)
    return News(begun, over), Memory(since, {key: at for key, at in last.items() if key not in over})
