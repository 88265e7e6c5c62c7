"""Spending: rent, contracts, shopping, cash, travel."""

from collections.abc import Iterator
from dataclasses import dataclass

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.amounts import Refund, Surplus, WithReserve
from belvo_sandbox.people.banking.context import HOUR, Context
from belvo_sandbox.people.countries.bank_calendar import BankDay
from belvo_sandbox.people.rng import Rng

_WEEKEND = 4  # Friday and on


@dataclass(frozen=True)
class Rent:
    """A home, paid for on the same day of each month."""

    context: Context
    day: int
    share: int  # of the income, in percent

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The month's rent."""
        if bank_day.collects(self.day):
            cents = self.context.prices.nominal(self.context.person.income, bank_day.day) * self.share // 100
            line = self.context.descriptions.line("rent", rng, name=self.context.person.landlord, day=bank_day.day)
            yield Plan(9 * HOUR + rng.integer(0, 9000), "checking", -cents // 1000 * 1000, line)


@dataclass(frozen=True)
class Contract:
    """Something paid by standing order: a utility, a subscription, an insurance."""

    context: Context
    kind: str
    merchant: str
    day: int
    cents: int  # at the prices of 2021; 0 for what is measured anew each time
    account: str = "checking"
    every: int = 1  # months

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The bill, on its day."""
        if bank_day.day.month % self.every or not bank_day.collects(self.day):
            return
        prices = self.context.prices
        cents = (
            prices.contract_price(self.kind, self.cents, bank_day.day)
            if self.cents
            else prices.purchase_price(self.kind, bank_day.day, rng)
        )
        phrase = "card" if self.account == "card" else "order"
        line = self.context.descriptions.purchase(phrase, self.kind, self.merchant, rng)
        yield Plan(7 * HOUR + rng.integer(0, 3600), self.account, -cents, line, clears=self.account == "card")


@dataclass(frozen=True)
class Shopping:
    """Buying something every now and then."""

    context: Context
    kind: str
    merchants: tuple[str, ...]
    monthly: float
    by_card: float  # how much of it goes on the credit card
    hours: tuple[int, int] = (9, 21)
    weekend: float = 1.0  # how much more often on Fridays, Saturdays and Sundays

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The day's purchases of this kind."""
        factor = self.weekend if bank_day.day.weekday() >= _WEEKEND else 1.0
        for _ in range(rng.count(self.monthly / 30.4 * factor)):
            account = "card" if rng.happens(self.by_card) else "checking"
            line = self.context.descriptions.purchase(
                "card" if account == "card" else "debit", self.kind, rng.choice(self.merchants), rng
            )
            cents = self.context.prices.purchase_price(self.kind, bank_day.day, rng)
            second = rng.integer(self.hours[0] * HOUR, self.hours[1] * HOUR)
            yield Plan(second, account, -cents, line, optional=True, clears=True)
            if account == "card" and rng.happens(0.01):
                refund = self.context.descriptions.line("refund", rng, name=line.merchant or "")
                yield Plan(
                    second + 2 * HOUR, "card", Refund(cents), refund._replace(merchant=line.merchant), clears=True
                )


@dataclass(frozen=True)
class Cash:
    """Notes from a machine."""

    context: Context
    monthly: float

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:  # noqa: ARG002 - a habit's signature
        """A withdrawal."""
        for _ in range(rng.count(self.monthly / 30.4)):
            low, high, note = self.context.person.country.banking.cash
            cents = rng.skewed(low // note, high // note) * note * 100
            line = self.context.descriptions.line("cash", rng, name=self.context.descriptions.atm_name(rng))
            yield Plan(rng.integer(8 * HOUR, 22 * HOUR), "checking", -cents, line, optional=True)


@dataclass(frozen=True)
class Friends:
    """Money to and from other people: shared meals, presents, small debts."""

    context: Context
    monthly: float

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        for phrase, sign, share in (("friend_out", -1, 1.0), ("friend_in", 1, 0.8)):
            for _ in range(rng.count(self.monthly * share / 30.4)):
                line = self.context.descriptions.line(phrase, rng, name=self.context.random_name(rng))
                cents = self.context.prices.purchase_price("gifts", bank_day.day, rng)
                second = rng.integer(10 * HOUR, 23 * HOUR)
                yield Plan(second, "checking", sign * cents, line, optional=True)


@dataclass(frozen=True)
class Travel:
    """A journey, paid from the savings, in summer and at the end of the year."""

    context: Context
    months: tuple[int, ...]
    day: int

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Money from the savings, flights and a hotel; nothing when the savings would suffer."""
        if bank_day.day.month not in self.months or bank_day.day.day != self.day:
            return
        prices, shops = self.context.prices, self.context.person.country.shops
        costs = [(kind, prices.purchase_price(kind, bank_day.day, rng) * 2) for kind in ("flights", "hotels")]
        total = -(-sum(cents for _, cents in costs) // 100_00) * 100_00
        reserve = prices.nominal(self.context.person.income, bank_day.day) * 2
        plan = self.context.transfer(9 * HOUR, "savings", "checking", ("draw", "drawn"), rng)
        yield plan._replace(cents=WithReserve("savings", total, reserve))
        for number, (kind, cents) in enumerate(costs):
            line = self.context.descriptions.purchase("debit", kind, rng.choice(shops[kind].names), rng)
            yield Plan(11 * HOUR + 900 * number, "checking", -cents, line, optional=True, clears=True)


@dataclass(frozen=True)
class HomePurchase:
    """Something for the home, when the savings have grown beyond all need."""

    context: Context
    month: int
    day: int

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Half of what lies above four months' income, spent in one shop."""
        if (bank_day.day.month, bank_day.day.day) != (self.month, self.day):
            return
        prices, shops = self.context.prices, self.context.person.country.shops["home"]
        reserve = prices.nominal(self.context.person.income, bank_day.day) * 4
        surplus = Surplus("savings", reserve, 50)
        plan = self.context.transfer(12 * HOUR, "savings", "checking", ("draw", "drawn"), rng)
        yield plan._replace(cents=surplus)
        line = self.context.descriptions.purchase("debit", "home", rng.choice(shops.names), rng)
        # The savings still hold half of the surplus after the transfer: as much as has just left them.
        yield Plan(13 * HOUR, "checking", Surplus("savings", reserve, 100), line, optional=True, clears=True)


@dataclass(frozen=True)
class Overspending:
    """One purchase a month too many: it takes all that is left, and some of what the bank lends."""

    context: Context
    day: int

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """A purchase at a department store, which leaves the account overdrawn by a part of a month's income."""
        if bank_day.day.day != self.day:
            return
        owed = self.context.prices.nominal(self.context.person.income, bank_day.day) * rng.integer(6, 18) // 100
        shops = self.context.person.country.shops["department"]
        line = self.context.descriptions.purchase("debit", "department", rng.choice(shops.names), rng)
        yield Plan(19 * HOUR, "checking", Surplus("checking", -owed, 100), line, clears=True)
