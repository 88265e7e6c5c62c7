from datetime import date, timedelta
from itertools import pairwise

import pytest

from belvo_sandbox.people import MEXICO, make_ledger, make_person

DAY = date(2026, 6, 17)


@pytest.mark.parametrize("count", [1, 999, 20_000])
def test_a_history_holds_as_many_movements_as_were_asked_for(count: int) -> None:
    person = make_ledger(make_person("somebody", MEXICO), f"bulk_{count}")
    assert [len(person.until(DAY + timedelta(days=days))) for days in (0, 1, 500)] == [count] * 3


def test_the_movements_of_a_later_day_go_on_where_those_of_an_earlier_one_ended_and_add_up() -> None:
    person = make_ledger(make_person("somebody", MEXICO), "bulk_5000")
    early, late = person.until(DAY), person.until(DAY + timedelta(days=30))
    shared = [movement for movement in late if movement.day <= DAY]
    assert 4000 < len(shared) < 5000
    assert shared == list(early[-len(shared) :])
    for before, after in pairwise(late):
        assert after.position == before.position + after.cents
