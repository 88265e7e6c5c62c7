"""Employment metrics of Mexico: measures of a working life, worked out from its record.

https://developers.belvo.com/apis/belvoopenapispec/employment-metrics
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.employment.metrics import Measures
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.link_data import Source
from belvo_sandbox.products.working_lives import daily, jobs, measures

_SPANS = (1, 3, 5)  # years


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:
    if jobs(source, source.moment(until)[0]):
        yield Candidate(("metrics",), None)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - one a link
    reference: str | None = stamp.asked.get("reference_date")
    today = source.moment(stamp.collected_at)[0]
    day = min(date.fromisoformat(reference), today) if reference else today
    measured = measures(source, day)
    return {
        "id": stamp.id,
        "link": source.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "updated_at": text(stamp.collected_at),
        "reference_date": reference,
        "age": _age(source.person.born, day),
        **_employment(measured),
        **_changes(measured),
        **_salaries(measured),
    }


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _employment(measures: Measures) -> dict[str, Any]:
    day, employers = measures.day, [job.employer for job in measures.jobs]
    last = measures.jobs[-1] if measures.jobs else None
    years = (day - measures.jobs[0].started).days / 365.25 if employers else 0.0
    return {
        "current_status": measures.status,
        "current_employer_count": len({job.employer for job in measures.held}),
        "base_salary_last": daily(last.salary_on(last.last_until(day))) if last else None,
        "weeks_employed_last_job": _weeks(last.days_until(day)) if last else None,
        "weeks_since_last_job": _weeks(measures.days_since_work) if last else None,
        "weeks_employed_total": _weeks(measures.days_employed),
        "weeks_with_multiple_employers": _weeks(measures.days_doubly_employed),
        "employer_count": len(employers),
        "unique_employer_count": len(set(employers)),
        "employers_per_year": round(len(set(employers)) / max(years, 1.0), 4) if employers else None,
        "weeks_between_jobs": _weeks(sum(measures.days_between)),
        "max_weeks_between_jobs": _weeks(max(measures.days_between, default=0)),
    }


def _weeks(days: int) -> float:
    return round(days / 7, 4)


def _changes(measures: Measures) -> dict[str, int | None]:
    last = len(measures.jobs) - 1
    changes = measures.changes
    chosen = {
        "last_job": [change for change in changes if change.job == last and change.in_job],
        "after_change": [change for change in changes if change.job == last and not change.in_job],
        "overall": changes,
        **{f"{years}y": [each for each in changes if each.day > measures.before(years)] for years in _SPANS},
    }
    found: dict[str, int | None] = {}
    for name, those in chosen.items():
        rises = sum(change.rises for change in those)
        known = name not in ("3y", "5y") or measures.works_for(int(name[0]))
        found[f"increases_{name}"] = rises if known else None
        found[f"decreases_{name}"] = len(those) - rises if known else None
    return found


def _salaries(measures: Measures) -> dict[str, float | None]:
    found = {f"yearly_change_{years}y": _change(measures, years) for years in _SPANS}
    by_span = {years: measures.salaries(years) for years in _SPANS}
    for name, measure in (("min", min), ("average", _average), ("max", max)):
        for years, salaries in by_span.items():
            found[f"{name}_monthly_salary_{years}y"] = round(measure(salaries) / 100, 2) if salaries else None
    return found


def _average(salaries: list[int]) -> float:
    return sum(salaries) / len(salaries)


def _change(measures: Measures, years: int) -> float | None:
    """The change of the salary in per cent; unknown if there was none then, or is none now."""
    then, now = measures.salary_on(measures.before(years)), measures.salary_on(measures.day)
    return round((now - then) * 100 / then, 4) if then and now else None


EMPLOYMENT_METRICS = Resource(
    name="EMPLOYMENT_METRICS",
    path="employment-metrics",
    filters=(),
    parameters=(LINK, Parameter("reference_date", "day"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    single=True,
)
