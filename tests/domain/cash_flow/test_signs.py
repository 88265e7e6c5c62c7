"""What a payer or payee may be a sign of."""

from dataclasses import replace

import pytest

from domain.cash_flow.recurring import Stream
from domain.cash_flow.signs import Sign, may_be_home, sign

RENT = Stream("casero", False, {"2026-10": 8_000_0000, "2026-09": 8_000_0000, "2026-08": 7_900_0000}, 3, 3, 1)
INCOME = 28_000_0000


@pytest.mark.parametrize(
    ("payee", "subcategory", "expected"),
    [
        ("Apuestas El Gallo", "", Sign.GAMBLING),
        ("CASINO CENOTE", "Movie & Audio", Sign.GAMBLING),
        ("compra mercado", "Gambling", Sign.GAMBLING),
        ("SPEI RECIBIDO ADELANTOS TECOLOTE", "Pay Advance", Sign.PAY_ADVANCE),
        ("ANTICIPO DE NÓMINA", "", Sign.PAY_ADVANCE),
        ("Disposición en efectivo TDC", "", Sign.CASH_ADVANCE),
        ("PAGO RENTA DEPTO", "", Sign.HOUSING),
        ("PAGO", "Mortgage", Sign.HOUSING),
        ("PAGO DE PRÉSTAMO", "Credit Card", Sign.LOAN),
        ("RENTABILIDAD FONDO", "", None),
        ("ADELANTOS TECOLOTE", "", None),
        ("Supermercado", "Groceries", None),
    ],
)
def test_the_subcategory_says_it_else_the_words(payee: str, subcategory: str, expected: Sign | None) -> None:
    assert sign(payee, subcategory) is expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (RENT, True),
        (replace(RENT, is_income=True), False),
        (replace(RENT, number=7), False),
        (replace(RENT, months={"2026-10": 8_000_0000, "2026-09": 3_000_0000, "2026-08": 8_000_0000}), False),
        (replace(RENT, months=dict.fromkeys(RENT.months, 400_0000)), False),
        (replace(RENT, months=dict.fromkeys(RENT.months, 20_000_0000)), False),
    ],
    ids=["as a rent", "comes in", "several a month", "varies", "too little", "too much"],
)
def test_what_is_paid_as_a_home_is(stream: Stream, expected: bool) -> None:
    assert may_be_home(stream, INCOME) is expected
