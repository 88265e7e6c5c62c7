"""An erased person is nowhere, with all links and in every resource, and everybody else is where they were."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest

from resources import RESOURCES
from store import Database, engine
from store.ops import calls, jobs, sessions, webhooks
from store.ops.calls import Bodies, Call
from store.upkeep import person_erasure
from store.upkeep.person_erasure import Erased
from store.write import holds, links, rows
from store.write.holds import Held
from tests.kit import bodies, planted
from tests.kit.bodies import OTHER_ACCOUNT, OTHER_LINK
from tests.kit.files import file_of
from tests.kit.planted import LINK, Planted

SECOND, NAMELESS = "aaaaaaaa-0000-4000-8000-00000000000a", "bbbbbbbb-0000-4000-8000-00000000000b"
OTHERS = "customer-that-stays"
"""Somebody else's external id."""


def other_body(resource: str, others: Planted) -> dict[str, object]:
    """A row of somebody else's, each value of it another one's."""
    body = planted.body_of(resource, others) | {"id": f"other-{resource}", "link": OTHER_LINK}
    if resource == "accounts":
        body["id"] = OTHER_ACCOUNT
    if resource == "consents":
        body["link_id"] = OTHER_LINK
    if RESOURCES[resource].has_account:
        body["account"] = {"id": OTHER_ACCOUNT, "link": OTHER_LINK}
    return body


