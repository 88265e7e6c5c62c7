"""One rate that processes share through the store."""

from datetime import UTC, datetime, timedelta

from domain.pulls.call_budget import AT_ONCE, SPACING
from store import Database
from store.ops import call_budgets

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOST = "sandbox.belvo.com"


def take(db: Database, *, is_urgent: bool, most: float | None = None, waited: float = 0) -> tuple[float, bool]:
    return call_budgets.take(db, HOST, is_urgent=is_urgent, most=most, waited=waited, now=NOW)


def test_all_who_open_the_store_take_from_one_budget(db: Database) -> None:
    with Database.open(db.address) as other:
        taken = [take(one, is_urgent=True)[0] for one in (db, other) * 4]
    waits = [0.0] * AT_ONCE + [number * SPACING.total_seconds() for number in range(1, 4)]
    assert [round(wait, 4) for wait in taken] == [round(wait, 4) for wait in waits]
    assert not take(db, is_urgent=False)[1]
    assert call_budgets.take(db, "api.belvo.com", is_urgent=False, now=NOW) == (0, True)


def test_a_place_that_is_too_far_away_is_left_to_others(db: Database) -> None:
    call_budgets.hold(db, HOST, 60, now=NOW)
    assert take(db, is_urgent=True, most=5) == (60, False)
    assert take(db, is_urgent=True, most=90) == (60, True)


def test_what_is_said_of_the_rate_is_of_the_belvo_that_the_store_is_about(db: Database) -> None:
    assert call_budgets.find(db) is None
    with db.write() as connection:
        connection.execute(
            "INSERT INTO store_identity (id, host, key, instance, recorded_at) VALUES (1, :host, '', '', '')",
            {"host": HOST},
        )
    assert call_budgets.find(db) is None
    take(db, is_urgent=False, waited=10)
    call_budgets.hold(db, HOST, 20, now=NOW)
    found = call_budgets.find(db)
    assert found is not None
    assert (found.slowed_at, found.held_until) == (NOW, NOW + timedelta(seconds=20))
