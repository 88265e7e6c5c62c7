"""What a business comes to: sums of its deals, and what it pays its people."""

from dataclasses import dataclass
from datetime import date

from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.countries.bankdays import bank_days, last_day
from belvo_sandbox.people.fiscal.business_transactions import RETURNED_WITHIN
from belvo_sandbox.people.fiscal.purchases import deals_between
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices

_WAGES = 30  # what a firm pays its people, in percent of its turnover


@dataclass(frozen=True)
class Books:
    """Sums of deals, in cents; what was cancelled is left out, what came back is taken off."""

    sales: int = 0
    purchases: int = 0
    charged: int = 0  # value-added tax on sales
    borne: int = 0  # value-added tax on purchases
    retained: int = 0  # income tax that customers kept
    wages: int = 0

    @property
    def profit(self) -> int:
        """Sales less purchases and wages; may be negative."""
        return self.sales - self.purchases - self.wages


def books(person: Person, first: date, last: date) -> Books:
    """What the deals of a span of days come to."""
    valid = [deal for deal in deals_between(person, first - RETURNED_WITHIN, last) if deal.cancelled_on is None]
    found = [deal for deal in valid if deal.day >= first]
    back = [deal for deal in valid if deal.returned_on and first <= deal.returned_on <= last]
    return Books(
        sales=sum(deal.net for deal in found if deal.sells) - sum(deal.returned for deal in back),
        purchases=sum(deal.net for deal in found if not deal.sells),
        charged=sum(deal.tax for deal in found if deal.sells) - sum(deal.returned_tax for deal in back),
        borne=sum(deal.tax for deal in found if not deal.sells),
        retained=sum(deal.retained for deal in found if deal.sells),
        wages=sum(wages(person, date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1)),
    )


def wages(person: Person, day: date) -> int:
    """What a firm pays its people on a day: half a month's wages in the middle and at the end of each."""
    if person.trade != "company" or day < FOUNDED:
        return 0
    days = bank_days(person.culture.holidays)
    payday = day.replace(day=15 if day.day <= 15 else last_day(day))
    if not days.works(day) or days.next(day) <= payday:
        return 0
    return Prices(person).raised(person.income, day) * _WAGES // 200


def tax_id(person: Person) -> str:
    """The number under which the tax authority knows a person."""
    return person.documents["RUT" if person.culture.code == "CL" else "RFC"]
