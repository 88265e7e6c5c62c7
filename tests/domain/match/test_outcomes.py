"""What became of claims and inflows, and what a person's yes or no rests on."""

from collections.abc import Mapping, Sequence

import pytest

from domain.match.books import Pair, Share
from domain.match.claims import Claim, Inflow, Kind, Payment
from domain.match.outcomes import PATIENCE, Decision, Known, Row, State, basis, outcomes
from domain.match.rules import Rule

TODAY = 1_000
KNOWN = Known(500, TODAY)


def claim(
    day: int = 900,
    amount: int = 100_0000,
    kind: Kind = Kind.INVOICE,
    *,
    payments: Sequence[Payment] = (),
    credited: int = 0,
    is_cancelled: bool = False,
) -> Claim:
    return Claim("a", "t", kind, day, amount, "MXN", "", frozenset(), payments, credited, is_cancelled)


def inflow(key: str = "x", amount: int = 100_0000, day: int = 905) -> Inflow:
    return Inflow(key, "b", day, amount, "MXN")


def rows(
    one: Claim, *came: Inflow, known: Known | None = KNOWN, decisions: Mapping[Pair, Decision] | None = None
) -> list[Row]:
    shares = [Share("a", each.key, each.amount, Rule.NAME) for each in came]
    return outcomes([one], came, shares, known=known, today=TODAY, decisions=decisions or {})


@pytest.mark.parametrize(
    ("one", "came", "known", "state", "difference"),
    [
        (claim(), [inflow()], KNOWN, State.PAID, 0),
        (claim(), [inflow(amount=99_0000)], KNOWN, State.PAID, -1_0000),
        (claim(), [inflow(amount=98_0000)], KNOWN, State.PARTLY, -2_0000),
        (claim(credited=20_0000), [inflow()], KNOWN, State.PAID, 20_0000),
        (claim(), [], KNOWN, State.UNPAID, -100_0000),
        (claim(day=TODAY - PATIENCE), [], KNOWN, State.OPEN, -100_0000),
        (claim(day=TODAY - PATIENCE - 1), [], KNOWN, State.UNPAID, -100_0000),
        (claim(999, kind=Kind.PAYSLIP), [], KNOWN, State.UNPAID, -100_0000),
        (claim(day=999, payments=[Payment("p", 999, 1, 1)]), [], KNOWN, State.UNPAID, -100_0000),
        (claim(day=499), [], KNOWN, State.UNKNOWN, -100_0000),
        (claim(), [], None, State.UNKNOWN, -100_0000),
        (claim(is_cancelled=True), [], KNOWN, State.CANCELLED, 0),
        (claim(credited=100_0000), [], KNOWN, State.CREDITED, 0),
    ],
)
def test_a_claim_has_a_state(
    one: Claim, came: list[Inflow], known: Known | None, state: State, difference: int
) -> None:
    (row,) = rows(one, *came, known=known)
    assert (row.state, row.difference) == (state, difference)


def test_parts_are_a_row_each_and_what_nobody_waited_for_is_unexplained() -> None:
    came = [inflow("x", 40_0000), inflow("y", 60_0000, 930), inflow("z", 5_0000, 990)]
    shares = [Share("a", one.key, one.amount, Rule.PART) for one in came[:2]]
    found = outcomes([claim()], came, shares, known=KNOWN, today=TODAY, decisions={})
    assert [(row.key, row.state, row.share) for row in found] == [
        (("", "z"), State.UNEXPLAINED, 0),
        (("a", "x"), State.PAID, 40_0000),
        (("a", "y"), State.PAID, 60_0000),
    ]


def test_what_somebody_said_stays_and_says_when_it_rests_on_something_else() -> None:
    said = Decision(is_right=True, basis=basis(claim(), inflow()))
    (same,) = rows(claim(), inflow(), decisions={("a", "x"): said})
    (other,) = rows(claim(), inflow(amount=99_5000), decisions={("a", "x"): said})
    (paid_since,) = rows(claim(), inflow(), decisions={("a", ""): said})
    assert (same.decision, same.is_changed) == (said, False)
    assert (other.decision, other.is_changed) == (said, True)
    assert (paid_since.decision, paid_since.is_changed) == (None, True)
