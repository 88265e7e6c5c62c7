"""Figures that are far beyond all others."""

import pytest

from domain.outliers import FAR, outliers

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
