"""Where people's money comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.context import HOUR, Setting
from belvo_sandbox.people.countries.bankdays import Today
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.rng import Chance


@dataclass(frozen=True)
class Salary:
    """Pay for work, and the extra month at the end of the year."""

    setting: Setting
    payroll: Payroll

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """What employers pay on the day."""
        for slip in self.payroll.on(today.day):
            line = self.setting.wording.line(slip.kind, chance, name=slip.job.employer)
            yield Plan(6 * HOUR + chance.whole(0, 1800), "checking", slip.cents, line)


@dataclass(frozen=True)
class Pension:
    """A state pension, paid each month on its first working day."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The month's pension."""
        if today.working_day == 1:
            cents = self.setting.prices.raised(self.setting.person.income, today.day)
            yield Plan(6 * HOUR, "checking", cents, self.setting.wording.line("pension", chance, day=today.day))
