"""Checks of document numbers, written as forms and requests may have them."""

import re

from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.mx import curp, rfc

_CPF = r"\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2}"
_CNPJ = r"\d{14}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"
_RUT = r"\d{1,2}(?:\.?\d{3}){2}-?[\dKk]"
_RFC_LENGTHS = (12, 13)  # of a company, of a person


def is_rfc(value: str) -> bool:
    """A Mexican taxpayer code with its last three signs, which many real ones have wrong: they are not checked."""
    return len(value) in _RFC_LENGTHS and rfc.is_valid(value)


def is_curp(value: str) -> bool:
    """A Mexican population registry code; its last digit is not checked."""
    return curp.is_valid(value, validate_check_digits=False)


def is_cpf(value: str) -> bool:
    """A Brazilian taxpayer number of a person, with or without its signs; of one repeated digit it is nobody's."""
    return _has_form(_CPF, value) and len(set(cpf.compact(value))) > 1 and cpf.is_valid(value)


def is_cnpj(value: str) -> bool:
    """A Brazilian taxpayer number of a company, with or without its signs."""
    return _has_form(_CNPJ, value) and cnpj.is_valid(value)


def is_rut(value: str) -> bool:
    """A Chilean taxpayer number, with or without its signs."""
    return _has_form(_RUT, value) and rut.is_valid(value)


def is_personal(external_id: str) -> bool:
    """An external id that looks like a telephone's or a document's number, which Belvo does not keep.

    A guess: Belvo says that it removes personal data, and not how it knows them.
    """
    digits = re.sub("[-_]", "", external_id)
    documents = (is_rfc, is_curp, is_cpf, is_cnpj, is_rut)
    return _has_form(r"\d{10,14}", digits) or any(test(external_id) for test in documents)


def _has_form(pattern: str, value: str) -> bool:
    return re.fullmatch(pattern, value, re.ASCII) is not None
