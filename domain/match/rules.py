"""By which rule an inflow may be what a claim waits for: each with how near amounts and days have to be.

A rule that says more is worth more than twice one that says less, so that no two pairs by the lesser take the place of
one by the better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.match.claims import Claim, Inflow, Kind, distinctive, is_named


class Rule(StrEnum):
    """By the names that a table has for them."""

    PERSON = "person"
    NUMBER = "number"
    COMPLEMENT = "complement"
    NAME = "name"
    AMOUNT = "amount"
    TOGETHER = "together"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an inflow may lie before and behind the day that a claim names, and its amount off, as a share."""

    before: int
    behind: int
    share: float
    worth: int


TOLERANCES: Mapping[Rule, Tolerance] = {
    Rule.NUMBER: Tolerance(5, 365, 0.01, 40_000),
    Rule.COMPLEMENT: Tolerance(3, 5, 0.0, 18_000),
    Rule.NAME: Tolerance(3, 120, 0.005, 8_000),
    Rule.AMOUNT: Tolerance(1, 60, 0.0, 3_000),
}
"""Of the rules by which one inflow pays one claim. Days and differences lessen the worth by less than a tenth."""

PAYDAY = 4
"""Days around the payment day of a payslip, and around the last income of a stream, on which it comes."""

CENT = 100
"""In 1/10,000: amounts no further apart are the same."""

_DAY = 1
_OFF = 400
_MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Demand:
    """One payment that is waited for, of one claim or of several: on about this day, with one of these amounts."""

    day: int
    amounts: tuple[int, ...]
    currency: str
    words: frozenset[str]
    numbers: frozenset[str]
    is_told: bool = False  # by a payment complement, with its day

    @classmethod
    def of_claim(cls, claim: Claim, day: int, *amounts: int, is_told: bool = False) -> "Demand":
        """That of one claim alone."""
        return cls(day, amounts, claim.currency, distinctive(claim.name), claim.numbers, is_told)


def rule_of(demand: Demand, inflow: Inflow, kind: Kind) -> tuple[Rule, int] | None:
    """The rule that says most of those that make it a pair, and what the pair is worth; None for no pair."""
    if demand.currency != inflow.currency:
        return None
    off = min(abs(inflow.amount - amount) for amount in demand.amounts)
    for rule, allowed in TOLERANCES.items():
        if _says(rule, demand, inflow) and _is_near(rule, demand, inflow, off, kind):
            apart = min(abs(inflow.day - demand.day), _MOST_DAYS)
            share = min(off / max(*demand.amounts, CENT), allowed.share or 1)
            return rule, allowed.worth - _DAY * apart - round(_OFF * share)
    return None


def _says(rule: Rule, demand: Demand, inflow: Inflow) -> bool:
    match rule:
        case Rule.NUMBER:
            return not demand.numbers.isdisjoint(inflow.tokens)
        case Rule.COMPLEMENT:
            return demand.is_told
        case Rule.NAME:
            return is_named(demand.words, inflow.tokens)
    return True


def _is_near(rule: Rule, demand: Demand, inflow: Inflow, off: int, kind: Kind) -> bool:
    allowed, apart = TOLERANCES[rule], inflow.day - demand.day
    if off > max(CENT, allowed.share * max(demand.amounts)):
        return False
    if kind is not Kind.INVOICE:
        return abs(apart) <= PAYDAY
    return -allowed.before <= apart <= allowed.behind
