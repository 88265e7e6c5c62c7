"""What somebody who works on their own account sells and buys, each invoice following from the person and its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.companies import company_id
from belvo_sandbox.people.documents import rut
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices

FOUNDED = date(2017, 1, 2)  # when people take up their business
VAT = {"CL": 19, "MX": 16}  # percent
# Of what a firm pays a professional, it keeps this for the tax authority: a tenth, in Mexico only.
_RETAINED = {"CL": 0, "MX": 10}
_SALES, _PURCHASES = 0.16, 0.5  # a working day
_COSTS = ("apps", "phone", "internet", "electricity", "home", "gas", "books")
_SERVICES = (
    ("Servicios de consultoría", "80101500"),
    ("Desarrollo de sistemas", "81111500"),
    ("Capacitación de personal", "86101700"),
    ("Servicios de contabilidad", "84111500"),
)
_SATURDAY = 5


@dataclass(frozen=True)
class Deal:
    """One invoice; amounts in cents."""

    number: int  # of its day
    day: date
    second: int
    sells: bool
    name: str  # whom with
    tax_id: str
    description: str
    product: str  # the authority's code for it
    quantity: int
    unit: int
    tax: int
    retained: int
    paid_on: date

    @property
    def key(self) -> tuple[object, ...]:
        """What names it among all of the person's."""
        return (self.day.isoformat(), self.number)

    @property
    def net(self) -> int:
        """What it is about, before tax."""
        return self.quantity * self.unit

    @property
    def total(self) -> int:
        """What is paid."""
        return self.net + self.tax - self.retained

    @property
    def on_credit(self) -> bool:
        """Whether it is paid later."""
        return self.paid_on > self.day


@dataclass(frozen=True)
class Books:
    """Sums of deals, in cents."""

    sales: int = 0
    purchases: int = 0
    charged: int = 0  # value-added tax on sales
    borne: int = 0  # value-added tax on purchases
    retained: int = 0  # income tax that customers kept

    @property
    def profit(self) -> int:
        """Sales less purchases; may be negative."""
        return self.sales - self.purchases


def deals(person: Person, day: date) -> tuple[Deal, ...]:
    """What the person sells and buys on a day; nothing at weekends or before the business began."""
    if day < FOUNDED or day.weekday() >= _SATURDAY:
        return ()
    chance, prices = Chance("deals", person.key, day), Prices(person)
    sold = [_sale(person, day, number, chance, prices) for number in range(chance.count(_SALES))]
    bought = range(len(sold), len(sold) + chance.count(_PURCHASES))
    return (*sold, *(_purchase(person, day, number, chance, prices) for number in bought))


def deals_between(person: Person, first: date, last: date) -> Iterator[Deal]:
    """The deals of a span of days, both included, oldest first."""
    for ordinal in range(max(first, FOUNDED).toordinal(), last.toordinal() + 1):
        yield from deals(person, date.fromordinal(ordinal))


def books(person: Person, first: date, last: date) -> Books:
    """What the deals of a span of days come to."""
    found = list(deals_between(person, first, last))
    return Books(
        sales=sum(deal.net for deal in found if deal.sells),
        purchases=sum(deal.net for deal in found if not deal.sells),
        charged=sum(deal.tax for deal in found if deal.sells),
        borne=sum(deal.tax for deal in found if not deal.sells),
        retained=sum(deal.retained for deal in found if deal.sells),
    )


def firm_id(name: str, country: str) -> str:
    """The taxpayer number of a firm; it follows from the name."""
    if country == "CL":
        return rut(Chance("company", name, country).whole(76_000_000, 78_999_999))
    return company_id(name, country)


def tax_id(person: Person) -> str:
    """The number under which the tax authority knows a person."""
    return person.documents["RUT" if person.culture.code == "CL" else "RFC"]


def _sale(person: Person, day: date, number: int, chance: Chance, prices: Prices) -> Deal:
    country, customer = person.culture.code, chance.pick(person.culture.employers)
    description, product = chance.pick(_SERVICES)
    quantity = chance.whole(4, 24)
    unit = prices.raised(person.income // 64 * chance.whole(80, 130) // 100, day) // 1000 * 1000
    net = quantity * unit
    return Deal(
        number=number,
        day=day,
        second=chance.whole(9 * 3600, 18 * 3600),
        sells=True,
        name=customer,
        tax_id=firm_id(customer, country),
        description=description,
        product=product,
        quantity=quantity,
        unit=unit,
        tax=_percent(net, VAT[country], country),
        retained=_percent(net, _RETAINED[country], country),
        paid_on=day + timedelta(days=chance.pick((0, 0, 15, 30, 45))),
    )


def _purchase(person: Person, day: date, number: int, chance: Chance, prices: Prices) -> Deal:
    country, kind = person.culture.code, chance.pick(_COSTS)
    shop = chance.pick(person.culture.shops[kind].names)
    net = max(prices.drawn(kind, day, chance) // 100, 1) * 100
    return Deal(
        number=number,
        day=day,
        second=chance.whole(9 * 3600, 20 * 3600),
        sells=False,
        name=shop,
        tax_id=firm_id(shop, country),
        description=f"Compra en {shop}",
        product="01010101",
        quantity=1,
        unit=net,
        tax=_percent(net, VAT[country], country),
        retained=0,
        paid_on=day,
    )


def _percent(cents: int, percent: int, country: str) -> int:
    """A part of an amount; Chile's currency has no cents."""
    step = 100 if country == "CL" else 1
    return cents * percent // (100 * step) * step
