"""What is taken away runs nothing in a spreadsheet."""

import csv
import io
from decimal import Decimal

import pytest

from store.core import csv_file


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+52 55", "'+52 55"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("\tone", "'\tone"),
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


@pytest.mark.parametrize(
    "passed_over",
    [
        " ",
        "\u00a0",
        "\x00",
        "\ufeff",
        "\u200b",
        "\u200d",
        "\u2060",
        "\u202e",
        "\u2066",
        "\u061c",
        "\u3000",
        '"',
        " \u200b\x00 ",
    ],
    ids=ascii,
)
def test_nothing_that_is_passed_over_hides_a_formula(passed_over: str) -> None:
    assert csv_file.defuse(f"{passed_over}=1") == f"'{passed_over}=1"
    assert csv_file.defuse(f"abc;{passed_over}@x") == f"abc;{passed_over}'@x"
    assert csv_file.defuse(f"{passed_over}abc") == f"{passed_over}abc"


@pytest.mark.parametrize("separator", [";", "|", "\t", "\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028"])
def test_no_part_of_a_cell_becomes_a_formula_where_others_separate(separator: str) -> None:
    row = ["first", f"abc{separator}=1+1{separator} +2{separator}plain", "a - b; c"]
    text = "".join(csv_file.chunks(["a", "b", "c"], [[csv_file.defuse(cell) for cell in row]]))
    parts = [part.strip(' "') for line in text.splitlines() for part in line.split(separator)]
    assert [part for part in parts if part.startswith(("=", "+", "-", "@"))] == []
    assert text.endswith("a - b; c\r\n")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("007", "'007"),
        ("00", "'00"),
        ("002180012345678912", "'002180012345678912"),
        ("123456789012", "'123456789012"),  # shown as 1.23E+11
        ("12E34", "'12E34"),
        ("0", "0"),
        ("0.50", "0.50"),
        ("12345678901", "12345678901"),
        ("0x1F", "0x1F"),
        ("2026-01-05", "2026-01-05"),
    ],
)
def test_a_text_of_digits_keeps_them(text: str, cell: str) -> None:
    for form in csv_file.FORMS.values():
        assert "".join(csv_file.chunks(["text"], [(text,)], form)) == f"\ufefftext\r\n{cell}\r\n"


@pytest.mark.parametrize(
    ("form", "line"),
    [("comma", "1234.50,0.1,-2.5,7,1.5,"), ("semicolon", "1234,50;0,1;-2,5;7;1.5;")],
)
def test_only_numbers_get_the_decimals_of_the_form(form: str, line: str) -> None:
    row = ("1234.50", 0.1, Decimal("-2.5"), 7, "1.5", "")
    names = ["amount", "share", "exact", "count", "text", "nothing"]
    written = "".join(csv_file.chunks(names, [row], csv_file.FORMS[form], {"amount"}))
    assert written.splitlines()[1] == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,=1", "a,'=1"),
        ('a,"=1', "a,\"'=1"),
        ("a, +1,-2", "a, '+1,'-2"),
        ("a,\t@x", "a,\t'@x"),
        ("a,\uff1d1", "a,'\uff1d1"),
        ("a,\u200b=1", "a,\u200b'=1"),
        ("a,\u00a0\x00\uff0d1", "a,\u00a0\x00'\uff0d1"),
        ("a,b=1", "a,b=1"),
    ],
)
def test_a_comma_begins_no_formula_where_it_separates_elsewhere(text: str, expected: str) -> None:
    written = "".join(csv_file.chunks(["text"], [(text,)], csv_file.FORMS["semicolon"]))
    assert [*csv.reader(io.StringIO(written.removeprefix("\ufeff")), delimiter=";")] == [["text"], [expected]]


@pytest.mark.parametrize("number", [0, 1, 999, 1000, 1001, 2500])
def test_a_file_in_pieces_is_one_file(number: int) -> None:
    rows = [(str(index), 'a "quoted", long\ntext') for index in range(number)]
    text = "".join(csv_file.chunks(["number", "text"], rows))
    assert text.startswith("\ufeff")
    assert [*csv.reader(io.StringIO(text.removeprefix("\ufeff")))] == [["number", "text"], *map(list, rows)]


def test_a_long_file_is_not_held_as_a_whole() -> None:
    assert max(map(len, csv_file.chunks(["number"], ((index,) for index in range(100_000))))) < 10_000
