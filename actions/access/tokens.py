"""Tokens of programs that read through the API: made, told once, and revoked."""

import secrets
from datetime import UTC, datetime, timedelta

from actions.permission import Refused, allowed, note
from domain.access import tokens
from domain.access.tokens import DAYS, MOST_DAYS, MOST_RATE, PREFIX, RATE, Token
from domain.roles import Actor, Role
from languages import grouped, say
from store import Database
from store.ops.access import tokens as kept


class NotMade(Refused):
    """There is no new token; the message says what to mend."""


class NoSuchToken(Refused):
    """There is no token of this name that the actor may revoke."""

    def __init__(self, name: str) -> None:
        super().__init__(
            say(
                "There is no token {name} that you may revoke. The list has the names of those that are.",
                name=repr(name),
            )
        )


@allowed("make_token", target="name", did="token made")
def make(db: Database, name: str, role: Role, *, actor: Actor, days: int = DAYS, rate: int = RATE) -> str:
    """A new token, which is told this once: the store has its digest. Raises NotMade."""
    if problem := _problem(name, role, actor, days, rate):
        raise NotMade(problem)
    now = datetime.now(UTC)
    made = Token(name, role, actor.name, actor.person, rate, now, now + timedelta(days=days))
    secret = PREFIX + secrets.token_urlsafe(tokens.BYTES)
    with db.write() as connection:
        if not kept.add(connection, made, tokens.digest(secret)):
            raise NotMade(
                say(
                    "There is, or was, a token {name}. Choose another name: the audit tells them by it.",
                    name=repr(name),
                )
            )
        note(connection, actor, {"role": role.word, "days": days, "rate": rate})
    return secret


@allowed("revoke_token", target="name", did="token revoked")
def revoke(db: Database, name: str, *, actor: Actor) -> bool:
    """Have a token let nobody in from now on; False if it had been revoked before. Raises NoSuchToken."""
    if name not in [token.name for token in seen_by(db, actor)]:
        raise NoSuchToken(name)
    with db.write() as connection:
        was_revoked = kept.revoke(connection, name, datetime.now(UTC))
        if was_revoked:
            note(connection, actor)
    return was_revoked


def seen_by(db: Database, viewer: Actor) -> list[Token]:
    """The tokens that somebody may see and revoke: their own, or all; `db` is the whole store."""
    return kept.of_all(db) if viewer.may("see_tokens") else kept.of_person(db, viewer.person)


def _problem(name: str, role: Role, actor: Actor, days: int, rate: int) -> str:
    if said := tokens.problem_of(name):
        return said
    if role > actor.role:
        said = say(actor.role.word)
        return say("Your role, {role}, makes no token of a higher one. Choose {role} or less.", role=said)
    if not 1 <= days <= MOST_DAYS:
        return say("A token counts for 1 to {number} days.", number=MOST_DAYS)
    if not 1 <= rate <= MOST_RATE:
        return say("A token asks 1 to {number} times a minute.", number=grouped(MOST_RATE))
    return ""
