"""Numbers of identity documents and accounts, with their check digits."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

_CURP_LETTERS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_RFC_LETTERS = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_VOWELS = "AEIOU"


@lru_cache(maxsize=4096)
def unaccented(words: str) -> str:
    """Words as banks print them: capitals without accents."""
    decomposed = unicodedata.normalize("NFD", words.upper())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def curp(given_name: str, surname: str, last_surname: str, birth_date: date, gender: str, state: str) -> str:
    """A Mexican population registry code: 18 characters."""
    given_name, surname, last_surname = unaccented(given_name), unaccented(surname), unaccented(last_surname)
    start = (
        _initials(given_name, surname, last_surname)
        + f"{birth_date:%y%m%d}"
        + ("M" if gender == "FEMALE" else "H")
        + state
    )
    start += _inner_consonant(surname) + _inner_consonant(last_surname) + _inner_consonant(given_name)
    start += "A" if birth_date.year >= 2000 else "0"
    total = sum(_CURP_LETTERS.index(letter) * (18 - index) for index, letter in enumerate(start))
    return f"{start}{-total % 10}"


def rfc(given_name: str, surname: str, last_surname: str, birth_date: date, homoclave: str) -> str:
    """A Mexican taxpayer code of a person: 13 characters; `homonym` is the pair that tells namesakes apart."""
    start = (
        _initials(unaccented(given_name), unaccented(surname), unaccented(last_surname))
        + f"{birth_date:%y%m%d}"
        + homoclave
    )
    total = sum(_RFC_LETTERS.index(letter) * (13 - index) for index, letter in enumerate(start))
    return start + "0A987654321"[total % 11] if total % 11 != 1 else start + "A"


def cpf(nine: str) -> str:
    """A Brazilian taxpayer number: nine digits and the two that check them."""
    digits = [int(digit) for digit in nine]
    for _ in range(2):
        digits.append(_rest_of_eleven(digits, range(len(digits) + 1, 1, -1)))
    return "".join(map(str, digits))


def rut(number: int) -> str:
    """A Chilean taxpayer number: the number, a dash, and the digit or K that checks it."""
    total = sum(int(digit) * (2 + index % 6) for index, digit in enumerate(reversed(str(number))))
    return f"{number}-{'0123456789K'[-total % 11]}"


def clabe(bank: str, branch: str, account: str) -> str:
    """A Mexican account number: bank (3), branch (3), account (11), check digit."""
    start = bank + branch + account
    total = sum(int(digit) * weight % 10 for digit, weight in zip(start, (3, 7, 1) * 6, strict=False))
    return f"{start}{-total % 10}"


def account_check(number: str) -> str:
    """The check digit of a Brazilian account number."""
    return str(_rest_of_eleven([int(digit) for digit in number], range(len(number) + 1, 1, -1)))


def _rest_of_eleven(digits: Iterable[int], weights: Iterable[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) * 10 % 11 % 10


def _initials(given_name: str, surname: str, last_surname: str) -> str:
    vowel = next((letter for letter in surname[1:] if letter in _VOWELS), "X")
    return surname[0] + vowel + last_surname[0] + given_name[0]


def _inner_consonant(word: str) -> str:
    return next((letter for letter in word[1:] if letter.isalpha() and letter not in _VOWELS), "X")
