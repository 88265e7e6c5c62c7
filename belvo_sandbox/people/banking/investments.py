"""Investments: trades month after month, and the positions that they lead to.

A trade is made a few days after the salary has come, and only with money that the checking account holds on
that day. Amounts are cents and quantities whole units, so that everything adds up exactly.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from belvo_sandbox.people.banking.accounting import Movement
from belvo_sandbox.people.countries.bank_calendar import BankCalendar
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH
from belvo_sandbox.people.rng import Rng

_TRADING_DAY = 7  # working day of the month; salaries come on the fifth
_HOUR = 11
_SHARE = 12  # percent of a month's income that goes into one purchase at most
_SALE_EVERY = 5  # one trade in so many is a sale
INCOME_TAX = 15  # percent of the gain


@dataclass(frozen=True)
class InvestmentProduct:
    """Something to invest in. Every issuer and paper is invented."""

    key: str
    type: str  # Belvo's
    name: str
    issuer: str  # 14 digits of no company
    code: str  # at the clearing house
    price: int  # cents a unit at the start
    rate: int  # growth a year, in hundredths of a percent
    swing: int  # how far a month's price may lie from the growth, in hundredths of a percent
    indexer: str | None = None
    category: str | None = None  # of a fund
    buying: str = "COMPRA"
    selling: str = "VENDA"


PRODUCTS = (
    InvestmentProduct(
        "deposit", "FIXED_INCOME_BANKING", "CDB Banco Ipê Amarelo", "98700000000272", "CDB421IPEA01",
        price=100_00, rate=1120, swing=0, indexer="CDI", buying="APLICACAO", selling="RESGATE",
    ),
    InvestmentProduct(
        "treasury", "TREASURY_BOND", "Tesouro Selic 2031", "98700000000353", "LFT2031CAPIV",
        price=140_00, rate=1050, swing=0, indexer="SELIC",
    ),
    InvestmentProduct(
        "fund", "INVESTMENT_FUND", "Jatobá Ações FIA", "98700000000434", "JATOBAFA0008",
        price=12_50, rate=1250, swing=350, category="ACOES", buying="APLICACAO", selling="RESGATE",
    ),
    InvestmentProduct(
        "stock", "VARIABLE_INCOME", "Usinas Capivara ON", "98700000000515", "CPVR3",
        price=23_40, rate=900, swing=900,
    ),
)  # fmt: skip


class Trade(NamedTuple):
    """A purchase (positive quantity) or a sale. `invested` is what the sold units had cost."""

    product: InvestmentProduct
    day: date
    second: int
    quantity: int
    price: int
    invested: int

    @property
    def gross(self) -> int:
        return abs(self.quantity) * self.price

    @property
    def tax(self) -> int:
        """Withheld from a sale's gain."""
        return max(0, self.gross - self.invested) * INCOME_TAX // 100 if self.quantity < 0 else 0


class Position(NamedTuple):
    """Units of a product, and what they had cost."""

    product: InvestmentProduct
    quantity: int
    invested: int


def all_trades(person: Person, calendar: BankCalendar, movements: Sequence[Movement], until: date) -> Iterator[Trade]:
    """Somebody's trades up to the end of a day, oldest first; whoever has no savings account invests nothing."""
    if not any(movement.account == "savings" for movement in movements):
        return
    positions = {product.key: Position(product, 0, 0) for product in PRODUCTS}
    checking = [movement for movement in movements if movement.account == "checking"]
    for day in _trading_days(calendar, until):
        index = bisect_right(checking, day, key=attrgetter("day"))
        trade = _trade(person, day, positions, checking[index - 1].position if index else 0)
        if trade:
            positions[trade.product.key] = _after(positions[trade.product.key], trade)
            yield trade


def positions_after(trades: Sequence[Trade]) -> dict[str, Position]:
    """By product."""
    positions: dict[str, Position] = {}
    for trade in trades:
        before = positions.get(trade.product.key, Position(trade.product, 0, 0))
        positions[trade.product.key] = _after(before, trade)
    return positions


@lru_cache(maxsize=4096)
def price(product: InvestmentProduct, day: date) -> int:
    """The price of a unit at the end of a day, the same for everybody."""
    months = (day.year - EPOCH.year) * 12 + day.month - 1
    grown = product.price * 10_000
    for _ in range(months):
        grown += grown * product.rate // 120_000
    grown += grown * product.rate * (day.day - 1) // 3_650_000
    if product.swing:
        grown += grown * Rng("price", product.key, day.toordinal()).integer(-product.swing, product.swing) // 10_000
    return grown // 10_000


def _trading_days(calendar: BankCalendar, until: date) -> Iterator[date]:
    month = EPOCH
    while month <= until:
        day = calendar.nth_working_day(month, _TRADING_DAY)
        if day <= until:
            yield day
        month = (month + timedelta(days=31)).replace(day=1)


def _trade(person: Person, day: date, positions: dict[str, Position], balance: int) -> Trade | None:
    rng = Rng("trade", person.key, day.year, day.month)
    product = PRODUCTS[rng.integer(0, len(PRODUCTS) - 1)]
    second = _HOUR * 3600 + rng.integer(0, 3 * 3600)
    cost, position = price(product, day), positions[product.key]
    if position.quantity > 3 and rng.happens(1 / _SALE_EVERY):
        units = position.quantity // 3
        return Trade(product, day, second, -units, cost, position.invested * units // position.quantity)
    amount = min(person.income * rng.integer(4, _SHARE) // 100, balance // 2)
    quantity = amount // cost
    return Trade(product, day, second, quantity, cost, quantity * cost) if quantity > 0 else None


def _after(position: Position, trade: Trade) -> Position:
    invested = trade.invested if trade.quantity > 0 else -trade.invested
    return Position(position.product, position.quantity + trade.quantity, position.invested + invested)
