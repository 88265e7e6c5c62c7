"""What the receiver refused is kept by the minute, and not without end."""

import pytest

from store import Database
from store.ops import refusals
from tests.kit.rows import tuples


def at(minute: int, second: int = 0) -> str:
    return f"2026-11-24T05:{minute:02d}:{second:02d}.000000Z"


def test_the_same_reason_in_one_minute_is_one_row(db: Database) -> None:
    with db.write() as connection:
        for moment in (at(1), at(1, 30), at(2)):
            refusals.record(connection, 401, "No.", now=moment)
        refusals.record(connection, 400, "No JSON.", now=at(1))
    assert tuples(refusals.table(db), "times", "status", "reason") == [
        (1, 401, "No."),
        (2, 401, "No."),
        (1, 400, "No JSON."),
    ]
    assert len(refusals.table(db, since=at(2))) == 1


def test_the_oldest_go(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST", 2)
    with db.write() as connection:
        for minute in range(5):
            refusals.record(connection, 401, "No.", now=at(minute))
    assert len(refusals.table(db)) == 2
