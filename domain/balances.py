"""What a balance says: on a LIABILITY what is owed, on any other account what is owned, unless it is overdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LIABILITY = "LIABILITY"
"""Belvo's balance type of cards and loans, whose balance tells what is owed without a minus."""


@dataclass(frozen=True)
class Holding:
    """What is there in one currency, and what is owed of it; neither is below zero."""

    currency: str
    owned: Decimal
    owed: Decimal

    @property
    def net(self) -> Decimal:
        return self.owned - self.owed


def signed(amount: Decimal, balance_type: str | None) -> Decimal:
    """The balance with a minus where it is owed."""
    return -amount if balance_type == LIABILITY else amount


def holding(currency: str, balances: Iterable[Decimal]) -> Holding:
    """The sums over signed balances of one currency: an overdraft is owed, and a card that was overpaid is owned."""
    amounts = [*balances]
    owned = sum((amount for amount in amounts if amount > 0), Decimal(0))
    return Holding(currency, owned, owned - sum(amounts, Decimal(0)))
