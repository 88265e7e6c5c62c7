"""How values read in a loan file: amounts, days, instants, shares, and other people's texts, which stay data."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date

from domain.unseen import one_line
from languages import percent, say, say_many, spoken
from store.core.amounts import DASH, MINUS, money
from store.core.money import SCALE
from web.loan import words
from web.loan.glyphs import shown

LONGEST = 160
"""Characters of a text in the file; the whole of it is in the rows beside."""

_PIECE = 18
_LONGEST_ID = 64
_LONG = re.compile(rf"\S{{{_PIECE + 6},}}")
_BEGINS_WITH_I = re.compile(r"h?[ií](?![aeou])", re.I)
_JOINT = "\u200b"
"""Where a line may be broken in a word that is longer than a column."""


def text(value: object, longest: int = LONGEST) -> str:
    """Somebody else's text on one line, cut where it is long, with breaks in words that no column holds."""
    if value is None or value != value:
        return DASH
    line = one_line(value)
    cut = line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
    return _LONG.sub(_in_pieces, shown(cut)) or DASH


def identifier(value: object) -> str:
    """An id of Belvo's or a digest, whole where it has the length of one."""
    line = one_line(value) if is_known(value) else ""
    return shown(line) if 0 < len(line) <= _LONGEST_ID else text(value)


def _in_pieces(found: re.Match[str]) -> str:
    word = found.group()
    return _JOINT.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


def name_of(value: object) -> str:
    """A value of Belvo's such as CHECKING_ACCOUNT as people write it."""
    return text(say(str(value).replace("_", " ").strip().capitalize())) if isinstance(value, str) and value else DASH


def category(value: object, longest: int = 40) -> str:
    """Belvo's name of a category."""
    return text(say(value) if isinstance(value, str) else value, longest)


def amount(value: Any, currency: object) -> str:  # noqa: ANN401 - of a frame
    """Money in the currency's unit; a dash where it is not known."""
    return _even(money(value if is_known(value) else None, currency if isinstance(currency, str) else ""))


def units(value: int | None, currency: str) -> str:
    """Money in 1/10,000."""
    return _even(money(None if value is None else Decimal(value) / SCALE, currency))


def _even(told: str) -> str:
    """With two decimals where one would do, so that amounts below one another line up."""
    return f"{told}0" if told[-2:-1] == "." else told


def day(value: Any) -> str:  # noqa: ANN401 - of a frame
    """`24 Nov 2026`; a dash where there is none."""
    if not is_known(value):
        return DASH
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(found, "d MMM y", locale=spoken().locale)


def month(value: Any) -> str:  # noqa: ANN401 - of a frame, or as 2026-11
    """`Nov 2026`."""
    found = date.fromisoformat(f"{value}-01") if isinstance(value, str) else value
    return format_date(found, "MMM y", locale=spoken().locale)


def instant(value: Any) -> str:  # noqa: ANN401 - of a frame
    """`24 Nov 2026, 09:30 UTC`; a dash where there is none."""
    if not is_known(value):
        return DASH
    there: datetime = value.astimezone(UTC)
    return f"{day(there.date())}, {there:%H:%M} UTC"


def moment(value: Any) -> str:  # noqa: ANN401 - of a frame
    """The same under a heading that says UTC."""
    return instant(value).removesuffix(" UTC")


def share(value: Any, *, signed: bool = False) -> str:  # noqa: ANN401 - of a frame
    """`12%`, with a real minus; `signed` writes the plus too."""
    if not is_known(value):
        return DASH
    sign = f"{value:+.0%}"[0]
    before = MINUS if sign == "-" else "+" if signed else ""
    return f"{before}{percent(abs(value))}"


def count(number: int, noun: str) -> str:
    """`1 day`, `1,240 days`: the noun is a key of what counts."""
    return _COUNTED[noun](number)


_COUNTED: Mapping[str, Callable[[int], str]] = {
    "day": lambda number: say_many("{number} day", "{number} days", number),
    "month": lambda number: say_many("{number} whole month", "{number} whole months", number),
    "pair": lambda number: say_many("{number} pair", "{number} pairs", number),
}


def listed(values: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(values) < 2:
        return "".join(values)
    # Spanish has another word for "and" before the sound of an i.
    word = "list.and_i" if _BEGINS_WITH_I.match(values[-1]) else "list.and"
    return words.say(word, first=", ".join(values[:-1]), last=values[-1])


def is_known(value: Any) -> bool:  # noqa: ANN401 - of a frame
    """Whether a cell has a value: None, NaN and NaT are none."""
    return value is not None and bool(value == value)
