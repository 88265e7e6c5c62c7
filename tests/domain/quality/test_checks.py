"""Verdicts and the score, and that it says what it is made of."""

import pytest

from domain.quality.checks import WEIGHTS, Check, Finding, Verdict, score, worst


@pytest.mark.parametrize(
    ("check", "number", "of", "verdict", "lost"),
    [
        (Check.BALANCES, 0, 0, Verdict.UNCHECKED, 0),
        (Check.BALANCES, 0, 100, Verdict.WELL, 0),
        (Check.BALANCES, 2, 100, Verdict.DOUBTFUL, 10),
        (Check.BALANCES, 3, 100, Verdict.FAILED, 20),
        (Check.GAPS, 1, 700, Verdict.FAILED, 15),
        (Check.TWINS, 1, 1000, Verdict.DOUBTFUL, 3),
        (Check.TWINS, 30, 1000, Verdict.FAILED, 5),
        (Check.SET_ASIDE, 1, 10_000, Verdict.FAILED, 10),
        (Check.UNKNOWN, 9, 9, Verdict.DOUBTFUL, 1),
        (Check.MENDED, 9, 9, Verdict.DOUBTFUL, 1),
    ],
)
def test_a_check_is_judged_by_how_much_it_found(
    check: Check, number: int, of: int, verdict: Verdict, lost: int
) -> None:
    found = Finding(check, "l", number, of)
    assert (found.verdict, found.lost) == (verdict, lost)


def test_all_checks_that_fail_leave_nothing() -> None:
    assert WEIGHTS.keys() == {*Check}
    assert sum(WEIGHTS.values()) == 100


def test_a_check_takes_off_once_however_many_links_fail_it() -> None:
    findings = [
        Finding(Check.GAPS, "a", 1, 9),
        Finding(Check.GAPS, "b", 2, 9),
        Finding(Check.TWINS, "a", 1, 1000),
        Finding(Check.NAMES, "a", 0, 2),
        Finding(Check.BALANCES, "b", 0, 0),
    ]
    found = score(findings)
    assert (found.points, found.lost) == (82, {Check.GAPS: 15, Check.TWINS: 3})
    assert worst(findings) is Verdict.FAILED
    assert worst(findings[2:]) is Verdict.DOUBTFUL
    assert worst(findings[3:]) is Verdict.WELL


def test_where_nothing_could_be_checked_there_is_no_score() -> None:
    unchecked = [Finding(Check.BALANCES, "b", 0, 0)]
    assert (score(unchecked).points, worst(unchecked), worst([])) == (None, Verdict.UNCHECKED, Verdict.UNCHECKED)
