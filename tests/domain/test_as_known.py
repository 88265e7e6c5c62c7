"""Which days can be asked about, and what is said of the others."""

from datetime import date

import pytest

from domain.as_known import NotKnown, asked_day

TODAY, FIRST = date(2026, 11, 24), date(2026, 10, 2)


@pytest.mark.parametrize("text", ["2026-10-02", "2026-11-01", "2026-11-24", " 2026-11-01 "])
def test_a_day_from_the_first_to_today_can_be_asked_about(text: str) -> None:
    assert asked_day(text, TODAY, FIRST).isoformat() == text.strip()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "“” is no day such as 2026-11-24"),
        ("yesterday", "“yesterday” is no day"),
        ("2026-13-01", "is no day"),
        ("2026-W40-5", "is no day"),
        ("20261101", "is no day"),
        ("2026-11-01T10:00", "is no day"),
        ("x" * 500, f"“{'x' * 40}” is no day"),
        ("2026-11-25", "that day is still to come"),
        ("2026-10-01", "nothing was known here before 2026-10-02"),
    ],
)
def test_of_another_it_is_said_why_not(text: str, says: str) -> None:
    with pytest.raises(NotKnown, match=says):
        asked_day(text, TODAY, FIRST)


def test_where_nothing_is_stored_nothing_was_known() -> None:
    with pytest.raises(NotKnown, match="nothing is stored here yet"):
        asked_day("2026-11-01", TODAY, None)
