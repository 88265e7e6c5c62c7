"""Where answers are not as they are described is counted, by operation."""

from belvo_client.description.deviations import Deviation, Kind
from store import Database
from store.ops import drift
from store.ops.drift import Checked

FIRST, LATER = "2026-11-24T05:21:08.000000Z", "2026-11-25T05:21:08.000000Z"
MOOD = Deviation(Kind.UNKNOWN, "results.mood", 3)
NAME = Deviation(Kind.MISSING, "results.name", 1)


def note(db: Database, *answers: Checked) -> None:
    with db.write() as connection:
        drift.note(connection, answers)


def told(db: Database, operation: str = "") -> list[tuple[object, ...]]:
    columns = ["operation", "kind", "path", "calls", "objects", "answers"]
    return [*drift.table(db, operation)[columns].itertuples(index=False, name=None)]


def test_calls_and_objects_add_up_whenever_they_come(db: Database) -> None:
    note(db, Checked("ListLinks", LATER, [MOOD]), Checked("ListLinks", FIRST, [MOOD, NAME]))
    note(db, Checked("ListLinks", LATER, [MOOD]), Checked("ListOwners", LATER, []))
    assert told(db) == [
        ("ListLinks", "unknown", "results.mood", 3, 9, 3),
        ("ListLinks", "missing", "results.name", 1, 1, 3),
    ]
    assert told(db, "ListOwners") == []
    assert drift.answers(db) == 4
    (mood, _) = drift.table(db)[["first_at", "last_at"]].to_dict("records")
    assert [one.isoformat() for one in mood.values()] == ["2026-11-24T05:21:08+00:00", "2026-11-25T05:21:08+00:00"]


def test_names_of_fields_that_are_data_do_not_fill_the_store(db: Database) -> None:
    many = [Deviation(Kind.UNKNOWN, f"results.{number:06d}", 1) for number in range(drift.MOST + 50)]
    note(db, Checked("ListLinks", FIRST, many))
    assert len(told(db)) < drift.MOST
    note(db, Checked("ListLinks", LATER, [many[0]]), Checked("ListOwners", LATER, [MOOD]))
    assert told(db, "ListLinks")[0] == ("ListLinks", "unknown", "results.000000", 2, 2, 2)
    assert told(db, "ListOwners") == [("ListOwners", "unknown", "results.mood", 1, 3, 1)]
