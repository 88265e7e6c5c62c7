"""Double entry: what people mean to do, and what it does to their accounts. All amounts are cents."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from belvo_sandbox.people.banking.accounts import Account

_PAYMENT_TERM = timedelta(days=20)


class Line(NamedTuple):
    """A line of an account statement, without its amount."""

    text: str
    operation: str
    category: str | None
    subcategory: str | None
    merchant: str | None = None
    mcc: int | None = None
    reference: str | None = None
    counterparty: str | None = None  # the own account at the other end
    quirk: str = ""  # of the user `messy`: what is odd about it
    mark: str = ""  # what it is an example of: banks put no mistake into it


class Plan(NamedTuple):
    """A movement that somebody means to make on a day: into an account (positive) or out of it."""

    second: int
    account: str
    cents: "int | Callable[[AccountBook], int]"
    line: Line
    other: str = ""  # the own account at the other end, and what its bank prints
    other_line: Line | None = None
    optional: bool = False  # left undone when there is no money
    clears: bool = False  # booked on the next working day


class Movement(NamedTuple):
    """A movement that was made. With its account, `day` and `number` name it for ever."""

    account: str
    day: date
    number: int
    second: int
    cents: int
    position: int  # of its account, afterwards
    clears: bool
    line: Line


@dataclass(frozen=True)
class Bill:
    """A card's closed bill."""

    cut: date
    due: date
    total: int
    minimum: int


class AccountBook:
    """The positions of somebody's accounts, and the movements that led there."""

    def __init__(
        self,
        accounts: Iterable[Account],
        minimum: int,
        reserve: int,
        overdraft_transfer: "Callable[[int, int], Plan] | None" = None,
    ) -> None:
        self.accounts = {account.key: account for account in accounts}
        self.positions = {account.key: account.opening for account in self.accounts.values()}
        self.bills: list[Bill] = []
        self.paid = 0  # towards the last bill, since it was closed
        self._minimum = minimum  # payment of a bill, in hundredths of a percent
        self._reserve = reserve  # what nobody spends on a wish
        self._overdraft_transfer = overdraft_transfer

    def available(self, key: str) -> int:
        """The amount that can still leave an account."""
        return self.positions[key] - self.accounts[key].floor if key in self.positions else 0

    @property
    def unpaid(self) -> int:
        """The rest of the last bill."""
        return max(0, min(self.bills[-1].total - self.paid, -self.positions["card"])) if self.bills else 0

    def carry_out(self, day: date, plans: Iterable[Plan]) -> Iterator[Movement]:
        """Make a day's movements, in the order of time."""
        number = 0
        for plan in sorted(plans, key=_when):
            for movement in self._book_plan(day, number, plan):
                number += 1
                yield movement

    def close_bill(self, day: date) -> None:
        """Close the card's bill at the end of its cutting day."""
        total = max(0, -self.positions["card"])
        self.bills.append(Bill(day, day + _PAYMENT_TERM, total, total * self._minimum // 10_000))
        self.paid = 0

    def _book_plan(self, day: date, number: int, plan: Plan) -> Iterator[Movement]:
        cents = plan.cents if isinstance(plan.cents, int) else plan.cents(self)
        if (not cents and not plan.line.quirk) or plan.account not in self.accounts:
            return
        short = -cents - self.available(plan.account)
        if plan.optional and short > -self._reserve:
            return
        if short > 0 and self._overdraft_transfer and plan.account == "checking" and self.available("savings") >= short:
            for movement in self._book_plan(day, number, self._overdraft_transfer(plan.second, short)):
                number += 1
                yield movement
        elif short > 0 and not self.accounts[plan.account].floor:
            return  # without an overdraft, the bank sends it back
        yield self._move(day, number, plan.account, plan, cents, plan.line)
        if plan.other and plan.other_line:
            yield self._move(day, number + 1, plan.other, plan, -cents, plan.other_line)

    def _move(self, day: date, number: int, key: str, plan: Plan, cents: int, line: Line) -> Movement:
        self.positions[key] += cents
        if key == "card" and cents > 0:
            self.paid += cents
        return Movement(key, day, number, plan.second, cents, self.positions[key], plan.clears, line)


def _when(plan: Plan) -> int:
    return plan.second
