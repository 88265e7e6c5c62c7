"""Employments as rows, taken from the objects of either country.

Mexico's social security has one object a person, with salaries a day; Brazil's one a job, with salaries a month.
A row's values are as Belvo's JSON has them, days as text.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from store.core import instants
from store.queries.base import JSON, part, parts

DAYS_A_MONTH = 365 / 12

TOLD, WORKED_OUT = "Belvo's figure", "A day's salary times 365 / 12"

_LEFT = "DISMISSED_RESIGNED"
_NO_END = "~"  # after every day

Row = dict[str, Any]


def common(country: str, item: JSON) -> Row:
    """Columns that say whose row it is."""
    resource = "br_employments" if country == "BR" else "employment_records"
    return {"country": country, "link": item.get("link"), "resource": resource, "record": item.get("id")}


def mexican_record(item: JSON) -> Row:
    """The person, with the job that is or was their last."""
    person, jobs = part(item, "personal_data"), parts(item, "employment_records")
    latest = max(jobs, key=lambda job: (job.get("end_date") or "9", job.get("start_date") or ""), default={})
    documents = [one for one in parts(person, "document_ids") if one.get("document_number")]
    return {
        **common("MX", item),
        "name": person.get("official_name"),
        "documents": ", ".join(f"{one.get('document_type')} {one['document_number']}" for one in documents),
        "birth_date": person.get("birth_date"),
        "status": part(person, "entitlements").get("status"),
        "employments": len(jobs),
        "employers": len({job.get("employer") for job in jobs}),
        "first_day": min((job["start_date"] for job in jobs if job.get("start_date")), default=None),
        "employer": latest.get("employer"),
        "monthly_salary": latest.get("monthly_salary"),
        "currency": latest.get("currency") or part(item, "salary_estimation").get("currency"),
        "weeks_contributed": part(item, "social_security_summary").get("weeks_contributed"),
        "report_date": item.get("report_date"),
        "collected_at": item.get("collected_at"),
    }


def brazilian_records(items: Sequence[JSON]) -> Iterator[Row]:
    """Brazil has no object for the person: the employments of a link are one person's."""
    for _, lives in groupby(sorted(items, key=itemgetter("link")), key=itemgetter("link")):
        jobs = [brazilian_employment(item) | {"item": item} for item in lives]
        latest = max(jobs, key=lambda job: (job["end"] or "9", job["start"] or ""))
        is_employed = any(not job["end"] for job in jobs)
        yield {
            **common("BR", latest["item"]),
            "name": None,
            "status": "EMPLOYED" if is_employed else "UNEMPLOYED",
            "employments": len(jobs),
            "employers": len({job["employer"] for job in jobs}),
            "first_day": min((job["start"] for job in jobs if job["start"]), default=None),
            "employer": latest["employer"],
            "monthly_salary": latest["monthly_salary"],
            "currency": latest["currency"],
            "collected_at": max((str(job["item"].get("collected_at") or "") for job in jobs), default=None),
        }


def mexican_employments(item: JSON) -> Iterator[Row]:
    """One row a job."""
    for job in parts(item, "employment_records"):
        yield {
            **common("MX", item),
            "name": part(item, "personal_data").get("official_name"),
            "employer": job.get("employer"),
            "employer_id": job.get("employer_id"),
            "place": job.get("state"),
            "start": instants.parse_day(job.get("start_date")),
            "end": instants.parse_day(job.get("end_date")),
            "weeks": job.get("weeks_employed"),
            "monthly_salary": job.get("monthly_salary"),
            "currency": job.get("currency"),
        }


def brazilian_employment(item: JSON) -> Row:
    """The job."""
    employer = part(item, "employer_data")
    paid = [salary for salary in parts(item, "salaries") if salary.get("type") in (None, "REGULAR")]
    last = max(paid, key=lambda salary: salary.get("month") or "", default={})
    occupation = max(parts(item, "occupations"), key=lambda one: one.get("start_date") or "", default={})
    return {
        "employer": employer.get("name"),
        "employer_id": employer.get("code"),
        "activity": employer.get("economic_activity"),
        "occupation": occupation.get("name"),
        "start": instants.parse_day(item.get("start_date")),
        "end": instants.parse_day(item.get("end_date")),
        "monthly_salary": last.get("base_amount"),
        "currency": last.get("currency"),
    }


