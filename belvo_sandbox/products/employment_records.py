"""Employment records of Mexico: a working life as social security has it.

https://developers.belvo.com/apis/belvoopenapispec/employment-records
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import registration
from belvo_sandbox.people.employment.careers import Job
from belvo_sandbox.people.employment.metrics import Measures
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.files import pdf
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.products.link_data import Source
from belvo_sandbox.products.working_lives import daily, jobs, measures, personal_data, state_of

_PERIODS = (3, 6, 12)  # months
_WORST, _BEST = 300, 900  # scores
_SCORES_VERSION = "1.0.0"


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:
    history = jobs(source, source.moment(until)[0])
    if history:
        yield Candidate(("record",), history)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - one a link
    day = source.moment(stamp.collected_at)[0]
    measured = measures(source, day)
    person = source.person
    return {
        "id": stamp.id,
        "link": source.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "report_date": day.isoformat(),
        "days_since_extraction": 0,
        "internal_identification": person.documents["CURP"],
        "personal_data": {
            **personal_data(person),
            "entitlements": _entitlements(measured),
            "email": person.email,
        },
        "social_security_summary": {
            "weeks_redeemed": 0,
            "weeks_reinstated": 0,
            "weeks_contributed": measured.weeks_employed,
        },
        "employment_records": [_entry(person, job, day, stamp) for job in reversed(measured.jobs)],
        "employment_scores": _scores(measured),
        "salary_estimation": {
            "employment_status_estimate": measured.status,
            "base_salary_estimate": daily(measured.salary_on(day)),
            "currency": person.culture.currency,
        },
        "files": [_report(person, measured)] if stamp.asked.get("attach_pdf") else [],
    }


def _entitlements(measures: Measures) -> dict[str, Any]:
    working, insured, ended = measures.status == "EMPLOYED", measures.status != "UNEMPLOYED", measures.last_day
    return {
        "entitled_to_health_insurance": insured,
        "entitled_to_company_benefits": working,
        "valid_until": None if insured or ended is None else ended.isoformat(),
        "status": measures.status,
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
        "most_recent_base_salary": daily(salary),
        "monthly_salary": salary / 100,
        "currency": person.culture.currency,
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
    return {"event": event, "base_salary": daily(salary), "update_date": day.isoformat()}


def _scores(measures: Measures) -> list[dict[str, Any]]:
    """The likelihood to be in work some months on: by weeks in work, less for each month that lies between."""
    share = min(measures.weeks_employed, 800) * (_BEST - _WORST) // 1000
    held = 120 if measures.status == "EMPLOYED" else 0
    return [
        {"score": max(_WORST + share + held - 4 * period, _WORST), "period": period, "version": _SCORES_VERSION}
        for period in _PERIODS
    ]


def _report(person: Person, measures: Measures) -> dict[str, str]:
    return {
        "type": f"ReporteSemanasCotizadas_{measures.day:%d%m%y}",
        "value": pdf("Reporte de semanas cotizadas", _lines(person, measures)),
    }


def _lines(person: Person, measures: Measures) -> Iterator[str]:
    data = personal_data(person)
    yield person.name
    yield from (f"{each['document_type']}: {each['document_number']}" for each in data["document_ids"])
    yield f"Fecha de emisión: {measures.day.isoformat()}"
    yield f"Semanas cotizadas: {measures.weeks_employed}"
    for job in reversed(measures.jobs):
        ended = "a la fecha" if job.holds_on(measures.day) else f"al {job.last_until(measures.day).isoformat()}"
        yield f"{job.employer}, {job.title}: del {job.started.isoformat()} {ended}"


EMPLOYMENT_RECORDS = Resource(
    name="EMPLOYMENT_RECORDS",
    path="employment-records",
    filters=(
        Filter("id", kind=Kind.IDENTIFIER, lookups=ONE_OR_MANY),
        Filter("internal_identification", lookups=ONE_OR_MANY),
        Filter("collected_at", kind=Kind.INSTANT, lookups=BOUNDS),
        Filter("created_at", kind=Kind.INSTANT, lookups=BOUNDS),
    ),
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    asynchronous=True,
)
