"""A life as its banks have recorded it, day after day from the same start.

A day's movements depend on who somebody is and on the days before, never on when one looks: so what is
seen at a later clock, cut at an earlier date, is what was seen then.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter
from threading import Lock

from belvo_sandbox.people.banking.accounting import Bill, Books, Movement
from belvo_sandbox.people.banking.accounts import Account
from belvo_sandbox.people.banking.scenarios import Scenario
from belvo_sandbox.people.countries.bank_calendar import BankCalendar, is_day_of_month
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Rng

_DAY = timedelta(days=1)


class Ledger:
    """The movements and bills of one life; grows as far as it is asked. Thread-safe."""

    def __init__(self, person: Person, scenario: Scenario) -> None:
        self.person = person
        self.scenario = scenario
        self.calendar = BankCalendar(person.country.holidays)
        self._books = Books(
            scenario.accounts, person.country.banking.minimum_payment, scenario.reserve, scenario.rescue
        )
        self._movements: list[Movement] = []
        self._next = EPOCH
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._movements)

    @property
    def accounts(self) -> Sequence[Account]:
        """The accounts of this life."""
        return self.scenario.accounts

    def until(self, day: date) -> Sequence[Movement]:
        """All movements up to the end of a day, oldest first."""
        with self._lock:
            while self._next <= day and self.accounts:
                self._live(self._next)
                self._next += _DAY
            return self._movements[: bisect_right(self._movements, day, key=attrgetter("day"))]

    def bills(self, day: date) -> Sequence[Bill]:
        """The card's bills that were closed by the end of a day, oldest first."""
        self.until(day)
        with self._lock:
            return self._books.bills[: bisect_right(self._books.bills, day, key=attrgetter("cut"))]

    def _live(self, day: date) -> None:
        bank_day, rng = self.calendar.bank_day(day), Rng("day", self.person.institution_key, day.toordinal())
        plans = [plan for habit in self.scenario.habits for plan in habit.plans(bank_day, rng)]
        made = self._books.carry_out(day, plans)
        self._movements += map(self.scenario.rewrite, made) if self.scenario.rewrite else made
        for account in self.accounts:
            if account.cutting_day and is_day_of_month(day, account.cutting_day):
                self._books.close_bill(day)
