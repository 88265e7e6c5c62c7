"""Charges of the bank, savings, and payments of bills."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.amounts import BillInterest, BillPayment, Share, Surplus
from belvo_sandbox.people.banking.context import HOUR, Context
from belvo_sandbox.people.countries.bank_calendar import BankDay, is_day_of_month
from belvo_sandbox.people.rng import Rng


@dataclass(frozen=True)
class Charges:
    """The bank's monthly fee, the tax on it, and interest on the overdraft."""

    context: Context

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Fee and interest, late on the month's last day."""
        if not is_day_of_month(bank_day.day, 31):
            return
        banking, line = self.context.person.country.banking, self.context.descriptions.line
        fee = self.context.prices.nominal(banking.fee, bank_day.day)
        yield Plan(22 * HOUR, "checking", -fee, line("fee", rng))
        if banking.fee_tax:
            yield Plan(22 * HOUR + 1, "checking", -(fee * banking.fee_tax // 100), line("fee_tax", rng))
        overdraft = Share("checking", banking.overdraft_interest, 10_000, -1, owed=True)
        yield Plan(23 * HOUR, "checking", overdraft, line("overdraft", rng))


@dataclass(frozen=True)
class SavingsInterest:
    """Monthly interest on savings."""

    context: Context

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Interest, and the tax that is kept back from it, late on the month's last day."""
        if not is_day_of_month(bank_day.day, 31):
            return
        banking, line = self.context.person.country.banking, self.context.descriptions.line
        yield Plan(23 * HOUR, "savings", Share("savings", banking.interest, 120_000, 1), line("interest", rng))
        if banking.interest_tax:
            tax = Share("savings", banking.interest * banking.interest_tax, 12_000_000, -1)
            yield Plan(23 * HOUR + 1, "savings", tax, line("interest_tax", rng))


@dataclass(frozen=True)
class Saving:
    """Putting aside what is left over."""

    context: Context
    cushion: int  # percent of a month's income that stays in the account
    share: int  # percent of what is above it that is put aside

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The transfer to the savings account, on the country's saving days."""
        for day_of_month in self.context.person.country.banking.saving_days:
            if bank_day.collects(day_of_month):
                reserve = self.context.prices.nominal(self.context.person.income, bank_day.day) * self.cushion // 100
                plan = self.context.transfer(8 * HOUR, "checking", "savings", ("save", "saved"), rng)
                yield plan._replace(cents=Surplus("checking", reserve, self.share))


@dataclass(frozen=True)
class CardPayment:
    """Paying the card's bill: all of it, or the minimum."""

    context: Context
    early: int  # days before the bill is due
    whole: bool = True

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Due when the last bill says so; the books know it."""
        plan = self.context.transfer(10 * HOUR, "checking", "card", ("pay_card", "card_paid"), rng)
        yield plan._replace(cents=BillPayment(bank_day.pays_for, timedelta(days=self.early), self.whole))


@dataclass(frozen=True)
class CardInterest:
    """Interest on the part of the last bill that was not paid."""

    context: Context
    day: int  # the card's cutting day

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Interest, just before the next bill is closed."""
        if is_day_of_month(bank_day.day, self.day):
            rate = self.context.person.country.banking.card_interest
            line = self.context.descriptions.line("card_interest", rng)
            yield Plan(23 * HOUR, "card", BillInterest(rate), line)


def overdraft_transfer(context: Context, second: int, short: int) -> Plan:
    """The transfer from the savings that saves a payment from failing."""
    rounded = -(-short // 500_00) * 500_00
    rng = Rng("rescue", context.person.key, second, short)
    plan = context.transfer(second, "savings", "checking", ("draw", "drawn"), rng)
    return plan._replace(cents=lambda book: -min(rounded, book.available("savings")))
