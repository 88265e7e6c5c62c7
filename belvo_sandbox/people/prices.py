"""Prices, and how they rise."""

from datetime import date
from functools import cache

from belvo_sandbox.people.countries.country import SPENDING_KINDS, Country
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.rng import Rng

EPOCH = date(2021, 1, 1)  # the start of all histories, with the accounts' opening balances
_WHOLE = 1000
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


class Prices:
    """Prices for one person: people who earn more buy dearer things. All in cents, in whole numbers only."""

    def __init__(self, person: Person, spending_level: int = 100) -> None:
        self._country: Country = person.country
        self._standard = person.income * _WHOLE * spending_level // (person.country.reference_income * 10_000)
        self._levels = _levels(person.country.inflation)

    def nominal(self, cents: int, day: date) -> int:
        """An amount of 2021 at the prices of a day."""
        return cents * self._levels[day.year] // _WHOLE

    def contract_price(self, kind: str, cents: int, day: date) -> int:
        """A price of 2021 that rises once a year, ending as prices of its kind do."""
        return _round_down(self.nominal(cents, day), SPENDING_KINDS[kind].step)

    def purchase_price(self, kind: str, day: date, rng: Rng) -> int:
        """The price of one purchase of a kind."""
        shops = self._country.shops[kind]
        cents = rng.skewed(shops.low * 100, shops.high * 100) * self._standard // _WHOLE
        return _round_down(self.nominal(cents, day), SPENDING_KINDS[kind].step)


@cache
def _levels(inflation: int) -> dict[int, int]:
    levels = {EPOCH.year: _WHOLE}
    for year in range(EPOCH.year + 1, _LAST_YEAR + 1):
        levels[year] = levels[year - 1] * (10_000 + inflation) // 10_000
    for year in range(EPOCH.year - 1, _FIRST_YEAR - 1, -1):
        levels[year] = levels[year + 1] * 10_000 // (10_000 + inflation)
    return levels


def _round_down(cents: int, step: int) -> int:
    return max(cents // step, 1) * step
