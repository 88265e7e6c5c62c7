"""Instants and days as people say them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from components.ui import desk, time_format
from components.ui.time_format import ago, day, day_of, exact, month_start, span, start_of, today

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
        ("America/Mexico_City", "24 Nov 2026, 03:30:00 CST (09:30:00 UTC)"),
        ("Pacific/Kiritimati", "24 Nov 2026, 23:30:00 +14 (09:30:00 UTC)"),
        ("Pacific/Niue", "23 Nov 2026, 22:30:00 -11 (24 Nov 2026, 09:30:00 UTC)"),
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


Reader = Callable[[str | None, int | None], None]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Says what the reader's browser tells: its time zone, and how many minutes that lies behind UTC."""

    def sit(zone: str | None, minutes: int | None) -> None:
        browser = SimpleNamespace(context=SimpleNamespace(timezone=zone, timezone_offset=minutes))
        monkeypatch.setattr(time_format, "st", browser)
        monkeypatch.setattr(desk, "ahead", timedelta)

    return sit


EVENING = "2026-10-01T03:30:00+00:00"
"""Of 30 September in Mexico."""


@pytest.mark.parametrize(
    ("zone", "minutes", "instant", "expected"),
    [
        (None, None, EVENING, date(2026, 10, 1)),
        ("America/Mexico_City", 360, EVENING, date(2026, 9, 30)),
        ("America/Sao_Paulo", 180, EVENING, date(2026, 10, 1)),
        ("Not/Known_Yet", 360, EVENING, date(2026, 9, 30)),
        ("Not/Known_Yet", None, EVENING, date(2026, 10, 1)),
        ("Pacific/Kiritimati", -840, "2026-09-29T10:00:00+00:00", date(2026, 9, 30)),
        ("Pacific/Kiritimati", -840, "2026-09-29T09:59:59+00:00", date(2026, 9, 29)),
        ("Pacific/Chatham", -825, "2026-12-31T10:15:00+00:00", date(2027, 1, 1)),  # +13:45 in summer
        ("Pacific/Chatham", -765, "2026-07-31T10:15:00+00:00", date(2026, 7, 31)),  # +12:45 in winter
        ("Pacific/Pago_Pago", 660, "2027-01-01T10:59:00+00:00", date(2026, 12, 31)),
        ("America/Santiago", 180, "2026-09-06T03:59:00+00:00", date(2026, 9, 5)),  # a minute before its summer
        ("America/Santiago", 180, "2026-09-06T04:00:00+00:00", date(2026, 9, 6)),
    ],
)
def test_today_is_the_readers(
    zone: str | None,
    minutes: int | None,
    instant: str,
    expected: date,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader(zone, minutes)
    monkeypatch.setattr(time_format, "utc_now", lambda: datetime.fromisoformat(instant))
    assert today() == expected == day_of(time_format.utc_now())


def test_today_is_by_belvos_clock_where_that_was_moved(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader("America/Mexico_City", 360)
    monkeypatch.setattr(desk, "ahead", lambda: timedelta(days=40, hours=6))
    monkeypatch.setattr(time_format, "utc_now", lambda: NOW)
    assert (NOW.date(), today()) == (date(2026, 11, 24), date(2027, 1, 3))
    monkeypatch.setattr(desk, "ahead", lambda: timedelta(days=40, hours=20, minutes=31))
    assert today() == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        (None, date(2026, 10, 1), "2026-10-01T00:00:00+00:00", 24),
        ("America/Mexico_City", date(2026, 10, 1), "2026-10-01T06:00:00+00:00", 24),
        ("Europe/Madrid", date(2026, 3, 29), "2026-03-28T23:00:00+00:00", 23),
        ("Europe/Madrid", date(2026, 10, 25), "2026-10-24T22:00:00+00:00", 25),
        ("America/Santiago", date(2026, 9, 6), "2026-09-06T04:00:00+00:00", 23),  # it has no midnight
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00:00+00:00", 25),  # midnight comes twice
        ("Pacific/Kiritimati", date(2026, 10, 1), "2026-09-30T10:00:00+00:00", 24),
    ],
)
def test_a_day_begins_and_ends_where_the_reader_is(
    zone: str | None, day: date, begins: str, hours: int, reader: Reader
) -> None:
    reader(zone, None)
    assert start_of(day).isoformat() == begins
    assert start_of(day + timedelta(days=1)) - start_of(day) == timedelta(hours=hours)
    assert day_of(start_of(day)) == day


def test_what_is_long_ago_was_on_the_readers_day(reader: Reader) -> None:
    reader("America/Mexico_City", 360)
    assert ago(datetime.fromisoformat(EVENING), NOW) == "on 30 Sept 2026"
