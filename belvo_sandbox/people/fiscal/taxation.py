"""Income tax in Mexico at one rate, in place of the authority's table; amounts in cents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.fiscal.business import BusinessTotals, business_totals
from belvo_sandbox.people.fiscal.business_transactions import LONGEST_TERM
from belvo_sandbox.people.fiscal.journal import transactions_between
from belvo_sandbox.people.persons import Person

PERSONS_RATE, COMPANIES_RATE = 25, 30  # percent of the profit
_CAPITAL = 100_000_00  # paid in at the start
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TaxYear:
    sums: BusinessTotals
    salary: int  # as it arrived at the bank
    withheld: int  # by employers
    advance_payments: int  # paid month by month
    tax: int

    @property
    def gross_salary(self) -> int:
        """The salary before tax."""
        return self.salary + self.withheld

    @property
    def base(self) -> int:
        return max(self.sums.profit, 0) + self.gross_salary

    @property
    def due(self) -> int:
        """Still to be paid; negative if too much was."""
        return self.tax - self.withheld - self.sums.withheld_tax - self.advance_payments


@dataclass(frozen=True)
class BalanceSheet:
    receivable: int
    payable: int
    tax: int
    capital: int
    earned: int  # profits after tax of all years
    cash: int  # what is left once all else is counted


def rate(person: Person) -> int:
    """The tax on a profit, in percent."""
    return COMPANIES_RATE if person.company_name else PERSONS_RATE


def income_tax(person: Person, profit: int) -> int:
    """The tax on a profit; losses bear none."""
    return max(profit, 0) * rate(person) // 100


def withheld(cents: int) -> int:
    """The tax on a salary of which this much arrived at the bank."""
    return cents * PERSONS_RATE // (100 - PERSONS_RATE)


def provisional(person: Person, sums: BusinessTotals) -> int:
    """The advance payment for a month."""
    return max(income_tax(person, sums.profit) - sums.withheld_tax, 0)


def months(year: int) -> list[tuple[date, date]]:
    """The first and the last day of each month."""
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return [(first, after - _DAY) for first, after in pairwise(firsts)]


def years(day: date) -> Iterator[int]:
    """The years whose return was filed by a day; it is due at the end of the next April."""
    return (year for year in range(FOUNDED.year, day.year) if filed_on(year) <= day)


def filed_on(year: int) -> date:
    return date(year + 1, 4, 28)


def annual(person: Person, year: int) -> TaxYear:
    """A year's sums, salaries and tax."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    sums, payroll = business_totals(person, first, last), Payroll(person)
    salaries = [slip.cents for slip in payroll.between(first, last)] if person.employment_status == "employed" else []
    withheld_by_employers = sum(map(withheld, salaries))
    tax = income_tax(person, max(sums.profit, 0) + sum(salaries) + withheld_by_employers)
    advance_payments = (
        sum(provisional(person, business_totals(person, *month)) for month in months(year)) if person.business else 0
    )
    return TaxYear(sums, sum(salaries), withheld_by_employers, advance_payments, tax)


def balance_sheet(person: Person, year: int) -> BalanceSheet:
    """The balance at the end of a year."""
    end = date(year, 12, 31)
    profits = [
        business_totals(person, date(number, 1, 1), date(number, 12, 31)).profit
        for number in range(FOUNDED.year, year + 1)
    ]
    earned = sum(profit - income_tax(person, profit) for profit in profits)
    recent = transactions_between(person, end - LONGEST_TERM, end)
    # What is returned later is a matter of the next year.
    open_payments = [
        (transaction.sells, payment.cents)
        for transaction in recent
        for payment in transaction.payments
        if payment.day > end
    ]
    receivable = sum(cents for sells, cents in open_payments if sells) + _never_paid(person, end)
    payable = sum(cents for sells, cents in open_payments if not sells)
    tax = income_tax(person, profits[-1])
    cash = _CAPITAL + earned + tax + payable - receivable
    return BalanceSheet(receivable, payable, tax, _CAPITAL, earned, cash)


def _never_paid(person: Person, end: date) -> int:
    if not person.slow_customers:
        return 0
    return sum(one.total for one in transactions_between(person, FOUNDED, end) if one.unpaid)
