"""Declared, invoiced and banked, and salaries against what came."""

import pytest

from domain.match.months import OF_A_BANK, OF_A_RETURN, Pay, TaxMonth, Verdict, compare, pay, sums, tax_months

UNIT = 10_000


@pytest.mark.parametrize(
    ("one", "other", "share", "verdict"),
    [
        (100, 100, OF_A_RETURN, Verdict.AGREE),
        (100, 101, 0, Verdict.AGREE),
        (100, 102, 0, Verdict.LESS),
        (98, 100, OF_A_RETURN, Verdict.AGREE),
        (9_700, 10_000, OF_A_RETURN, Verdict.LESS),
        (10_000, 9_700, OF_A_RETURN, Verdict.MORE),
        (10_000, 8_600, OF_A_BANK, Verdict.AGREE),
        (10_000, 8_400, OF_A_BANK, Verdict.MORE),
        (0, 0, OF_A_RETURN, Verdict.AGREE),
        (None, 100, OF_A_RETURN, Verdict.UNKNOWN),
        (100, None, OF_A_RETURN, Verdict.UNKNOWN),
    ],
)
def test_two_figures_agree_within_a_share(one: int | None, other: int | None, share: float, verdict: Verdict) -> None:
    known = [None if figure is None else figure * UNIT for figure in (one, other)]
    assert compare(known[0], known[1], share) is verdict


def test_a_month_is_known_by_what_there_is_of_it() -> None:
    found = tax_months(
        ["2026-08", "2026-09"],
        declared={"2026-08": 100 * UNIT},
        invoiced={"2026-08": 100 * UNIT},
        billed={"2026-08": 116 * UNIT},
        banked={"2026-09": 5 * UNIT},
        bank_months=["2026-09"],
    )
    assert found == [
        TaxMonth("2026-08", 100 * UNIT, 100 * UNIT, 116 * UNIT, None),
        TaxMonth("2026-09", None, 0, 0, 5 * UNIT),
    ]
    assert [one.verdict for one in found] == [Verdict.AGREE, Verdict.UNKNOWN]
    assert (sums(found).months, sums(found).verdict) == (0, Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("declared", "banked", "verdict"),
    [(100, 116, Verdict.AGREE), (100, 130, Verdict.AGREE), (100, 140, Verdict.MORE), (100, 90, Verdict.LESS)],
)
def test_the_bank_is_compared_with_what_was_declared_and_its_tax(declared: int, banked: int, verdict: Verdict) -> None:
    months = [
        TaxMonth("2026-08", declared * UNIT, 100 * UNIT, 116 * UNIT, banked * UNIT),
        TaxMonth("2026-09", None, 50 * UNIT, 58 * UNIT, 900 * UNIT),
    ]
    found = sums(months)
    assert (found.months, found.expected, found.verdict) == (1, 116 * UNIT, verdict)


@pytest.mark.parametrize(
    ("told", "came", "state"),
    [
        (100, 74, Pay.PAID),
        (100, 50, Pay.PAID),
        (100, 150, Pay.PAID),
        (100, 49, Pay.PARTLY),
        (100, 0, Pay.UNPAID),
        (100, None, Pay.UNKNOWN),
        (0, 10, Pay.UNKNOWN),
    ],
)
def test_half_of_a_salary_may_stay_away(told: int, came: int | None, state: Pay) -> None:
    assert pay(told, came) is state
