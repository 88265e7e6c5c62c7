"""Where people's money goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.amounts import Affordable, Refund, Surplus
from belvo_sandbox.people.banking.context import HOUR, Setting
from belvo_sandbox.people.countries.bankdays import Today
from belvo_sandbox.people.rng import Chance

_WEEKEND = 4  # Friday and on


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
            yield Plan(9 * HOUR + chance.whole(0, 9000), "checking", -cents // 1000 * 1000, line)


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
        yield Plan(7 * HOUR + chance.whole(0, 3600), self.account, -cents, line, clears=self.account == "card")


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
            second = chance.whole(self.hours[0] * HOUR, self.hours[1] * HOUR)
            yield Plan(second, account, -cents, line, wish=True, clears=True)
            if account == "card" and chance.happens(0.01):
                back = self.setting.wording.line("refund", chance, name=line.merchant or "")
                yield Plan(second + 2 * HOUR, "card", Refund(cents), back._replace(merchant=line.merchant), clears=True)


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
            yield Plan(chance.whole(8 * HOUR, 22 * HOUR), "checking", -cents, line, wish=True)


@dataclass(frozen=True)
class Friends:
    """Money to and from other people: shared meals, presents, small debts."""

    setting: Setting
    monthly: float

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """What goes out and what comes in."""
        for phrase, sign, share in (("friend_out", -1, 1.0), ("friend_in", 1, 0.8)):
            for _ in range(chance.count(self.monthly * share / 30.4)):
                line = self.setting.wording.line(phrase, chance, name=self.setting.somebody(chance))
                cents = self.setting.prices.drawn("gifts", today.day, chance)
                second = chance.whole(10 * HOUR, 23 * HOUR)
                yield Plan(second, "checking", sign * cents, line, wish=True)


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
        plan = self.setting.transfer(9 * HOUR, "savings", "checking", ("draw", "drawn"), chance)
        yield plan._replace(cents=Affordable("savings", total, kept))
        for number, (kind, cents) in enumerate(costs):
            line = self.setting.wording.purchase("debit", kind, chance.pick(shops[kind].names), chance)
            yield Plan(11 * HOUR + 900 * number, "checking", -cents, line, wish=True, clears=True)


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
        spent = Surplus("savings", kept, 50)
        plan = self.setting.transfer(12 * HOUR, "savings", "checking", ("draw", "drawn"), chance)
        yield plan._replace(cents=spent)
        line = self.setting.wording.purchase("debit", "home", chance.pick(shops.names), chance)
        # The savings still hold half of the surplus after the transfer: as much as has just left them.
        yield Plan(13 * HOUR, "checking", Surplus("savings", kept, 100), line, wish=True, clears=True)


@dataclass(frozen=True)
class Spree:
    """One purchase a month too many: it takes all that is left, and some of what the bank lends."""

    setting: Setting
    day: int

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """What is paid at a department store, which leaves the account overdrawn by a part of a month's income."""
        if today.day.day != self.day:
            return
        owed = self.setting.prices.raised(self.setting.person.income, today.day) * chance.whole(6, 18) // 100
        shops = self.setting.person.culture.shops["department"]
        line = self.setting.wording.purchase("debit", "department", chance.pick(shops.names), chance)
        yield Plan(19 * HOUR, "checking", Surplus("checking", -owed, 100), line, clears=True)
