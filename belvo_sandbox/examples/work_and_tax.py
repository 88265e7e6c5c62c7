"""What is true of the examples' jobs, invoices, tax returns and documents."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from stdnum.mx import curp

from belvo_sandbox.examples.history import History, Row
from belvo_sandbox.people.employment.careers import Job, career
from belvo_sandbox.people.fiscal.business import business_totals
from belvo_sandbox.people.fiscal.business_transactions import BusinessTransaction
from belvo_sandbox.people.fiscal.journal import transactions_between
from belvo_sandbox.products.employment import daily_salary
from belvo_sandbox.products.tax_documents import number, receipt_key

_DAY = timedelta(days=1)
_MONTHS = 12  # that are told of a business


def salary(histories: Sequence[History]) -> Row:
    """The jobs that go on, each with its salary from day to day: a month's, and a day's as social security has it."""
    history = histories[0]
    current = [job for job in career(history.person) if job.holds_on(history.today)]
    return {"jobs": [_job(job, history.today) for job in current]}


def _job(job: Job, today: date) -> Row:
    raises = [(job.started, job.salary_on(job.started)), *job.raises_until(today)]
    changes = [{"from": day.isoformat(), "monthly": cents / 100, "daily": daily_salary(cents)} for day, cents in raises]
    cuts = [
        {
            "month": f"{day:%Y-%m}",
            "before": before / 100,
            "before_daily": daily_salary(before),
            "after": after / 100,
            "after_daily": daily_salary(after),
        }
        for (_, before), (day, after) in pairwise(raises)
        if after < before
    ]
    return {"employer": job.employer, "monthly_salary": job.salary_on(today) / 100, "changes": changes, "cuts": cuts}


def invoices(histories: Sequence[History]) -> Row:
    """Sales of a year that nobody pays, and those paid in parts, as far as they are."""
    history = histories[-1]
    sales = [*_sales(history)]
    return {
        "unpaid": [_invoice(history, one) for one in sales if one.unpaid],
        "in_parts": [_invoice(history, one) for one in sales if one.parts],
    }


def _sales(history: History) -> Iterator[BusinessTransaction]:
    since = history.today - timedelta(days=365)
    for one in transactions_between(history.person, since, history.today):
        if one.sells and (one.day, one.second) <= history.data.moment(history.now):
            yield one


def _invoice(history: History, sale: BusinessTransaction) -> Row:
    paid = [
        (index, payment)
        for index, payment in enumerate(sale.payments)
        if (payment.day, sale.second) <= history.data.moment(history.now)
    ]
    return {
        "invoice_identification": number(history.person, sale.key),
        "folio": sale.folio,
        "receiver_name": sale.name,
        "invoice_date": sale.day.isoformat(),
        "due": sale.paid_on.isoformat(),
        "total_amount": sale.total / 100,
        "outstanding": (sale.total - sum(payment.cents for _, payment in paid)) / 100,
        "payments": [
            {
                "invoice_identification": number(history.person, receipt_key(sale, index)),
                "value_date": payment.day.isoformat(),
                "amount": payment.cents / 100,
            }
            for index, payment in paid
        ],
    }


def books(histories: Sequence[History]) -> Row:
    """Month by month: sales by invoices and by tax returns, both before tax, and what customers paid at the bank."""
    history, honest = histories[0], replace(histories[0].person, declared=100)
    months, last = [], history.today.replace(day=1) - _DAY
    for _ in range(_MONTHS):
        first = last.replace(day=1)
        banked = (one.cents for one in history.movements if first <= one.day <= last and " FACTURA " in one.line.text)
        months.append(
            {
                "month": f"{first:%Y-%m}",
                "invoiced": business_totals(honest, first, last).sales / 100,
                "declared": business_totals(history.person, first, last).sales / 100,
                "banked": sum(cents for cents in banked if cents > 0) / 100,
            }
        )
        last = first - _DAY
    return {"declared_percent": history.person.declared, "months": months}


def documents(histories: Sequence[History]) -> Row:
    """The number with the wrong check digit, and the right one."""
    written = histories[0].person.documents["CURP"]
    return {"document_type": "CURP", "document_number": written, "right": written[:-1] + curp.calc_check_digit(written)}
