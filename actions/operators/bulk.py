"""Doing the same to several links, and taking it back: each is a run of the worker, asked for and recorded here."""

from collections.abc import Mapping
from typing import Protocol

from actions.permission import NotAllowed, Refused, allowed, note
from domain.roles import Actor
from languages import say
from store import Database
from store.core.parameters import Condition
from store.ops import jobs
from store.ops.operators import accounts, bulk
from store.ops.operators.bulk import UNDONE, Kind, Run, State
from sync.bulk.accounts import CALLED_OFF


class NotDone(Refused):
    """Nothing was begun; the message says why."""


class _Start(Protocol):
    def __call__(self, db: Database, which: Condition, *, actor: Actor) -> tuple[int, int]: ...


ACTIONS: Mapping[Kind, str] = {
    Kind.PULL: "pull",
    Kind.REFRESH: "pull",
    Kind.HAND_OUT: "hand_out",
    Kind.FOLLOW: "follow",
    Kind.UNFOLLOW: "follow",
    Kind.DELETE: "delete",
    Kind.CONNECT: "connect",
}
"""What somebody must be allowed to do to one link to do it to several."""


def _starting(kind: Kind, did: str) -> _Start:
    @allowed(ACTIONS[kind], did=did)
    def begin(db: Database, which: Condition, *, actor: Actor) -> tuple[int, int]:
        with db.write() as connection:
            run, number = bulk.start(connection, kind, which, actor=actor.name, role=actor.role.word)
            if not number:
                raise NotDone(say("No link is chosen."))
            note(connection, actor, {"links": number}, target=bulk.link_of(run))
        return run, number

    return begin


STARTS: Mapping[Kind, _Start] = {
    Kind.PULL: _starting(Kind.PULL, "pull of several requested"),
    Kind.REFRESH: _starting(Kind.REFRESH, "refresh of several requested"),
    Kind.HAND_OUT: _starting(Kind.HAND_OUT, "repairs of several handed out"),
    Kind.FOLLOW: _starting(Kind.FOLLOW, "several links followed"),
    Kind.UNFOLLOW: _starting(Kind.UNFOLLOW, "several links no longer followed"),
    Kind.DELETE: _starting(Kind.DELETE, "deletion of several requested"),
}


def start(db: Database, kind: Kind, which: Condition, *, actor: Actor) -> tuple[int, int]:
    """Have it done to the links of a SELECT as `bulk.start` takes one; the run's number, and how many links it has.

    Raises NotDone where there are none.
    """
    return STARTS[kind](db, which, actor=actor)


@allowed("pull", target="run", did="run over several called off")
def cancel(db: Database, run: int, *, actor: Actor) -> bool:
    """Call a run off; what it has done stays. False when it had ended."""
    found = _found(db, run, actor)
    with db.write() as connection:
        done = bulk.end(connection, run, State.CANCELLED)
        if done and found.kind is Kind.CONNECT:
            accounts.call_off(connection, run, CALLED_OFF)
        if done:
            note(connection, actor, {"links": found.waiting}, target=found.job_link)
    job = jobs.latest(db, found.job_link)
    if done and job is not None and found.kind is not Kind.CONNECT:  # of which one is under way at Belvo
        jobs.cancel(db, job.id)
    return done


@allowed("pull", target="run", did="run over several goes on")
def go_on(db: Database, run: int, *, actor: Actor) -> bool:
    """Go on with a run that was called off or failed; False where nothing is left of it."""
    found = _found(db, run, actor)
    with db.write() as connection:
        done = bulk.go_on(connection, run)
        if done:
            note(connection, actor, {"links": found.waiting}, target=found.job_link)
    return done


@allowed("pull", target="run", did="run over several taken back")
def undo(db: Database, run: int, *, actor: Actor) -> tuple[int, int]:
    """Take back what a run has done, as another run. Raises NotDone for what can't be."""
    found = _found(db, run, actor)
    if found.kind not in UNDONE:
        raise NotDone(say("What this run has done can't be taken back."))
    if found.state is State.RUNNING:
        raise NotDone(say("It goes on still. Cancel it first."))
    return _begin(db, found, Kind.UNDO, bulk.of_run(run, "done"), actor, undoes=run)


@allowed("pull", target="run", did="what failed of a run tried again")
def again(db: Database, run: int, *, actor: Actor) -> tuple[int, int]:
    """Do it once more to the links with which a run failed, as another run. Raises NotDone where there are none."""
    found = _found(db, run, actor)
    if found.kind is Kind.CONNECT:
        raise NotDone(say("What was to be sent is kept no longer. Hand in the file again."))
    return _begin(db, found, found.kind, bulk.of_run(run, "failed"), actor, undoes=found.undoes)


def _begin(
    db: Database, first: Run, kind: Kind, which: Condition, actor: Actor, *, undoes: int | None
) -> tuple[int, int]:
    with db.write() as connection:
        run, number = bulk.start(connection, kind, which, actor=actor.name, role=actor.role.word, undoes=undoes)
        if not number:
            raise NotDone(say("Nothing of it is left to be done."))
        note(connection, actor, {"links": number}, target=first.job_link)
    return run, number


def _found(db: Database, run: int, actor: Actor) -> Run:
    """The run, which the actor may do to links; raises NotDone and NotAllowed."""
    found = bulk.get(db, run)
    if found is None:
        raise NotDone(say("This run is not known here any more."))
    kind = found.kind
    if kind is Kind.UNDO and found.undoes and (first := bulk.get(db, found.undoes)):
        kind = first.kind
    if not actor.may(ACTIONS.get(kind, "pull")):
        raise NotAllowed(actor)
    return found
