"""Text that came from elsewhere, shown as it is where Streamlit reads Markdown."""

import re
from collections import Counter
from collections.abc import Mapping
from math import ceil

from domain import unseen
from languages import say, say_many
from resources import RESOURCES

# Invisible, and enough to keep a shortcode, an address or an arrow from being one.
_JOINER = "\u2060"

_BREAKS = re.compile(r"(?<=:)(?=//|streamlit:)|(?<=[<>~\-])(?=[-=>])|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


one_line = unseen.one_line
"""The text on one line, without characters that can't be seen."""


def plain(text: object) -> str:
    """Markdown that shows the text itself: no format, link, formula, directive, emoji, icon or arrow made of it."""
    return _PUNCTUATION.sub(r"\\\1", _BREAKS.sub(_JOINER, one_line(text)))


def shorten(text: object, length: int) -> str:
    """The text on one line, cut to `length` characters with an ellipsis where it is longer."""
    line = one_line(text)
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def both_ends(text: object, length: int) -> str:
    """The text on one line; where it is longer than `length` characters, its two ends, which tell it from others."""
    line = one_line(text)
    if len(line) <= length:
        return line
    last = (length - 1) // 2
    return f"{line[: length - 1 - last].rstrip()}…{line[len(line) - last :].lstrip()}"


def tell_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels of values, each on one line; those that several values have get the start of the value."""
    lines = {value: one_line(label) for value, label in labels.items()}
    times = Counter(lines.values())
    return {value: line if times[line] == 1 else f"{line} ({value[:4]})" for value, line in lines.items()}


def words(name: object) -> str:
    """A name of the API's as people write it: `INVESTMENT_ACCOUNT` is "Investment account"."""
    return say(one_line(name).replace("_", " ").strip().capitalize())


def resource_words(name: object) -> str:
    """What people call a resource, without its country, which says nothing beside a link or an institution."""
    declared = RESOURCES.get(str(name))
    return say(declared.label) if declared else words(name)


def told(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels that are marked, in the language that is spoken."""
    return {value: say(label) for value, label in labels.items()}


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 link`, `2 links`, `12,345 links`."""
    return say_many(f"{{number}} {noun}", f"{{number}} {plural or f'{noun}s'}", number)


def width_of(label: str) -> int:
    """Pixels that a label takes at most at the size of buttons, so that its room can be kept."""
    return 3 + ceil(sum(_WIDTHS.get(letter, 6.5) for letter in label))


_WIDTHS = dict.fromkeys(" .,'|", 3.0) | dict.fromkeys("fijlrtI()-", 4.0) | dict.fromkeys("mwMWGOQDHNU%&", 10.0)
"""Of letters that are narrower or wider than most in the theme's font."""
