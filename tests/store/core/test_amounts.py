"""Amounts as they are shown."""

from decimal import Decimal

import numpy as np
import pytest

from components.ui.money import code_of
from store.core.amounts import DASH, MINUS, money, symbol
from store.core.money import NO_CURRENCY

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1234.5, "MXN", f"MX${SPACE}1,234.50"),
        (Decimal("-1234.5"), "BRL", f"{MINUS}R${SPACE}1,234.50"),
        (np.float64(0.1) + np.float64(0.2), "MXN", f"MX${SPACE}0.30"),
        (Decimal("0.0001"), "MXN", f"MX${SPACE}0.0001"),
        (Decimal("900719925474.0993"), "MXN", f"MX${SPACE}900,719,925,474.0993"),
        (1500, "CLP", f"CLP${SPACE}1,500"),
        (1500.5, "CLP", f"CLP${SPACE}1,500.50"),
        (10, "XYZ", f"XYZ{SPACE}10.00"),
        (10, "", "10.00"),
        (-0.0, "MXN", f"MX${SPACE}0.00"),
        (None, "MXN", DASH),
        (float("nan"), "MXN", DASH),
    ],
    ids=repr,
)
def test_an_amount_is_exact_with_its_currency_and_a_real_minus(
    amount: Decimal | float | None, currency: str, shown: str
) -> None:
    assert money(amount, currency) == shown


def test_what_came_in_can_have_a_plus() -> None:
    shown = [money(amount, "MXN", signed=True) for amount in (1, -1, 0)]
    assert shown == [f"+MX${SPACE}1.00", f"{MINUS}MX${SPACE}1.00", f"MX${SPACE}0.00"]


def test_a_currency_without_a_sign_is_called_by_its_code() -> None:
    assert [symbol("MXN"), symbol("XYZ")] == ["MX$", "XYZ"]


@pytest.mark.parametrize(("value", "shown"), [("MXN", "MX$"), (None, NO_CURRENCY), (float("nan"), NO_CURRENCY)])
def test_a_row_that_says_no_currency_has_a_word_for_it(value: object, shown: str) -> None:
    assert symbol(code_of(value)) == shown
