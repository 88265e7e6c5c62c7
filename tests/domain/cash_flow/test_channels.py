"""Money that went in circles, as a chart that has none can show it."""

import pytest

from domain.cash_flow.channels import Flows, one_way


@pytest.mark.parametrize(
    ("transfers", "expected"),
    [
        ({}, {}),
        ({("a", "b"): 5.0}, {("a", "b"): 5.0}),
        ({("a", "b"): 5.0, ("b", "a"): 2.0}, {("a", "b"): 3.0}),
        ({("a", "b"): 5.0, ("b", "a"): 5.0}, {}),
        ({("a", "a"): 5.0}, {}),
        (
            {("a", "b"): 5.0, ("b", "c"): 4.0, ("c", "a"): 3.0},
            {("a", "b"): 2.0, ("b", "c"): 1.0},
        ),
        (
            {("a", "b"): 1.0, ("b", "c"): 1.0, ("c", "a"): 1.0, ("c", "d"): 7.0, ("d", "b"): 1.0},
            {("c", "d"): 7.0, ("d", "b"): 1.0},
        ),
    ],
    ids=["nothing", "one way", "both ways", "evened out", "to itself", "around", "two circles"],
)
def test_nothing_runs_in_a_circle(transfers: Flows, expected: Flows) -> None:
    assert one_way(transfers) == expected