class Story:
    """What was planted of a person and of another one, and what erasing the first has come to."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.planted = planted.fill(db)
        with db.read() as connection:
            (self.person,) = connection.execute("SELECT external_id FROM links").fetchone()
        self.others = Planted()
        self.others._number = count(2 * len(self.planted.marks) + 2)  # whose words the first person has not
        self._add_other()
        self._add_traces()
        db.checkpoint()
        self.before = file_of(db).read_bytes()
        person = person_erasure.find(db, self.person)
        assert person is not None
        self.links = person.links
        self.belongings = person_erasure.belongings(db, person)
        self.erased: Erased = person_erasure.erase(db, person, [*person.links], whole=True)

    def _add_other(self) -> None:
        with self.db.write() as connection:
            links.save(connection, bodies.link(OTHER_LINK, external_id=OTHERS))
            for name, resource in RESOURCES.items():
                if resource.per_link:
                    rows.save_page(connection, name, OTHER_LINK, [other_body(name, self.others)])
            sessions.open(connection, "nonce-other", "hash", OTHERS)

    def _add_traces(self) -> None:
        """What names the person beside the first link: a second one, openings, webhooks, calls about nobody."""
        quoted = f'{{"external_id":"{self.person}"}}'
        with self.db.write() as connection:
            links.save(connection, bodies.link(SECOND, external_id=self.person))
            sessions.open(connection, "nonce-left", "hash", self.person)
            sessions.record(connection, "nonce-left", 1, "exit", {"who": "Zqzzzv"})
            webhooks.record(connection, "w-9", {"link_id": NAMELESS, "external_id": self.person})
            calls.record_many(connection, [Call("2026", "POST", "/api/token/")], [Bodies(quoted, None)])
            several = Call("2026", "GET", "/api/owners/", query=f"link__in={LINK},{OTHER_LINK}")
            calls.record_many(connection, [several])
            jobs.enqueue(connection, SECOND, ["accounts"], "operator")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with Database.open(tmp_path_factory.mktemp("person") / "local.db") as db:
        yield Story(db)


def in_bytes(content: bytes, planted: Planted) -> set[str]:
    folded = content.lower()
    return {where for where, marks in planted.marks.items() if any(mark.encode() in folded for mark in marks)}


def test_all_of_it_was_there(story: Story) -> None:
    assert in_bytes(story.before, story.planted) == story.planted.marks.keys()
    assert in_bytes(story.before, story.others) == story.others.marks.keys()
    assert set(story.links) == {LINK, SECOND}


def test_nothing_of_the_person_is_in_the_files(story: Story) -> None:
    left = b"".join(file.read_bytes() for file in file_of(story.db).parent.iterdir() if not file.name.endswith("-shm"))
    # What somebody did stays, and names nobody: only this test has put a name there.
    assert in_bytes(left, story.planted) == {"own.name"}
    with story.db.read() as connection:
        columns = engine.tables(connection)
        told = {table: str([*map(tuple, connection.execute(f"SELECT * FROM {table}"))]) for table in columns}
    assert {table for table, rows in told.items() if story.planted.found_in(rows)} == {"audit"}
    for text in (story.person, LINK, SECOND, "Zqzzzv"):
        assert text.encode() not in left


def test_everything_of_somebody_else_is(story: Story) -> None:
    assert in_bytes(file_of(story.db).read_bytes(), story.others) == story.others.marks.keys()
    assert [link.external_id for link in links.by_external_id(story.db, OTHERS)] == [OTHERS]
    with story.db.read() as connection:
        for name, resource in RESOURCES.items():
            if resource.per_link:
                assert connection.execute(f"SELECT count(*) FROM {name} WHERE link = '{OTHER_LINK}'").fetchone()[0] == 1
        assert [row["nonce"] for row in connection.execute("SELECT nonce FROM widget_sessions")] == ["nonce-other"]
        assert [row["query"][-36:] for row in connection.execute("SELECT query FROM api_calls WHERE query <> ''")] == [
            OTHER_LINK
        ]
    assert story.db.problems() == []


def test_what_went_is_counted_by_table_and_was_told_before(story: Story) -> None:
    assert story.erased.problem == ""
    assert story.erased.elsewhere == {}
    assert story.erased.rows["links"] == story.belongings["links"] == 2
    told = {name: story.erased.rows[name] for name in story.belongings}
    assert told == story.belongings
    assert {name for name, one in RESOURCES.items() if one.per_link} <= story.belongings.keys()


def test_another_time_nothing_is_here(story: Story) -> None:
    assert person_erasure.find(story.db, story.person) is None
    assert person_erasure.find(story.db, OTHERS) is not None


def test_the_sums_are_those_of_the_rows(story: Story) -> None:
    with closing(sqlite3.connect(file_of(story.db))) as connection:
        (counted,) = connection.execute("SELECT sum(count) FROM flows_by_day").fetchone()
        (live,) = connection.execute("SELECT sum(live) FROM row_counts WHERE resource = 'transactions'").fetchone()
    assert (counted, live) == (1, 1)


def test_a_link_without_an_external_id_stands_for_itself(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, {**bodies.link(NAMELESS), "external_id": None})
        links.save(connection, bodies.link(OTHER_LINK, external_id=OTHERS))
    person = person_erasure.find(db, NAMELESS)
    assert person is not None
    assert (person.name, person.external_id, [*person.links]) == (NAMELESS, "", [NAMELESS])
    assert person_erasure.of_link(db, NAMELESS) == person
    assert person_erasure.find(db, OTHER_LINK) is None  # its person is named by the external id
    person_erasure.erase(db, person, [NAMELESS], whole=True)
    assert links.table(db)["link"].to_list() == [OTHER_LINK]


def test_rows_of_others_that_name_the_external_id_stay_and_are_counted(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="customer-of-ours-7"))
        links.save(connection, bodies.link(OTHER_LINK, external_id=OTHERS))
        of = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)
        paid = bodies.transaction(8, of=of, description="SPEI CUSTOMER customer-of-ours-7")
        rows.save_page(connection, "transactions", OTHER_LINK, [paid])
    person = person_erasure.find(db, "customer-of-ours-7")
    assert person is not None
    erased = person_erasure.erase(db, person, [*person.links], whole=True)
    assert erased.problem == ""
    assert erased.elsewhere == {"transactions": 1, "packed_transactions": 1, "search_transactions": 1}


@pytest.mark.parametrize(("kind", "target"), [("person", "user-42"), ("link", bodies.LINK)])
def test_nothing_goes_of_who_is_on_hold(filled: Database, kind: holds.Kind, target: str) -> None:
    person = person_erasure.find(filled, "user-42")
    assert person is not None
    with filled.write() as connection:
        holds.put(connection, kind, target, reason="court order 7", actor="ana")
    before = person_erasure.belongings(filled, person)
    with pytest.raises(Held, match=r"on hold since .* by ana \(court order 7\), so nothing was deleted"):
        person_erasure.erase(filled, person, [*person.links], whole=True)
    assert person_erasure.belongings(filled, person) == before


def test_every_table_that_names_an_external_id_is_looked_through(db: Database) -> None:
    """A table that comes later and has the column is to be erased as well."""
    with db.read() as connection:
        named = {table for table, columns in engine.tables(connection).items() if "external_id" in columns}
    judged = {"link_states"}  # goes with its link
    assert named - judged == {"assignments", "bulk_accounts", "links", "webhook_events", "widget_sessions"}
