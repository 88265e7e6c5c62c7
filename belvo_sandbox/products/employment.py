"""Shared by the employment products: the jobs that an institution knows of, and whose they are."""

from datetime import date
from typing import Any

from belvo_sandbox.people import Person
from belvo_sandbox.people.employment.careers import Job, career, social_security_number
from belvo_sandbox.people.employment.metrics import CareerMetrics
from belvo_sandbox.products.link_data import LinkData

_STATES = {
    "CDMX": "CIUDAD DE MEXICO",
    "JAL": "JALISCO",
    "NL": "NUEVO LEON",
    "PUE": "PUEBLA",
    "YUC": "YUCATAN",
    "QRO": "QUERETARO",
}


def jobs(data: LinkData, day: date) -> tuple[Job, ...]:
    """The jobs that began by a date, the first one first; none of a person without data."""
    if not data.accounts:
        return ()
    return tuple(job for job in career(data.person) if job.started <= day)


def career_metrics(data: LinkData, day: date) -> CareerMetrics:
    """The metrics of a career up to a date."""
    return CareerMetrics(jobs(data, day), day, retires=data.person.employment_status == "retired")


def current_jobs(history: tuple[Job, ...], day: date) -> tuple[Job, ...]:
    """The jobs that are held at a date."""
    return tuple(job for job in history if job.holds_on(day))


def daily_salary(cents: int) -> float:
    """A month's salary as the base salary of a day, as social security counts: twelve months in 365 days."""
    return round(cents * 12 / 36_500, 2)


def state_of(person: Person) -> str:
    """The state in which somebody works."""
    return _STATES.get(person.town.state, person.town.state)


def personal_data(person: Person) -> dict[str, Any]:
    """A person as Mexico's institutions know them; behind a company it is its owner."""
    person = person.natural
    numbers = {"NSS": social_security_number(person), **person.documents}
    kinds = [kind for kind in ("NSS", "CURP", "RFC") if kind in numbers]
    return {
        "official_name": person.name,
        "first_name": person.given_name,
        "last_name": f"{person.surname} {person.last_surname}",
        "birth_date": person.birth_date.isoformat(),
        "document_ids": [{"document_type": kind, "document_number": numbers[kind]} for kind in kinds],
    }
