"""Foreign money: what somebody buys before a journey, and sells again afterwards.

Amounts of money are cents; rates are hundred-thousandths of the local currency for one unit of the foreign one.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from belvo_sandbox.people.banking.accounting import Movement
from belvo_sandbox.people.countries.bank_calendar import BankCalendar
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Rng

_MONTHS = (7, 12)  # of journeys
_CURRENCIES = ("USD", "USD", "EUR")
_RATES = {"USD": 5_20000, "EUR": 5_90000}
_SWING = 600  # how far a day's rate may lie from the usual one, in hundredths of a percent
_SPREAD = 150  # what the bank earns, in hundredths of a percent
_NOTE = 50_00  # the smallest amount of foreign money


class ExchangeEvent(NamedTuple):
    """A step of an exchange: its terms from then on."""

    type: int  # Belvo's: 1 contract, 2 modification, 4 settlement
    day: date
    second: int
    due: date
    foreign: int
    outstanding: int  # foreign money that is still to change hands


class Exchange(NamedTuple):
    """A purchase or a sale of foreign money, with its events, oldest first."""

    number: int
    is_purchase: bool
    currency: str
    rate: int
    foreign: int
    day: date
    second: int
    due: date
    events: tuple[ExchangeEvent, ...]

    def local(self, foreign: int) -> int:
        """The price of an amount of foreign money."""
        return foreign * self.rate // 100_000


def exchanges(person: Person, calendar: BankCalendar, movements: Sequence[Movement], until: date) -> Iterator[Exchange]:
    """Somebody's exchanges up to the end of a day, oldest first; who has no savings account does not travel."""
    if not any(movement.account == "savings" for movement in movements):
        return
    checking = [movement for movement in movements if movement.account == "checking"]
    for year in range(EPOCH.year, until.year + 1):
        for month in _MONTHS:
            yield from _trip(person, calendar, checking, date(year, month, 1), until)


def rate(currency: str, day: date) -> int:
    """The rate of a day, the same for everybody."""
    base = _RATES[currency]
    return base + base * Rng("rate", currency, day.toordinal()).integer(-_SWING, _SWING) // 10_000


def _trip(
    person: Person, calendar: BankCalendar, checking: Sequence[Movement], month: date, until: date
) -> Iterator[Exchange]:
    rng = Rng("journey", person.key, month.year, month.month)
    currency, day = rng.choice(_CURRENCIES), calendar.on_or_after(month.replace(day=rng.integer(2, 12)))
    index = bisect_right(checking, day, key=attrgetter("day"))
    budget = min(person.income * rng.integer(15, 45) // 100, checking[index - 1].position // 2 if index else 0)
    price = rate(currency, day)
    foreign = budget * 100_000 // (price + price * _SPREAD // 10_000) // _NOTE * _NOTE
    if foreign <= 0 or day > until:
        return
    yield _exchange(calendar, rng, day, currency, foreign, is_purchase=True)
    unspent = foreign * rng.integer(0, 40) // 100 // _NOTE * _NOTE
    return_day = calendar.on_or_after(month.replace(day=rng.integer(24, 28)))
    if unspent and return_day <= until:
        yield _exchange(calendar, rng, return_day, currency, unspent, is_purchase=False)


def _exchange(
    calendar: BankCalendar, rng: Rng, day: date, currency: str, foreign: int, *, is_purchase: bool
) -> Exchange:
    price = rate(currency, day)
    price += price * _SPREAD // 10_000 * (1 if is_purchase else -1)
    second, due = rng.integer(10 * 3600, 15 * 3600), calendar.next_working_day(calendar.next_working_day(day))
    events = [ExchangeEvent(1, day, second, due, foreign, foreign)]
    if rng.happens(0.3):  # the bank needs a day more
        due = calendar.next_working_day(due)
        events.append(ExchangeEvent(2, calendar.next_working_day(day), second, due, foreign, foreign))
    events.append(ExchangeEvent(4, due, second, due, foreign, 0))
    number = rng.integer(10**11, 10**12 - 1)
    return Exchange(number, is_purchase, currency, price, foreign, day, second, events[0].due, tuple(events))
