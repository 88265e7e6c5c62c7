"""Doing business: what somebody sells and buys on a day follows from who they are and the day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from belvo_sandbox.people.companies import FOUNDED, company_id, firm_name
from belvo_sandbox.people.countries.bankdays import BankDays, bank_days
from belvo_sandbox.people.fiscal.business_transactions import TRADES, VAT, Deal, Trade, retained_percent, since
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Chance

_RENT = ("Arrendamiento de local comercial", "80131502")
_RENT_SHARE = 8  # of a firm's income, percent
_PURCHASE = "01010101"  # the authority's code for what has none of its own
_WITHOUT_CENTS = "CL"
_FAULTLESS = "CL"  # where nothing is cancelled and nothing comes back
_QUANTITIES, _USUAL_QUANTITY = (4, 24), 14
_WORKING_DAYS = 21  # of a month
# What becomes of a sale, as a scale from 0 to 1.
_CANCELLED, _RETURNED, _SHIPPED = 0.04, 0.1, 0.22
_RETURNED_AFTER = timedelta(days=7)
_SUPPLIERS_TERMS = (0, 0, 30)  # days
_HOUR = 3600
_DAY = timedelta(days=1)


@lru_cache(maxsize=10_000)  # days: the past of two or three businesses
def deals(person: Person, day: date) -> tuple[Deal, ...]:
    """What the person sells and buys on a day; nothing while banks rest, or before the business began."""
    days = bank_days(person.culture.holidays)
    if not person.trade or day < since(person) or not days.works(day):
        return ()
    chance = Chance("deals", person.key, day)
    return tuple(_Counter(person, TRADES[person.trade], day, days, chance, Prices(person)).deals())


def deals_between(person: Person, first: date, last: date) -> Iterator[Deal]:
    """The deals of a span of days, both included, oldest first."""
    for ordinal in range(max(first, FOUNDED).toordinal(), last.toordinal() + 1):
        yield from deals(person, date.fromordinal(ordinal))


@dataclass(frozen=True)
class _Counter:
    """Where a day's deals are struck."""

    person: Person
    trade: Trade
    day: date
    days: BankDays
    chance: Chance
    prices: Prices

    def deals(self) -> Iterator[Deal]:
        sold = range(self.chance.count(self.trade.sales))
        bought = range(len(sold), len(sold) + self.chance.count(self.trade.purchases))
        yield from (self._sale(number) for number in sold)
        yield from (self._supply(number) if self.trade.supplies else self._purchase(number) for number in bought)
        if self.person.trade == "driver" and self.day == self.days.on_or_after(self.day - self.day.weekday() * _DAY):
            yield self._fares(bought.stop)
        if self.person.trade == "company" and self.day == self.days.on_or_after(self.day.replace(day=1)):
            yield self._rent(bought.stop)

    def _sale(self, number: int) -> Deal:
        customers = [name for name in self.person.culture.employers if name != self.person.employer]
        name = self._firm(self.chance.pick(customers))
        quantity, usual = self.chance.whole(*_QUANTITIES), self._usual(self.trade.turnover, self.trade.sales)
        unit = max(usual // _USUAL_QUANTITY * self.chance.whole(80, 120) // 100 // 1000, 1) * 1000
        ware, term, fate = self.chance.pick(self.trade.wares), self.chance.pick(self.trade.terms), self.chance.unit()
        deal = self._deal(number, name, ware, quantity, unit, sells=True, term=term)
        return deal if self.person.culture.code == _FAULTLESS else self._fated(deal, fate)

    def _fated(self, deal: Deal, fate: float) -> Deal:
        """The deal, or one that was a mistake, or one of which something came back, or one that was sent."""
        if fate < _CANCELLED:
            return replace(deal, cancelled_on=deal.day + (1 + int(fate * 100)) * _DAY)
        if fate < _RETURNED and self.trade.purchases:
            return replace(deal, paid_on=deal.day, returned_on=self.days.on_or_after(deal.day + _RETURNED_AFTER))
        return replace(deal, shipped=fate < _SHIPPED and self.person.trade == "company")

    def _supply(self, number: int) -> Deal:
        """What a firm buys from another one, to sell it."""
        name, ware = self._firm(self.chance.pick(self.person.culture.employers)), self.chance.pick(self.trade.wares)
        usual = self._usual(self.trade.supplies, self.trade.purchases)
        unit = max(usual * self.chance.whole(60, 140) // 1000 // 1000, 1) * 1000
        return self._deal(number, name, ware, 10, unit, term=self.chance.pick(_SUPPLIERS_TERMS))

    def _purchase(self, number: int) -> Deal:
        """What somebody buys for their work in a shop."""
        kind = self.chance.pick(self.trade.costs)
        shop = self.chance.pick(self.person.culture.shops[kind].names)
        net = max(self.prices.drawn(kind, self.day, self.chance) // 100, 1) * 100
        return self._deal(number, shop, (f"Compra en {shop}", _PURCHASE), 1, net, shop=kind)

    def _fares(self, number: int) -> Deal:
        """A week's fares, which the app pays on Monday; nobody drives equally much every week."""
        kept = 100 + VAT[self.person.culture.code] - retained_percent(self.person)
        week = self.prices.raised(self.person.income, self.day) * 12 // 52 * self.chance.whole(70, 125) // kept
        app = self.person.culture.shops["rides"].names[0]
        return self._deal(number, app, self.trade.wares[0], 1, week, sells=True, second=6 * _HOUR)

    def _rent(self, number: int) -> Deal:
        """The month's rent of a firm."""
        cents = self.prices.raised(self.person.income, self.day) * _RENT_SHARE // 100_000 * 1000
        return self._deal(number, self.person.landlord, _RENT, 1, cents)

    def _deal(
        self,
        number: int,
        name: str,
        ware: tuple[str, str],
        quantity: int,
        unit: int,
        *,
        sells: bool = False,
        term: int = 0,
        shop: str = "",
        second: int = 0,
    ) -> Deal:
        country, net = self.person.culture.code, quantity * unit
        return Deal(
            number=number,
            day=self.day,
            second=second or self.chance.whole(9 * _HOUR, 18 * _HOUR),
            sells=sells,
            name=name,
            tax_id=company_id(name, country),
            description=ware[0],
            product=ware[1],
            quantity=quantity,
            unit=unit,
            tax=_percent(net, VAT[country], country),
            retained=_percent(net, retained_percent(self.person), country) if sells else 0,
            paid_on=self.days.on_or_after(self.day + term * _DAY),
            folio=self.chance.digits(7),
            shop=shop,
        )

    def _firm(self, name: str) -> str:
        return firm_name(name, self.person.culture.code)

    def _usual(self, percent: int, daily: float) -> int:
        """What one of a month's deals is about, if together they are worth this much of the income."""
        month = self.prices.raised(self.person.income, self.day) * percent // 100
        return int(month / (daily * _WORKING_DAYS))


def _percent(cents: int, percent: int, country: str) -> int:
    step = 100 if country == _WITHOUT_CENTS else 1
    return cents * percent // (100 * step) * step
