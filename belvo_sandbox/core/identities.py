"""Whether an identity document's number has the form that its country gives it."""

import re
from datetime import datetime

_DATE = r"(?P<date>\d{6})"


def is_rfc(value: str) -> bool:
    """A Mexican taxpayer code: of a person (four letters) or a company (three), a date, three signs more."""
    return _has_date(re.fullmatch(rf"[A-ZÑ&]{{3,4}}{_DATE}[A-Z0-9]{{3}}", value))


def is_curp(value: str) -> bool:
    """A Mexican population registry code, 18 characters."""
    return _has_date(re.fullmatch(rf"[A-Z]{{4}}{_DATE}[HMX][A-Z]{{5}}[A-Z0-9]\d", value))


def is_cpf(value: str) -> bool:
    """A Brazilian taxpayer number of a person, with or without its dots; its last two digits check the others."""
    if not re.fullmatch(r"\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2}", value, re.ASCII):
        return False
    digits = [int(sign) for sign in value if sign.isdigit()]
    return len(set(digits)) > 1 and all(_rest(digits[:index]) == digits[index] for index in (9, 10))


def is_cnpj(value: str) -> bool:
    """A Brazilian taxpayer number of a company, with or without its signs; the last two digits check the others."""
    if not re.fullmatch(r"\d{14}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}", value, re.ASCII):
        return False
    digits = [int(sign) for sign in value if sign.isdigit()]
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    sums = (sum(d * w for d, w in zip(digits, weights[13 - n :], strict=False)) for n in (12, 13))
    return len(set(digits)) > 1 and digits[12:] == [total * 10 % 11 % 10 for total in sums]


def is_rut(value: str) -> bool:
    """A Chilean taxpayer number, with or without dots; the sign after the dash checks the number."""
    match = re.fullmatch(r"(\d{1,3}(?:\.?\d{3}){1,2})-?([\dKk])", value, re.ASCII)
    if not match:
        return False
    number, check = match[1].replace(".", ""), match[2].upper()
    total = sum(int(digit) * (2 + index % 6) for index, digit in enumerate(reversed(number)))
    return "0123456789K"[-total % 11] == check


def _rest(digits: list[int]) -> int:
    weights = range(len(digits) + 1, 1, -1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) * 10 % 11 % 10


def _has_date(match: re.Match[str] | None) -> bool:
    if match is None or not match["date"].isascii():
        return False
    try:
        return bool(datetime.strptime(match["date"], "%y%m%d"))  # noqa: DTZ007 - a birthday has no zone
    except ValueError:
        return False
