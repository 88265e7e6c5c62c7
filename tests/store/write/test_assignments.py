"""A link that Belvo has no external id of is whose somebody here says, wherever people are told apart."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest

from store import Database
from store.core import instants
from store.engine import Connection
from store.ops import audit
from store.queries import audit as audit_queries
from store.queries.banking import own_transfers
from store.queries.links import facts, people
from store.queries.people import listing
from store.queries.people.listing import PeopleFilter
from store.sight import Sight
from store.upkeep import erasure_log, person_erasure
from store.write import assignments, holds, links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.rows import records, save
from tests.store.conftest import NOW

ANA = "user-42"
"""Whose the link is that Belvo has an external id of."""

TODAY = date(2026, 11, 29)


@pytest.fixture
def put(db: Database) -> Database:
    """Beside a link of Belvo's own external id one that was put to the same person, and a transfer between both."""
    there = bodies.account("22222222-0000-4000-8000-000000000001", link=OTHER_LINK)
    with db.write() as connection:
        links.save(connection, bodies.link(), now=NOW)
        links.save(connection, bodies.link(OTHER_LINK, external_id=None, institution_user_id="u2"), now=NOW)
        assert assignments.put(connection, OTHER_LINK, ANA, actor="ana@desk.example")
    moved: dict[str, Any] = {"amount": 750, "category": "Transfers", "reference": "9", "value_date": "2026-11-10"}
    save(db, "accounts", bodies.account(), link=LINK)
    save(db, "accounts", there, link=OTHER_LINK)
    save(db, "transactions", bodies.transaction(1, type="OUTFLOW", **moved), link=LINK)
    save(db, "transactions", bodies.transaction(2, of=there, type="INFLOW", **moved), link=OTHER_LINK)
    return db


def _people(db: Database) -> list[tuple[object, object]]:
    listing.bring_up_to_date(db, TODAY)
    return [(row["external_id"], row["links"]) for row in records(listing.page(db, PeopleFilter()))]


def test_it_counts_to_that_person_everywhere(put: Database) -> None:
    assert {row.link: row.is_assigned for row in links.by_external_id(put, ANA)} == {LINK: False, OTHER_LINK: True}
    assert _people(put) == [(ANA, 2)]
    assert people.of_links(put)[OTHER_LINK].external_id == ANA
    asked = people.with_links(put, [("external_id", ANA)])
    assert {link for _, link in asked} == {LINK, OTHER_LINK}
    known = facts.of_link(put, OTHER_LINK, instants.decode(NOW))
    assert known is not None
    assert known.external_id == ANA
    assert len(own_transfers.ends(put)) == 2
    assert dict(person_erasure.find(put, ANA).links) == dict.fromkeys([LINK, OTHER_LINK], "erebor_mx_retail")  # type: ignore[union-attr] # somebody is found


def test_what_belvo_has_of_it_stays_as_it_is(put: Database) -> None:
    found = links.find(put, OTHER_LINK)
    assert found is not None
    assert (found.external_id, found.own_external_id) == (ANA, None)
    with put.read() as connection:
        assert connection.execute("SELECT external_id FROM links WHERE id = :link", {"link": OTHER_LINK}).fetchone()[
            0
        ] in ("", None)


def test_an_external_id_of_its_own_goes_before(put: Database) -> None:
    with put.write() as connection:
        links.save(connection, bodies.link(OTHER_LINK, external_id="luis"), now=NOW)
        assert not assignments.put(connection, OTHER_LINK, ANA, actor="ana@desk.example")
    assert [row.link for row in links.by_external_id(put, ANA)] == [LINK]
    assert [row.is_assigned for row in links.by_external_id(put, "luis")] == [False]
    assert sorted(_people(put), key=str) == [("luis", 1), (ANA, 1)]


def test_taken_off_it_stands_for_itself(put: Database) -> None:
    assert _people(put) == [(ANA, 2)]
    with put.write() as connection:
        assert assignments.take_off(connection, OTHER_LINK) == ANA
        assert assignments.take_off(connection, OTHER_LINK) == ""
    assert [number for _, number in _people(put)] == [1, 1]
    assert own_transfers.ends(put) == {}


def test_the_person_is_masked_alike_in_both_links(put: Database) -> None:
    masked = put.as_seen(Sight.MASKED)
    told = {row.link: row.external_id for row in links.of_person(masked, OTHER_LINK)}
    assert told == {LINK: ANA, OTHER_LINK: ANA}  # an id that says nothing is clear
    assert {row.link for row in links.by_external_id(masked, ANA)} == {LINK, OTHER_LINK}
    with put.write() as connection:
        assignments.put(connection, OTHER_LINK, "GOMC850612AB3", actor="ana@desk.example")
    (alone,) = links.of_person(masked, OTHER_LINK)
    assert "GOMC850612AB3" not in str(alone)
    assert links.by_external_id(masked, "GOMC850612AB3") == []  # no search confirms who somebody is


@pytest.mark.parametrize("sight", [Sight.CLEAR, Sight.MASKED])
def test_only_what_stands_for_an_id_is_looked_for_in_every_link(
    put: Database, monkeypatch: pytest.MonkeyPatch, sight: Sight
) -> None:
    with put.write() as connection:
        assignments.put(connection, OTHER_LINK, "GOMC850612AB3", actor="ana@desk.example")
    asked = list[str]()
    look = assignments._links_of

    def noted(connection: Connection, condition: str, wanted: Collection[str]) -> dict[str, str]:
        asked.append(condition)
        return look(connection, condition, wanted)

    monkeypatch.setattr(assignments, "_links_of", noted)
    seen = put.as_seen(sight)
    for value in ("nobody", "7bf8b373e02bad8168658a6e5b154609", "0d6b1b2c-6c1e-4c70-9d0a-7d6e3f0c5a11", ANA):
        assignments.links_of(seen, [value])
    assert "1 = 1" not in asked
    # A table that masks has no index of what it shows: nothing is asked of it but by links that were found before.
    assert asked[::2] == [assignments.are_among("wanted")] * 4
    alias = {row.link: row.external_id for row in links.of_person(seen, OTHER_LINK)}[OTHER_LINK]
    assert {*assignments.links_of(seen, [str(alias)])} == {OTHER_LINK}


def test_a_hold_and_an_erasure_of_the_person_are_of_it(put: Database) -> None:
    with put.write() as connection:
        holds.put(connection, "person", ANA, reason="court order", actor="ana")
        assert [hold.target for hold in holds.of_link(connection, OTHER_LINK)] == [ANA]
        holds.release(connection, "person", ANA)
        audit.record(connection, "ana", "pull", "", {}, link=OTHER_LINK)
    assert erasure_log.digest_of_person(ANA) in {row["person"] for row in records(audit.table(put))}
    assert audit_queries.names(put).person(erasure_log.digest_of_person(ANA)) == ANA
    person = person_erasure.of_link(put, OTHER_LINK)
    assert person is not None
    erased = person_erasure.erase(put, person, [*person.links], whole=True)
    assert (erased.rows["links"], erased.rows["assignments"]) == (2, 1)
    assert person_erasure.find(put, ANA) is None
