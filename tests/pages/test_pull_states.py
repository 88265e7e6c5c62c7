"""What pages say of pulls that go on and wait, of the rate, and of institutions that do not answer."""

from datetime import timedelta

import pytest

from store import Database
from store.core import instants
from store.ops import audit, breakers, call_budgets, jobs, processes, runs
from store.ops.jobs import State
from tests.kit import bank, filling
from tests.kit.bank import NOW
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run, table, texts, ways

LINKS = "Links with their person, state, cause, next step and rows"
INSTITUTIONS = "Institutions with their health, country, type and what they offer"
THEN = instants.encode(NOW)


def pull_beside(db: Database, slots: int) -> str:
    """A link that is being pulled by a worker with so many slots, amid its transactions."""
    link = filling.connect(db, "beside", bank.EREBOR)
    job = filling.begin_pull(db, link)
    with db.write() as connection:
        processes.note_pulls(connection, "a worker", slots, now=THEN)
        runs.advance(connection, runs.start(connection, job.id, link, "transactions", now=THEN), 3000, 12000, 3)
    return link


def wait_at(db: Database, link: str) -> int:
    with db.write() as connection:
        return jobs.enqueue(connection, link, ["accounts"], "schedule", now=THEN)


@pytest.fixture
def waiting(stored: Stored, db: Database) -> int:
    """A pull that waits for another link's, at a worker with two slots of which one is for persons."""
    pull_beside(db, 2)
    return wait_at(db, stored["well"])


@pytest.mark.usefixtures("waiting")
def test_links_and_overview_say_what_is_pulled_and_what_waits(open_page: OpenPage) -> None:
    rows = table(open_page("links"), LINKS).set_index("external_id")
    assert rows["next"]["user-beside"] == "Transactions: 3,000 of 12,000 rows"
    waiting = {name: rows[name]["user-well"] for name in ("state", "next")}
    assert waiting == {"state": ["… Waiting"], "next": "Its turn"}
    assert ("1 link is being pulled, 1 wait", "/links?status=pulling&status=waiting") in ways(open_page())


def test_a_person_puts_a_waiting_pull_first(stored: Stored, db: Database, open_page: OpenPage, waiting: int) -> None:
    app = open_page("link", link=stored["well"])
    assert any("It is the next one." in text for text in texts(app))
    run(app.button(key="put_first").click())
    job = jobs.get(db, waiting)
    assert job is not None
    assert (job.is_for_person, job.state) == (True, State.QUEUED)
    assert [*audit.table(db, link=stored["well"])["did"]] == ["pull put first"]
    assert [one.value for one in app.toast] == ["It is the next one"]


def test_a_person_cancels_a_waiting_pull(stored: Stored, db: Database, open_page: OpenPage, waiting: int) -> None:
    app = run(open_page("link", link=stored["well"]).button(key="cancel_pull").click())
    job = jobs.get(db, waiting)
    assert job is not None
    assert job.state is State.CANCELLED
    assert audit.table(db)["did"].iloc[0] == "pull cancelled"
    assert [one.value for one in app.toast] == ["The pull was called off"]
    assert not [button for button in app.button if button.key in ("put_first", "cancel_pull")]


def test_one_that_is_pulled_can_only_be_cancelled(stored: Stored, db: Database, open_page: OpenPage) -> None:
    filling.begin_pull(db, stored["well"])
    keys = {button.key for button in open_page("link", link=stored["well"]).button}
    assert ("cancel_pull" in keys, "put_first" in keys) == (True, False)


def test_an_institution_that_does_not_answer_is_shown_with_what_was_tried(
    stored: Stored, db: Database, open_page: OpenPage
) -> None:
    with db.write() as connection:
        for minutes in (6, 4, 2):
            at = instants.encode(NOW - timedelta(minutes=minutes))
            breakers.note(connection, stored["well"], timed_out=["transactions"], answered=["accounts"], now=at)
    app = open_page("institutions")
    rows = table(app, INSTITUTIONS).set_index("display_name")
    assert dict(rows["state"])["Erebor"] == ["◌ Silent"]
    told = next(text for text in texts(app) if "does not answer" in text)
    assert "Erebor" in told
    assert "3 pulls in a row timed out, at Transactions, the last 2 min ago." in told
    assert "It is tried by one pull at a time until it answers." in told
    assert told in texts(open_page("link", link=stored["well"]))
    assert not any("does not answer" in text for text in texts(open_page("link", link=stored["failed"])))
    assert table(open_page("institutions", health="silent"), INSTITUTIONS)["name"].tolist() == ["erebor_mx_retail"]


@pytest.mark.usefixtures("stored")
def test_each_page_says_when_the_rate_is_what_holds_things_up(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        connection.execute(
            "INSERT INTO store_identity (id, host, key, instance, recorded_at) VALUES (1, 'belvo', '', '', '')"
        )
    assert not any("Belvo's rate" in text for text in texts(open_page("accounts")))
    call_budgets.hold(db, "belvo", 60, now=NOW)
    app = open_page("accounts")
    assert any("Belvo's rate" in text for text in texts(app))
