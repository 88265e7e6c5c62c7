"""Employment metrics of Mexico, worked out from the employment record.

https://developers.belvo.com/apis/belvoopenapispec/employment-metrics
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.employment.metrics import CareerMetrics
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.employment import career_metrics, daily_salary, jobs
from belvo_sandbox.products.link_data import LinkData

_SPANS = (1, 3, 5)  # years


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    if jobs(data, data.moment(until)[0]):
        yield Candidate(("metrics",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - one a link
    reference: str | None = stamp.parameters.get("reference_date")
    today = data.moment(stamp.collected_at)[0]
    day = min(date.fromisoformat(reference), today) if reference else today
    metrics = career_metrics(data, day)
    return {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "updated_at": text(stamp.collected_at),
        "reference_date": reference,
        "age": _age(data.person.birth_date, day),
        **_employment(metrics),
        **_changes(metrics),
        **_salaries(metrics),
    }


def _age(birth_date: date, day: date) -> int:
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _employment(metrics: CareerMetrics) -> dict[str, Any]:
    day, employers = metrics.day, [job.employer for job in metrics.jobs]
    last = metrics.jobs[-1] if metrics.jobs else None
    years = (day - metrics.jobs[0].started).days / 365.25 if employers else 0.0
    return {
        "current_status": metrics.status,
        "current_employer_count": len({job.employer for job in metrics.current_jobs}),
        "base_salary_last": daily_salary(last.salary_on(last.last_until(day))) if last else None,
        "weeks_employed_last_job": _weeks(last.days_until(day)) if last else None,
        "weeks_since_last_job": _weeks(metrics.days_since_work) if last else None,
        "weeks_employed_total": _weeks(metrics.days_employed),
        "weeks_with_multiple_employers": _weeks(metrics.days_doubly_employed),
        "employer_count": len(employers),
        "unique_employer_count": len(set(employers)),
        "employers_per_year": round(len(set(employers)) / max(years, 1.0), 4) if employers else None,
        "weeks_between_jobs": _weeks(sum(metrics.days_between)),
        "max_weeks_between_jobs": _weeks(max(metrics.days_between, default=0)),
    }


def _weeks(days: int) -> float:
    return round(days / 7, 4)


def _changes(metrics: CareerMetrics) -> dict[str, int | None]:
    last = len(metrics.jobs) - 1
    changes = metrics.changes
    windows = {
        "last_job": [change for change in changes if change.job == last and change.in_job],
        "after_change": [change for change in changes if change.job == last and not change.in_job],
        "overall": changes,
        **{f"{years}y": [each for each in changes if each.day > metrics.years_before(years)] for years in _SPANS},
    }
    counts: dict[str, int | None] = {}
    for name, changes_of_window in windows.items():
        increases = sum(change.is_increase for change in changes_of_window)
        is_known = name not in ("3y", "5y") or metrics.spans_years(int(name[0]))
        counts[f"increases_{name}"] = increases if is_known else None
        counts[f"decreases_{name}"] = len(changes_of_window) - increases if is_known else None
    return counts


def _salaries(metrics: CareerMetrics) -> dict[str, float | None]:
    values = {f"yearly_change_{years}y": _change(metrics, years) for years in _SPANS}
    by_span = {years: metrics.salaries(years) for years in _SPANS}
    for name, measure in (("min", min), ("average", _average), ("max", max)):
        for years, salaries in by_span.items():
            values[f"{name}_monthly_salary_{years}y"] = round(measure(salaries) / 100, 2) if salaries else None
    return values


def _average(salaries: list[int]) -> float:
    return sum(salaries) / len(salaries)


def _change(metrics: CareerMetrics, years: int) -> float | None:
    """The change of the salary in per cent; unknown if there was none then, or is none now."""
    then, now = metrics.salary_on(metrics.years_before(years)), metrics.salary_on(metrics.day)
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
