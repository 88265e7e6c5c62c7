"""The scenario `bulk_N`: N transactions within the history, for load.

A block of ten movements brings in what the next nine spend, so that any of them can be told from its place alone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from belvo_sandbox.core.lazy import LazySequence
from belvo_sandbox.people.banking.accounting import Bill, Line, Movement
from belvo_sandbox.people.banking.accounts import make_account
from belvo_sandbox.people.banking.descriptions import Descriptions
from belvo_sandbox.people.banking.examples import life
from belvo_sandbox.people.banking.ledger import Ledger
from belvo_sandbox.people.banking.scenarios import Scenario, history_length
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Rng

_PREFIX = "bulk_"
_BLOCK = 10
_LINES = 400
_DAY = timedelta(days=1)
_OPENING = 50_000_00


class BulkLedger(Ledger):
    """As many movements within each stretch of the history's length; of the past it shows no more than that."""

    def __init__(self, person: Person, count: int) -> None:
        super().__init__(person, Scenario((make_account(person, "checking", opening=_OPENING),), ()))
        self._count = count
        self._period = history_length(_PREFIX).days + 1
        self._lines = _lines(person)

    def until(self, day: date) -> Sequence[Movement]:
        """The movements of the history that ends with a day, oldest first: exactly as many as were asked for."""
        end = (day - EPOCH).days + 1
        return LazySequence(range(self._before(end - self._period), self._before(end)), self._movement)

    def bills(self, day: date) -> Sequence[Bill]:  # noqa: ARG002 - a ledger's signature
        """None: there is no card."""
        return ()

    def _before(self, days: int) -> int:
        """The number of movements before a day, counted from the start of all histories."""
        periods, rest = divmod(days, self._period)
        return periods * self._count + rest * self._count // self._period

    def _day_of_index(self, index: int) -> int:
        """The last day, counted from the start of all histories, before which there are no more movements than this."""
        periods, rest = divmod(index, self._count)
        return periods * self._period + ((rest + 1) * self._period - 1) // self._count

    def _movement(self, index: int) -> Movement:
        days = self._day_of_index(index)
        first, end = self._before(days), self._before(days + 1)
        block, step = divmod(index, _BLOCK)
        amounts, positions = _amounts(self.person.institution_key, block)
        draw = index * 2_654_435_761 % 2**32 % (_LINES - 1)  # scattered over the lines
        line = self._lines[draw + 1 if step else 0]
        # The night's batch: a day's movements are there as soon as the day begins.
        second = (index - first) * 60 // (end - first)
        return Movement(
            "checking", EPOCH + days * _DAY, index - first, second, amounts[step], positions[step], False, line
        )


def make_ledger(person: Person, scenario: str) -> Ledger:
    """The ledger of a person in a scenario."""
    if scenario.startswith(_PREFIX):
        return BulkLedger(person, int(scenario.removeprefix(_PREFIX)))
    return Ledger(person, life(person, scenario))


@lru_cache(maxsize=1024)
def _amounts(key: str, block: int) -> tuple[Sequence[int], Sequence[int]]:
    """The amounts of a block's movements, and the positions that they lead to."""
    rng = Rng("bulk", key, block)
    expenses = [-rng.skewed(10_00, 2_500_00) for _ in range(_BLOCK - 1)]
    amounts = (-sum(expenses), *expenses)
    return amounts, tuple(accumulate(amounts, initial=_OPENING))[1:]


def _lines(person: Person) -> list[Line]:
    rng, descriptions, shops = Rng("lines", person.institution_key), Descriptions(person), person.country.shops
    kinds = sorted(shops)
    purchases = [(kind, rng.choice(shops[kind].names)) for kind in (rng.choice(kinds) for _ in range(_LINES - 1))]
    salary = descriptions.line("salary", rng, name=person.employer)
    return [salary, *(descriptions.purchase("debit", kind, name, rng) for kind, name in purchases)]
