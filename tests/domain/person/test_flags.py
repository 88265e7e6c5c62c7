"""What raises a flag, and what does not."""

from dataclasses import replace

import pytest

from domain.person.agreement import Agreement, Verdict
from domain.person.cards import Debts
from domain.person.flags import MEANINGS, WORDS, Flag, Seen, flags
from domain.person.income import Income
from domain.person.overdrafts import Overdrafts

QUIET = Seen(
    Agreement(Verdict.AGREE, Verdict.ALONE),
    Overdrafts(5, 5),
    Debts(9_000, 800, 1_000),
    Income(6, 1_000, 900, 1_100),
    salary=1_200,
)


def test_nothing_is_raised_without_a_reason() -> None:
    assert flags(QUIET) == frozenset()
    assert flags(Seen(Agreement(Verdict.ALONE, Verdict.ALONE))) == frozenset()


@pytest.mark.parametrize(
    ("seen", "flag"),
    [
        (replace(QUIET, has_trouble=True), Flag.LINK),
        (replace(QUIET, agreement=Agreement(Verdict.DIFFER, Verdict.AGREE)), Flag.NAMES),
        (replace(QUIET, agreement=Agreement(Verdict.AGREE, Verdict.DIFFER)), Flag.DOCUMENTS),
        (replace(QUIET, income=Income(6, 1_000, 100, 1_900)), Flag.UNSTEADY),
        (replace(QUIET, salary=2_001), Flag.UNPAID),
        (replace(QUIET, was_cut=True), Flag.CUT),
        (replace(QUIET, overdrafts=Overdrafts(6, 6)), Flag.OVERDRAWN),
        (replace(QUIET, debts=Debts(9_000, 801, 1_000)), Flag.CARDS),
        (replace(QUIET, is_twice=True), Flag.TWINS),
        (replace(QUIET, set_aside=1), Flag.SET_ASIDE),
    ],
)
def test_one_reason_raises_one_flag(seen: Seen, flag: Flag) -> None:
    assert flags(seen) == {flag}


def test_each_flag_has_its_words() -> None:
    assert WORDS.keys() == MEANINGS.keys() == {*Flag}
