"""Instants and days as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from components.ui.time_format import ago, day, exact, month_start, span

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (timedelta(seconds=0), "just now"),
        (timedelta(seconds=44), "just now"),
        (timedelta(seconds=50), "1 min ago"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(minutes=60), "1 h ago"),
        (timedelta(hours=23, minutes=20), "23 h ago"),
        (timedelta(hours=24), "yesterday"),
        (timedelta(days=12), "12 days ago"),
        (timedelta(days=40), "on 15 Oct 2026"),
        (-timedelta(seconds=10), "just now"),
        (-timedelta(minutes=5), "in 5 min"),
        (-timedelta(days=1), "tomorrow"),
    ],
    ids=str,
)
def test_how_long_ago(distance: timedelta, said: str) -> None:
    assert ago(NOW - distance, NOW) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (None, "24 Nov 2026, 09:30:00 UTC"),
        ("America/Mexico_City", "24 Nov 2026, 03:30:00 CST"),
        ("No/Such_Zone", "24 Nov 2026, 09:30:00 UTC"),
        ("../etc/passwd", "24 Nov 2026, 09:30:00 UTC"),
    ],
)
def test_an_instant_is_exact_in_the_readers_zone(zone: str | None, said: str) -> None:
    assert exact(NOW, zone) == said


def test_days_have_no_leading_zero() -> None:
    assert day(date(2026, 10, 3)) == "3 Oct 2026"


@pytest.mark.parametrize(
    ("back", "first"),
    [(0, date(2026, 2, 1)), (1, date(2026, 1, 1)), (2, date(2025, 12, 1)), (14, date(2024, 12, 1))],
)
def test_months_are_counted_back_over_new_year(back: int, first: date) -> None:
    assert month_start(date(2026, 2, 28), back) == first


def test_how_long_something_took() -> None:
    assert [span(0.44), span(9.96), span(12.4), span(185)] == ["0.4 s", "10.0 s", "12 s", "3 min 5 s"]