def mexican_salaries(item: JSON) -> Iterator[Row]:
    """One row from each change of a job's salary to the next."""
    for job in parts(item, "employment_records"):
        updates = [one for one in parts(job, "employment_status_updates") if one.get("base_salary") is not None]
        updates.sort(key=lambda one: one.get("update_date") or "")
        ends = [_last_day_before(following) for following in updates[1:]]
        latest = next((update for update in reversed(updates) if update.get("event") != _LEFT), None)
        for update, end in zip(updates, [*ends, job.get("end_date")], strict=False):
            if update.get("event") != _LEFT:
                yield {
                    **common("MX", item),
                    "employer": job.get("employer"),
                    "event": update.get("event"),
                    "start": instants.parse_day(update.get("update_date")),
                    "end": instants.parse_day(end),
                    "base_salary": update["base_salary"],
                    **_told_or_worked_out(update, job if update is latest else {}),
                    "currency": job.get("currency"),
                }


def brazilian_salaries(item: JSON) -> Iterator[Row]:
    """One row for months in a row at the same salary."""
    paid = [one for one in parts(item, "salaries") if one.get("type") in (None, "REGULAR") and _first_day(one)]
    paid.sort(key=lambda one: one["month"])
    for (amount, currency), months in groupby(paid, key=lambda one: (one.get("base_amount"), one.get("currency"))):
        stretch = [*months]
        yield {
            **common("BR", item),
            "employer": part(item, "employer_data").get("name"),
            "start": _first_day(stretch[0]),
            "end": _last_day(stretch[-1]),
            "monthly_salary": amount,
            "source": TOLD,
            "currency": currency,
        }


def mexican_current(item: JSON) -> Iterator[Row]:
    """One row an employer, or one without for somebody who has none."""
    person = {
        **common("MX", item),
        "resource": "mx_current_employments",
        "name": part(item, "personal_data").get("official_name"),
        "status": item.get("status"),
        "month": item.get("month"),
    }
    for job in parts(item, "current_employment_records") or [{}]:
        yield {
            **person,
            "employer": job.get("employer"),
            "employer_id": job.get("employer_id"),
            "place": job.get("state"),
            "days_employed": job.get("days_employed"),
            "base_salary": job.get("base_salary"),
            "monthly_salary": job.get("monthly_salary"),
            "currency": "MXN" if job else None,  # the service tells amounts without one
        }


def gaps(link: str, lives: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """The days between the latest end so far and the next start; lives in the order of their start."""
    worked_until = lives[0]["end"] or _NO_END
    for life in lives[1:]:
        if life["start"] > worked_until:
            start, end = instants.day_beside(worked_until, 1), instants.day_beside(life["start"], -1)
            if start <= end:
                days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
                yield {"link": link, "start": start, "end": end, "days": days}
        worked_until = max(worked_until, life["end"] or _NO_END)


def pay(item: JSON) -> Iterator[Row]:
    """One row a month and kind of salary in Brazil."""
    for salary in parts(item, "salaries"):
        yield {
            **common("BR", item),
            "employer": part(item, "employer_data").get("name"),
            "month": _first_day(salary),
            "type": salary.get("type"),
            "base": salary.get("base_amount"),
            "retained": salary.get("retained_amount"),
            "currency": salary.get("currency"),
        }


def _told_or_worked_out(update: JSON, job: JSON) -> Row:
    """A month's salary: of the job's last one Belvo's own figure, so that a job has one on every page."""
    told = job.get("monthly_salary")
    if told is not None:
        return {"monthly_salary": told, "source": TOLD}
    return {"monthly_salary": _monthly(update["base_salary"]), "source": WORKED_OUT}


def _monthly(base_salary: object) -> float | None:
    return round(base_salary * DAYS_A_MONTH, 2) if isinstance(base_salary, int | float) else None


def _first_day(salary: JSON) -> str | None:
    return instants.parse_day(f"{salary.get('month')}-01")


def _last_day(salary: JSON) -> str | None:
    first = _first_day(salary)
    return first and f"{first[:8]}{monthrange(int(first[:4]), int(first[5:7]))[1]}"


def _last_day_before(update: JSON) -> str | None:
    """The last day of what an update ends; one who leaves was paid on that day still."""
    day = instants.parse_day(update.get("update_date"))
    if day is None or update.get("event") == _LEFT:
        return day
    return instants.day_beside(day, -1)
