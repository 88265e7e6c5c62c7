"""What about a person deserves a look: each flag with its word and what raises it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.person.agreement import Agreement, Verdict
from domain.person.cards import HIGH, NO_DEBTS, Debts
from domain.person.income import Income, disagree
from domain.person.overdrafts import MOST, NEVER, Overdrafts
from languages import msg, percent, say


class Flag(StrEnum):
    """By the names that an address has for them."""

    LINK = "link"
    NAMES = "names"
    DOCUMENTS = "documents"
    UNSTEADY = "unsteady"
    UNPAID = "unpaid"
    CUT = "cut"
    OVERDRAWN = "overdrawn"
    CARDS = "cards"
    TWINS = "twins"
    SET_ASIDE = "set_aside"


WORDS: Mapping[Flag, str] = {
    Flag.LINK: msg("Link needs somebody"),
    Flag.NAMES: msg("Names differ"),
    Flag.DOCUMENTS: msg("Documents differ"),
    Flag.UNSTEADY: msg("Unsteady income"),
    Flag.UNPAID: msg("Less at the bank than paid"),
    Flag.CUT: msg("Salary cut"),
    Flag.OVERDRAWN: msg("Overdrawn often"),
    Flag.CARDS: msg("Cards nearly used up"),
    Flag.TWINS: msg("Connected twice"),
    Flag.SET_ASIDE: msg("Unreadable rows"),
}

MEANINGS: Mapping[Flag, str] = {
    Flag.LINK: msg("Belvo can't read a link of theirs any more"),
    Flag.NAMES: msg("Bank, tax authority and employer name different people"),
    Flag.DOCUMENTS: msg("Their documents are not one person's"),
    Flag.UNSTEADY: msg("The least and the most of the last whole months lie more than half of the middle apart"),
    Flag.UNPAID: msg("Less than half of the salary reaches the bank in a month"),
    Flag.CUT: msg("A salary fell within the last twelve months"),
    Flag.OVERDRAWN: msg("An account was below zero on more than {most} days of a month"),
    Flag.CARDS: msg("More than {high} of the limits of cards is used"),
    Flag.TWINS: msg("Two links at one institution: what is theirs is added each time"),
    Flag.SET_ASIDE: msg("Belvo sent rows that can't be read in full"),
}


def meaning(flag: Flag) -> str:
    """What raises it, as it is said."""
    return say(MEANINGS[flag], most=MOST, high=percent(HIGH))


@dataclass(frozen=True, slots=True)
class Seen:
    """What flags follow from, amounts in one currency."""

    agreement: Agreement
    overdrafts: Overdrafts = NEVER
    debts: Debts = NO_DEBTS
    income: Income | None = None
    salary: int | None = None
    was_cut: bool = False
    has_trouble: bool = False
    is_twice: bool = False
    set_aside: int = 0


def flags(seen: Seen) -> frozenset[Flag]:
    """Those that this raises."""
    utilisation = seen.debts.utilisation
    raised = {
        Flag.LINK: seen.has_trouble,
        Flag.NAMES: seen.agreement.names is Verdict.DIFFER,
        Flag.DOCUMENTS: seen.agreement.documents is Verdict.DIFFER,
        Flag.UNSTEADY: seen.income is not None and seen.income.is_steady is False,
        Flag.UNPAID: disagree(seen.income.typical if seen.income else None, seen.salary),
        Flag.CUT: seen.was_cut,
        Flag.OVERDRAWN: seen.overdrafts.is_often,
        Flag.CARDS: utilisation is not None and utilisation > HIGH,
        Flag.TWINS: seen.is_twice,
        Flag.SET_ASIDE: seen.set_aside > 0,
    }
    return frozenset(flag for flag, is_raised in raised.items() if is_raised)
