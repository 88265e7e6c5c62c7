"""Reads on record: the first of each at once, the same again added up, and never more than so many rows a minute."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.roles import Actor, Role
from store import Database
from store.ops import audit
from tests.kit.rows import tuples
from web.api.reads import MOST, PERIOD, Reads, reads_of

PROGRAM = Actor("token reports", Role.VIEWER, "10.0.0.7")
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def reads() -> Reads:
    return Reads()


def told(db: Database) -> list[tuple[object, ...]]:
    return tuples(audit.table(db), "actor", "action", "target", "details")[::-1]


def read(db: Database, reads: Reads, what: str, after: timedelta = timedelta(), **asked: str) -> None:
    reads.note(db, PROGRAM, what, [*asked.items()], 10, masked="everybody", at=NOW + after)


def test_the_same_again_is_added_up_and_told_after_a_while(db: Database, reads: Reads) -> None:
    for _ in range(4):
        read(db, reads, "owners", since="2026-11-01")
    first = ("token reports", "export", "owners", '{"rows":10,"filter":"since=2026-11-01","masked":"everybody"}')
    assert told(db) == [first]
    read(db, reads, "accounts", PERIOD)
    assert told(db)[1:] == [
        ("token reports", "export", "accounts", '{"rows":10,"filter":"","masked":"everybody"}'),
        ("token reports", "export", "owners", '{"rows":30,"reads":3,"masked":"everybody"}'),
    ]
    read(db, reads, "owners", PERIOD, since="2026-11-01")
    assert told(db)[-1] == first


def test_nobody_fills_the_audit_by_reading(db: Database, reads: Reads) -> None:
    for number in range(MOST + 30):
        read(db, reads, "owners", timedelta(milliseconds=number), text=f"name {number}")
    assert len(told(db)) == MOST
    assert "name" not in str(told(db))
    reads.flush(db)
    assert told(db)[-1][-1] == '{"rows":300,"reads":30,"masked":"everybody"}'
    reads.flush(db)
    assert len(told(db)) == MOST + 1


def test_each_store_has_its_own(db: Database) -> None:
    assert reads_of(db) is reads_of(db.whole)
