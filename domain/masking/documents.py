"""Which documents are a company's, which everybody may see, and what looks like one of a person.

https://developers.belvo.com/docs/tax-id-validation has their forms.
"""

import re

_COMPANY_RFC = re.compile(r"[A-ZÑ&]{3}\d{6}[A-Z0-9]{3}")
_CNPJ = re.compile(r"[A-Z0-9]{12}\d{2}")
_RUT = re.compile(r"\d{7,8}[\dK]")
_FIRST_COMPANY = 50_000_000  # people's RUTs are far below

_PERSONAL = re.compile(
    r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}"  # RFC of a person
    r"|[A-Z]{4}\d{6}[A-Z]{6}[A-Z0-9]\d"  # CURP
    r"|\d{11}"  # CPF, or the number of social security
    r"|\d{10,}"  # telephones, accounts
)
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_RUN = re.compile(r"[A-ZÑ&0-9]{8,}")
_SEPARATORS = re.compile(r"(?<=[\dK])[.\-/ ](?=[\dKk])")


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
    """Whether an id that is nobody's business looks like a person's document, telephone or e-mail all the same."""
    if _UUID.fullmatch(identity):
        return False
    signs = _SEPARATORS.sub("", identity.upper())
    runs = _RUN.findall(signs)
    return "@" in identity or any(_PERSONAL.fullmatch(run) or _is_rut(run) for run in runs)


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
