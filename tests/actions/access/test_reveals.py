"""Revealing one person: for a reason, to one analyst, for ten minutes, and on record."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from actions.access import reveals, sign_ins
from actions.access.reveals import LASTS, NobodyHere, NoReason, mask_again, reveal
from actions.permission import NotAllowed
from domain.roles import HERE, Actor, Role
from store import Database
from store.ops import audit
from store.ops.access import sign_ins as known
from store.ops.audit import reveals as stored
from store.queries import audit as told
from store.queries.audit import AuditFilter
from store.sight import Sight
from store.upkeep import erasure, retention
from store.write import links
from tests.kit import bodies
from tests.kit.files import file_of
from tests.kit.rows import tuples

ALBA = Actor("alba@desk.example", Role.ANALYST, "10.0.0.7", person="alba")
OTHER = Actor("olga@desk.example", Role.ANALYST, person="olga")
LINK, AGAIN = bodies.LINK, bodies.OTHER_LINK
WHY = "Ticket 4711"


@pytest.fixture
def db(db: Database) -> Database:
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
        links.save(connection, bodies.link(AGAIN, external_id="user-1"))
        links.save(connection, bodies.link("c" * 8, external_id=None))
        links.save(connection, bodies.link("d" * 8, external_id=None))
    return db


def revealed(db: Database, actor: Actor = ALBA) -> set[str]:
    found = reveals.current(db, actor)
    return set(found.links) if found else set()


def test_a_person_is_revealed_with_all_their_links_to_one_analyst(db: Database) -> None:
    until = reveal(db, LINK, f"  {WHY} \n of today ", actor=ALBA)
    assert timedelta() < until - datetime.now(UTC) <= LASTS
    assert (revealed(db), revealed(db, OTHER), revealed(db, HERE)) == ({LINK, AGAIN}, set(), set())
    found = reveals.current(db, ALBA)
    assert found
    assert (found.reason, found.until) == (f"{WHY} of today", until)


def test_a_link_of_nobody_known_stands_for_itself_and_another_ends_it(db: Database) -> None:
    reveal(db, LINK, WHY, actor=ALBA)
    reveal(db, "c" * 8, WHY, actor=ALBA)
    assert revealed(db) == {"c" * 8}


def test_it_ends_by_itself_by_a_click_and_with_the_sign_in(db: Database) -> None:
    with db.write() as connection:
        stored.begin(connection, by="alba", link=LINK, until=datetime.now(UTC), reason=WHY)
    assert revealed(db) == set()
    reveal(db, LINK, WHY, actor=ALBA)
    assert mask_again(db, actor=ALBA)
    assert (revealed(db), mask_again(db, actor=ALBA)) == (set(), False)
    for end in ("one", "everywhere"):
        with db.write() as connection:
            known.begin(connection, end, person="alba", actor="a", provider="p", signed_at=datetime.now(UTC))
        reveal(db, LINK, WHY, actor=ALBA)
        reveal(db, LINK, WHY, actor=OTHER)
        if end == "one":
            sign_ins.sign_out(db, end, "alba@desk.example", address="")
        else:
            sign_ins.sign_out_everywhere(db, "alba", actor=ALBA)
        assert (revealed(db), revealed(db, OTHER)) == (set(), {LINK, AGAIN})


@pytest.mark.parametrize("reason", ["", "   ", "4711 #12", "why?", "x" * 201])
def test_nobody_is_revealed_without_a_reason(db: Database, reason: str) -> None:
    with pytest.raises(NoReason, match="at least 5 letters"):
        reveal(db, LINK, reason, actor=ALBA)
    assert revealed(db) == set()
    assert tuples(audit.table(db), "action", "outcome", "details") == [("reveal", "failed", '{"error":"no reason"}')]


def test_nobody_is_revealed_who_is_not_here(db: Database) -> None:
    with pytest.raises(NobodyHere):
        reveal(db, "nobody", WHY, actor=ALBA)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.ADMIN])
def test_it_is_for_analysts(db: Database, role: Role) -> None:
    with pytest.raises(NotAllowed):
        reveal(db, LINK, WHY, actor=Actor("x", role, person="x"))


def test_the_reason_is_on_record_and_goes_with_its_person(db: Database) -> None:
    reveal(db, LINK, WHY, actor=ALBA)
    (row,) = audit.table(db, link=LINK).to_dict("records")
    assert (row["actor"], row["action"], row["address"], row["outcome"]) == (ALBA.name, "reveal", "10.0.0.7", "done")
    assert WHY not in row["details"]
    assert told.reason(db, row["details"]) == WHY
    assert told.reason(db.as_seen(Sight.MASKED), row["details"]) == ""
    assert next(told.export(db, AuditFilter(person="user-1")))[-1] == WHY
    erasure.erase(db, LINK)
    assert told.reason(db, row["details"]) == ""
    assert audit.verify(db).fault == ""
    db.checkpoint()
    assert WHY.encode() not in file_of(db).read_bytes()


def test_a_reason_that_was_changed_is_none(db: Database) -> None:
    reveal(db, LINK, WHY, actor=ALBA)
    with db.write() as connection:
        connection.execute("UPDATE reveals SET reason = 'Another'")
    assert told.reason(db, audit.table(db)["details"].iloc[0]) == ""
    assert "until" in json.loads(audit.table(db)["details"].iloc[0])


def test_reasons_are_kept_as_long_as_the_audit(db: Database) -> None:
    reveal(db, LINK, WHY, actor=ALBA)
    retention.prune_audit(db, before="2026-01-01")
    assert told.reason(db, audit.table(db)["details"].iloc[0]) == WHY
    retention.prune_audit(db, before="2100-01-01")
    assert db.frame("SELECT * FROM reveals").empty
