"""One rate for all callers: what it lets through, and whom first."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.pulls.call_budget import (
    AT_ONCE,
    AT_ONCE_IN_PULLS,
    LONGEST_HOLD,
    NOTABLE,
    SPACING,
    WINDOW,
    CallBudget,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
IDLE = CallBudget(NOW - timedelta(hours=1))
ALLOWED = 80
"""Calls in 30 s that Belvo's firewall lets through from one address."""


def go(budget: CallBudget, seconds: float, *, is_urgent: bool, since: datetime = NOW) -> list[datetime]:
    """When calls of somebody who never stops calling go out."""
    now, out = since, list[datetime]()
    while now < since + timedelta(seconds=seconds):
        wait = budget.wait(now, is_urgent=is_urgent)
        if wait:
            now += wait
            continue
        taken = budget.taken(now, is_urgent=is_urgent)
        assert taken is not None
        budget, out = taken, [*out, now]
    return out


@pytest.mark.parametrize("is_urgent", [True, False])
def test_no_window_has_more_calls_than_belvo_allows_and_hardly_any_is_left_unused(*, is_urgent: bool) -> None:
    out = go(IDLE, 90, is_urgent=is_urgent)
    most = max(sum(start <= other <= start + WINDOW for other in out) for start in out)
    assert ALLOWED - 10 <= most <= ALLOWED - 4


@pytest.mark.parametrize(("is_urgent", "count"), [(True, AT_ONCE), (False, AT_ONCE_IN_PULLS)])
def test_some_calls_may_follow_each_other_at_once(*, is_urgent: bool, count: int) -> None:
    out = go(IDLE, 5, is_urgent=is_urgent)
    assert (out[:count], out[count] - NOW) == ([NOW] * count, SPACING)


def test_a_person_finds_room_beside_pulls_that_take_all_they_can() -> None:
    budget = IDLE
    while taken := budget.taken(NOW, is_urgent=False):
        budget = taken
    assert budget.wait(NOW, is_urgent=False) == SPACING
    assert budget.wait(NOW, is_urgent=True) == timedelta()


def test_persons_take_places_that_are_to_come_and_pulls_wait_behind_them() -> None:
    budget = IDLE
    waits = []
    for _ in range(AT_ONCE + 2):
        waits.append(budget.wait(NOW, is_urgent=True))
        taken = budget.taken(NOW, is_urgent=True)
        assert taken is not None
        budget = taken
    assert waits[AT_ONCE:] == [SPACING, 2 * SPACING]
    assert budget.taken(NOW + 3 * SPACING, is_urgent=False) is None
    assert budget.taken(NOW + 7 * SPACING, is_urgent=False) is not None


@pytest.mark.parametrize(("asked", "waited"), [(20, 20), (3600, LONGEST_HOLD.total_seconds()), (0, 0)])
def test_a_pause_that_belvo_asks_for_is_everybodys(asked: float, waited: float) -> None:
    held = IDLE.held(NOW, asked)
    assert [held.wait(NOW, is_urgent=is_urgent).total_seconds() for is_urgent in (True, False)] == [waited, waited]
    later = NOW + timedelta(seconds=waited)
    assert held.wait(later, is_urgent=False) == timedelta()


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    assert IDLE.held(NOW, 60).held(NOW, 5).wait(NOW, is_urgent=True) == timedelta(seconds=60)


def test_what_was_noted_before_the_clock_was_set_back_holds_nobody_up() -> None:
    ahead = NOW + timedelta(hours=1)
    assert CallBudget(ahead, held_until=ahead, slowed_at=ahead) != IDLE
    assert CallBudget(ahead, held_until=ahead).wait(NOW, is_urgent=False) == timedelta()
    assert not CallBudget(ahead, slowed_at=ahead).is_slow(NOW)


@pytest.mark.parametrize(
    ("budget", "until", "is_slow"),
    [
        (IDLE, None, False),
        (CallBudget(NOW + SPACING), None, False),
        (IDLE.held(NOW, 1), None, False),
        (IDLE.held(NOW, 20), NOW + timedelta(seconds=20), True),
        (CallBudget(NOW, slowed_at=NOW - NOTABLE), None, True),
        (CallBudget(NOW, slowed_at=NOW - 3 * NOTABLE), None, False),
    ],
)
def test_people_are_told_where_the_rate_is_what_holds_things_up(
    budget: CallBudget, until: datetime | None, *, is_slow: bool
) -> None:
    assert (budget.holds_up_until(NOW), budget.is_slow(NOW)) == (until, is_slow)


def test_a_call_that_waited_for_long_is_remembered() -> None:
    short, long = (IDLE.taken(NOW, is_urgent=False, waited=waited) for waited in (NOTABLE / 2, NOTABLE))
    assert short is not None
    assert long is not None
    assert (short.slowed_at, long.slowed_at) == (None, NOW)
