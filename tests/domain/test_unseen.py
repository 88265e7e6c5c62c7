import unicodedata

import pytest

from domain.unseen import escaped, lines, one_line

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in BIDI]
STEERING = [*MARKS, "\u200e", "\u200f", "\u061c", *map(chr, range(32)), *map(chr, range(127, 160)), "\ud83c"]


@pytest.mark.parametrize("shown", [one_line, escaped])
def test_nothing_that_steers_or_turns_round_is_left(shown: "type[str]") -> None:
    assert len(MARKS) == 9
    assert set(shown("a" + "b".join(STEERING) + "c")) & set(STEERING) == set()


def test_a_text_is_one_line_and_what_can_not_be_seen_is_left_out() -> None:
    assert one_line("a\u202eb\u0000c\u200bd\t\n e\u061cf\U000e0041g") == "a b c d e f g"


def test_a_text_of_several_lines_keeps_them() -> None:
    assert lines("Banco\u202e  do\r\n\x1b[1mBrasil") == "Banco do\n[1mBrasil"


def test_a_text_is_shown_as_it_is_with_its_hidden_characters_written_out() -> None:
    text = "café  \x1b[31m\n2026 Job 1 ended\u202e😀"
    assert escaped(text) == r"café  \x1b[31m\n2026 Job 1 ended\u202e😀"
