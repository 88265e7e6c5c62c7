"""Amounts that are known only when the moment has come: they depend on what is in the accounts."""

from dataclasses import dataclass
from datetime import date, timedelta

from belvo_sandbox.people.banking.accounting import AccountBook


@dataclass(frozen=True)
class Share:
    """A part of what is in an account, or of what is owed on it, down to the cent."""

    account: str
    part: int
    whole: int
    sign: int  # 1 is paid into the account, -1 is taken from it
    owed: bool = False

    def __call__(self, book: AccountBook) -> int:
        position = book.positions[self.account]
        return self.sign * (max(0, -position if self.owed else position) * self.part // self.whole)


@dataclass(frozen=True)
class Surplus:
    """A percentage of what is above a level, in whole hundreds; leaves the account."""

    account: str
    reserve: int
    percent: int

    def __call__(self, book: AccountBook) -> int:
        above = book.positions.get(self.account, 0) - self.reserve
        return -(max(0, above) * self.percent // 100 // 100_00 * 100_00)


@dataclass(frozen=True)
class WithReserve:
    """An amount that leaves the account, or nothing when less than `kept` would stay."""

    account: str
    cents: int
    reserve: int

    def __call__(self, book: AccountBook) -> int:
        return -self.cents if book.positions[self.account] - self.cents >= self.reserve else 0


@dataclass(frozen=True)
class BillPayment:
    """The payment of a card's bill, on its day."""

    days: tuple[date, ...]
    early: timedelta
    whole: bool

    def __call__(self, book: AccountBook) -> int:
        if not book.bills or book.bills[-1].due - self.early not in self.days:
            return 0
        if not self.whole:
            return -min(book.unpaid, book.bills[-1].minimum)
        return -min(book.unpaid, max(book.available("checking") + book.available("savings"), 0))


@dataclass(frozen=True)
class Refund:
    """Money back on a card, if as much is owed."""

    cents: int

    def __call__(self, book: AccountBook) -> int:
        return self.cents if -book.positions["card"] > self.cents else 0


@dataclass(frozen=True)
class BillInterest:
    """Interest on what is left of the last bill."""

    rate: int  # hundredths of a percent

    def __call__(self, book: AccountBook) -> int:
        return -(book.unpaid * self.rate // 10_000)
