"""Current employments in Mexico.

https://developers.belvo.com/apis/belvoopenapispec/current-employments
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import registration
from belvo_sandbox.people.employment.careers import Job
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Resource, Stamp
from belvo_sandbox.products.employment import current_jobs, daily_salary, jobs, personal_data, state_of
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    history = jobs(data, data.moment(until)[0])
    if history:
        yield Candidate(("current",), history)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    day = data.moment(stamp.collected_at)[0]
    current = current_jobs(candidate.item, day)
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "month": f"{day:%Y-%m}" if current else None,
        "internal_identification": data.person.documents["CURP"] if current else None,
        "personal_data": personal_data(data.person),
        "status": "EMPLOYED" if current else "UNEMPLOYED",
        "current_employment_records": [_record(data.person, job, day) for job in current] or None,
    }


def _record(person: Person, job: Job, day: date) -> dict[str, Any]:
    salary = job.salary_on(day)
    return {
        "employer": job.employer,
        "employer_id": registration(job.employer),
        "employer_rfc": job.tax_id,
        "state": state_of(person),
        "days_employed": job.days_until(day),
        "base_salary": daily_salary(salary),
        "monthly_salary": salary / 100,
    }


CURRENT_EMPLOYMENTS = Resource(
    name="CURRENT_EMPLOYMENTS",
    path="mx/current-employments",
    filters=(
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("collected_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
    ),
    parameters=(LINK, SAVE_DATA),
    candidates=_candidates,
    body=_body,
)
