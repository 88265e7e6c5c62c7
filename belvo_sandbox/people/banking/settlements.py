"""What comes of somebody's deals, as their bank account shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from belvo_sandbox.people.banking.accounting import Line, Plan
from belvo_sandbox.people.banking.context import HOUR, Setting
from belvo_sandbox.people.countries.bankdays import Today
from belvo_sandbox.people.fiscal.business import wages
from belvo_sandbox.people.fiscal.business_transactions import LONGEST_TERM, Settlement, settlements
from belvo_sandbox.people.fiscal.purchases import deals
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Chance

_PHRASES = {"company": "sale", "driver": "gig", "occasional": "freelance", "professional": "freelance"}
_DAY = timedelta(days=1)


@dataclass
class _Agenda:
    """The settlements of each day; known as far as the deals are."""

    known: date = EPOCH - LONGEST_TERM
    due: dict[date, list[Settlement]] = field(default_factory=dict)


@dataclass(frozen=True)
class Trade:
    """Customers that pay, suppliers that are paid, and money that goes back: each deal as its invoice has it."""

    setting: Setting
    _agenda: _Agenda = field(default_factory=_Agenda, repr=False, compare=False)

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The day's payments."""
        for settlement in self._due(today.day):
            line = self._line(settlement, chance)
            clears = bool(settlement.deal.shop)
            yield Plan(settlement.deal.second, "checking", settlement.cents, line, clears=clears)

    def _due(self, day: date) -> list[Settlement]:
        agenda = self._agenda
        while agenda.known <= day:
            for deal in deals(self.setting.person, agenda.known):
                for settlement in settlements(deal):
                    agenda.due.setdefault(settlement.day, []).append(settlement)
            agenda.known += _DAY
        return agenda.due.get(day, [])

    def _line(self, settlement: Settlement, chance: Chance) -> Line:
        deal, wording = settlement.deal, self.setting.wording
        if deal.shop:
            return wording.purchase("debit", deal.shop, deal.name, chance, reference=deal.folio)
        phrase = _PHRASES[self.setting.person.trade] if settlement.cents > 0 else "supply"
        return wording.line(phrase, chance, name=deal.name, reference=deal.folio)


@dataclass(frozen=True)
class Wages:
    """What a company pays its people twice a month."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The wages of half a month."""
        cents = wages(self.setting.person, today.day)
        if cents:
            yield Plan(15 * HOUR, "checking", -cents, self.setting.wording.line("wages", chance))
