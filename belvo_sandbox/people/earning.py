"""Where people's money comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.bankdays import Today
from belvo_sandbox.people.books import Plan
from belvo_sandbox.people.careers import career
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.setting import HOUR, Setting


@dataclass(frozen=True)
class Salary:
    """Pay for work, and the extra month at the end of the year."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """On the country's paydays; where they fall on a holiday, before."""
        if not self.setting.person.changes_jobs:
            month = self.setting.prices.raised(self.setting.person.income, today.day)
            yield from self._payments(today, chance, month, self.setting.person.employer)
            return
        for job in career(self.setting.person):
            if job.started < today.day.replace(day=1) and job.holds_on(today.day):
                employer = job.employer.removesuffix(" SA de CV").removesuffix(" Ltda")
                yield from self._payments(today, chance, job.salary_on(today.day), employer)

    def _payments(self, today: Today, chance: Chance, month: int, employer: str) -> Iterator[Plan]:
        banking = self.setting.person.culture.banking
        for payday in banking.paydays:
            if today.pays(payday):
                yield self._pay("salary", month // len(banking.paydays), chance, employer)
        if not banking.paydays and today.working_day == 5:
            yield self._pay("salary", month, chance, employer)
        for number, payday in banking.bonus_days:
            if today.day.month == number and today.pays(payday):
                yield self._pay("bonus", month * banking.bonus // 100 // len(banking.bonus_days), chance, employer)

    def _pay(self, phrase: str, cents: int, chance: Chance, employer: str) -> Plan:
        line = self.setting.wording.line(phrase, chance, name=employer)
        return Plan(6 * HOUR + chance.whole(0, 1800), "checking", cents, line)


@dataclass(frozen=True)
class SideJob:
    """Work on one's own account."""

    setting: Setting
    monthly: float

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """A fee for it."""
        if today.working_day and chance.happens(self.monthly / 21):
            income = self.setting.prices.raised(self.setting.person.income, today.day)
            line = self.setting.wording.line("freelance", chance, name=self.setting.somebody(chance))
            yield Plan(
                chance.whole(9 * HOUR, 18 * HOUR), "checking", income * chance.whole(4, 16) // 10_000 * 100, line
            )


@dataclass(frozen=True)
class GigWork:
    """Driving for an app, which pays once a week for what was driven."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The week's fares, each Monday; nobody drives equally much every week."""
        if today.day.weekday():
            return
        week = self.setting.prices.raised(self.setting.person.income, today.day) * 12 // 52
        line = self.setting.wording.line("gig", chance, name=self.setting.person.culture.shops["rides"].names[0])
        yield Plan(6 * HOUR + chance.whole(0, 1800), "checking", week * chance.whole(70, 125) // 100, line)


@dataclass(frozen=True)
class Pension:
    """A state pension, paid each month on its first working day."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The month's pension."""
        if today.working_day == 1:
            cents = self.setting.prices.raised(self.setting.person.income, today.day)
            yield Plan(6 * HOUR, "checking", cents, self.setting.wording.line("pension", chance, day=today.day))


@dataclass(frozen=True)
class Payroll:
    """What a company pays its people twice a month."""

    setting: Setting
    share: int  # of the income, in percent a month

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The wages of half a month."""
        for payday in (15, 31):
            if today.pays(payday):
                cents = self.setting.prices.raised(self.setting.person.income, today.day) * self.share // 200
                yield Plan(15 * HOUR, "checking", -cents, self.setting.wording.line("wages", chance))
