"""Totals of a business, and the wages that it pays."""

from dataclasses import dataclass, replace
from datetime import date

from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.countries.bank_calendar import bank_calendar, last_day
from belvo_sandbox.people.fiscal.business_transactions import RETURNED_WITHIN
from belvo_sandbox.people.fiscal.journal import transactions_between
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices

_WAGES = 30  # percent of the turnover


@dataclass(frozen=True)
class BusinessTotals:
    """Sums of transactions, in cents; what was cancelled is left out, what was returned is taken off."""

    sales: int = 0
    purchases: int = 0
    vat_charged: int = 0  # value-added tax on sales
    vat_paid: int = 0  # value-added tax on purchases
    withheld_tax: int = 0  # income tax that customers kept
    wages: int = 0

    @property
    def profit(self) -> int:
        """Sales less purchases and wages; may be negative."""
        return self.sales - self.purchases - self.wages


def business_totals(person: Person, first: date, last: date) -> BusinessTotals:
    """Of the days from first to last, both included, as far as the tax authority is told."""
    valid = [
        transaction
        for transaction in transactions_between(person, first - RETURNED_WITHIN, last)
        if transaction.cancelled_on is None
    ]
    of_period = [transaction for transaction in valid if transaction.day >= first]
    returned = [
        transaction for transaction in valid if transaction.returned_on and first <= transaction.returned_on <= last
    ]
    totals = BusinessTotals(
        sales=sum(transaction.net for transaction in of_period if transaction.sells)
        - sum(transaction.returned for transaction in returned),
        purchases=sum(transaction.net for transaction in of_period if not transaction.sells),
        vat_charged=sum(transaction.tax for transaction in of_period if transaction.sells)
        - sum(transaction.returned_tax for transaction in returned),
        vat_paid=sum(transaction.tax for transaction in of_period if not transaction.sells),
        withheld_tax=sum(transaction.withheld_tax for transaction in of_period if transaction.sells),
        wages=sum(wages(person, date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1)),
    )
    declared = person.declared
    return replace(totals, sales=totals.sales * declared // 100, vat_charged=totals.vat_charged * declared // 100)


def wages(person: Person, day: date) -> int:
    """Wages that a company pays on a day: half a month's in the middle and at the end of each month."""
    if person.business != "company" or day < FOUNDED:
        return 0
    calendar = bank_calendar(person.country.holidays)
    payday = day.replace(day=15 if day.day <= 15 else last_day(day))
    if not calendar.is_working_day(day) or calendar.next_working_day(day) <= payday:
        return 0
    return Prices(person).nominal(person.income, day) * _WAGES // 200


def tax_id(person: Person) -> str:
    """The number under which the tax authority knows a person."""
    return person.documents["RUT" if person.country.code == "CL" else "RFC"]
