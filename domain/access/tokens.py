"""Tokens, by which programs read what their role has: what one is, for how long it counts and how often it may ask."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from domain.roles import Actor, Members, Role
from languages import say

PREFIX = "linkdesk_"
"""What every token begins with, so that whoever finds one knows what to do, as programs that look for secrets do."""

BYTES = 32
"""Of chance in a token."""

DAYS, MOST_DAYS = 90, 366
RATE, MOST_RATE = 120, 1_200
"""Requests in a minute."""

LONGEST_NAME = 40
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token. `owner` is who made it, `person` the same in all their sign-ins, and empty without."""

    name: str
    role: Role
    owner: str
    person: str
    rate: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def counts(self, now: datetime) -> bool:
        """Whether it lets anybody in."""
        return self.revoked_at is None and now < self.expires_at

    def held_to(self, members: Members | None) -> Role | None:
        """Its role, or that of who made it where that is less by now; None once nobody lets them in any more.

        `members` are today's [roles], None where nobody signs in. What a claim gives somebody shows when they sign in,
        and holds their tokens from then on: here a claim that may still be theirs leaves a token as it is.
        """
        if members is None or not self.person:
            return self.role
        if members.go_by_claims:
            return self.role
        theirs = members.role_of({"email": self.owner})
        return None if theirs is None else min(self.role, theirs)

    def actor(self, address: str, role: Role | None = None) -> Actor:
        """Who acts with it, in its role or in the one that it is held to: the token itself, whoever holds it."""
        return Actor(actor_named(self.name), role or self.role, address)


def actor_named(token: str) -> str:
    """What the audit calls whoever comes with the token of this name."""
    return f"token {token}"


def digest(secret: str) -> str:
    """By what a token is known again. It is of 256 bits of chance, so that nobody finds it by trying."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def problem_of(name: str) -> str:
    """Why a token can't be called this; empty for a name that it can have."""
    if len(name) <= LONGEST_NAME and _NAME.fullmatch(name):
        return ""
    return say(
        "A token's name is of letters, digits, dots and dashes, {longest} at most, and names no customer.",
        longest=LONGEST_NAME,
    )
