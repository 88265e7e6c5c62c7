"""Which signs the fonts of a loan file have: `python -m tests.web.loan.font_coverage` writes it anew from the fonts."""

from collections.abc import Iterable, Iterator

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # has no types

from web.loan.glyphs import COVERAGE
from web.loan.press import FONTS


def told() -> str:
    """A range of code points a line, in hexadecimal."""
    codes = set[int]()
    for path in FONTS.glob("*.[ot]tf"):
        with TTFont(path) as font:
            codes |= font.getBestCmap().keys()
    return "".join(f"{first:X}-{last:X}\n" for first, last in _ranges(sorted(codes)))


def _ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for code in codes:
        if first is None or last is None or code > last + 1:
            if first is not None and last is not None:
                yield first, last
            first = code
        last = code
    if first is not None and last is not None:
        yield first, last


if __name__ == "__main__":
    COVERAGE.write_text(told(), encoding="ascii")
