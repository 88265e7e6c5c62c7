"""The scan before something is handed out: whether any value that is somebody's stands in it, in whatever spelling.

Texts and values are compared word by word, so that points, dashes and line breaks between them make no difference; a
value that is one word of a clear text as well, such as a bank's, tells of nobody and is not looked for.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.masking.bank_words import BANK_WORDS, PLACES
from resources.personal import Personal

_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
"""Belvo's own, which says nothing of anybody."""
_SHORTEST_WORD = 4  # letters of a name; shorter ones are in too many texts by chance
_SHORTEST = 4  # characters of any value
_TELLING_DIGITS = 6
_TELLING = 12  # characters of a value of which nobody has said what it is
_APART = 9  # signs of a number that is looked for in parts; fewer are put together by chance
_MOST_PARTS = 6  # into which a number is written apart
_RECENT = 15  # years: a day from before is one of birth, one since then may be of anything

_OF_SIGNS = frozenset(
    {
        Personal.ACCOUNT,
        Personal.CARD,
        Personal.DOCUMENT,
        Personal.PHONE,
        Personal.REFERENCE,
        Personal.TAX_ID,
        Personal.EXTERNAL,
    }
)
"""Kinds whose values are written with and without what sets their parts apart."""

_UNSAID = frozenset({Personal.PRIVATE, Personal.FILE})


@dataclass(frozen=True, slots=True)
class Value:
    """Something that is somebody's: what kind of thing, where it was found, and itself."""

    kind: Personal
    where: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A file that says something it must not, and where that comes from; never the value itself."""

    file: str
    where: str


def leaks(files: Mapping[str, str], values: Iterable[Value], today: date, clear: Collection[str] = ()) -> list[Leak]:
    """Every value that stands in a file; `clear` are names of companies and institutions, whose words name nobody."""
    sought = _Sought()
    common = _plain(clear) | BANK_WORDS | _plain(PLACES)
    for value in values:
        sought.add(value, common, today)
    return sorted({Leak(name, where) for name, text in files.items() for where in sought.found_in(_words(text))})


def said(files: Mapping[str, str], secrets: Collection[str]) -> list[Leak]:
    """Files in which a secret of the desk's own stands as it is."""
    return sorted(
        Leak(name, "a key of this desk")
        for name, text in files.items()
        if any(secret in text for secret in secrets if len(secret) >= _SHORTEST)
    )


class _Sought:
    """The values, as runs of words by their first one, and as signs without what sets their parts apart."""

    def __init__(self) -> None:
        self._runs: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        self._signs: dict[str, str] = {}
        self._longest = 0

    def add(self, value: Value, common: Collection[str], today: date) -> None:
        words = tuple(_words(value.text))
        if not words or not _is_telling(value, words, today):
            return
        if not all(word in common for word in words):
            self._runs[words[0]].setdefault(words, value.where)
        if value.kind in _OF_SIGNS:
            signs = "".join(words)
            self._runs[signs].setdefault((signs,), value.where)
            if len(signs) >= _APART:
                self._signs.setdefault(signs, value.where)
            self._longest = max(self._longest, len(signs))
        if value.kind is Personal.NAME:
            for word in words:
                if len(word) >= _SHORTEST_WORD and word not in common:
                    self._runs[word].setdefault((word,), value.where)

    def found_in(self, words: Sequence[str]) -> Iterable[str]:
        """Where those values come from that stand in a text of these words."""
        for place, word in enumerate(words):
            for run, where in self._runs[word].items() if word in self._runs else ():
                if tuple(words[place : place + len(run)]) == run:
                    yield where
            yield from self._apart(words, place)

    def _apart(self, words: Sequence[str], place: int) -> Iterable[str]:
        """A number from here, which may be written in parts."""
        joined = ""
        for part in words[place : place + _MOST_PARTS]:
            joined += part
            if len(joined) > self._longest:
                return
            if joined in self._signs:
                yield self._signs[joined]


def _is_telling(value: Value, words: tuple[str, ...], today: date) -> bool:
    """Whether a value could name anybody: a single word of a kind that nobody has named hardly does."""
    if len(value.text.strip()) < _SHORTEST or _ID.fullmatch(value.text):
        return False
    digits = sum(map(str.isdigit, value.text))
    if value.kind in _OF_SIGNS:
        return digits >= _TELLING_DIGITS or len("".join(words)) >= _TELLING
    if value.kind is Personal.TEXT:
        return len(words) > 1 and len(value.text) >= _TELLING
    if value.kind not in _UNSAID:
        return True
    if _DAY.match(value.text):
        return value.text[:4] < str(today.year - _RECENT)
    if _NUMBER.fullmatch(value.text):
        return digits >= _TELLING
    return len(words) > 1 or len(value.text) >= _TELLING


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold())


def _plain(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _words(text)}
