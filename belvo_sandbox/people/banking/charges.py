"""What people and their bank do with accounts: fees, interest, savings, bills."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.amounts import Due, Share, Surplus, Unpaid
from belvo_sandbox.people.banking.context import HOUR, Setting
from belvo_sandbox.people.countries.bankdays import Today, is_month_day
from belvo_sandbox.people.rng import Chance


@dataclass(frozen=True)
class Charges:
    """What the bank takes for itself each month: its fee, the tax on it, interest on what is owed."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Fee and interest, late on the month's last day."""
        if not is_month_day(today.day, 31):
            return
        banking, line = self.setting.person.culture.banking, self.setting.wording.line
        fee = self.setting.prices.raised(banking.fee, today.day)
        yield Plan(22 * HOUR, "checking", -fee, line("fee", chance))
        if banking.fee_tax:
            yield Plan(22 * HOUR + 1, "checking", -(fee * banking.fee_tax // 100), line("fee_tax", chance))
        overdraft = Share("checking", banking.overdraft_interest, 10_000, -1, owed=True)
        yield Plan(23 * HOUR, "checking", overdraft, line("overdraft", chance))


@dataclass(frozen=True)
class SavingsInterest:
    """What savings earn in a month."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Interest, and the tax that is kept back from it, late on the month's last day."""
        if not is_month_day(today.day, 31):
            return
        banking, line = self.setting.person.culture.banking, self.setting.wording.line
        yield Plan(23 * HOUR, "savings", Share("savings", banking.interest, 120_000, 1), line("interest", chance))
        if banking.interest_tax:
            tax = Share("savings", banking.interest * banking.interest_tax, 12_000_000, -1)
            yield Plan(23 * HOUR + 1, "savings", tax, line("interest_tax", chance))


@dataclass(frozen=True)
class Saving:
    """Putting aside what is left over."""

    setting: Setting
    cushion: int  # percent of a month's income that stays in the account
    share: int  # percent of what is above it that is put aside

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The transfer to the savings account, on the country's saving days."""
        for wanted in self.setting.person.culture.banking.saving_days:
            if today.collects(wanted):
                kept = self.setting.prices.raised(self.setting.person.income, today.day) * self.cushion // 100
                plan = self.setting.transfer(8 * HOUR, "checking", "savings", ("save", "saved"), chance)
                yield plan._replace(cents=Surplus("checking", kept, self.share))


@dataclass(frozen=True)
class CardPayment:
    """Paying the card's bill: all of it, or the minimum."""

    setting: Setting
    early: int  # days before the bill is due
    whole: bool = True

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Due when the last bill says so; the books know it."""
        plan = self.setting.transfer(10 * HOUR, "checking", "card", ("pay_card", "card_paid"), chance)
        yield plan._replace(cents=Due(today.forestalls, timedelta(days=self.early), self.whole))


@dataclass(frozen=True)
class CardInterest:
    """What the bank asks for the part of the last bill that was not paid."""

    setting: Setting
    day: int  # the card's cutting day

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Interest, just before the next bill is closed."""
        if is_month_day(today.day, self.day):
            rate = self.setting.person.culture.banking.card_interest
            line = self.setting.wording.line("card_interest", chance)
            yield Plan(23 * HOUR, "card", Unpaid(rate), line)


def rescue(setting: Setting, second: int, short: int) -> Plan:
    """The transfer from the savings that saves a payment from failing."""
    wanted = -(-short // 500_00) * 500_00
    chance = Chance("rescue", setting.person.key, second, short)
    plan = setting.transfer(second, "savings", "checking", ("draw", "drawn"), chance)
    return plan._replace(cents=lambda books: -min(wanted, books.room("savings")))
