"""What is done about a person with all their links: which these are, erasing them, and legal holds."""

import contextlib
from collections.abc import Sequence

from actions.connect.handouts import HANDOUTS
from actions.permission import allowed, note
from belvo_client import BelvoClient, BelvoError, NotFound, RetriableError, ValidationFailed
from domain.erasure_report import ABSENT, DELETED, REFUSED, ErasedLink, Report
from domain.erasure_report import LEFT as LEFT
from domain.erasure_report import NOT_ASKED as NOT_ASKED
from domain.roles import Actor
from languages import msg
from store import Database
from store.core import instants
from store.engine import Connection
from store.upkeep import backup, erasure_log, exported, person_erasure
from store.upkeep.person_erasure import Erased, Person
from store.write import assignments, holds
from store.write.holds import Kind


@allowed("erase", target="person", did="person erased")
def erase(db: Database, client: BelvoClient | None, person: Person, *, actor: Actor, reason: str) -> Report:
    """Delete the person's links at Belvo, unless there is no client, then all that is here of the person; prove it.

    What Belvo does not delete stays here too, and the report says so; another call goes on. Where the person or one of
    the links is on hold it raises Held, and BelvoError where Belvo does not say which links it has: nothing is deleted.
    """
    person_erasure.refuse_held(db, person)
    ended = _at_belvo(db, client, person) if client else dict.fromkeys(person.links, LEFT)
    gone = [link for link, told in ended.items() if told in (DELETED, ABSENT, LEFT)]
    with db.read() as connection:
        files = exported.of_person(connection, person.external_id, [*ended])
    HANDOUTS.forget(person_erasure.sessions(db, person))
    erased = person_erasure.erase(db, person, gone, whole=len(gone) == len(ended))
    report = Report(
        mark=person.mark,
        at=instants.now(),
        actor=actor.name,
        reason=reason,
        links=tuple(
            ErasedLink(erasure_log.mark(link), person.links.get(link, msg("unknown here")), told, is_gone=link in gone)
            for link, told in ended.items()
        ),
        rows=erased.rows,
        texts=erased.texts,
        searched=erased.searched,
        problem=erased.problem,
        files=tuple(files),
        backups=tuple(backup.known(db)),
        elsewhere=erased.elsewhere,
        beyond=db.engine.beyond,
    ).after(person_erasure.report_of(db, person.name))
    _record(db, report, gone, erased, actor, external_id=person.external_id, here_only=client is None)
    return report


def _record(
    db: Database,
    report: Report,
    gone: Sequence[str],
    erased: Erased,
    actor: Actor,
    *,
    external_id: str,
    here_only: bool,
) -> None:
    with db.write() as connection:
        person_erasure.keep(connection, report)
        told = {"links": len(gone), "left": report.left, "rows": sum(erased.rows.values()), "reason": report.reason}
        proof = {"proved": not erased.problem, "texts": erased.texts, "bytes_searched": erased.searched}
        note(connection, actor, {**told, **proof, "here_only": here_only}, external_id=external_id)
        for link in gone:
            about = {"here_only": here_only}
            note(connection, actor, about, action="delete", did="link erased", link=link, external_id=external_id)


def _at_belvo(db: Database, client: BelvoClient, person: Person) -> dict[str, str]:
    """What became of each link at Belvo, those included that were not known here; silence is waited for once."""
    ended, is_silent = dict[str, str](), False
    for link in dict.fromkeys([*person.links, *_elsewhere(client, person)]):
        if is_silent:
            ended[link] = NOT_ASKED
            continue
        try:
            client.links.delete(link)
        except NotFound:
            ended[link] = ABSENT
        except BelvoError as error:
            ended[link] = REFUSED.format(code=error.code, message=db.as_told(error.message))
            is_silent = isinstance(error, RetriableError)
        else:
            ended[link] = DELETED
    return ended


def _elsewhere(client: BelvoClient, person: Person) -> list[str]:
    """The links that Belvo has by the external id; one that it can't look for is only the store's."""
    if not person.external_id:
        return []
    with contextlib.suppress(ValidationFailed):
        return [link["id"] for link in client.links.list(external_id=person.external_id)]
    return []


@allowed("assign", link="link_id", did="link put to a person")
def assign(db: Database, link_id: str, external_id: str, *, actor: Actor) -> bool:
    """Have a link that Belvo has no external id of be this person's; False where it has one meanwhile, or is gone.

    Raises Held where it is somebody's who is on hold.
    """
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        _refuse_held(connection, link_id)
        done = assignments.put(connection, link_id, external_id, actor=actor.name)
        if done:
            note(connection, actor, external_id=external_id)
    return done


@allowed("assign", link="link_id", did="link taken off a person")
def take_off(db: Database, link_id: str, *, actor: Actor) -> bool:
    """Have it stand for itself again; False where it was put to nobody. Raises Held as above."""
    with db.write() as connection:
        _refuse_held(connection, link_id)
        person = assignments.take_off(connection, link_id)
        if person:
            note(connection, actor, external_id=person)
    return bool(person)


def _refuse_held(connection: Connection, link: str) -> None:
    """What is held with its person would be held no longer."""
    holds.refuse([hold for hold in holds.of_link(connection, link) if hold.kind == "person"], "changed")


@allowed("hold", did="put on hold")
def hold(db: Database, kind: Kind, target: str, *, actor: Actor, reason: str) -> bool:
    """Keep all of a person, or of a link, from being deleted; False where it is on hold already."""
    with db.write() as connection:
        done = holds.put(connection, kind, target, reason=reason, actor=actor.name)
        if done:
            note(connection, actor, {"kind": kind, "reason": reason}, **_whose(kind, target))
    return done


@allowed("hold", did="hold released")
def release(db: Database, kind: Kind, target: str, *, actor: Actor, reason: str) -> bool:
    """Let it be deleted again; False where it was not on hold."""
    with db.write() as connection:
        done = holds.release(connection, kind, target)
        if done:
            note(connection, actor, {"kind": kind, "reason": reason}, **_whose(kind, target))
    return done


def _whose(kind: Kind, target: str) -> dict[str, str]:
    return {"external_id" if kind == "person" else "link": target}
