"""By which words a payer or a payee is known again."""

import pytest

from domain.cash_flow.payees import payee

CASES = [
    ("Súper La Espiga", "COMPRA 123", "super la espiga"),
    ("", "PAGO DE NOMINA TALLERES DEL ANAHUAC", "pago de nomina talleres del anahuac"),
    ("", "SPEI ENVIADO RENTAS CASA TEZONTLE RENTA ENERO", "spei enviado rentas casa tezontle renta"),
    ("", "SPEI ENVIADO GUADALUPE RIOS FICTICIO 6772494", "spei enviado guadalupe rios ficticio"),
    ("", "DOMICILIACION LUZ CENTRAL REF 0012345", "domiciliacion luz central"),
    ("", "PIX ENVIADO JOÃO SILVA ALUGUEL MARÇO", "pix enviado joao silva aluguel"),
    ("", "TRASPASO A CUENTA *1234", "traspaso a cuenta"),
    ("", "123456", "123456"),
    ("", "", ""),
]


@pytest.mark.parametrize(("merchant", "description", "expected"), CASES)
def test_what_changes_each_time_is_left_out(merchant: str, description: str, expected: str) -> None:
    assert payee(merchant, description) == expected
