"""The checks, what each takes off the score, and the verdict on what was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """By the names that an address has for them."""

    BALANCES = "balances"
    GAPS = "gaps"
    SET_ASIDE = "set_aside"
    TWICE = "twice"
    NAMES = "names"
    DOCUMENTS = "documents"
    TWINS = "twins"
    HOLDS = "holds"
    DAYS = "days"
    CURRENCIES = "currencies"
    CORRECTIONS = "corrections"
    UNKNOWN = "unknown"
    MENDED = "mended"


class Verdict(StrEnum):
    """What a check comes to."""

    WELL = "well"
    DOUBTFUL = "doubtful"
    FAILED = "failed"
    UNCHECKED = "unchecked"


WEIGHTS: Mapping[Check, int] = {
    Check.BALANCES: 20,
    Check.GAPS: 15,
    Check.SET_ASIDE: 10,
    Check.TWICE: 10,
    Check.NAMES: 10,
    Check.DOCUMENTS: 10,
    Check.TWINS: 5,
    Check.HOLDS: 5,
    Check.DAYS: 5,
    Check.CURRENCIES: 4,
    Check.CORRECTIONS: 3,
    Check.UNKNOWN: 2,
    Check.MENDED: 1,
}
"""What a check that failed takes off a score of 100; one that is doubtful half of it."""

MANY: Mapping[Check, float] = {
    Check.BALANCES: 0.02,
    Check.TWINS: 0.02,
    Check.HOLDS: 0.02,
    Check.DAYS: 0.01,
    Check.CURRENCIES: 0.05,
    Check.CORRECTIONS: 0.05,
}
"""The share of what was looked at above which a check has failed; of others one is too many."""

NEVER_WORSE = frozenset({Check.UNKNOWN, Check.MENDED})
"""What casts a doubt at most: all that figures are made of is there."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a check found: where, when, how much of what in 1/10,000, and the row's resource and id."""

    link: str
    what: str
    account: str = ""
    day: int | None = None
    until: int | None = None
    amount: int | None = None
    currency: str = ""
    resource: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found of a link: `number` things of `of` that it looked at; evidence is told of the first ones."""

    check: Check
    link: str
    number: int
    of: int
    evidence: Sequence[Evidence] = ()

    @property
    def verdict(self) -> Verdict:
        """By how much of what was looked at is found."""
        if not self.of:
            return Verdict.UNCHECKED
        if not self.number:
            return Verdict.WELL
        if self.check in NEVER_WORSE:
            return Verdict.DOUBTFUL
        return Verdict.DOUBTFUL if self.number / self.of <= MANY.get(self.check, 0) else Verdict.FAILED

    @property
    def lost(self) -> int:
        """What it takes off the score."""
        weight = WEIGHTS[self.check]
        return {Verdict.FAILED: weight, Verdict.DOUBTFUL: (weight + 1) // 2}.get(self.verdict, 0)


_WORST = (Verdict.FAILED, Verdict.DOUBTFUL, Verdict.WELL, Verdict.UNCHECKED)


def worst(findings: Iterable[Finding]) -> Verdict:
    """The verdict on several links together."""
    return min((finding.verdict for finding in findings), key=_WORST.index, default=Verdict.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Score:
    """Of 100, less what each check takes off, once for all links; None where nothing could be checked.

    `lost` is by check, the most first.
    """

    points: int | None
    lost: Mapping[Check, int]


def score(findings: Iterable[Finding]) -> Score:
    """Of one link, or of several together: what fails at one of them is not made up for by the others."""
    lost = dict[Check, int]()
    is_checked = False
    for finding in findings:
        is_checked |= finding.verdict is not Verdict.UNCHECKED
        lost[finding.check] = max(lost.get(finding.check, 0), finding.lost)
    taken = {check: points for check, points in lost.items() if points}
    ordered = dict(sorted(taken.items(), key=lambda item: -item[1]))
    return Score(100 - sum(ordered.values()) if is_checked else None, ordered)
