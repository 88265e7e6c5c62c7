"""Numbers under which authorities know companies."""

from datetime import date
from functools import cache

from stdnum.br import cnpj as br_cnpj
from stdnum.co import nit as co_nit
from stdnum.mx import rfc as mx_rfc

from belvo_sandbox.people.documents import rut, unaccented
from belvo_sandbox.people.rng import Rng

FOUNDED = date(2017, 1, 2)  # when people take up their business
_FORMS = {"BR": "Ltda", "CL": "SpA", "CO": "SAS", "MX": "SA de CV"}


def cnpj(twelve: str) -> str:
    """A Brazilian company's taxpayer number: eight digits, four of the branch, and the two that check them."""
    return twelve + br_cnpj.calc_check_digits(twelve)


def company_rfc(name: str, founding_date: date, homoclave: str) -> str:
    """A Mexican company's taxpayer code: 12 characters; `homoclave` is the pair that tells namesakes apart."""
    letters = "".join(letter for letter in unaccented(name) if letter.isascii() and letter.isalpha())
    start = f"{letters[:3]:X<3}{founding_date:%y%m%d}{homoclave}"
    return start + mx_rfc.calc_check_digit(start)


def nit(number: int) -> str:
    """A Colombian company's taxpayer number: nine digits, a dash, and the digit that checks them."""
    return f"{number}-{co_nit.calc_check_digit(str(number))}"


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
