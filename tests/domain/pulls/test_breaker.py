"""How an institution that does not answer is noticed, and how that ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.pulls.breaker import PATIENCE, Breaker, after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(minutes=5)
ONCE = Breaker("bank", EARLIER, EARLIER, 1, frozenset({"transactions"}))
NEARLY = replace(ONCE, pulls=PATIENCE - 1)
OPEN = replace(ONCE, pulls=PATIENCE, opened_at=EARLIER)

CASES: dict[str, tuple[Breaker | None, set[str], set[str], Breaker | None]] = {
    "nothing, where it answers": (None, set(), {"accounts"}, None),
    "one time-out": (None, {"accounts"}, set(), Breaker("bank", NOW, NOW, 1, frozenset({"accounts"}))),
    "one more, of something else": (
        ONCE,
        {"owners"},
        {"accounts"},
        replace(ONCE, last_at=NOW, pulls=2, resources=frozenset({"transactions", "owners"})),
    ),
    "too many": (NEARLY, {"transactions"}, set(), replace(OPEN, last_at=NOW, opened_at=NOW)),
    "since when it was too often": (
        OPEN,
        {"transactions"},
        {"accounts"},
        replace(OPEN, last_at=NOW, pulls=PATIENCE + 1),
    ),
    "the end, when it answers": (OPEN, set(), {"accounts", "transactions"}, None),
    "no end, when it answers something else": (OPEN, set(), {"accounts"}, OPEN),
    "no end, when nothing was asked": (OPEN, set(), set(), OPEN),
    "nothing in a row, where an answer came between": (ONCE, set(), {"transactions"}, None),
}


@pytest.mark.parametrize(("before", "timed_out", "answered", "expected"), CASES.values(), ids=CASES)
def test_a_pull_tells_of_its_institution(
    before: Breaker | None, timed_out: set[str], answered: set[str], expected: Breaker | None
) -> None:
    assert after(before, "bank", timed_out=timed_out, answered=answered, now=NOW) == expected


def test_only_an_open_one_is_open() -> None:
    assert (ONCE.is_open, NEARLY.is_open, OPEN.is_open) == (False, False, True)
