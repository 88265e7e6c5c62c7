"""Every word of a loan file that is not data, in one place; said in the language of whoever asks for the file."""

from collections.abc import Callable, Iterator, Mapping

import languages
from web.loan.words import chapters, columns, frame, unknowns
from web.loan.words import sheets as sheets

Word = str | Callable[[], str]
"""A text that is marked, or what says it where the text alone could mean something else."""


class _Said(Mapping[str, str]):
    """Words that are said whenever they are looked up."""

    def __init__(self, kept: Mapping[str, Word]) -> None:
        self._kept = kept

    def __getitem__(self, key: str) -> str:
        word = self._kept[key]
        return languages.say(word) if isinstance(word, str) else word()

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


TEXTS: Mapping[str, str] = _Said({**frame.TEXTS, **columns.TEXTS, **chapters.TEXTS, **unknowns.TEXTS})
"""By their keys, which begin with the place where they stand."""


def say(key: str, **named: object) -> str:
    """The sentence of a key with what it names filled in."""
    return TEXTS[key].format(**named)
