"""Working on what needs somebody: taking it, putting it off, saying something of it, writing to its person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import languages
from actions.connect.handouts import PATH
from actions.permission import Refused, allowed, note
from domain.link_state import Reason
from domain.link_state.messages import message
from domain.roles import Actor
from languages import grouped, msg
from settings import Settings
from store import Database
from store.ops.operators import cases as kept
from store.ops.operators import update_links
from store.ops.operators.update_links import UpdateLink, Way
from store.queries.links import cases
from store.queries.links.cases import Case
from store.upkeep import erasure_log
from sync.bulk.storing import LASTS, new_code

LONGEST_NOTE = 1_000
"""Characters."""

LONGEST_SNOOZE = timedelta(days=92)


class NotKept(Refused):
    """Nothing was changed; the message says what to mend."""


@allowed("work_case", target="case", did="case taken")
def take(db: Database, case: int, now: datetime, *, actor: Actor) -> bool:
    """Be at it from now on, whoever was before; False where it is over."""
    found = _found(db, case)
    with db.write() as connection:
        done = kept.take(connection, case, actor.name, now)
        if done:
            note(connection, actor, link=found.link)
    return done


@allowed("work_case", target="case", did="case given back")
def give_back(db: Database, case: int, now: datetime, *, actor: Actor) -> bool:
    """Have nobody be at it; False where nobody was, or it is over."""
    found = _found(db, case)
    with db.write() as connection:
        done = kept.give_back(connection, case, now)
        if done:
            note(connection, actor, link=found.link)
    return done


@allowed("work_case", target="case", did="case put off")
def snooze(db: Database, case: int, until: datetime, now: datetime, *, actor: Actor) -> bool:
    """Put it off until then; False where it is over. Raises NotKept for a moment that is past or far away."""
    if not now < until <= now + LONGEST_SNOOZE:
        raise NotKept(languages.say(msg("Choose a moment within the next three months.")))
    found = _found(db, case)
    with db.write() as connection:
        done = kept.snooze(connection, case, until, now)
        if done:
            note(connection, actor, {"until": until.isoformat()}, link=found.link)
    return done


@allowed("work_case", target="case", did="case waits again")
def wake(db: Database, case: int, now: datetime, *, actor: Actor) -> bool:
    """Have it wait again; False where it was not put off, or is over."""
    found = _found(db, case)
    with db.write() as connection:
        done = kept.wake(connection, case, now)
        if done:
            note(connection, actor, link=found.link)
    return done


@allowed("work_case", target="case", did="note on a case")
def say(db: Database, case: int, text: str, now: datetime, *, actor: Actor) -> bool:
    """Keep a note on it in place of the one before; False where it is over. Raises NotKept for one that is too long."""
    if len(text) > LONGEST_NOTE:
        raise NotKept(languages.say(msg("A note has at most {number} characters."), number=grouped(LONGEST_NOTE)))
    found = _found(db, case)
    with db.write() as connection:
        done = kept.say(connection, case, text.strip(), actor.name, now)
        if done:
            note(connection, actor, link=found.link)  # what it says may name somebody
    return done


@allowed("hand_out", link="link_id", did="update link handed out")
def hand_out(db: Database, link_id: str, way: Way, locale: str, now: datetime, *, actor: Actor) -> UpdateLink:
    """The address by which a link's person puts it right; one that works for days to come is handed out once more."""
    found = update_links.newest(db, link_id, way, now)
    if found and found.expires_at - now > LASTS / 2:
        return found
    made = UpdateLink(new_code(), link_id, way, locale, actor.name, now + LASTS)
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        update_links.add(connection, made, now)
        note(connection, actor, {"mode": way, "until": made.expires_at.isoformat()})
    return made


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is about."""

    reason: Reason | None
    bank: str


def text(settings: Settings, letter: Letter, given: UpdateLink, locale: str) -> str:
    """The message to a person with the address that was handed out."""
    address = f"{settings.reachable_url}{PATH}{given.code}"
    return message(
        letter.reason,
        locale,
        bank=letter.bank,
        address=address,
        until=given.expires_at,
        company=settings.company.name,
    )


def _found(db: Database, case: int) -> Case:
    found = cases.get(db, case)
    if found is None:
        raise NotKept(languages.say(msg("This is not known here any more. It may have been deleted.")))
    return found
