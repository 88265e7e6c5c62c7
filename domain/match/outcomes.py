"""What became of claims and inflows, as rows: a pair, a claim that nothing paid, or an inflow that nobody explains."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.match.books import Pair, Share
from domain.match.claims import Claim, Inflow, Kind
from domain.match.rules import CENT, Rule


class State(StrEnum):
    """By the names that an address has for them."""

    PAID = "paid"
    PARTLY = "partly"
    UNPAID = "unpaid"
    OPEN = "open"
    UNEXPLAINED = "unexplained"
    CANCELLED = "cancelled"
    CREDITED = "credited"
    UNKNOWN = "unknown"


PATIENCE = 30
"""Days after which a claim that nothing paid is unpaid; until then it is open."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's yes or no on a row, what it rested on (see `basis`), who said it, and when."""

    is_right: bool
    basis: str
    actor: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """From which to which day the bank is known; None where it is not known at all."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Row:
    """`share` is what of the inflow went to the claim, `difference` what all inflows are above what is owed of it."""

    state: State
    claim: Claim | None = None
    inflow: Inflow | None = None
    rule: Rule | None = None
    share: int = 0
    difference: int = 0
    is_best_first: bool = False
    decision: Decision | None = None
    is_overtaken: bool = False  # somebody said yes or no when one side had no other

    @property
    def key(self) -> Pair:
        """What it is known by: empty on the side that it has not."""
        return self.claim.key if self.claim else "", self.inflow.key if self.inflow else ""

    @property
    def day(self) -> int:
        """That of the claim, or of an inflow without one."""
        side = self.claim or self.inflow
        return side.day if side else 0

    @property
    def is_changed(self) -> bool:
        """Whether it rests on something else than when somebody said yes or no to it."""
        if self.decision is None:
            return self.is_overtaken
        return self.decision.basis != basis(self.claim, self.inflow)


def basis(claim: Claim | None, inflow: Inflow | None) -> str:
    """The days and amounts that a row rests on; nothing in it tells whose they are."""
    told = (f"{claim.day} {claim.owed}" if claim else "-", f"{inflow.day} {inflow.amount}" if inflow else "-")
    return " | ".join(told)


def outcomes(
    claims: Sequence[Claim],
    inflows: Sequence[Inflow],
    shares: Sequence[Share],
    *,
    known: Known | None,
    today: int,
    decisions: Mapping[Pair, Decision],
) -> list[Row]:
    """A row a pair, one a claim that has none, and one an inflow that has none, the newest first."""
    paid, of_claim = Counter[str](), defaultdict[str, list[Share]](list)
    for share in shares:
        paid[share.claim] += share.amount
        of_claim[share.claim].append(share)
    came = {inflow.key: inflow for inflow in inflows}
    rows = [
        row
        for claim in claims
        for row in _of_claim(claim, paid[claim.key], of_claim[claim.key], came, _state(claim, paid, known, today))
    ]
    spent = {share.inflow for share in shares}
    rows += [Row(State.UNEXPLAINED, inflow=one) for one in inflows if one.key not in spent]
    told = (_decided(row, decisions) for row in rows) if decisions else rows
    return sorted(told, key=lambda row: (-row.day, row.key))


def _of_claim(
    claim: Claim, paid: int, shares: Sequence[Share], came: Mapping[str, Inflow], state: State
) -> Iterator[Row]:
    difference = paid - claim.owed
    if not shares:
        yield Row(state, claim, difference=difference)
    for share in sorted(shares, key=lambda share: (came[share.inflow].day, share.inflow)):
        inflow = came[share.inflow]
        yield Row(state, claim, inflow, share.rule, share.amount, difference, share.is_best_first)


def _state(claim: Claim, paid: Mapping[str, int], known: Known | None, today: int) -> State:
    come = paid.get(claim.key, 0)
    if claim.is_cancelled:
        return State.CANCELLED
    if claim.owed <= CENT:
        return State.CREDITED
    if come:
        return State.PAID if come >= claim.owed - _allowed(claim) else State.PARTLY
    if known is None or not known.first <= claim.day <= known.last:
        return State.UNKNOWN
    is_due = claim.kind is not Kind.INVOICE or bool(claim.payments)
    return State.UNPAID if is_due or today - claim.day > PATIENCE else State.OPEN


def _allowed(claim: Claim) -> int:
    """What may be missing of a claim that is paid: as much as the widest rule lets an inflow differ."""
    return max(CENT, claim.owed // 100)


def _decided(row: Row, decisions: Mapping[Pair, Decision]) -> Row:
    claim, inflow = row.key
    is_pair = bool(claim and inflow)
    is_overtaken = is_pair and ((claim, "") in decisions or ("", inflow) in decisions)
    return replace(row, decision=decisions.get(row.key), is_overtaken=is_overtaken)
