"""What things cost somebody, and how prices rise."""

from datetime import date
from functools import cache

from belvo_sandbox.people.countries.country import KINDS, Culture
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.rng import Chance

EPOCH = date(2021, 1, 1)  # the start of all lives, with their accounts' opening balances
_WHOLE = 1000
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


class Prices:
    """Prices for one person: people who earn more buy dearer things. All in cents, in whole numbers only."""

    def __init__(self, person: Person, lavishness: int = 100) -> None:
        self._culture: Culture = person.culture
        self._standard = person.income * _WHOLE * lavishness // (person.culture.usual_income * 10_000)
        self._levels = _levels(person.culture.inflation)

    def raised(self, cents: int, day: date) -> int:
        """An amount of 2021 at the prices of a day."""
        return cents * self._levels[day.year] // _WHOLE

    def fixed(self, kind: str, cents: int, day: date) -> int:
        """A price of 2021 that rises once a year, ending as prices of its kind do."""
        return _ending(self.raised(cents, day), KINDS[kind].step)

    def drawn(self, kind: str, day: date, chance: Chance) -> int:
        """What one purchase of a kind costs."""
        shops = self._culture.shops[kind]
        cents = chance.skewed(shops.low * 100, shops.high * 100) * self._standard // _WHOLE
        return _ending(self.raised(cents, day), KINDS[kind].step)


@cache
def _levels(inflation: int) -> dict[int, int]:
    levels = {EPOCH.year: _WHOLE}
    for year in range(EPOCH.year + 1, _LAST_YEAR + 1):
        levels[year] = levels[year - 1] * (10_000 + inflation) // 10_000
    for year in range(EPOCH.year - 1, _FIRST_YEAR - 1, -1):
        levels[year] = levels[year + 1] * 10_000 // (10_000 + inflation)
    return levels


def _ending(cents: int, step: int) -> int:
    return max(cents // step, 1) * step
