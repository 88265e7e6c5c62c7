"""What is taken away runs nothing in a spreadsheet."""

import pytest

from store.core import csv_file


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
    assert csv_file.defuse(text) == cell


def test_a_file_comes_in_pieces_and_says_once_how_it_is_encoded() -> None:
    pieces = [*csv_file.chunks(["number", "text"], ((number, "a, b") for number in range(2_500)))]
    assert len(pieces) == 3
    lines = "".join(pieces).splitlines()
    assert (lines[0], lines[1], len(lines)) == ("\ufeffnumber,text", '0,"a, b"', 2_501)
