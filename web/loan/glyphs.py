"""Which signs the fonts of a loan file have, as `fonts/coverage.txt` says, so that none is shown as an empty box."""

from bisect import bisect_right
from functools import cache

from web.loan.press import FONTS

COVERAGE = FONTS / "coverage.txt"
"""A range of code points a line, in hexadecimal; tests/web/loan/font_coverage.py makes it of the fonts."""


def shown(text: str) -> str:
    """The text with the code of each sign that no font has in its place, as in `[U+1F9FF]`."""
    return text if text.isascii() else "".join(sign if is_there(ord(sign)) else f"[U+{ord(sign):04X}]" for sign in text)


def is_there(code: int) -> bool:
    """Whether one of the fonts has the sign."""
    firsts, lasts = _ranges()
    place = bisect_right(firsts, code) - 1
    return place >= 0 and code <= lasts[place]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    lines = [line.split("-") for line in COVERAGE.read_text(encoding="ascii").split()]
    return [int(line[0], 16) for line in lines], [int(line[-1], 16) for line in lines]
