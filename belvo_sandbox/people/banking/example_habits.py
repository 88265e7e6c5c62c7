"""Habits that are worth finding: each marks its lines, so that what is true of them can be told from the movements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from belvo_sandbox.core.digests import number
from belvo_sandbox.people.banking.accounting import Movement, Plan
from belvo_sandbox.people.banking.context import HOUR, Context
from belvo_sandbox.people.countries.bank_calendar import BankCalendar, BankDay, bank_calendar
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Rng

RENT, GAMBLING, WON = "rent", "gambling", "won"
OWN, LOAN, REPAID = "own", "loan", "repaid"  # each with what tells one from the others, after a colon
TWICE, AGAIN = "twice", "again"
GAP = (date(1, 10, 6), date(1, 10, 14))  # first and last day, of any year
LENDER = "Adelantos Tecolote"
_CASINOS = ("Apuestas El Gallo", "Casino Cenote", "Quinielas Malinche")
_TWICE_EVERY = 60  # purchases
_LONGEST_WAY = timedelta(days=7)  # of money between banks
_FRIDAY = 4
_DAY = timedelta(days=1)


class OwnTransfer(NamedTuple):
    """Money on its way from somebody's one bank to their other one."""

    sent: date
    arrives: date
    cents: int

    @property
    def mark(self) -> str:
        """The same at both ends."""
        return f"{OWN}:{self.sent.isoformat()}"


