"""What is owned and what is owed."""

from decimal import Decimal

from domain.balances import LIABILITY, Holding, holding, signed


def test_a_card_tells_what_is_owed_without_a_minus() -> None:
    assert signed(Decimal(5), LIABILITY) == Decimal(-5)
    assert (signed(Decimal(5), "ASSET"), signed(Decimal(-5), None)) == (Decimal(5), Decimal(-5))


def test_an_overdraft_is_owed_and_an_overpaid_card_is_owned() -> None:
    balances = [Decimal("-60489.16"), signed(Decimal("57119.32"), LIABILITY)]
    assert holding("MXN", balances) == Holding("MXN", owned=Decimal(0), owed=Decimal("117608.48"))
    assert holding("MXN", [signed(Decimal(-20), LIABILITY), Decimal(5)]) == Holding("MXN", Decimal(25), Decimal(0))
    assert holding("MXN", []).net == 0
