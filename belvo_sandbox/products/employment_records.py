"""Employment records of Mexico: a career as social security has it.

https://developers.belvo.com/apis/belvoopenapispec/employment-records
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import registration
from belvo_sandbox.people.employment.careers import Job
from belvo_sandbox.people.employment.metrics import CareerMetrics
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.employment import career_metrics, daily_salary, jobs, personal_data, state_of
from belvo_sandbox.products.files import pdf
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

_PERIODS = (3, 6, 12)  # months
_WORST, _BEST = 300, 900  # scores
_SCORES_VERSION = "1.0.0"


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    history = jobs(data, data.moment(until)[0])
    if history:
        yield Candidate(("record",), history)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - one a link
    day = data.moment(stamp.collected_at)[0]
    metrics = career_metrics(data, day)
    person = data.person
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "report_date": day.isoformat(),
        "days_since_extraction": 0,
        "internal_identification": person.documents["CURP"],
        "personal_data": {
            **personal_data(person),
            "entitlements": _entitlements(metrics),
            "email": person.email,
        },
        "social_security_summary": {
            "weeks_redeemed": 0,
            "weeks_reinstated": 0,
            "weeks_contributed": metrics.weeks_employed,
        },
        "employment_records": [_entry(person, job, day, stamp) for job in reversed(metrics.jobs)],
        "employment_scores": _scores(metrics),
        "salary_estimation": {
            "employment_status_estimate": metrics.status,
            "base_salary_estimate": daily_salary(metrics.salary_on(day)),
            "currency": person.country.currency,
        },
        "files": [_report(person, metrics)] if stamp.parameters.get("attach_pdf") else [],
    }


def _entitlements(metrics: CareerMetrics) -> dict[str, Any]:
    working, insured, ended = metrics.status == "EMPLOYED", metrics.status != "UNEMPLOYED", metrics.last_day
    return {
        "entitled_to_health_insurance": insured,
        "entitled_to_company_benefits": working,
        "valid_until": None if insured or ended is None else ended.isoformat(),
        "status": metrics.status,
    }


def _entry(person: Person, job: Job, day: date, stamp: Stamp) -> dict[str, Any]:
    last = job.last_until(day)
    salary = job.salary_on(last)
    return {
        "collected_at": text(stamp.collected_at),
        "employer": job.employer,
        "employer_id": registration(job.employer),
        "start_date": job.started.isoformat(),
        "end_date": None if job.holds_on(day) else last.isoformat(),
        "weeks_employed": job.days_until(day) // 7,
        "state": state_of(person),
        "most_recent_base_salary": daily_salary(salary),
        "monthly_salary": salary / 100,
        "currency": person.country.currency,
        "employment_status_updates": [_update(*each) for each in reversed(list(_events(job, day)))],
    }


def _events(job: Job, day: date) -> Iterator[tuple[str, int, date]]:
    yield "HIRED", job.salary_on(job.started), job.started
    for raised_on, salary in job.raises_until(day):
        yield "SALARY_MODIFICATION", salary, raised_on
    if not job.holds_on(day):
        last = job.last_until(day)
        yield "DISMISSED_RESIGNED", job.salary_on(last), last


def _update(event: str, salary: int, day: date) -> dict[str, Any]:
    return {"event": event, "base_salary": daily_salary(salary), "update_date": day.isoformat()}


def _scores(metrics: CareerMetrics) -> list[dict[str, Any]]:
    """The likelihood to be in work some months on: by weeks in work, less for each month that lies between."""
    share = min(metrics.weeks_employed, 800) * (_BEST - _WORST) // 1000
    bonus = 120 if metrics.status == "EMPLOYED" else 0
    return [
        {"score": max(_WORST + share + bonus - 4 * period, _WORST), "period": period, "version": _SCORES_VERSION}
        for period in _PERIODS
    ]


def _report(person: Person, metrics: CareerMetrics) -> dict[str, str]:
    return {
        "type": f"ReporteSemanasCotizadas_{metrics.day:%d%m%y}",
        "value": pdf("Reporte de semanas cotizadas", _lines(person, metrics)),
    }


def _lines(person: Person, metrics: CareerMetrics) -> Iterator[str]:
    personal = personal_data(person)
    yield person.name
    yield from (f"{each['document_type']}: {each['document_number']}" for each in personal["document_ids"])
    yield f"Fecha de emisión: {metrics.day.isoformat()}"
    yield f"Semanas cotizadas: {metrics.weeks_employed}"
    for job in reversed(metrics.jobs):
        ended = "a la fecha" if job.holds_on(metrics.day) else f"al {job.last_until(metrics.day).isoformat()}"
        yield f"{job.employer}, {job.title}: del {job.started.isoformat()} {ended}"


EMPLOYMENT_RECORDS = Resource(
    name="EMPLOYMENT_RECORDS",
    path="employment-records",
    filters=(
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("internal_identification", lookups=ONE_OR_MANY),
        ListFilter("collected_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
    ),
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    asynchronous=True,
)