def own_transfers(person: Person, calendar: BankCalendar, day: date) -> Iterator[OwnTransfer]:
    """What is sent on a day: an amount at the beginning of a month, and twice the same late in it.

    That of a Friday and that of the next working day both arrive a working day later: so the second leaves when the
    first arrives, and whoever pairs the nearest ones first is left with two ends that do not fit.
    """
    prices = Prices(person)
    if calendar.bank_day(day).collects(5):
        yield OwnTransfer(day, day, prices.nominal(person.income, day) * 12 // 100 // 100_00 * 100_00)
    friday = day - (day.weekday() - _FRIDAY) % 7 * _DAY
    known = calendar.is_working_day(friday) and 22 <= friday.day <= 28
    if known and day in (friday, calendar.next_working_day(friday)):
        cents = prices.nominal(person.income, friday) * 7 // 100 // 100_00 * 100_00
        yield OwnTransfer(day, calendar.next_working_day(day), cents)


@dataclass(frozen=True)
class ToOtherBank:
    """Own transfers, as the bank shows them that they leave or, with `arrives`, that they reach."""

    context: Context
    arrives: bool = False

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        person, phrase = self.context.person, "friend_in" if self.arrives else "friend_out"
        for transfer in self._of(bank_day.day):
            line = self.context.descriptions.line(phrase, rng, name=person.name)
            cents = transfer.cents if self.arrives else -transfer.cents
            yield Plan(11 * HOUR, "checking", cents, line._replace(mark=transfer.mark))

    def _of(self, day: date) -> Iterator[OwnTransfer]:
        calendar = bank_calendar(self.context.person.country.holidays)
        if not self.arrives:
            yield from own_transfers(self.context.person, calendar, day)
            return
        for back in range(_LONGEST_WAY.days, -1, -1):
            sent = own_transfers(self.context.person, calendar, day - back * _DAY)
            yield from (transfer for transfer in sent if transfer.arrives == day)


@dataclass(frozen=True)
class FriendsShare:
    """What a friend pays into the other bank every third month: as much as is sent there on the day, by chance."""

    context: Context

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        calendar = bank_calendar(self.context.person.country.holidays)
        for transfer in own_transfers(self.context.person, calendar, bank_day.day):
            if transfer.arrives == bank_day.day and bank_day.day.month % 3 == 0:
                friend = self.context.random_name(Rng("friend", self.context.person.key))
                line = self.context.descriptions.line("friend_in", rng, name=friend)
                yield Plan(10 * HOUR, "checking", transfer.cents, line)


@dataclass(frozen=True)
class PrivateRent:
    """A home of somebody who is no firm: to the bank, a transfer like any other."""

    context: Context
    day: int
    share: int  # of the income, in percent

    @property
    def landlord(self) -> str:
        """Who is paid."""
        return self.context.random_name(Rng("landlord", self.context.person.key))

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        if bank_day.collects(self.day):
            cents = self.context.prices.nominal(self.context.person.income, bank_day.day) * self.share // 100
            line = self.context.descriptions.line("friend_out", rng, name=self.landlord)
            yield Plan(9 * HOUR, "checking", -(cents // 100_00 * 100_00), line._replace(mark=RENT))


@dataclass(frozen=True)
class Gambling:
    """Stakes, on card and at night, and now and then something that is won."""

    context: Context
    monthly: float

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        for _ in range(rng.count(self.monthly / 30.4)):
            share, casino = rng.skewed(5, 60), rng.choice(_CASINOS)
            income = self.context.prices.nominal(self.context.person.income, bank_day.day)
            cents = max(income * share // 1000 // 50_00, 1) * 50_00
            line = self.context.descriptions.purchase("debit", "games", casino, rng)
            line = line._replace(subcategory="Gambling", mcc=7995)
            second = rng.integer(20 * HOUR, 23 * HOUR)
            yield Plan(second, "checking", -cents, line._replace(mark=GAMBLING))
            if rng.happens(0.15):
                yield Plan(second + HOUR // 2, "checking", cents * 2, line._replace(mark=WON))


@dataclass(frozen=True)
class PaydayLoans:
    """A small loan towards the end of most months, paid back with its price in the next: no account knows of it."""

    context: Context
    cost: int = 18  # percent

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        day = bank_day.day
        if bank_day.pays(22):
            yield from self._plan("friend_in", self._lent(day), f"{LOAN}:{day:%Y-%m}", rng)
        if bank_day.collects(8):
            before = day.replace(day=1) - _DAY
            owed = self._lent(before) * (100 + self.cost) // 100
            yield from self._plan("friend_out", -owed, f"{REPAID}:{before:%Y-%m}", rng)

    def _plan(self, phrase: str, cents: int, mark: str, rng: Rng) -> Iterator[Plan]:
        line = self.context.descriptions.line(phrase, rng, name=LENDER)
        line = line._replace(category="Credits & Loans", subcategory="Pay Advance", mark=mark)
        if cents:
            yield Plan(12 * HOUR, "checking", cents, line)

    def _lent(self, day: date) -> int:
        """What is lent in the month of a day; nothing in some."""
        rng = Rng("payday loan", self.context.person.key, day.year, day.month)
        share = rng.integer(8, 20)
        lent = self.context.prices.nominal(self.context.person.income, day.replace(day=1)) * share // 100
        return lent // 100_00 * 100_00 if rng.happens(0.8) else 0


@dataclass(frozen=True)
class SameAgain:
    """The same at the same shop twice in a day, once a month: no twins, for each has been paid."""

    context: Context

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        if bank_day.collects(12):
            shop = self.context.person.country.shops["coffee"].names[0]
            cents = self.context.prices.purchase_price("coffee", bank_day.day, rng)
            line = self.context.descriptions.purchase("debit", "coffee", shop, rng)._replace(mark=AGAIN)
            yield Plan(8 * HOUR, "checking", -cents, line)
            yield Plan(17 * HOUR, "checking", -cents, line)


def shown_twice(key: str, movement: Movement) -> Iterator[Movement]:
    """A movement; or it and its twin, alike but for what names them: the money moved once."""
    draw = number("twice", key, movement.account, movement.day, movement.number)
    line = movement.line
    if draw % _TWICE_EVERY or not line.merchant or line.mark or movement.account != "checking" or movement.cents >= 0:
        yield movement
        return
    movement = movement._replace(line=line._replace(mark=f"{TWICE}:{movement.day.isoformat()}.{movement.number}"))
    yield movement
    yield movement._replace(number=movement.number + 1000)


def shown_without_gap(movement: Movement) -> Iterator[Movement]:
    """A movement, unless it is of the days of which the bank has lost its records."""
    first, last = ((day.month, day.day) for day in GAP)
    if not first <= (movement.day.month, movement.day.day) <= last:
        yield movement
