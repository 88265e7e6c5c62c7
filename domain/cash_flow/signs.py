"""What a payer or payee may be a sign of: by Belvo's subcategory, by words of the bank, or by how steadily it is paid.

They are reasons to look, not a judgement: each leads to its movements.
"""

import re
from enum import StrEnum

from domain.cash_flow.payees import folded
from domain.cash_flow.recurring import Stream
from languages import msg


class Sign(StrEnum):
    """By what it is called."""

    HOUSING = msg("Housing")
    PERHAPS_HOUSING = msg("Perhaps housing")
    GAMBLING = msg("Gambling")
    PAY_ADVANCE = msg("Payday loan")
    CASH_ADVANCE = msg("Cash advance")
    LOAN = msg("Loan")


SUBCATEGORIES = {
    "Rent": Sign.HOUSING,
    "Mortgage": Sign.HOUSING,
    "Gambling": Sign.GAMBLING,
    "Lottery": Sign.GAMBLING,
    "Pay Advance": Sign.PAY_ADVANCE,
    "Personal": Sign.LOAN,
    "Instalment": Sign.LOAN,
}
"""Belvo's, each with what it is a sign of."""

_WORDS = (
    (Sign.GAMBLING, r"apuestas?|apostas?|casino|bingo|quinielas?|loterias?|lotericas?|codere|betano|betsson"),
    (Sign.CASH_ADVANCE, r"(disposicion|avance|adelanto|saque) (de |en )?efectivo|cash advance|saque no credito"),
    (Sign.PAY_ADVANCE, r"(adelanto|anticipo|antecipacao) (de )?(nomina|sueldo|salario)|payday"),
    (Sign.HOUSING, r"renta|alquiler|aluguel|arriendo|arrendamiento|hipoteca|hipotecario|mortgage"),
    (Sign.LOAN, r"prestamo|emprestimo"),
)
"""In banks' texts, folded."""

_PATTERNS = tuple((sign, re.compile(rf"\b({words})\b")) for sign, words in _WORDS)

_HOME = (0.15, 0.6)
"""Shares of the income between which what is paid steadily to one payee may be for the home."""


def sign(payee: str, subcategory: str) -> Sign | None:
    """What the subcategory says, else what the words of the payee do."""
    if subcategory in SUBCATEGORIES:
        return SUBCATEGORIES[subcategory]
    text = folded(payee)
    return next((found for found, pattern in _PATTERNS if pattern.search(text)), None)


def may_be_home(stream: Stream, income: int) -> bool:
    """Whether a payment that hardly varies, once a month, is as large a part of a month's income as a home costs."""
    is_once = stream.number == sum(map(bool, stream.months.values()))
    least, most = _HOME
    return not stream.is_income and stream.is_steady and is_once and least * income <= stream.expected <= most * income
