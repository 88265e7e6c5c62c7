"""Free text, such as a bank's description of a movement, without the people whom it names.

Nothing tells a surname from a shop's name but knowing the shop: what stays is what banks write on everybody's
statements, the merchant of the movement, and companies that the store knows as such. Where somebody is paid a salary
the company is an employer, and goes as well.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from domain.masking.aliases import HIDDEN, PARTICLES, Aliases, words_of
from domain.masking.bank_words import BANK_WORDS, PLACES, SALARY_WORDS
from domain.masking.people import Known
from resources.personal import Personal

_EMAIL = re.compile(r"[^\s<>@,;:]+@[^\s<>@,;:]+")
_CLEAR = (
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # an id, which says nothing
    r"|(?:19|20)\d\d-[01]\d-[0-3]\d(?:T[\d:.]+Z?)?|[0-3]?\d/[01]?\d(?:/(?:\d\d){1,2})?"  # a day
    r"|[0-2]?\d:[0-5]\d(?::[0-5]\d)?"  # a time
    r"|\d{1,3}(?:[.,]\d{3})*[.,]\d{2}"  # an amount
)
_NUMBER = rf"\d(?:(?:[.\-/]| (?!(?:{_CLEAR})(?![^\W_])))?\d)*"
_PIECES = re.compile(
    rf"(?P<clear>(?<![^\W_])(?<!\d[.,/])(?:{_CLEAR})(?![^\W_]|[.,/]\d))|(?P<number>(?<![^\W_]){_NUMBER}(?![^\W_]))|(?P<word>[^\W_]+)",
    re.IGNORECASE,
)
_MOST_DIGITS = 4
"""Of a number that tells nothing of anybody."""

_REMEMBERED = 20_000  # texts
_LONGEST_NAME = 6  # words
_LONGEST_CODE = 4  # signs of a word of letters and digits that is no reference
_SPELLED = 4  # letters that stand apart one behind the other, and may be a name


_PLACES = Known(companies=PLACES)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the text that is a word, a number, or one of both, folded as it is looked for."""

    start: int
    end: int
    word: str
    is_number: bool = False


