"""What is owed on cards and loans, and how much of the cards' limits is used."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.balances import LIABILITY

CARD = "CREDIT_CARD"
"""Belvo's category of cards that are paid later."""

HIGH = 0.8
"""The share of their limits above which cards are nearly used up."""


@dataclass(frozen=True, slots=True)
class Account:
    """What an account says of itself, amounts in 1/10,000."""

    category: str
    balance_type: str
    current: int
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Debts:
    """What is owed in one currency, and of it on cards that tell a limit; `limit` is the sum of these limits."""

    owed: int
    used: int
    limit: int

    @property
    def utilisation(self) -> float | None:
        """The used share of the limits; None without any."""
        return self.used / self.limit if self.limit > 0 else None


NO_DEBTS = Debts(0, 0, 0)


def debts(accounts: Iterable[Account]) -> Debts:
    """Of accounts of one currency: what liabilities say and others are overdrawn by; an overpaid card owes nothing."""
    owed = used = limit = 0
    for account in accounts:
        due = max(account.current if account.balance_type == LIABILITY else -account.current, 0)
        owed += due
        if account.category == CARD and account.limit > 0:
            used += due
            limit += account.limit
    return Debts(owed, used, limit)
