"""The journal of a business: its sales and purchases follow from who somebody is and from the day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from belvo_sandbox.people.companies import FOUNDED, company_id, legal_name
from belvo_sandbox.people.countries.bank_calendar import BankCalendar, bank_calendar
from belvo_sandbox.people.fiscal.business_transactions import (
    BUSINESSES,
    VAT,
    Business,
    BusinessTransaction,
    Payment,
    business_start,
    withholding_percent,
)
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Rng

_RENT = ("Arrendamiento de local comercial", "80131502")
_RENT_SHARE = 8  # of a company's income, percent
_PURCHASE = "01010101"  # the authority's code for what has none of its own
_WITHOUT_CENTS = "CL"
_WITHOUT_RETURNS = "CL"  # where nothing is cancelled and nothing comes back
_QUANTITIES, _USUAL_QUANTITY = (4, 24), 14
_WORKING_DAYS = 21  # of a month
# What becomes of a sale, as a scale from 0 to 1.
_CANCELLED, _RETURNED, _SHIPPED = 0.04, 0.1, 0.22
_RETURNED_AFTER = timedelta(days=7)
# What becomes of a sale to slow customers, on the same scale; then the days and the percents of parts.
_UNPAID, _IN_PARTS = 0.03, 0.09
_PARTS = ((15, 40), (35, 35), (55, 25))
_DUE = timedelta(days=30)
_SUPPLIERS_TERMS = (0, 0, 30)  # days
_HOUR = 3600
_DAY = timedelta(days=1)


@lru_cache(maxsize=10_000)  # days: the past of two or three businesses
def transactions(person: Person, day: date) -> tuple[BusinessTransaction, ...]:
    """Sales and purchases of a day; none while banks rest, or before the business began."""
    calendar = bank_calendar(person.country.holidays)
    if not person.business or day < business_start(person) or not calendar.is_working_day(day):
        return ()
    rng = Rng("deals", person.key, day)
    return tuple(_DailyBusiness(person, BUSINESSES[person.business], day, calendar, rng, Prices(person)).transactions())


def transactions_between(person: Person, first: date, last: date) -> Iterator[BusinessTransaction]:
    """The transactions of the days from first to last, both included, oldest first."""
    for ordinal in range(max(first, FOUNDED).toordinal(), last.toordinal() + 1):
        yield from transactions(person, date.fromordinal(ordinal))


@dataclass(frozen=True)
class _DailyBusiness:
    """A day of a business."""

    person: Person
    business: Business
    day: date
    calendar: BankCalendar
    rng: Rng
    prices: Prices

    def transactions(self) -> Iterator[BusinessTransaction]:
        sales = range(self.rng.count(self.business.sales))
        purchases = range(len(sales), len(sales) + self.rng.count(self.business.purchases))
        yield from (self._sale(number) for number in sales)
        yield from (self._supply(number) if self.business.supplies else self._purchase(number) for number in purchases)
        if self.person.business == "driver" and self.day == self.calendar.on_or_after(
            self.day - self.day.weekday() * _DAY
        ):
            yield self._fares(purchases.stop)
        if self.person.business == "company" and self.day == self.calendar.on_or_after(self.day.replace(day=1)):
            yield self._rent(purchases.stop)

    def _sale(self, number: int) -> BusinessTransaction:
        customers = [name for name in self.person.country.employers if name != self.person.employer]
        name = self._legal_name(self.rng.choice(customers))
        quantity = self.rng.integer(*_QUANTITIES)
        typical = self._typical_amount(self.business.turnover, self.business.sales)
        unit = max(typical // _USUAL_QUANTITY * self.rng.integer(80, 120) // 100 // 1000, 1) * 1000
        good, term, outcome = (
            self.rng.choice(self.business.goods),
            self.rng.choice(self.business.terms),
            self.rng.random(),
        )
        transaction = self._transaction(number, name, good, quantity, unit, sells=True, term=term)
        if self.person.country.code != _WITHOUT_RETURNS:
            transaction = self._with_outcome(transaction, outcome)
        return self._paid_slowly(transaction) if self.person.slow_customers else transaction

    def _with_outcome(self, transaction: BusinessTransaction, outcome: float) -> BusinessTransaction:
        """The transaction; or it was cancelled, or something of it was returned, or it was shipped."""
        if outcome < _CANCELLED:
            return replace(transaction, cancelled_on=transaction.day + (1 + int(outcome * 100)) * _DAY)
        if outcome < _RETURNED and self.business.purchases:
            return replace(
                transaction,
                paid_on=transaction.day,
                returned_on=self.calendar.on_or_after(transaction.day + _RETURNED_AFTER),
            )
        return replace(transaction, shipped=outcome < _SHIPPED and self.person.business == "company")

    def _paid_slowly(self, transaction: BusinessTransaction) -> BusinessTransaction:
        """The transaction; or it is never paid, or in parts."""
        fate = Rng("fate", self.person.key, *transaction.key).random()
        if transaction.cancelled_on or transaction.returned_on or fate >= _IN_PARTS:
            return transaction
        if fate < _UNPAID:
            return replace(transaction, paid_on=self.calendar.on_or_after(self.day + _DUE), unpaid=True)
        *parts, last = ((self.calendar.on_or_after(self.day + days * _DAY), share) for days, share in _PARTS)
        paid = [Payment(day, transaction.total * share // 100) for day, share in parts]
        rest = Payment(last[0], transaction.total - sum(payment.cents for payment in paid))
        return replace(transaction, paid_on=rest.day, parts=(*paid, rest))

    def _supply(self, number: int) -> BusinessTransaction:
        """Goods that a company buys from another one, to sell them."""
        name = self._legal_name(self.rng.choice(self.person.country.employers))
        good = self.rng.choice(self.business.goods)
        typical = self._typical_amount(self.business.supplies, self.business.purchases)
        unit = max(typical * self.rng.integer(60, 140) // 1000 // 1000, 1) * 1000
        return self._transaction(number, name, good, 10, unit, term=self.rng.choice(_SUPPLIERS_TERMS))

    def _purchase(self, number: int) -> BusinessTransaction:
        """Something bought for work in a shop."""
        kind = self.rng.choice(self.business.costs)
        shop = self.rng.choice(self.person.country.shops[kind].names)
        net = max(self.prices.purchase_price(kind, self.day, self.rng) // 100, 1) * 100
        return self._transaction(number, shop, (f"Compra en {shop}", _PURCHASE), 1, net, shop=kind)

    def _fares(self, number: int) -> BusinessTransaction:
        """A week's fares, which the app pays on Monday; nobody drives equally much every week."""
        percent = 100 + VAT[self.person.country.code] - withholding_percent(self.person)
        week = self.prices.nominal(self.person.income, self.day) * 12 // 52 * self.rng.integer(70, 125) // percent
        app = self.person.country.shops["rides"].names[0]
        return self._transaction(number, app, self.business.goods[0], 1, week, sells=True, second=6 * _HOUR)

    def _rent(self, number: int) -> BusinessTransaction:
        """The month's rent of a company."""
        cents = self.prices.nominal(self.person.income, self.day) * _RENT_SHARE // 100_000 * 1000
        return self._transaction(number, self.person.landlord, _RENT, 1, cents)

    def _transaction(
        self,
        number: int,
        name: str,
        good: tuple[str, str],
        quantity: int,
        unit: int,
        *,
        sells: bool = False,
        term: int = 0,
        shop: str = "",
        second: int = 0,
    ) -> BusinessTransaction:
        country, net = self.person.country.code, quantity * unit
        return BusinessTransaction(
            number=number,
            day=self.day,
            second=second or self.rng.integer(9 * _HOUR, 18 * _HOUR),
            sells=sells,
            name=name,
            tax_id=company_id(name, country),
            description=good[0],
            product=good[1],
            quantity=quantity,
            unit=unit,
            tax=_percent(net, VAT[country], country),
            withheld_tax=_percent(net, withholding_percent(self.person), country) if sells else 0,
            paid_on=self.calendar.on_or_after(self.day + term * _DAY),
            folio=self.rng.digits(7),
            shop=shop,
        )

    def _legal_name(self, name: str) -> str:
        return legal_name(name, self.person.country.code)

    def _typical_amount(self, percent: int, daily: float) -> int:
        """The amount of one of a month's transactions, if together they are worth this much of the income."""
        month = self.prices.nominal(self.person.income, self.day) * percent // 100
        return int(month / (daily * _WORKING_DAYS))


def _percent(cents: int, percent: int, country: str) -> int:
    step = 100 if country == _WITHOUT_CENTS else 1
    return cents * percent // (100 * step) * step
