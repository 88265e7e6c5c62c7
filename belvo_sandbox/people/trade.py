"""What a company sells and buys, as its bank account shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.bankdays import Today
from belvo_sandbox.people.books import Plan
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.setting import HOUR, Setting

_SALES_A_DAY = 0.6
_PURCHASES_A_DAY = 0.4
_WORKING_DAYS = 21


@dataclass(frozen=True)
class Trade:
    """Customers that pay and suppliers that are paid, on working days."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The day's payments."""
        if not today.working_day:
            return
        month = self.setting.prices.raised(self.setting.person.income, today.day)
        firms = self.setting.person.culture.employers
        for phrase, sign, daily, share in (("sale", 1, _SALES_A_DAY, 100), ("supply", -1, _PURCHASES_A_DAY, 45)):
            for _ in range(chance.count(daily)):
                usual = month * share // 100 / (daily * _WORKING_DAYS)
                cents = int(usual) * chance.whole(50, 150) // 100
                line = self.setting.wording.line(phrase, chance, name=chance.pick(firms))
                yield Plan(chance.whole(9 * HOUR, 18 * HOUR), "checking", sign * cents, line, wish=sign < 0)
