"""Whose turn it is with a link: judged by its own error, and by how other links there do."""

import pytest

from store import Database
from store.ops.jobs import Failure
from store.queries.links import triage
from store.write import institutions
from tests.kit import bodies
from tests.kit.rows import tuples
from tests.store.queries.links.test_overview import NOW, link, pull

DOWN = Failure("retriable", "institution_down", "Down.")
REFUSED = Failure("needs_user", "login_error", "Invalid credentials.")
OURS = Failure("fatal", "authentication_failed", "Bad keys.")


def well(db: Database, *names: str) -> None:
    for name in names:
        link(db, name)
        pull(db, name)


def sides(db: Database) -> dict[str, tuple[str, int, int]]:
    rows = tuples(triage.queue(db, now=NOW), "link", "side", "others", "troubled")
    return {link: (side, others, troubled) for link, side, others, troubled in rows}


@pytest.mark.parametrize(
    ("status", "error", "side"),
    [
        ("invalid", None, "user"),
        ("token_required", None, "user"),
        ("unconfirmed", None, "user"),
        ("valid", REFUSED, "user"),
        ("valid", DOWN, "bank"),
        ("valid", OURS, "us"),
    ],
)
def test_a_link_by_itself_is_judged_by_its_own_error(
    db: Database, status: str, error: Failure | None, side: str
) -> None:
    link(db, "one", status=status)
    pull(db, "one", error=error)
    assert sides(db) == {"one": (side, 0, 0)}


def test_an_outage_of_one_link_among_many_is_none(db: Database) -> None:
    well(db, "a", "b")
    link(db, "one")
    pull(db, "one", error=DOWN)
    assert sides(db) == {"one": ("us", 2, 0)}


def test_what_most_links_there_suffer_is_the_banks_fault(db: Database) -> None:
    well(db, "a")
    for name in ("one", "two", "three"):
        link(db, name)
        pull(db, name, error=REFUSED)
    assert sides(db) == dict.fromkeys(("one", "two", "three"), ("bank", 3, 2))


def test_half_of_the_others_are_not_most_of_them(db: Database) -> None:
    well(db, "a")
    for name in ("one", "two"):
        link(db, name)
        pull(db, name, error=REFUSED)
    assert sides(db) == dict.fromkeys(("one", "two"), ("user", 2, 1))


def test_links_elsewhere_say_nothing(db: Database) -> None:
    for name in ("one", "two", "three"):
        link(db, name, institution=f"{name}_mx_retail")
        pull(db, name, error=REFUSED)
    assert {side for side, *_ in sides(db).values()} == {"user"}


def test_an_institution_that_belvo_calls_down_is_at_fault(db: Database) -> None:
    with db.write() as connection:
        institutions.save(connection, [bodies.institution(status="down")])
    link(db, "one", status="invalid")
    assert sides(db) == {"one": ("bank", 0, 0)}


def test_a_link_that_nobody_pulled_is_ours(db: Database) -> None:
    link(db, "one", access_mode="recurrent", created_at="2026-01-01T00:00:00Z")
    assert sides(db) == {"one": ("us", 0, 0)}


def test_a_desk_without_trouble_has_an_empty_queue(db: Database) -> None:
    well(db, "a")
    queue = triage.queue(db, now=NOW)
    assert len(queue) == 0
    assert {"side", "others", "troubled"} <= {*queue.columns}
