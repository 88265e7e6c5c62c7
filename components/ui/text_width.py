"""How wide a text is in a cell of a table, and as much of it as fits there."""

from functools import lru_cache

from components.ui.text import both_ends

_SIZE = 12.25
"""Pixels of the type in cells: seven eighths of the page's."""

_ADVANCES = {
    200: " \u00a0",
    250: "ij',.:;|í·",
    290: "lIf!Í()[]{}-",
    350: "tr/\\",
    420: 'sz*?"',
    460: "cçvyxJY\N{EN DASH}",
    500: "0123456789aegk#$+<=>^_~áé\N{MINUS SIGN}FLX",
    535: "VESÉhouATZ`óúÁõü",
    560: "bndpqñCPRK",
    600: "B&",
    650: "DGHNUÚÜÑOQÓ",
    730: "wM",
    810: "W%m",
    950: "@…",
}
"""Thousandths of its size by which Source Sans, in which Streamlit draws cells, goes on after each letter."""

_KNOWN = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
_OTHER, _FULL = 560, 1000
_NARROWEST = min(_ADVANCES) * _SIZE / 1000
_LATIN = 0x2E80  # from here on letters are as wide as high: ideographs, syllables, emoji
_SHORTEST = 5  # characters of a text that is cut


def pixels(text: str) -> float:
    """About how wide it is drawn."""
    return sum(map(_advance, text)) * _SIZE / 1000


def fitting(text: object, room: float) -> str:
    """The text, or both its ends where it is wider than so many pixels; empty for what is no text."""
    return _fitting(text, room) if isinstance(text, str) else ""


@lru_cache(maxsize=4_096)
def _advance(letter: str) -> int:
    return _KNOWN.get(letter) or (_OTHER if ord(letter) < _LATIN else _FULL)


@lru_cache(maxsize=2_048)  # a page that is drawn again has the same ones
def _fitting(text: str, room: float) -> str:
    if pixels(text) <= room:
        return text
    length = min(len(text), int(room / _NARROWEST) + 1)
    while pixels(shown := both_ends(text, length)) > room and length > _SHORTEST:
        length -= 1
    return shown
