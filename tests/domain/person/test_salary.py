"""Salaries: what they are now, and when they rose and fell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from domain.person.salary import Change, Salary, Stretch, changes, cut_lately, salaries

FIRST = Stretch("Acme", date(2025, 1, 1), date(2025, 12, 31), 20_000, "MXN")
RISE = replace(FIRST, start=date(2026, 1, 1), end=date(2026, 5, 31), amount=25_000)
CUT = replace(FIRST, start=date(2026, 6, 1), end=None, amount=18_000)
ROSE = Change(RISE.start, "Acme", "MXN", 20_000, 25_000)
FELL = Change(CUT.start, "Acme", "MXN", 25_000, 18_000)


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], []),
        ([FIRST], []),
        ([FIRST, RISE, CUT], [FELL, ROSE]),
        ([CUT, FIRST, RISE], [FELL, ROSE]),
        ([FIRST, replace(RISE, amount=FIRST.amount)], []),
        ([FIRST, replace(RISE, amount=20_199)], []),
        ([FIRST, replace(RISE, amount=19_800)], [Change(RISE.start, "Acme", "MXN", 20_000, 19_800)]),
        ([FIRST, replace(RISE, employer="Other")], []),
        ([FIRST, replace(RISE, currency="USD")], []),
        ([replace(FIRST, amount=0), RISE], []),
    ],
    ids=[
        "nothing",
        "one salary",
        "a rise and a cut",
        "in any order",
        "the same again",
        "rounded",
        "just enough",
        "another employer",
        "another currency",
        "from nothing",
    ],
)
def test_changes(stretches: Sequence[Stretch], expected: list[Change]) -> None:
    assert changes(stretches) == expected


def test_a_change_says_how_much() -> None:
    assert (FELL.is_cut, ROSE.is_cut) == (True, False)
    assert FELL.share == pytest.approx(-0.28)


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], {}),
        ([FIRST, RISE, CUT], {"MXN": Salary(18_000, "MXN", ["Acme"])}),
        ([CUT, replace(CUT, employer="Other", amount=5_000)], {"MXN": Salary(23_000, "MXN", ["Acme", "Other"])}),
        ([FIRST, RISE], {"MXN": Salary(25_000, "MXN", ["Acme"], date(2026, 5, 31))}),
        (
            [CUT, replace(CUT, employer="Other", currency="USD", amount=900)],
            {"MXN": Salary(18_000, "MXN", ["Acme"]), "USD": Salary(900, "USD", ["Other"])},
        ),
    ],
    ids=["nothing", "the last of one job", "two jobs are added", "one that has ended", "currencies are not added"],
)
def test_salary_now(stretches: Sequence[Stretch], expected: dict[str, Salary]) -> None:
    assert salaries(stretches) == expected


@pytest.mark.parametrize(
    ("found", "today", "expected"),
    [
        ([], date(2026, 11, 1), None),
        ([ROSE], date(2026, 2, 1), None),
        ([FELL, ROSE], date(2026, 11, 1), FELL),
        ([FELL], date(2027, 6, 30), FELL),
        ([FELL], date(2027, 7, 1), None),
    ],
)
def test_cut_of_the_last_year(found: list[Change], today: date, expected: Change | None) -> None:
    assert cut_lately(found, today) == expected
