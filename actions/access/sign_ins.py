"""Signing in and out: a sign-in is noted when it is first seen, and what was ended does not count any more."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

from actions.permission import allowed, note
from domain.access.sign_ins import Limits, SignIn, may_begin
from domain.roles import Actor
from sign_in import Visitor
from store import Database, StoreError
from store.engine import Connection
from store.ops import audit
from store.ops.access import sign_ins, tokens
from store.ops.audit import REFUSED, reveals


def admit(
    db: Database, id_: str, visitor: Visitor, limits: Limits, *, provider: str, signed_at: datetime, address: str
) -> SignIn | None:
    """The sign-in, if it is going on; one that is new is noted, with whether anybody lets its person in."""
    now = datetime.now(UTC)
    known = sign_ins.find(db, [id_]).get(id_)
    if known is None:
        if not may_begin(signed_at, limits, now):
            return None
        known = SignIn(id_, signed_at, signed_at)
        _begin(db, known, visitor, provider=provider, address=address)
    if not known.is_over(limits, now):
        return known
    with suppress(StoreError):  # it counts no more in any case
        expire(db, [known], limits, now)
    return None


def expire(db: Database, over: Iterable[SignIn], limits: Limits, now: datetime) -> None:
    """End those that nobody has ended: for how long nothing was done, or since when they go on."""
    for one in over:
        if one.ended_at is not None:
            continue
        with db.write() as connection:
            if (person := sign_ins.end(connection, one.id, now)) is None:
                continue
            reveals.end_all(connection, person, now)
            name, did = sign_ins.actor_of(connection, one.id), "signed in for too long"
            if now - one.began_at < limits.longest:
                did = "idle for too long"
            audit.record(connection, name, "sign_out", name, {}, did=did)


def sign_out(db: Database, id_: str, name: str, *, address: str) -> None:
    """End this one sign-in, in whichever tab it is used."""
    with db.write() as connection:
        now = datetime.now(UTC)
        if person := sign_ins.end(connection, id_, now):
            reveals.end_all(connection, person, now)
            audit.record(connection, name, "sign_out", name, {}, address=address)


@allowed("sign_out", did="signed out everywhere")
def sign_out_everywhere(db: Database, person: str, *, actor: Actor) -> int:
    """End every sign-in of a person, who is the actor; returns how many."""
    with db.write() as connection:
        now = datetime.now(UTC)
        count = sign_ins.end_all(connection, person, now)
        reveals.end_all(connection, person, now)
        note(connection, actor, {"everywhere": count}, target=actor.name)
    return count


def _hold_tokens(connection: Connection, visitor: Visitor, address: str) -> None:
    """Nobody has more by a token than by themselves: what they made goes down with their role, and ends with it."""
    role = visitor.actor.role if visitor.actor else None
    did, about = ("token held", {"role": role.word}) if role else ("token revoked", {})
    for name in tokens.hold(connection, visitor.person, role, datetime.now(UTC)):
        audit.record(connection, visitor.name, "revoke_token", name, about, did=did, address=address)


def _begin(db: Database, begun: SignIn, visitor: Visitor, *, provider: str, address: str) -> None:
    with db.write() as connection:
        is_new = sign_ins.begin(
            connection,
            begun.id,
            person=visitor.person,
            actor=visitor.name,
            provider=provider,
            signed_at=begun.began_at,
        )
        if not is_new:
            return
        _hold_tokens(connection, visitor, address)
        about, name = {"provider": provider}, visitor.name
        if visitor.actor:
            about["role"] = visitor.actor.role.word
            audit.record(connection, name, "sign_in", name, about, address=address)
        else:
            about["attempted"] = "sign_in"
            audit.record(connection, name, REFUSED, name, about, did="sign_in", outcome=REFUSED, address=address)
