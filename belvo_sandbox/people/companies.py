"""Numbers under which authorities know companies."""

from datetime import date
from functools import cache

from belvo_sandbox.people.documents import rut, unaccented
from belvo_sandbox.people.rng import Rng

FOUNDED = date(2017, 1, 2)  # when people take up their business
_RFC_LETTERS = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_FORMS = {"BR": "Ltda", "CL": "SpA", "CO": "SAS", "MX": "SA de CV"}
_NIT_WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41)
_CNPJ_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)


def cnpj(twelve: str) -> str:
    """A Brazilian company's taxpayer number: eight digits, four of the branch, and the two that check them."""
    digits = [int(digit) for digit in twelve]
    for weights in (_CNPJ_WEIGHTS[1:], _CNPJ_WEIGHTS):
        digits.append(sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) * 10 % 11 % 10)
    return "".join(map(str, digits))


def company_rfc(name: str, founding_date: date, homoclave: str) -> str:
    """A Mexican company's taxpayer code: 12 characters; `homoclave` is the pair that tells namesakes apart."""
    letters = "".join(letter for letter in unaccented(name) if letter.isascii() and letter.isalpha())
    start = f"{letters[:3]:X<3}{founding_date:%y%m%d}{homoclave}"
    # Firms' codes are checked as if a space stood before them.
    total = sum(_RFC_LETTERS.index(letter) * (13 - index) for index, letter in enumerate(f" {start}"))
    return start + "0A987654321"[total % 11]


def nit(number: int) -> str:
    """A Colombian company's taxpayer number: nine digits, a dash, and the digit that checks them."""
    total = sum(int(digit) * weight for digit, weight in zip(reversed(str(number)), _NIT_WEIGHTS, strict=True))
    return f"{number}-{-total % 11 if total % 11 > 1 else total % 11}"


def legal_name(name: str, country: str) -> str:
    """A company's full name, with its legal form."""
    return f"{name} {_FORMS[country]}"


@cache
def company_id(name: str, country: str, founding_date: date | None = None) -> str:
    """The taxpayer number of a company; it follows from the name, and in Mexico tells when it was founded."""
    rng = Rng("company", name, country)
    if country == "BR":
        return cnpj(f"{rng.digits(8)}0001")
    if country == "CL":
        return rut(rng.integer(76_000_000, 78_999_999))
    if country == "CO":
        return nit(rng.integer(800_000_000, 900_999_999))
    random_date = date(rng.integer(1978, 2005), rng.integer(1, 12), rng.integer(1, 28))
    return company_rfc(name, founding_date or random_date, f"{rng.choice('ABCDEFGHJKLM')}{rng.integer(1, 9)}")


def registration(name: str) -> str:
    """The number under which Mexico's social security knows an employer: a letter and ten digits."""
    rng = Rng("registration", name)
    return f"{rng.choice('ABCDEFGHYZ')}{rng.digits(10)}"
