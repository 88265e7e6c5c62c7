"""What comes back each month, and what does not."""

from datetime import date

import pytest

from domain.cash_flow.recurring import Movement, histories, recurring

MONTHS = ["2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05"]


def paid(payee: str, amount: int, *months: int, day: int = 3) -> list[Movement]:
    return [Movement(month, date(2026, month, day), amount, payee) for month in months]


EVERY = range(5, 11)


@pytest.mark.parametrize(
    ("movements", "expected"),
    [
        (paid("rent", -9000_0000, *EVERY), [("rent", False, 9000_0000)]),
        (paid("salary", 100, *EVERY) + paid("salary", 100, *EVERY, day=15), [("salary", True, 200)]),
        (paid("began in August", -100, 8, 9, 10), [("began in August", False, 100)]),
        (paid("twice only", -100, 9, 10), []),
        (paid("ended", -100, *range(5, 10)), []),
        (paid("one is missing", -100, 5, 6, 8, 9, 10), [("one is missing", False, 100)]),
        (paid("two are missing", -100, 5, 8, 9, 10), []),
        (paid("one of four is missing", -100, 7, 9, 10), []),
        (paid("shop", -100, *EVERY) + paid("shop", 50, 7), [("shop", False, 100)]),
        (paid("nothing", 0, *EVERY), []),
        (paid("this month as well", -100, *EVERY, 11), [("this month as well", False, 100)]),
    ],
    ids=lambda value: value[0].payee if value and isinstance(value[0], Movement) else None,
)
def test_streams(movements: list[Movement], expected: list[tuple[str, bool, int]]) -> None:
    assert [(one.payee, one.is_income, one.expected) for one in recurring(histories(movements), MONTHS)] == expected


def test_what_is_expected_is_the_middle_of_its_months_and_the_rest_is_their_range() -> None:
    movements = [
        one
        for month, amount in zip(EVERY, (80, 100, 120, 100, 100, 300), strict=True)
        for one in paid("a", -amount * 100, month)
    ]
    (stream,) = recurring(histories(movements), MONTHS)
    assert (stream.least, stream.expected, stream.most, stream.is_steady) == (8000, 10_000, 30_000, False)
    assert (stream.key, stream.day, stream.number) == (10, 3, 6)


@pytest.mark.parametrize(("last", "steady"), [(105, True), (110, True), (111, False)])
def test_what_stays_within_a_tenth_is_steady(last: int, steady: bool) -> None:
    (stream,) = recurring(histories(paid("a", -100_00, *range(5, 10)) + paid("a", -last * 100, 10)), MONTHS)
    assert stream.is_steady is steady
