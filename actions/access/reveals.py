"""Revealing one person to somebody who sees people masked: with a reason, for ten minutes, and on record."""

from datetime import UTC, datetime, timedelta

from actions.permission import allowed, note
from domain.roles import Actor
from languages import msg, say
from store import Database
from store.core import instants
from store.ops.audit import reveals
from store.ops.audit.reveals import Reveal
from store.sight import Revealing
from store.write import links

LASTS = timedelta(minutes=10)
LONGEST_REASON = 200
"""Characters."""
_FEWEST_LETTERS = 5

RULE = msg("Say why in at least {number} letters, such as the number and the matter of a ticket.")


class NoReason(Exception):
    """Nobody is revealed without a reason; the message says what one is."""


class NobodyHere(Exception):
    """There is no such link here, so nobody to be revealed."""


@allowed("reveal", link="link_id")
def reveal(db: Database, link_id: str, reason: str, *, actor: Actor) -> datetime:
    """Show the actor who has this link, on all of their links, until the instant returned; another one is masked again.

    Raises NoReason and NobodyHere.
    """
    told = " ".join(reason.encode("utf-8", "replace").decode().split())
    if sum(map(str.isalpha, told)) < _FEWEST_LETTERS or len(told) > LONGEST_REASON:
        raise NoReason(say(RULE, number=_FEWEST_LETTERS))
    if links.find(db.whole, link_id) is None:
        raise NobodyHere(say("This link is not here any more."))
    until = datetime.now(UTC) + LASTS
    with db.write() as connection:
        why = reveals.begin(connection, by=actor.person, link=link_id, until=until, reason=told)
        note(connection, actor, {"until": instants.encode(until), "reason": why})
    return until


@allowed("reveal", did="masked again")
def mask_again(db: Database, *, actor: Actor) -> bool:
    """End what is revealed to the actor; False if nothing was."""
    with db.write() as connection:
        link = reveals.end_all(connection, actor.person, datetime.now(UTC))
        if link is not None:
            note(connection, actor, link=link)
    return link is not None


def current(db: Database, to: Actor) -> Reveal | None:
    """Who is revealed to somebody now; nobody is to whoever sees people anyway, and to who has not signed in."""
    if not (to.person and to.may("reveal")):
        return None
    return reveals.current(db, to.person, datetime.now(UTC))


def revealed_to(db: Database, to: Actor) -> Revealing | None:
    """What somebody sees to whom a person is revealed now; None where nobody is."""
    found = current(db, to)
    return Revealing(found.links) if found else None