class FreeText:
    """Texts of one store."""

    def __init__(self, aliases: Aliases, known: Known, own: Collection[str] = ()) -> None:
        """`own` are names, numbers and e-mails of whom the texts are about, where that may be told."""
        self._aliases = aliases
        self._known = known
        self._own = {word for text in own for word in (text.casefold(), "".join(words_of(text)), *words_of(text))}
        # Texts come again and again, merchants even more so.
        self.masked = lru_cache(maxsize=_REMEMBERED)(self._masked)
        self._company = lru_cache(maxsize=_REMEMBERED)(lambda name: Known(companies=[name]))

    def _masked(self, text: str, merchant: str = "") -> str:
        """The text with a name of ours in place of each name in it; `merchant` is whom the movement is with."""
        return _EMAIL.sub(self._email, self._of_words(_tidy(text), merchant))

    def _email(self, found: re.Match[str]) -> str:
        told = found.group()
        return told if told.casefold() in self._own else self._aliases.of(Personal.EMAIL, told)

    def message(self, text: str) -> str:
        """A sentence that says what went wrong, of which only what is certainly somebody's goes."""
        text = _tidy(text)
        pieces = _pieces(text)
        made, last, place = [], 0, 0
        while place < len(pieces):
            name, length = self._known_at(pieces, place)
            if length:
                made += [text[last : pieces[place].start], name]
                last = pieces[place + length - 1].end
            place += length or 1
        told = "".join([*made, text[last:]])
        return _EMAIL.sub(lambda found: self._aliases.of(Personal.EMAIL, found.group()), told)

    def _known_at(self, pieces: Sequence[_Piece], place: int) -> tuple[str, int]:
        """What stands in place of the words from here, and of how many; of none where they are nobody's."""
        if _is_code(pieces[place]):
            return HIDDEN, 1
        words = [piece.word for piece in pieces[place : place + _LONGEST_NAME]]
        if length := self._known.employer_at(words, 0):
            return self._aliases.of(Personal.EMPLOYER, " ".join(words[:length])), length
        for length in range(len(words), 1, -1):
            if person := self._known.person(words[:length]):
                return self._aliases.of(Personal.NAME, person), length
        return "", 0

    def _of_words(self, text: str, merchant: str) -> str:
        pieces = _pieces(text)
        words = [piece.word for piece in pieces]
        is_salary = not SALARY_WORDS.isdisjoint(words)
        kept = self._clear_places(words, merchant, is_salary=is_salary)
        made, last, place = [], 0, 0
        while place < len(pieces):
            end = place + self._known.employer_at(words, place)
            end = end if end > place else self._run(pieces, kept, place, is_salary=is_salary)
            run = pieces[place:end]
            if run and not self._is_own(run):
                made += [text[last : pieces[place].start], self._name(run, is_salary=is_salary)]
                last = pieces[end - 1].end
            place = max(end, place + 1)
        return "".join([*made, text[last:]])

    def _clear_places(self, words: Sequence[str], merchant: str, *, is_salary: bool) -> set[int]:
        """The places of words that are no person's: a bank's, the merchant's, a company's."""
        kept = {place for place, word in enumerate(words) if word in BANK_WORDS or len(word) == 1} - _spelled(words)
        if is_salary:
            return kept
        known = [self._known, _PLACES]
        if merchant and not self._known.is_employer(merchant) and not self._known.is_person(merchant):
            known.append(self._company(merchant))
        for place in range(len(words)):
            length = max(one.company_at(words, place) for one in known)
            kept |= {*range(place, place + length)}
        return kept

    def _run(self, pieces: Sequence[_Piece], kept: set[int], place: int, *, is_salary: bool) -> int:
        """Where a run of words that nobody knows ends which begins here; here, where none begins.

        An employer's name may have words of banks in it.
        """
        if place in kept or _is_plain(pieces[place]):
            return place
        if _is_code(pieces[place]):
            return place + 1
        end = place + 1
        for at in range(place + 1, len(pieces)):
            is_others = at in kept and not is_salary and pieces[at].word not in PARTICLES
            if pieces[at].is_number or _is_code(pieces[at]) or is_others:
                break
            if at not in kept:
                end = at + 1
        return end

    def _is_own(self, run: Sequence[_Piece]) -> bool:
        """Whether nobody is named but whom the text is about: of somebody who shares a word with them all goes."""
        return all(piece.word in self._own for piece in run)

    def _name(self, run: Sequence[_Piece], *, is_salary: bool) -> str:
        if _is_code(run[0]):
            return HIDDEN
        words = [piece.word for piece in run]
        name = " ".join(words)
        if person := self._known.person(words):
            return self._aliases.of(Personal.NAME, person)
        is_employer = is_salary or self._known.is_employer(name)
        return self._aliases.of(Personal.EMPLOYER if is_employer else Personal.TEXT, name)


def _tidy(text: str) -> str:
    """The text with each letter and its accent in one sign, and without signs that nobody sees, which part words."""
    whole = unicodedata.normalize("NFC", text)
    return whole if whole.isascii() else "".join(sign for sign in whole if unicodedata.category(sign) != "Cf")


def _spelled(words: Sequence[str]) -> set[int]:
    """The places of letters that stand apart where several come one behind the other."""
    found: set[int] = set()
    for is_letter, run in groupby(enumerate(words), lambda one: len(one[1]) == 1 and one[1].isalpha()):
        places = [place for place, _ in run]
        if is_letter and len(places) >= _SPELLED:
            found |= {*places}
    return found


def _pieces(text: str) -> list[_Piece]:
    """The words and numbers of a text; a day, an amount or an id of ours counts as a word that is clear."""
    found = []
    for match in _PIECES.finditer(text):
        if match.lastgroup == "clear" or _is_in_email(text, match):
            continue
        word = "".join(words_of(match.group()))
        found.append(_Piece(match.start(), match.end(), word, is_number=match.lastgroup == "number"))
    return found


def _is_in_email(text: str, match: re.Match[str]) -> bool:
    return "@" in text and any(one.start() <= match.start() < one.end() for one in _EMAIL.finditer(text))


def _is_plain(piece: _Piece) -> bool:
    return piece.is_number and sum(map(str.isdigit, piece.word)) <= _MOST_DIGITS


def _is_code(piece: _Piece) -> bool:
    """Whether it is a number, or a reference with some in it, that may be anybody's."""
    if piece.is_number:
        return not _is_plain(piece)
    return any(map(str.isdigit, piece.word)) and len(piece.word) > _LONGEST_CODE
