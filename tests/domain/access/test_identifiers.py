"""Ids as people paste them."""

import pytest

from domain.access import identifiers

DASHED, DIGITS = "8848bd0c-1111-4222-8333-944455566677", "8848bd0c111142228333944455566677"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        (" \t\n\u200b\x00 ", []),
        ("user-42", ["user-42"]),
        ("  'User-42', ", ["User-42", "user-42"]),
        (DASHED, [DASHED, DIGITS]),
        (DASHED.upper(), [DASHED.upper(), DASHED, DIGITS]),
        (f"<{DIGITS}>", [DIGITS, DASHED]),
        (DASHED[:8] + "\n", [DASHED[:8]]),
        ("é" * 501, []),
        ("' OR 1=1 --", ["OR 1=1 --", "or 1=1 --"]),
        ("\ud800user", ["user"]),
    ],
)
def test_an_id_is_meant_in_its_spellings(typed: str, meant: list[str]) -> None:
    assert identifiers.spellings(typed) == meant


def test_ids_in_a_line_are_meant() -> None:
    line = f'GET https://desk/link?link={DASHED}&x=1 400 {{"request_id":"{"A" * 32}"}}'
    found = identifiers.spellings(line)
    assert found[0] == line.strip("}").strip('"')
    assert {DASHED, DIGITS, "a" * 32} <= {*found}
    assert DASHED in identifiers.spellings("x" * 600 + f" {DASHED}")
    assert len(identifiers.spellings(" ".join(f"{number:032x}" for number in range(100)))) == identifiers.MOST


@pytest.mark.parametrize(("typed", "begins"), [("8848b", None), ("8848bd", "8848bd"), ("two words", None), ("", None)])
def test_a_beginning_has_some_length_and_no_blank(typed: str, begins: str | None) -> None:
    assert identifiers.beginning(typed) == begins


@pytest.mark.parametrize(
    ("typed", "compared"),
    [("761.092.776-73", "76109277673"), ("goba 800101-abc", "GOBA800101ABC"), ("user", None), ("abcdefghij", None)],
)
def test_a_document_is_compared_without_what_sets_it_apart(typed: str, compared: str | None) -> None:
    assert identifiers.document(typed) == compared
