"""Saved views and boards: what is kept of a page under a name, whose it is, and who may see and change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.roles import Actor
from languages import msg, say

BOARD = "board"
"""The page of a view that is a board."""

PAGES: Mapping[str, str] = {
    "connect": msg("Connect"),
    "people": msg("People"),
    "person": msg("Person"),
    "accounts": msg("Accounts"),
    "transactions": msg("Transactions"),
    "cash_flow": msg("Cash flow"),
    "income": msg("Income and risk"),
    "employment": msg("Employment"),
    "fiscal": msg("Fiscal"),
    "match": msg("Match"),
    "quality": msg("Quality"),
    "query": msg("Query"),
    "links": msg("Links"),
    "link": msg("Link"),
    "institutions": msg("Institutions"),
    "sessions": msg("Widget sessions"),
    "webhooks": msg("Webhooks"),
    "api_log": msg("API log"),
    "audit": msg("Audit"),
    "explorer": msg("API explorer"),
    "widget_lab": msg("Widget lab"),
}
"""The pages of which views are kept, by the names of their scripts."""

PARAMETER = "saved"
"""What names, in the address of a page, the view that it was opened as."""

OF_A_MOMENT = frozenset(
    {
        PARAMETER,
        "page",
        "transaction",
        "document",
        "taxpayer",
        "match",
        "change",
        "call",
        "session",
        "webhook",
        "repair",
        "renew",
        "consent_id",
        "entry",
        "row",
        "id",
    }
)
"""Parameters that say what is open of a page just now, and are not kept."""

LONGEST_NAME = 80
LONGEST_QUERY = 8_000  # characters of names and values
MOST_CELLS = 24
MOST_VIEWS = 500
"""Of one person."""

Pairs = tuple[tuple[str, str], ...]
"""The parameters of an address in order, repeated ones repeated."""


@dataclass(frozen=True, slots=True)
class View:
    """A page with its filters, or a board, under a name. `person` is whoever made it in all of their sign-ins.

    One that `is_masked` was made by somebody who sees people masked: it says nothing that they may not see.
    """

    id: str
    name: str
    page: str
    pairs: Pairs
    owner: str
    person: str
    is_shared: bool
    is_masked: bool
    made_at: datetime
    changed_at: datetime

    @property
    def is_board(self) -> bool:
        return self.page == BOARD

    def is_of(self, actor: Actor) -> bool:
        """Whether the actor made it; where nobody signs in, all are one person."""
        return self.person == actor.person

    def is_seen_by(self, actor: Actor) -> bool:
        return self.is_shared or self.is_of(actor)

    def is_ruled_by(self, actor: Actor) -> bool:
        """Whether the actor may rename, unshare and delete it: its owner, and of shared ones who may do so to all."""
        return self.is_of(actor) or (self.is_shared and actor.may("rule_views"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a page, by that page's filters, in its place on a board; a wide one takes the whole line."""

    id: str
    board: str
    place: int
    title: str
    page: str
    pairs: Pairs
    part: str
    is_wide: bool
    is_masked: bool


_PLAIN = {ord("\N{ZERO WIDTH JOINER}"): "", ord("\N{ZERO WIDTH NON-JOINER}"): "", ord("\N{NO-BREAK SPACE}"): " "}
"""What makes one sign of several, as of emoji and in some scripts, is seen in what it does; other spaces are spaces."""


def problem_of(name: str) -> str:
    """Why nothing can be called so; empty for a name that can be had."""
    seen = name.translate(_PLAIN)
    if not seen.strip():
        return say("Give it a name.")
    if len(name) > LONGEST_NAME:
        return say("A name has at most {longest} characters.", longest=LONGEST_NAME)
    return "" if seen.isprintable() else say("A name is one line of signs that can be seen.")


def lasting(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """What of an address is kept."""
    return tuple((name, value) for name, value in pairs if name not in OF_A_MOMENT and value.strip())


def is_too_long(pairs: Pairs) -> bool:
    return sum(len(name) + len(value) for name, value in pairs) > LONGEST_QUERY
