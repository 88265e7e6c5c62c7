"""How much of a text fits into a cell."""

import pytest

from components.ui.text_width import fitting, pixels


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("Salary cut", 92, "Salary cut"),
        ("Overdrawn often · Cards nearly used up", 92, "Overdra…sed up"),
        ("slow-customers", 80, "slow-c…omers"),
        ("slow-customers", 82, "slow-customers"),
        ("two\nlines", 200, "two\nlines"),
        ("工商银行储蓄账户", 66, "工商…账户"),
        (None, 60, ""),
    ],
    ids=repr,
)
def test_a_text_is_whole_or_both_of_its_ends(text: object, room: float, shown: str) -> None:
    assert fitting(text, room) == shown
    assert pixels(shown.split("\n")[0]) <= room


def test_widths_are_those_that_a_browser_draws() -> None:
    """As Chromium measures the type of cells, in thousandths of its size."""
    drawn = {"COL$ 13,815,557.98": 8106, "Overdrawn…y used up": 9516, "slow-customers": 6594, "Days below 0": 5463}
    assert {text: pixels(text) for text in drawn} == pytest.approx(
        {text: width * 12.25 / 1000 for text, width in drawn.items()}, rel=0.03
    )


def test_a_text_without_end_costs_no_more_than_what_fits() -> None:
    assert fitting("palabra " * 100_000, 100) == "palabra…palabra"
