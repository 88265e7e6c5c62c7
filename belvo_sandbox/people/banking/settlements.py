"""Payments of a business, as its bank account shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from belvo_sandbox.people.banking.accounting import Line, Plan
from belvo_sandbox.people.banking.context import HOUR, Context
from belvo_sandbox.people.countries.bank_calendar import BankDay
from belvo_sandbox.people.fiscal.business import wages
from belvo_sandbox.people.fiscal.business_transactions import LONGEST_TERM, Settlement, settlements
from belvo_sandbox.people.fiscal.journal import transactions
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Rng

_PHRASES = {"company": "sale", "driver": "gig", "occasional": "freelance", "professional": "freelance"}
_DAY = timedelta(days=1)


@dataclass
class _Schedule:
    """The settlements of each day, of the transactions before a date."""

    complete_before: date = EPOCH - LONGEST_TERM
    due: dict[date, list[Settlement]] = field(default_factory=dict)


@dataclass(frozen=True)
class BusinessPayments:
    """Payments of customers and to suppliers, and money that goes back: each as its invoice has it."""

    context: Context
    _schedule: _Schedule = field(default_factory=_Schedule, repr=False, compare=False)

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The day's payments."""
        for settlement in self._due(bank_day.day):
            line = self._line(settlement, rng)
            clears = bool(settlement.transaction.shop)
            yield Plan(settlement.transaction.second, "checking", settlement.cents, line, clears=clears)

    def _due(self, day: date) -> list[Settlement]:
        schedule = self._schedule
        while schedule.complete_before <= day:
            for transaction in transactions(self.context.person, schedule.complete_before):
                for settlement in settlements(transaction):
                    schedule.due.setdefault(settlement.day, []).append(settlement)
            schedule.complete_before += _DAY
        return schedule.due.get(day, [])

    def _line(self, settlement: Settlement, rng: Rng) -> Line:
        transaction, descriptions = settlement.transaction, self.context.descriptions
        if transaction.shop:
            return descriptions.purchase("debit", transaction.shop, transaction.name, rng, reference=transaction.folio)
        phrase = _PHRASES[self.context.person.business] if settlement.cents > 0 else "supply"
        return descriptions.line(phrase, rng, name=transaction.name, reference=transaction.folio)


@dataclass(frozen=True)
class Wages:
    """Wages that a company pays twice a month."""

    context: Context

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The wages of half a month."""
        cents = wages(self.context.person, bank_day.day)
        if cents:
            yield Plan(15 * HOUR, "checking", -cents, self.context.descriptions.line("wages", rng))
