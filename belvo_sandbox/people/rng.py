"""Draws that are the same in every process, on every machine and under every version of Python."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from belvo_sandbox.core.digests import number

T = TypeVar("T")


class Rng:
    """Draws that depend on the parts that it was made of, and on nothing else.

    Only `Random.random()` is used: it alone is promised to give the same numbers for the same seed.
    """

    def __init__(self, *parts: object) -> None:
        self.random = Random(number(*parts)).random  # noqa: S311 - invented people, not secrets

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def count(self, mean: float) -> int:
        """A number of events, `mean` on average."""
        certain = int(mean)
        return certain + self.happens(mean - certain)

    def integer(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def skewed(self, low: int, high: int) -> int:
        """A whole number, small ones more often than large ones, as prices are."""
        return low + int(self.random() * self.random() * (high - low + 1))

    def choice(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[int(self.random() * len(options))]

    def digits(self, length: int) -> str:
        """A string of digits."""
        return "".join(str(int(self.random() * 10)) for _ in range(length))
