"""Numbers of identity documents and accounts, with their check digits."""

import unicodedata
from datetime import date
from functools import lru_cache

from stdnum.cl import rut as cl_rut
from stdnum.mx import curp as mx_curp
from stdnum.mx import rfc as mx_rfc

_CURP_GENDERS = {"FEMALE": "M", "MALE": "H"}
_VOWELS = "AEIOU"


@lru_cache(maxsize=4096)
def unaccented(words: str) -> str:
    """Words as banks print them: capitals without accents."""
    decomposed = unicodedata.normalize("NFD", words.upper())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def curp(given_name: str, surname: str, last_surname: str, birth_date: date, gender: str, state: str) -> str:
    """A Mexican population registry code: 18 characters."""
    given_name, surname, last_surname = unaccented(given_name), unaccented(surname), unaccented(last_surname)
    start = f"{_initials(given_name, surname, last_surname)}{birth_date:%y%m%d}{_CURP_GENDERS[gender]}{state}"
    start += _inner_consonant(surname) + _inner_consonant(last_surname) + _inner_consonant(given_name)
    start += "A" if birth_date.year >= 2000 else "0"
    return start + mx_curp.calc_check_digit(start)


def rfc(given_name: str, surname: str, last_surname: str, birth_date: date, homoclave: str) -> str:
    """A Mexican taxpayer code of a person: 13 characters; `homoclave` is the pair that tells namesakes apart."""
    initials = _initials(unaccented(given_name), unaccented(surname), unaccented(last_surname))
    start = f"{initials}{birth_date:%y%m%d}{homoclave}"
    return start + mx_rfc.calc_check_digit(start)


def cpf(nine: str) -> str:
    """A Brazilian taxpayer number: nine digits and the two that check them."""
    ten = nine + account_check(nine)
    return ten + account_check(ten)


def rut(number: int) -> str:
    """A Chilean taxpayer number: the number, a dash, and the digit or K that checks it."""
    return f"{number}-{cl_rut.calc_check_digit(str(number))}"


def clabe(bank: str, branch: str, account: str) -> str:
    """A Mexican account number: bank (3), branch (3), account (11), check digit."""
    start = bank + branch + account
    total = sum(int(digit) * weight % 10 for digit, weight in zip(start, (3, 7, 1) * 6, strict=False))
    return f"{start}{-total % 10}"


def account_check(number: str) -> str:
    """The check digit of a Brazilian account number."""
    weights = range(len(number) + 1, 1, -1)
    return str(sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) * 10 % 11 % 10)


def _initials(given_name: str, surname: str, last_surname: str) -> str:
    vowel = next((letter for letter in surname[1:] if letter in _VOWELS), "X")
    return surname[0] + vowel + last_surname[0] + given_name[0]


def _inner_consonant(word: str) -> str:
    return next((letter for letter in word[1:] if letter.isalpha() and letter not in _VOWELS), "X")
