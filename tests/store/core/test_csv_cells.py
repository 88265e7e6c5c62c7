"""What is taken away runs nothing in a spreadsheet."""

import pytest

from store.core import csv_cells


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+52 55", "'+52 55"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff20x", "'\uff20x"),
        ("a=1", "a=1"),
        ("'quoted", "'quoted"),
        ("100% café 😀", "100% café 😀"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_cell_is_never_a_formula(text: str | None, cell: str) -> None:
    assert csv_cells.defuse(text) == cell
