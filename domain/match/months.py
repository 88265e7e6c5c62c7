"""Months against months: what was declared, invoiced and banked, and a salary against what its employer paid in.

Amounts are in 1/10,000, months are `2026-10`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.person.income import STAYS_AWAY


class Verdict(StrEnum):
    """How one figure stands to another."""

    AGREE = "agree"
    LESS = "less"
    MORE = "more"
    UNKNOWN = "unknown"


OF_A_RETURN = 0.02
"""How far what was declared may lie from what was invoiced: returns leave the cents away."""

OF_A_BANK = 0.15
"""How far what was banked over several months may lie from what was invoiced with its tax: some pay a month later."""

_CENTS = 10_000
"""In 1/10,000: a unit of the currency, within which two figures are one."""


def compare(one: int | None, other: int | None, share: float) -> Verdict:
    """Whether the first is less or more than the second, by more than this share of the larger."""
    if one is None or other is None:
        return Verdict.UNKNOWN
    if abs(one - other) <= max(_CENTS, share * max(abs(one), abs(other))):
        return Verdict.AGREE
    return Verdict.LESS if one < other else Verdict.MORE


@dataclass(frozen=True, slots=True)
class TaxMonth:
    """What a month's return declares as income, its sales before tax and with it, and what came to the bank.

    None is what nobody knows: no return was filed, or the bank is not known for the whole month.
    """

    month: str
    declared: int | None
    invoiced: int | None
    billed: int | None
    banked: int | None

    @property
    def verdict(self) -> Verdict:
        """What was declared against what was invoiced before tax."""
        return compare(self.declared, self.invoiced, OF_A_RETURN)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the months of which return, invoices and bank are known: how many, and what they come to."""

    months: int
    declared: int
    invoiced: int
    billed: int
    banked: int

    @property
    def expected(self) -> int:
        """What would be at the bank, were all that is declared paid with the tax that invoices have on top."""
        return round(self.declared * self.billed / self.invoiced) if self.invoiced else self.declared

    @property
    def verdict(self) -> Verdict:
        """What was banked against what was declared, with its tax."""
        return compare(self.banked, self.expected, OF_A_BANK) if self.months else Verdict.UNKNOWN


def sums(months: Sequence[TaxMonth]) -> Sums:
    """Of whole months that are known from all three sides."""
    known = [one for one in months if None not in (one.declared, one.invoiced, one.billed, one.banked)]
    return Sums(
        len(known),
        *(sum(getattr(one, name) for one in known) for name in ("declared", "invoiced", "billed", "banked")),
    )


def tax_months(
    months: Sequence[str],
    *,
    declared: Mapping[str, int],
    invoiced: Mapping[str, int],
    billed: Mapping[str, int],
    banked: Mapping[str, int] | None,
    bank_months: Sequence[str],
) -> list[TaxMonth]:
    """One of each month; a month without an invoice has sold nothing, one without a return is not known."""
    return [
        TaxMonth(
            month,
            declared.get(month),
            invoiced.get(month, 0),
            billed.get(month, 0),
            banked.get(month, 0) if banked is not None and month in bank_months else None,
        )
        for month in months
    ]


class Pay(StrEnum):
    """What became of a month's salary."""

    PAID = "paid"
    PARTLY = "partly"
    UNPAID = "unpaid"
    UNKNOWN = "unknown"


def pay(told: int, came: int | None) -> Pay:
    """A salary is told before taxes and deductions, which may keep up to half of it from the bank."""
    if came is None or told <= 0:
        return Pay.UNKNOWN
    if came >= told * (1 - STAYS_AWAY):
        return Pay.PAID
    return Pay.PARTLY if came > 0 else Pay.UNPAID
