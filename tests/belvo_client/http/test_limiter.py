"""The rate stays under Belvo's, whoever asks."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvo_client import RateLimiter


class Clock:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


def test_calls_within_the_rate_do_not_wait() -> None:
    clock = Clock()
    limiter = RateLimiter(3, 30, clock=clock.time, sleep=clock.sleep)
    for _ in range(3):
        limiter.acquire()
    assert clock.naps == []


def test_the_next_call_waits_until_the_window_has_room() -> None:
    clock = Clock()
    limiter = RateLimiter(2, 30, clock=clock.time, sleep=clock.sleep)
    limiter.acquire()
    clock.now += 10
    limiter.acquire()
    limiter.acquire()
    limiter.acquire()
    assert clock.naps == [20, 10]


def test_the_rate_of_belvo_is_kept_with_room() -> None:
    clock = Clock()
    limiter = RateLimiter(clock=clock.time, sleep=clock.sleep)
    for _ in range(76):
        limiter.acquire()
    assert clock.naps == [30]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 6))
def test_no_window_ever_holds_more_than_its_calls(pauses: list[float], calls: int) -> None:
    clock = Clock()
    limiter = RateLimiter(calls, 30, clock=clock.time, sleep=clock.sleep)
    went: list[float] = []
    for pause in pauses:
        clock.now += pause
        limiter.acquire()
        went.append(clock.now)
    assert all(later - earlier >= 30 - 1e-6 for earlier, later in zip(went, went[calls:], strict=False))


def test_threads_share_one_rate() -> None:
    naps: list[float] = []
    limiter = RateLimiter(10, 30, clock=lambda: 0.0, sleep=naps.append)

    def ask() -> None:
        for _ in range(25):
            limiter.acquire()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(naps) == [30.0 * (1 + turn // 10) for turn in range(90)]


@pytest.mark.parametrize(("calls", "window"), [(0, 30), (-1, 30), (5, 0)])
def test_a_rate_that_is_none_is_refused(calls: int, window: float) -> None:
    with pytest.raises(ValueError, match="A rate needs"):
        RateLimiter(calls, window)
