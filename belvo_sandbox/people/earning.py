"""Where people's money comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.bankdays import Today
from belvo_sandbox.people.books import Plan
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.setting import HOUR, Setting


@dataclass(frozen=True)
class Salary:
    """Pay for work, and the extra month at the end of the year."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """On the country's paydays; where they fall on a holiday, before."""
        person, banking = self.setting.person, self.setting.person.culture.banking
        month = self.setting.prices.raised(person.income, today.day)
        for payday in banking.paydays:
            if today.pays(payday):
                yield self._pay("salary", month // len(banking.paydays), chance)
        if not banking.paydays and today.working_day == 5:
            yield self._pay("salary", month, chance)
        for number, payday in banking.bonus_days:
            if today.day.month == number and today.pays(payday):
                yield self._pay("bonus", month * banking.bonus // 100 // len(banking.bonus_days), chance)

    def _pay(self, phrase: str, cents: int, chance: Chance) -> Plan:
        line = self.setting.wording.line(phrase, chance, name=self.setting.person.employer)
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
