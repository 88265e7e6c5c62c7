"""Instants are text that sorts as time does; days are the bank's and are never converted."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.core import instants


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("2022-02-09T08:45:50.406032Z", "2022-02-09T08:45:50.406032Z"),
        ("2021-03-09T10:28:40.000Z", "2021-03-09T10:28:40.000000Z"),
        ("2021-03-09T10:28:40+00:00", "2021-03-09T10:28:40.000000Z"),
        ("2021-03-09T23:28:40-06:00", "2021-03-10T05:28:40.000000Z"),
        ("2021-03-09 10:28:40", "2021-03-09T10:28:40.000000Z"),
        (datetime(2021, 3, 9, 10, 28, tzinfo=timezone(timedelta(hours=1))), "2021-03-09T09:28:00.000000Z"),
    ],
)
def test_every_spelling_becomes_one(value: str | datetime, encoded: str) -> None:
    assert instants.encode(value) == encoded
    assert instants.parse(value if isinstance(value, str) else value.isoformat()) == encoded
    assert instants.encode(instants.decode(encoded)) == encoded


@given(st.lists(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)), min_size=2, max_size=2))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_text_sorts_as_time_does(moments: list[datetime]) -> None:
    first, second = sorted(moments)
    assert instants.encode(first) <= instants.encode(second)
    assert len(instants.encode(first)) == instants.WIDTH


@pytest.mark.parametrize(
    "value", [None, "", "yesterday", "2022-02-31T08:45:50.406032Z", 5, "2022-13-09T08:45:50.406032Z"]
)
def test_what_is_no_instant_is_none(value: object) -> None:
    assert instants.parse(value) is None


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"]
)
def test_what_a_calendar_begins_or_ends_with_is_said_for_want_of_an_instant(value: str) -> None:
    assert instants.parse(value) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-10-23", "2019-10-23"),
        ("2019-10-23T23:59:59-06:00", "2019-10-23"),
        ("2019-02-30", None),
        ("23/10/2019", None),
        ("", None),
        (None, None),
        (20191023, None),
    ],
)
def test_a_day_is_taken_as_the_bank_wrote_it(value: object, day: str | None) -> None:
    assert instants.parse_day(value) == day


def test_now_is_encoded() -> None:
    before, now, after = datetime.now(UTC), instants.now(), datetime.now(UTC)
    assert before <= instants.decode(now) <= after
    assert instants.encode(now) == now
