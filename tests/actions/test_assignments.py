"""Putting a link to a person and taking it off: on record, and not where the person is on hold."""

import pytest

from actions import people
from actions.permission import NotAllowed
from domain.roles import Actor, Role
from store import Database
from store.ops import audit
from store.upkeep.erasure_log import digest_of_person
from store.write import holds, links
from store.write.holds import Held
from tests.kit import bodies
from tests.kit.actors import TESTER
from tests.kit.bodies import LINK
from tests.kit.rows import records


@pytest.fixture
def nobodys(db: Database) -> Database:
    with db.write() as connection:
        links.save(connection, bodies.link(external_id=None))
    return db


def _whose(db: Database) -> str | None:
    found = links.find(db, LINK)
    assert found is not None
    return found.external_id


def test_both_are_on_record_with_whose_it_was(nobodys: Database) -> None:
    assert people.assign(nobodys, LINK, "ana", actor=TESTER)
    assert _whose(nobodys) == "ana"
    assert people.take_off(nobodys, LINK, actor=TESTER)
    assert not _whose(nobodys)
    assert not people.take_off(nobodys, LINK, actor=TESTER)
    told = [(row["action"], row["did"], row["person"], row["outcome"]) for row in records(audit.table(nobodys))]
    ana = digest_of_person("ana")
    assert told[::-1] == [
        ("assign", "link put to a person", ana, "done"),
        ("assign", "link taken off a person", ana, "done"),
        ("assign", "link taken off a person", "", "failed"),
    ]


def test_a_link_with_an_external_id_of_its_own_stays_whose_it_is(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="luis"))
    assert not people.assign(db, LINK, "ana", actor=TESTER)
    assert _whose(db) == "luis"


def test_what_is_held_with_its_person_stays_theirs(nobodys: Database) -> None:
    people.assign(nobodys, LINK, "ana", actor=TESTER)
    with nobodys.write() as connection:
        holds.put(connection, "person", "ana", reason="court order", actor="ana@desk.example")
    with pytest.raises(Held, match="so nothing was changed"):
        people.take_off(nobodys, LINK, actor=TESTER)
    with pytest.raises(Held, match="so nothing was changed"):
        people.assign(nobodys, LINK, "luis", actor=TESTER)
    assert _whose(nobodys) == "ana"


def test_an_analyst_puts_nothing_to_anybody(nobodys: Database) -> None:
    with pytest.raises(NotAllowed):
        people.assign(nobodys, LINK, "ana", actor=Actor("ana@desk.example", Role.ANALYST))
    assert not _whose(nobodys)
