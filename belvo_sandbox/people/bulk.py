"""The life `bulk_N`: N transactions within the history, for load.

A block of ten movements brings in what the next nine spend, so that any of them can be told from its place alone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from belvo_sandbox.people.accounts import account
from belvo_sandbox.people.books import Bill, Line, Movement
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.ledger import Ledger
from belvo_sandbox.people.lives import Life, history, life
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.wording import Wording

_PREFIX = "bulk_"
_BLOCK = 10
_LINES = 400
_DAY = timedelta(days=1)
_OPENING = 50_000_00


class BulkLedger(Ledger):
    """As many movements within each stretch of the history's length; of the past it keeps no more than that."""

    def __init__(self, person: Person, count: int) -> None:
        super().__init__(person, Life((account(person, "checking", opening=_OPENING),), ()))
        self._count = count
        self._period = history(_PREFIX).days + 1
        self._lines = _lines(person)
        self._recent: tuple[date, list[Movement]] = (date.min, [])

    def __len__(self) -> int:
        return len(self._recent[1])

    def until(self, day: date) -> Sequence[Movement]:
        """The movements of the history that ends with a day, oldest first: exactly as many as were asked for."""
        with self._lock:
            if self._recent[0] != day:
                first = day - (self._period - 1) * _DAY
                days = [first + place * _DAY for place in range(self._period)]
                self._recent = (day, [movement for one in days for movement in self._of(one)])
            return self._recent[1]

    def bills(self, day: date) -> Sequence[Bill]:  # noqa: ARG002 - a ledger's signature
        """None: there is no card."""
        return ()

    def _of(self, day: date) -> list[Movement]:
        first, end = (self._before((day - EPOCH).days + later) for later in (0, 1))
        return [self._movement(day, place, place - first, end - first) for place in range(first, end)]

    def _before(self, days: int) -> int:
        """How many movements come before a day, counted from the start of all lives."""
        periods, rest = divmod(days, self._period)
        return periods * self._count + rest * self._count // self._period

    def _movement(self, day: date, place: int, number: int, of_day: int) -> Movement:
        block, step = divmod(place, _BLOCK)
        amounts = _amounts(self.person.at, block)
        position = _OPENING + sum(amounts[: step + 1])
        draw = place * 2_654_435_761 % 2**32 % (_LINES - 1)  # scattered over the lines
        line = self._lines[draw + 1 if step else 0]
        # The night's batch: a day's movements are there as soon as the day begins.
        return Movement("checking", day, number, number * 60 // of_day, amounts[step], position, False, line)


def ledger(person: Person, kind: str) -> Ledger:
    """The ledger of a life of this kind."""
    if kind.startswith(_PREFIX):
        return BulkLedger(person, int(kind.removeprefix(_PREFIX)))
    return Ledger(person, life(person, kind))


@lru_cache(maxsize=64)
def _amounts(key: str, block: int) -> tuple[int, ...]:
    chance = Chance("bulk", key, block)
    spent = tuple(-chance.skewed(10_00, 2_500_00) for _ in range(_BLOCK - 1))
    return (-sum(spent), *spent)


def _lines(person: Person) -> list[Line]:
    chance, wording, shops = Chance("lines", person.at), Wording(person), person.culture.shops
    kinds = sorted(shops)
    bought = [(kind, chance.pick(shops[kind].names)) for kind in (chance.pick(kinds) for _ in range(_LINES - 1))]
    salary = wording.line("salary", chance, name=person.employer)
    return [salary, *(wording.purchase("debit", kind, name, chance) for kind, name in bought)]
