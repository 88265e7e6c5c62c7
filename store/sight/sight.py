"""How much a reader sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PRESENTER_COOKIE = "linkdesk_presenter"
"""By which a browser says that it shows no person; pages and routes both read it."""


class Sight(StrEnum):
    """From all to the least; what is not the whole is seen through views that stand before the tables."""

    WHOLE = "whole"  # what is pulled, sent and erased
    CLEAR = "clear"  # as people see it: no number of a card is whole
    MASKED = "masked"  # as those see it who may not see persons


@dataclass(frozen=True, slots=True)
class Revealing:
    """The masked sight, but for the rows of these links, of somebody who is revealed to who looks."""

    links: frozenset[str]


def is_presenting(cookies: Mapping[str, str]) -> bool:
    """Whether a browser that comes with these cookies shows no person."""
    return cookies.get(PRESENTER_COOKIE) == "on"


def sight_of(cookies: Mapping[str, str]) -> Sight:
    """What a browser with these cookies gets to see."""
    return Sight.MASKED if is_presenting(cookies) else Sight.CLEAR
