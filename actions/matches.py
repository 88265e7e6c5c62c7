"""What people say of matches: that a pair, an unpaid claim or an unexplained inflow is right or is not."""

from actions.permission import allowed, note
from domain.roles import Actor
from store import Database
from store.engine import Connection
from store.upkeep import erasure_log
from store.write import match_decisions
from store.write.match_decisions import Judged


@allowed("judge", did="match judged")
def judge(db: Database, judged: Judged, *, is_right: bool, actor: Actor) -> None:
    """Keep a yes or no, in place of an earlier one."""
    with db.write() as connection:
        for link in filter(None, judged.links):
            erasure_log.refuse(connection, link)
        match_decisions.put(connection, judged, is_right=is_right, actor=actor.name)
        _note(connection, judged, actor, "confirmed" if is_right else "rejected")


@allowed("judge", did="judgement taken back")
def take_back(db: Database, judged: Judged, *, actor: Actor) -> bool:
    """Forget a yes or no; False where there was none."""
    with db.write() as connection:
        done = match_decisions.take_back(connection, judged)
        if done:
            _note(connection, judged, actor, "taken back")
    return done


def _note(connection: Connection, judged: Judged, actor: Actor, mode: str) -> None:
    """By the ids of both rows, which name nobody."""
    link = next(filter(None, judged.links), "")
    note(connection, actor, {"mode": mode}, link=link, target=" ".join(filter(None, judged.pair)))
