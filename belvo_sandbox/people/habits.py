"""What people and banks do again and again. A habit says what it plans for a day; it remembers nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from belvo_sandbox.people.bankdays import Today, is_month_day
from belvo_sandbox.people.books import Books, Plan
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.wording import Wording

_HOUR = 3600
_MIDNIGHT = 24 * _HOUR - 1
_WEEKEND = 4  # Friday and on


class Habit(Protocol):
    """Something that happens again and again."""

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """What happens on a day, as far as money can be found for it."""


@dataclass(frozen=True)
class Setting:
    """What the habits of one person share."""

    person: Person
    prices: Prices
    wording: Wording
    numbers: dict[str, str]  # of the own accounts

    def transfer(self, second: int, source: str, target: str, phrases: tuple[str, str], chance: Chance) -> Plan:
        """An own transfer without its amount yet, which leaves the source: both legs share a reference."""
        out = self.wording.line(phrases[0], chance, own=(target, self.numbers[target]))
        back = self.wording.line(phrases[1], chance, own=(source, self.numbers[source]))
        return Plan(second, source, 0, out, target, back._replace(reference=out.reference))


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
        return Plan(6 * _HOUR + chance.whole(0, 1800), "checking", cents, line)


@dataclass(frozen=True)
class Rent:
    """A home, paid for on the same day of each month."""

    setting: Setting
    day: int
    share: int  # of the income, in percent

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The month's rent."""
        if today.collects(self.day):
            cents = self.setting.prices.raised(self.setting.person.income, today.day) * self.share // 100
            line = self.setting.wording.line("rent", chance, name=self.setting.person.landlord, day=today.day)
            yield Plan(9 * _HOUR + chance.whole(0, 9000), "checking", -cents // 1000 * 1000, line)


@dataclass(frozen=True)
class Contract:
    """Something paid by standing order: a utility, a subscription, an insurance."""

    setting: Setting
    kind: str
    merchant: str
    day: int
    cents: int  # at the prices of 2021; 0 for what is measured anew each time
    account: str = "checking"
    every: int = 1  # months

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The bill, on its day."""
        if today.day.month % self.every or not today.collects(self.day):
            return
        prices = self.setting.prices
        cents = (
            prices.fixed(self.kind, self.cents, today.day) if self.cents else prices.drawn(self.kind, today.day, chance)
        )
        phrase = "card" if self.account == "card" else "order"
        line = self.setting.wording.purchase(phrase, self.kind, self.merchant, chance)
        yield Plan(7 * _HOUR + chance.whole(0, 3600), self.account, -cents, line, clears=self.account == "card")


@dataclass(frozen=True)
class Shopping:
    """Buying something every now and then."""

    setting: Setting
    kind: str
    merchants: tuple[str, ...]
    monthly: float
    by_card: float  # how much of it goes on the credit card
    hours: tuple[int, int] = (9, 21)
    weekend: float = 1.0  # how much more often on Fridays, Saturdays and Sundays

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The day's purchases of this kind."""
        factor = self.weekend if today.day.weekday() >= _WEEKEND else 1.0
        for _ in range(chance.count(self.monthly / 30.4 * factor)):
            account = "card" if chance.happens(self.by_card) else "checking"
            line = self.setting.wording.purchase(
                "card" if account == "card" else "debit", self.kind, chance.pick(self.merchants), chance
            )
            cents = self.setting.prices.drawn(self.kind, today.day, chance)
            second = chance.whole(self.hours[0] * _HOUR, self.hours[1] * _HOUR)
            yield Plan(second, account, -cents, line, wish=True, clears=True)
            if account == "card" and chance.happens(0.01):
                back = self.setting.wording.line("refund", chance, name=line.merchant or "")
                yield Plan(
                    second + 2 * _HOUR, "card", _refund(cents), back._replace(merchant=line.merchant), clears=True
                )


@dataclass(frozen=True)
class Cash:
    """Notes from a machine."""

    setting: Setting
    monthly: float

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:  # noqa: ARG002 - a habit's signature
        """A withdrawal."""
        for _ in range(chance.count(self.monthly / 30.4)):
            low, high, note = self.setting.person.culture.banking.cash
            cents = chance.skewed(low // note, high // note) * note * 100
            line = self.setting.wording.line("cash", chance, name=self.setting.wording.machine(chance))
            yield Plan(chance.whole(8 * _HOUR, 22 * _HOUR), "checking", -cents, line, wish=True)


@dataclass(frozen=True)
class Friends:
    """Money to and from other people: shared meals, presents, small debts."""

    setting: Setting
    monthly: float

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """What goes out and what comes in."""
        for phrase, sign, share in (("friend_out", -1, 1.0), ("friend_in", 1, 0.8)):
            for _ in range(chance.count(self.monthly * share / 30.4)):
                line = self.setting.wording.line(phrase, chance, name=_somebody(self.setting.person, chance))
                cents = self.setting.prices.drawn("gifts", today.day, chance)
                second = chance.whole(10 * _HOUR, 23 * _HOUR)
                yield Plan(second, "checking", sign * cents, line, wish=True)


@dataclass(frozen=True)
class SideJob:
    """Work on one's own account."""

    setting: Setting
    monthly: float

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """A fee for it."""
        if today.working_day and chance.happens(self.monthly / 21):
            income = self.setting.prices.raised(self.setting.person.income, today.day)
            line = self.setting.wording.line("freelance", chance, name=_somebody(self.setting.person, chance))
            yield Plan(
                chance.whole(9 * _HOUR, 18 * _HOUR), "checking", income * chance.whole(4, 16) // 10_000 * 100, line
            )


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
        yield Plan(22 * _HOUR, "checking", -fee, line("fee", chance))
        if banking.fee_tax:
            yield Plan(22 * _HOUR + 1, "checking", -(fee * banking.fee_tax // 100), line("fee_tax", chance))
        overdraft = _Share("checking", banking.overdraft_interest, 10_000, owed=True)
        yield Plan(23 * _HOUR, "checking", overdraft, line("overdraft", chance))


@dataclass(frozen=True)
class SavingsInterest:
    """What savings earn in a month."""

    setting: Setting

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Interest, and the tax that is kept back from it, late on the month's last day."""
        if not is_month_day(today.day, 31):
            return
        banking, line = self.setting.person.culture.banking, self.setting.wording.line
        yield Plan(23 * _HOUR, "savings", _Share("savings", banking.interest, 120_000), line("interest", chance))
        if banking.interest_tax:
            tax = _Share("savings", banking.interest * banking.interest_tax, -12_000_000)
            yield Plan(23 * _HOUR + 1, "savings", tax, line("interest_tax", chance))


@dataclass(frozen=True)
class Saving:
    """Putting aside what is left over, and living well from it twice a year."""

    setting: Setting
    cushion: int  # percent of a month's income that stays in the account
    share: int  # percent of what is above it that is put aside

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """The transfer to the savings account, on the country's saving days."""
        for wanted in self.setting.person.culture.banking.saving_days:
            if today.collects(wanted):
                kept = self.setting.prices.raised(self.setting.person.income, today.day) * self.cushion // 100
                plan = self.setting.transfer(8 * _HOUR, "checking", "savings", ("save", "saved"), chance)
                yield plan._replace(cents=_Surplus("checking", kept, self.share))


@dataclass(frozen=True)
class Holiday:
    """A journey, paid from the savings, in summer and at the end of the year."""

    setting: Setting
    months: tuple[int, ...]
    day: int

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Money from the savings, flights and a hotel; nothing when the savings would suffer."""
        if today.day.month not in self.months or today.day.day != self.day:
            return
        prices, shops = self.setting.prices, self.setting.person.culture.shops
        costs = [(kind, prices.drawn(kind, today.day, chance) * 2) for kind in ("flights", "hotels")]
        total = -(-sum(cents for _, cents in costs) // 100_00) * 100_00
        kept = prices.raised(self.setting.person.income, today.day) * 2
        plan = self.setting.transfer(9 * _HOUR, "savings", "checking", ("draw", "drawn"), chance)
        yield plan._replace(cents=_Affordable("savings", total, kept))
        for number, (kind, cents) in enumerate(costs):
            line = self.setting.wording.purchase("debit", kind, chance.pick(shops[kind].names), chance)
            yield Plan(11 * _HOUR + 900 * number, "checking", -cents, line, wish=True, clears=True)


@dataclass(frozen=True)
class Furnishing:
    """Something for the home, when the savings have grown beyond all need."""

    setting: Setting
    month: int
    day: int

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Half of what lies above four months' income, spent in one place."""
        if (today.day.month, today.day.day) != (self.month, self.day):
            return
        prices, shops = self.setting.prices, self.setting.person.culture.shops["home"]
        kept = prices.raised(self.setting.person.income, today.day) * 4
        spent = _Surplus("savings", kept, 50)
        plan = self.setting.transfer(12 * _HOUR, "savings", "checking", ("draw", "drawn"), chance)
        yield plan._replace(cents=spent)
        line = self.setting.wording.purchase("debit", "home", chance.pick(shops.names), chance)
        # The savings still hold half of the surplus after the transfer: as much as has just left them.
        yield Plan(13 * _HOUR, "checking", _Surplus("savings", kept, 100), line, wish=True, clears=True)


@dataclass(frozen=True)
class CardPayment:
    """Paying the card's bill: all of it, or the minimum."""

    setting: Setting
    early: int  # days before the bill is due
    whole: bool = True

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """Due when the last bill says so; the books know it."""
        plan = self.setting.transfer(10 * _HOUR, "checking", "card", ("pay_card", "card_paid"), chance)
        yield plan._replace(cents=_Due(today.forestalls, timedelta(days=self.early), self.whole))


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
            yield Plan(23 * _HOUR, "card", lambda books: -(books.unpaid * rate // 10_000), line)


@dataclass(frozen=True)
class _Share:
    """A part of what is in an account, or of what is owed on it, down to the cent."""

    account: str
    numerator: int
    denominator: int
    owed: bool = False

    def __call__(self, books: Books) -> int:
        position = books.positions[self.account]
        if self.owed:
            return -(max(0, -position) * self.numerator // self.denominator)
        earned = max(0, position) * self.numerator // abs(self.denominator)
        return earned if self.denominator > 0 else -earned


@dataclass(frozen=True)
class _Surplus:
    """A percentage of what is above a level, in whole hundreds; leaves the account."""

    account: str
    kept: int
    percent: int

    def __call__(self, books: Books) -> int:
        above = books.positions.get(self.account, 0) - self.kept
        return -(max(0, above) * self.percent // 100 // 100_00 * 100_00)


@dataclass(frozen=True)
class _Affordable:
    """An amount that leaves the account, or nothing when less than `kept` would stay."""

    account: str
    cents: int
    kept: int

    def __call__(self, books: Books) -> int:
        return -self.cents if books.positions[self.account] - self.cents >= self.kept else 0


@dataclass(frozen=True)
class _Due:
    """What is paid of a card's bill on a day."""

    days: tuple[date, ...]
    early: timedelta
    whole: bool

    def __call__(self, books: Books) -> int:
        if not books.bills or books.bills[-1].due - self.early not in self.days:
            return 0
        if not self.whole:
            return -min(books.unpaid, books.bills[-1].minimum)
        return -min(books.unpaid, max(books.room("checking") + books.room("savings"), 0))


def _refund(cents: int) -> Callable[[Books], int]:
    return lambda books: cents if -books.positions["card"] > cents else 0


def _somebody(person: Person, chance: Chance) -> str:
    given = chance.pick(person.culture.given[chance.pick(("FEMALE", "MALE"))])
    return f"{given} {chance.pick(person.culture.surnames)} {chance.pick(person.culture.last_surnames)}"


def rescue(setting: Setting, second: int, short: int) -> Plan:
    """The transfer from the savings that saves a payment from failing."""
    wanted = -(-short // 500_00) * 500_00
    chance = Chance("rescue", setting.person.key, second, short)
    plan = setting.transfer(second, "savings", "checking", ("draw", "drawn"), chance)
    return plan._replace(cents=lambda books: -min(wanted, books.room("savings")))
