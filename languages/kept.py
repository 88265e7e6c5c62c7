"""Sentences that the store keeps in English with values filled in, said again in the language that is spoken.

What is stored stays as it was written: a log does not change with who reads it. Where it is shown, it is held against
the texts of which it may have been made, and the values are taken out of it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from languages.language import spoken
from languages.texts import say

_PLACE = re.compile(r"\\\{(\w+)\\\}")


class Frames:
    """Texts with what they name in braces, by which a kept sentence is told again; the first that fits does."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._patterns = [(text, _pattern(text)) for text in dict.fromkeys(texts)]

    def say(self, kept: str) -> str:
        """The sentence in the language that is spoken; one that was made of none of these as it is.

        A value may be such a sentence itself, as the cause of what is told.
        """
        if spoken().code == "en":
            return kept
        if (told := say(kept)) != kept:
            return told
        text, named = self._made_of(kept)
        return say(text, **{name: self.say(value) for name, value in named.items()}) if named else say(text)

    def _made_of(self, kept: str) -> tuple[str, Mapping[str, str]]:
        for text, pattern in self._patterns:
            if found := pattern.fullmatch(kept):
                return text, found.groupdict()
        return kept, {}


@lru_cache(maxsize=2_000)
def _pattern(text: str) -> re.Pattern[str]:
    """What a sentence looks like that was made of the text; a name that comes twice stands for the same both times."""
    seen: set[str] = set()

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.+?)"

    return re.compile(_PLACE.sub(place, re.escape(text)), re.DOTALL)
