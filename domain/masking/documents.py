"""Which documents are a company's, which everybody may see, and what looks like one of a person.

https://developers.belvo.com/docs/tax-id-validation has their forms.
"""

import re
import unicodedata
from urllib.parse import unquote

_COMPANY_RFC = re.compile(r"[A-ZÑ&]{3}\d{6}[A-Z0-9]{3}")
_CNPJ = re.compile(r"[A-Z0-9]{12}\d{2}")
_RUT = re.compile(r"\d{7,8}[\dK]")
_FIRST_COMPANY = 50_000_000  # people's RUTs are far below

_APART = r"[^A-ZÑ&0-9]?"
_DAY = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PERSONAL = re.compile(
    rf"[A-Z]{{4}}{_APART}\d{{6}}{_APART}[A-Z]{{6}}{_APART}[A-Z0-9]{_APART}\d"  # CURP
    rf"|[A-ZÑ&]{{4}}{_APART}{_DAY}{_APART}[A-Z0-9]{{2}}{_APART}[A-Z0-9](?![A-Z0-9])"  # RFC of a person
    r"|\d{10,}"  # CPF, the number of social security, telephones, accounts
)
"""Wherever it stands: an id may have something before it, or behind."""

_RFC = re.compile(r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_RUN = re.compile(r"[A-ZÑ&0-9]{8,}")
_SEPARATORS = re.compile(r"(?<=[\dK])[^A-ZÑ&0-9]{1,3}(?=[\dK])")
"""Between the digits of a document or a telephone; a K is the last sign of some."""


def bare(document: str) -> str:
    """A document without what sets its parts apart."""
    return re.sub(r"[^A-Z0-9Ñ&]", "", document.upper())


def is_company(document: str) -> bool:
    """Whether a tax id is a company's: RFC of Mexico, CNPJ of Brazil, RUT of Chile."""
    signs = bare(document)
    if _COMPANY_RFC.fullmatch(signs):
        return True
    if _CNPJ.fullmatch(signs):
        return _checks(signs)
    return bool(_RUT.fullmatch(signs)) and int(signs[:-1]) >= _FIRST_COMPANY


def looks_personal(identity: str) -> bool:
    """Whether an id that is nobody's business looks like a person's document, telephone or e-mail all the same.

    Something may stand before it and behind it, its parts may be apart, and an address may have it in its own signs.
    """
    if _UUID.fullmatch(identity):
        return False
    signs = unicodedata.normalize("NFKC", unquote(identity)).upper()
    joined = _SEPARATORS.sub("", signs)
    runs = _RUN.findall(joined)
    return (
        "@" in signs
        or any(_PERSONAL.search(text) for text in (signs, joined))
        or any(_RFC.fullmatch(run) or _is_rut(run) for run in runs)
    )


def _is_rut(signs: str) -> bool:
    """Whether it is a RUT by its last sign, which is the check of the others."""
    if not _RUT.fullmatch(signs):
        return False
    rest = -sum(int(digit) * (place % 6 + 2) for place, digit in enumerate(reversed(signs[:-1]))) % 11
    return signs[-1] == ("K" if rest == 10 else str(rest))


def _checks(cnpj: str) -> bool:
    """Whether the last two digits of a CNPJ are the checks of the others; letters count by their code since 2026."""
    values = [ord(sign) - ord("0") for sign in cnpj]
    for end in (12, 13):
        weights = [(end - place - 1) % 8 + 2 for place in range(end)]
        rest = sum(value * weight for value, weight in zip(values[:end], weights, strict=True)) % 11
        if values[end] != (0 if rest < 2 else 11 - rest):
            return False
    return True
