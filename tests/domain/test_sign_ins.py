"""How long a sign-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.access.sign_ins import FIRST_USE, Limits, SignIn, may_begin

BEGAN = datetime(2026, 11, 24, 8, tzinfo=UTC)
LIMITS = Limits(idle=timedelta(minutes=30), longest=timedelta(hours=12))


@pytest.mark.parametrize(
    ("seen", "now", "is_over"),
    [
        (0, 29, False),
        (0, 30, True),
        (700, 719, False),
        (719, 720, True),  # in use, but twelve hours old
    ],
)
def test_it_ends_when_nothing_is_done_and_after_its_hours(seen: int, now: int, is_over: bool) -> None:
    going_on = SignIn("id", BEGAN, BEGAN + timedelta(minutes=seen))
    assert going_on.is_over(LIMITS, BEGAN + timedelta(minutes=now)) is is_over


def test_one_that_was_ended_is_over_at_once() -> None:
    assert SignIn("id", BEGAN, BEGAN, ended_at=BEGAN).is_over(LIMITS, BEGAN)


def test_one_that_nobody_knows_begins_only_while_it_is_new() -> None:
    assert may_begin(BEGAN, LIMITS, BEGAN + FIRST_USE - timedelta(seconds=1))
    assert not may_begin(BEGAN, LIMITS, BEGAN + FIRST_USE)
