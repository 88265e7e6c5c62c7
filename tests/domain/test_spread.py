"""Values that are spread and not added, and those far beyond all others."""

from decimal import Decimal

import pytest

from domain.spread import FAR, Distribution, distribution, outliers


def test_values_are_told_by_their_middle_and_their_ends() -> None:
    values = [Decimal(text) for text in ("23488.58", "2116.50", "58942.50", "26540.28")]
    expected = Distribution(4, Decimal("25014.43"), Decimal("2116.50"), Decimal("58942.50"))
    assert distribution(values) == expected
    assert distribution(values[:1]) == Distribution(1, *[Decimal("23488.58")] * 3)


def test_no_value_has_no_middle() -> None:
    assert distribution([]) is None


FEW = {"a": 10.0, "b": 20.0, "c": 30.0, "d": 40.0}


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"odd": -200_000_000.0, "firm": 4_000_000.0} | FEW, {"odd"}),
        ({"firm": 4_000_000.0, "shop": 433_000.0} | FEW, set()),
        ({"odd": FAR * 40.0} | FEW, set()),
        ({"odd": 1e9, "b": 1.0, "c": 1.0, "d": 1.0}, set()),
        ({"odd": 1e9} | dict.fromkeys("abcdef", 0.0), set()),
        ({"odd": 1e9, "strange": -9e8} | {str(number): 10.0 + number for number in range(18)}, {"odd", "strange"}),
        ({"odd": 1e9, "strange": -9e8} | {str(number): 10.0 + number for number in range(8)}, set()),
        ({}, set()),
    ],
)
def test_the_largest_are_set_aside_where_the_others_are_far_below(sizes: dict[str, float], expected: set[str]) -> None:
    assert outliers(sizes) == expected
