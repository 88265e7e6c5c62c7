"""The books of a matching: what is still to be paid of each claim, and which inflows are not spent."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.match.claims import Claim, Inflow
from domain.match.rules import CENT, Rule

Pair = tuple[str, str]
"""The keys of a claim and of an inflow."""


@dataclass(frozen=True, slots=True)
class Share:
    """What of an inflow went to a claim, and by which rule; `is_best_first` where the group was too large to solve."""

    claim: str
    inflow: str
    amount: int
    rule: Rule
    is_best_first: bool = False


@dataclass(slots=True)
class Books:
    """Claims and inflows by their keys, and what has been booked; `refused` are pairs that somebody has rejected."""

    claims: dict[str, Claim]
    unspent: dict[str, Inflow]
    refused: frozenset[Pair] = frozenset()
    left: dict[str, int] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)

    @classmethod
    def opened(cls, claims: Iterable[Claim], inflows: Iterable[Inflow], refused: Iterable[Pair] = ()) -> "Books":
        """Books in which nothing is paid yet."""
        by_key = {claim.key: claim for claim in claims}
        left = {key: claim.owed for key, claim in by_key.items()}
        return cls(by_key, {inflow.key: inflow for inflow in inflows}, frozenset(refused), left)

    def is_open(self, claim: Claim) -> bool:
        """Whether anything is left to be paid of it."""
        return self.left[claim.key] > CENT

    def book(self, claim: str, inflow: Inflow, amount: int, rule: Rule, *, is_best_first: bool = False) -> None:
        """Pay so much of the claim; the inflow is spent."""
        self.shares.append(Share(claim, inflow.key, amount, rule, is_best_first))
        self.left[claim] -= amount
        self.unspent.pop(inflow.key, None)
