"""The scan before something is handed out: whether any value that is somebody's stands in it, in whatever spelling.

Texts and values are compared word by word, so that points, dashes and line breaks between them make no difference; a
value that is one word of a clear text as well, such as a bank's, tells of nobody and is not looked for.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.masking.bank_words import BANK_WORDS, PLACES
from resources.personal import Personal

_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SHORTEST_WORD = 4  # letters of a name; shorter ones are in too many texts by chance
_SHORTEST = 4  # characters of any value
_TELLING_DIGITS = 6
_TELLING = 12  # characters of a value of which nobody has said what it is
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
    common = {word for text in clear for word in _words(text)} | BANK_WORDS | _plain(PLACES)
    sought: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for value in values:
        for words in _spellings(value, common, today):
            sought[words[0]].setdefault(words, value.where)
    return sorted({Leak(name, where) for name, text in files.items() for where in _found(_words(text), sought)})


def said(files: Mapping[str, str], secrets: Collection[str]) -> list[Leak]:
    """Files in which a secret of the desk's own stands as it is."""
    return sorted(
        Leak(name, "a key of this desk")
        for name, text in files.items()
        if any(secret in text for secret in secrets if len(secret) >= _SHORTEST)
    )


def _found(words: list[str], sought: Mapping[str, Mapping[tuple[str, ...], str]]) -> Iterable[str]:
    for place, word in enumerate(words):
        for value, where in sought[word].items() if word in sought else ():
            if tuple(words[place : place + len(value)]) == value:
                yield where


def _spellings(value: Value, common: Collection[str], today: date) -> Iterable[tuple[str, ...]]:
    """The runs of words by which a value is known again; none for one that says nothing of anybody."""
    words = tuple(_words(value.text))
    if len(value.text.strip()) < _SHORTEST or not words or not _is_telling(value, words, today):
        return
    if not all(word in common for word in words):
        yield words
    if value.kind in _OF_SIGNS:
        yield ("".join(words),)
    if value.kind is Personal.NAME:
        yield from ((word,) for word in words if len(word) >= _SHORTEST_WORD and word not in common)


def _is_telling(value: Value, words: tuple[str, ...], today: date) -> bool:
    """Whether a value could name anybody: a single word of a kind that nobody has named hardly does."""
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
