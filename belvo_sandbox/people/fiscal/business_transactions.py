"""Sales and purchases of a business, and the money that each moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH

VAT = {"BR": 0, "CL": 19, "CO": 19, "MX": 16}  # percent
RETURNED_WITHIN = timedelta(days=20)
LONGEST_TERM = timedelta(days=60)  # from a transaction to its last settlement
_WITHHOLDING = ("CO", "MX")  # countries in which who pays a professional keeps a part for the tax authority
_SERVICES = (
    ("Servicios de consultoría", "80101500"),
    ("Desarrollo de sistemas", "81111500"),
    ("Capacitación de personal", "86101700"),
    ("Servicios de contabilidad", "84111500"),
)
_GOODS = (
    ("Mobiliario de oficina", "56101700"),
    ("Material de empaque", "24112400"),
    ("Herramienta eléctrica", "27112700"),
    ("Equipo de cómputo", "43211500"),
)
_FARES = ("Servicios de transporte de pasajeros", "78111800")


class Business(NamedTuple):
    """One kind of business: how much it sells and buys."""

    sales: float  # a working day
    turnover: int  # a month, in percent of the income
    purchases: float  # a working day
    supplies: int  # a month, in percent of the income; 0 for what shops ask
    withheld_tax: int = 0  # what customers keep for the tax authority, percent
    goods: tuple[tuple[str, str], ...] = _SERVICES
    terms: tuple[int, ...] = (0, 0, 15, 30, 45)  # days until customers pay
    costs: tuple[str, ...] = ("apps", "books", "gas", "home", "online")


BUSINESSES = {
    "professional": Business(0.12, 18, 0.35, 0, 10),
    "occasional": Business(0.03, 6, 0, 0, 10, terms=(0, 15)),
    "driver": Business(0, 0, 0.25, 0, 2, (_FARES,), (0,), ("gas", "parking")),
    "company": Business(0.6, 100, 0.4, 45, 0, _GOODS, (0, 0, 15, 30)),
}


class Payment(NamedTuple):
    """Money that was paid for a transaction, in cents."""

    day: date
    cents: int


@dataclass(frozen=True)
class BusinessTransaction:
    """One sale or purchase and its invoice; amounts in cents."""

    number: int  # of its day
    day: date
    second: int  # of all that happens to it, on whatever day
    sells: bool
    name: str  # whom with
    tax_id: str
    description: str
    product: str  # the authority's code for it
    quantity: int
    unit: int
    tax: int
    withheld_tax: int
    paid_on: date
    folio: str
    shop: str = ""  # the kind of shop that it was bought in
    cancelled_on: date | None = None  # a mistake: neither paid nor taxed
    returned_on: date | None = None  # when a unit of it came back
    shipped: bool = False
    unpaid: bool = False  # by a customer who never pays
    parts: tuple[Payment, ...] = ()  # where it is not paid at once

    @property
    def key(self) -> tuple[object, ...]:
        """Names it among all of the person's."""
        return (self.day.isoformat(), self.number)

    @property
    def net(self) -> int:
        """Before tax."""
        return self.quantity * self.unit

    @property
    def total(self) -> int:
        """With tax, as it is paid."""
        return self.net + self.tax - self.withheld_tax

    @property
    def on_credit(self) -> bool:
        return self.paid_on > self.day

    @property
    def payments(self) -> tuple[Payment, ...]:
        """The payments that it comes to, sooner or later, oldest first."""
        if self.cancelled_on or self.unpaid:
            return ()
        return self.parts or (Payment(self.paid_on, self.total),)

    @property
    def returned(self) -> int:
        """The worth of what was returned, before tax."""
        return self.unit if self.returned_on else 0

    @property
    def returned_tax(self) -> int:
        """The tax on what came back."""
        return self.tax // self.quantity if self.returned_on else 0


class Settlement(NamedTuple):
    """Money that a transaction moves, in cents: into the account (positive) or out of it."""

    day: date
    cents: int
    transaction: BusinessTransaction


def business_start(person: Person) -> date:
    return FOUNDED if person.business in ("company", "professional") else EPOCH


def withholding_percent(person: Person) -> int:
    """The percent of a person's invoices that customers keep for the tax authority."""
    return BUSINESSES[person.business].withheld_tax if person.country.code in _WITHHOLDING else 0


def settlements(transaction: BusinessTransaction) -> Iterator[Settlement]:
    """The payments of a transaction, and what is given back."""
    for payment in transaction.payments:
        yield Settlement(payment.day, payment.cents if transaction.sells else -payment.cents, transaction)
    if transaction.returned_on:
        yield Settlement(transaction.returned_on, -transaction.returned - transaction.returned_tax, transaction)
