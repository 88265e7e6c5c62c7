"""A rate that processes share, taken from wherever it is kept."""

from collections.abc import Iterator

import pytest

from belvo_client import RateLimited
from belvo_client.background import in_background
from belvo_client.http.limiter import SharedLimiter, calling


class Kept:
    """Gives the answers that it is told to, and remembers what was asked."""

    def __init__(self, *answers: tuple[float, bool]) -> None:
        self._answers: Iterator[tuple[float, bool]] = iter(answers)
        self.asked: list[tuple[bool, float, float | None]] = []

    def __call__(self, *, is_urgent: bool, waited: float, most: float | None) -> tuple[float, bool]:
        self.asked.append((is_urgent, waited, most))
        return next(self._answers)


@pytest.mark.parametrize(("answer", "naps"), [((0, True), []), ((2.5, True), [2.5])])
def test_a_person_waits_for_the_place_that_was_taken(answer: tuple[float, bool], naps: list[float]) -> None:
    slept: list[float] = []
    SharedLimiter(kept := Kept(answer), 5, sleep=slept.append).acquire()
    assert (slept, kept.asked) == (naps, [(True, 0, 5)])


def test_a_pull_asks_again_until_nobody_else_needs_the_place() -> None:
    slept: list[float] = []
    limiter = SharedLimiter(kept := Kept((0.4, False), (90, False), (0, True)), 5, sleep=slept.append)
    with calling(is_urgent=False):
        limiter.acquire()
    assert slept == [0.4, 1.0]
    assert kept.asked == [(False, 0, None), (False, 0.4, None), (False, 1.4, None)]


def test_a_person_whose_place_is_far_away_is_told_so_at_once() -> None:
    with pytest.raises(RateLimited, match="used up for now") as raised:
        SharedLimiter(Kept((60, False)), 5, sleep=lambda _: pytest.fail("waited")).acquire()
    assert raised.value.retry_after == 60


def test_on_whose_behalf_is_known_in_the_background_too_and_only_there() -> None:
    limiter = SharedLimiter(kept := Kept((0, True), (0, True)))
    with calling(is_urgent=False):
        in_background(limiter.acquire, "pages").result()
    limiter.acquire()
    assert [is_urgent for is_urgent, _, _ in kept.asked] == [False, True]
