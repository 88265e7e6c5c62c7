"""Whom a store knows by name: persons, employers, and companies that are none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from domain.masking.aliases import PARTICLES, same_name, words_of

_FEWEST = 3
"""Letters of a company's name; shorter ones are in too many texts by chance."""


class Known:
    """Names as texts are looked through for them."""

    def __init__(
        self, persons: Iterable[str] = (), employers: Iterable[str] = (), companies: Iterable[str] = ()
    ) -> None:
        self._persons: dict[str, set[frozenset[str]]] = defaultdict(set)
        own = [*persons]
        for name in own:
            words = frozenset(words_of(name)) - PARTICLES
            for word in words:
                self._persons[word].add(words)
        self._names = {same_name(name) for name in own}
        names = [*employers]
        self._employers = {same_name(name) for name in names}
        self._at_employers = _by_first_word(names)
        self._at_companies = _by_first_word(
            name for name in companies if not self.is_employer(name) and not self.is_person(name)
        )

    def person(self, words: Sequence[str]) -> str | None:
        """The name of the one person who has all these words in theirs; None for nobody's and for several people's."""
        found: set[frozenset[str]] | None = None
        for word in {*words} - PARTICLES:
            theirs = self._persons.get(word, set())
            found = theirs if found is None else found & theirs
        return " ".join(sorted(next(iter(found)))) if found and len(found) == 1 else None

    def is_person(self, name: str) -> bool:
        """Whether it is a person of the store's, as a merchant may be."""
        return same_name(name) in self._names

    def is_employer(self, name: str) -> bool:
        """Whether somebody is known to work there."""
        return same_name(name) in self._employers

    def company_at(self, words: Sequence[str], place: int) -> int:
        """How many words from this place are the name of a company that employs nobody who is known here."""
        return _longest(self._at_companies, words, place)

    def employer_at(self, words: Sequence[str], place: int) -> int:
        """How many words from this place are the name of somebody's employer."""
        return _longest(self._at_employers, words, place)


_Names = Mapping[str, Sequence[Sequence[str]]]


def _by_first_word(names: Iterable[str]) -> _Names:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for words in map(words_of, names):
        if len("".join(words)) >= _FEWEST:
            found[words[0]].append(words)
    return found


def _longest(names: _Names, words: Sequence[str], place: int) -> int:
    fitting = [name for name in names.get(words[place], ()) if [*words[place : place + len(name)]] == name]
    return max(map(len, fitting), default=0)
