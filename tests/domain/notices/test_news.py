"""What is news, as a table of looks."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.notices.kinds import CHOOSABLE, KINDS, Fact, Kind, consent_stage
from domain.notices.news import Memory, News, news

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
EREBOR = Fact(Kind.INSTITUTION, "erebor", institution="erebor")
RATE = Fact(Kind.RATE, "rate")
DISK = Fact(Kind.DISK, "disk", detail="812")
CONSENT = Fact(Kind.CONSENT, "a", "2026-12-10 14", link="a")


@pytest.mark.parametrize(
    ("found", "known", "looked_at", "begun", "over"),
    [
        ([], [], CHOOSABLE, [], []),
        ([EREBOR], [], CHOOSABLE, [EREBOR], []),
        ([EREBOR], [EREBOR.key], CHOOSABLE, [], []),
        ([], [EREBOR.key], CHOOSABLE, [], [EREBOR.key]),
        ([], [EREBOR.key], [Kind.STORE], [], []),  # nobody could look at it
        ([CONSENT], [CONSENT.key], CHOOSABLE, [CONSENT], []),  # who keeps it knows it by its mark
        ([RATE], [], CHOOSABLE, [], []),  # it has to last for a while
        ([], [DISK.key], CHOOSABLE, [], []),  # it may come back at once
    ],
)
def test_a_look_tells_what_has_begun_and_what_is_over(
    found: list[Fact], known: list[tuple[Kind, str]], looked_at: list[Kind], begun: list[Fact], over: list[object]
) -> None:
    told, _ = news(found, known, looked_at, Memory(), NOW)
    assert (list(told.begun), told.over) == (begun, frozenset(over))


def test_what_comes_and_goes_is_one_thing() -> None:
    """The rate is used up from the second look on, and over a quarter of an hour after it was last seen so."""
    memory, known, told = Memory(), set[tuple[Kind, str]](), list[tuple[int, str]]()
    so_at = {0, 15, 30, 60, 75, 300, 1_300}  # seconds at which it is so, of a look every 15
    for second in range(0, 2_400, 15):
        found = [RATE] if second in so_at else []
        changes, memory = news(found, known, CHOOSABLE, memory, NOW + timedelta(seconds=second))
        told += [(second, "begun")] * len(changes.begun) + [(second, "over")] * len(changes.over)
        known = (known | {fact.key for fact in changes.begun}) - changes.over
    assert told == [(30, "begun"), (1_200, "over")]


def test_who_takes_the_lead_over_waits_once_more_before_anything_is_over() -> None:
    changes, memory = news([], [DISK.key], CHOOSABLE, Memory(), NOW)
    assert not changes
    changes, _ = news([], [DISK.key], CHOOSABLE, memory, NOW + KINDS[Kind.DISK].calm)
    assert changes == News((), frozenset({DISK.key}))


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (timedelta(days=15), None),
        (timedelta(days=14), 14),
        (timedelta(days=4), 14),
        (timedelta(days=3), 3),
        (timedelta(hours=1), 3),
        (timedelta(), None),
        (timedelta(days=-1), None),
    ],
)
def test_a_consent_is_told_of_fourteen_and_three_days_before_its_end(left: timedelta, stage: int | None) -> None:
    assert consent_stage(NOW + left, NOW) == stage
