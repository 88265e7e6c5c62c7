"""A ledger: a person's history as the bank has recorded it, day after day from the same start.

A day's movements depend on who somebody is and on the days before, never on when one looks: so what is
seen at a later clock, cut at an earlier date, is what was seen then.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from operator import attrgetter
from threading import Lock

from belvo_sandbox.people.banking.accounting import AccountBook, Bill, Movement
from belvo_sandbox.people.banking.accounts import Account
from belvo_sandbox.people.banking.scenarios import Scenario
from belvo_sandbox.people.countries.bank_calendar import bank_calendar, is_day_of_month
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Rng

_DAY = timedelta(days=1)


class Ledger:
    """Movements and bills of one person; grows as far as it is asked. Thread-safe."""

    def __init__(self, person: Person, scenario: Scenario) -> None:
        self.person = person
        self.scenario = scenario
        self.calendar = bank_calendar(person.country.holidays)
        self._book = AccountBook(
            scenario.accounts, person.country.banking.minimum_payment, scenario.reserve, scenario.overdraft_transfer
        )
        self._movements: list[Movement] = []
        self._next_day = EPOCH
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._movements)

    @property
    def accounts(self) -> Sequence[Account]:
        return self.scenario.accounts

    def until(self, day: date) -> Sequence[Movement]:
        """All movements up to the end of a day, oldest first."""
        with self._lock:
            while self._next_day <= day and self.accounts:
                self._add_day(self._next_day)
                self._next_day += _DAY
            return self._movements[: bisect_right(self._movements, day, key=attrgetter("day"))]

    def bills(self, day: date) -> Sequence[Bill]:
        """The card's bills that were closed by the end of a day, oldest first."""
        self.until(day)
        with self._lock:
            return self._book.bills[: bisect_right(self._book.bills, day, key=attrgetter("cut"))]

    def _add_day(self, day: date) -> None:
        bank_day, rng = self.calendar.bank_day(day), Rng("day", self.person.institution_key, day.toordinal())
        plans = [plan for habit in self.scenario.habits for plan in habit.plans(bank_day, rng)]
        self._movements += self._shown(self._book.carry_out(day, plans))
        for account in self.accounts:
            if account.cutting_day and is_day_of_month(day, account.cutting_day):
                self._book.close_bill(day)

    def _shown(self, movements: Iterator[Movement]) -> Iterator[Movement]:
        rewrite, report = self.scenario.rewrite, self.scenario.report
        rewritten = map(rewrite, movements) if rewrite else movements
        return chain.from_iterable(map(report, rewritten)) if report else rewritten
