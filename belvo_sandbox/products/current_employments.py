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
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.products.link_data import Source
from belvo_sandbox.products.working_lives import current, daily, jobs, personal_data, state_of


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:
    history = jobs(source, source.moment(until)[0])
    if history:
        yield Candidate(("current",), history)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    day = source.moment(stamp.collected_at)[0]
    held = current(candidate.item, day)
    return {
        "id": stamp.id,
        "link": source.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "month": f"{day:%Y-%m}" if held else None,
        "internal_identification": source.person.documents["CURP"] if held else None,
        "personal_data": personal_data(source.person),
        "status": "EMPLOYED" if held else "UNEMPLOYED",
        "current_employment_records": [_record(source.person, job, day) for job in held] or None,
    }


def _record(person: Person, job: Job, day: date) -> dict[str, Any]:
    salary = job.salary_on(day)
    return {
        "employer": job.employer,
        "employer_id": registration(job.employer),
        "employer_rfc": job.tax_id,
        "state": state_of(person),
        "days_employed": job.days_until(day),
        "base_salary": daily(salary),
        "monthly_salary": salary / 100,
    }


CURRENT_EMPLOYMENTS = Resource(
    name="CURRENT_EMPLOYMENTS",
    path="mx/current-employments",
    filters=(
        Filter("id", kind=Kind.IDENTIFIER, lookups=ONE_OR_MANY),
        Filter("collected_at", kind=Kind.INSTANT, lookups=BOUNDS),
        Filter("created_at", kind=Kind.INSTANT, lookups=BOUNDS),
    ),
    parameters=(LINK, SAVE_DATA),
    candidates=_candidates,
    body=_body,
)
