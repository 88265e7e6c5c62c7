"""Income: salaries and pensions."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.context import HOUR, Context
from belvo_sandbox.people.countries.bank_calendar import BankDay
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.rng import Rng


@dataclass(frozen=True)
class Salary:
    """Pay for work, and the extra month at the end of the year."""

    context: Context
    payroll: Payroll

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        for slip in self.payroll.on(bank_day.day):
            line = self.context.descriptions.line(slip.kind, rng, name=slip.job.employer)
            yield Plan(6 * HOUR + rng.integer(0, 1800), "checking", slip.cents, line)


@dataclass(frozen=True)
class Pension:
    """A state pension, paid each month on its first working day."""

    context: Context

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The month's pension."""
        if bank_day.working_day == 1:
            cents = self.context.prices.nominal(self.context.person.income, bank_day.day)
            yield Plan(6 * HOUR, "checking", cents, self.context.descriptions.line("pension", rng, day=bank_day.day))
