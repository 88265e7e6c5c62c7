"""Employments in Brazil.

https://developers.belvo.com/apis/belvoopenapispec/employments-brazil
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Person
from belvo_sandbox.people.documents import unaccented
from belvo_sandbox.people.employment.careers import Job
from belvo_sandbox.people.employment.payroll import Payroll, Payslip
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.employment import jobs
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

# Of what an account receives, per cent that social security kept before: 11 of 100 of the salary.
_RETAINED, _RECEIVED = 11, 89
_TYPES = {"bonus": "THIRTEENTH", "salary": "REGULAR"}
# By the first word of a company's name (CNAE)
_ACTIVITIES = {
    "Metalúrgica": "2539-0 - SERVICOS DE USINAGEM, SOLDA, TRATAMENTO E REVESTIMENTO EM METAIS",
    "Tecelagem": "1321-9 - TECELAGEM DE FIOS DE ALGODAO",
    "Laboratório": "8640-2 - ATIVIDADES DE SERVICOS DE COMPLEMENTACAO DIAGNOSTICA E TERAPEUTICA",
    "Transportes": "4930-2 - TRANSPORTE RODOVIARIO DE CARGA",
    "Consultoria": "7020-4 - ATIVIDADES DE CONSULTORIA EM GESTAO EMPRESARIAL",
    "Alimentos": "1099-6 - FABRICACAO DE PRODUTOS ALIMENTICIOS",
}
_OTHER_ACTIVITY = "8299-7 - ATIVIDADES DE SERVICOS PRESTADOS PRINCIPALMENTE AS EMPRESAS"
# Of the ministry's list of occupations (CBO)
_OCCUPATIONS = {
    "Auxiliar de escritório": "4110-05",
    "Assistente administrativo": "4110-10",
    "Analista financeiro": "2525-45",
    "Supervisor administrativo": "4101-05",
}
_OTHER_OCCUPATION = "4110-10"


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    day = data.moment(until)[0]
    for job in jobs(data, day):
        yield Candidate((job.started,), job, (job.started, 0), period=(job.started, job.last_until(day)))


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    job: Job = candidate.item
    day = data.moment(stamp.collected_at)[0]
    dates = {
        "start_date": job.started.isoformat(),
        "end_date": None if job.holds_on(day) else job.last_until(day).isoformat(),
    }
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        **dates,
        "employer_data": {
            "name": job.employer,
            "code": job.tax_id,
            "economic_activity": _ACTIVITIES.get(job.employer.split()[0], _OTHER_ACTIVITY),
        },
        "occupations": [{**dates, **_occupation(job)}],
        "salaries": _salaries(data.person, job, day),
    }


def _occupation(job: Job) -> dict[str, str]:
    title = unaccented(job.title)
    code = _OCCUPATIONS.get(job.title, _OTHER_OCCUPATION)
    return {"description": title, "name": f"{title} - {code}", "locale": "Urbana"}


def _salaries(person: Person, job: Job, day: date) -> list[dict[str, Any]]:
    """The payments up to a date, by the days on which the bank shows them."""
    return [_salary(slip, person.country.currency) for slip in Payroll(person).of(job, day)]


def _salary(slip: Payslip, currency: str) -> dict[str, Any]:
    retained = slip.cents * _RETAINED // _RECEIVED
    return {
        "base_amount": (slip.cents + retained) / 100,
        "retained_amount": retained / 100,
        "type": _TYPES[slip.kind],
        "month": f"{slip.payday:%Y-%m}",
        "currency": currency,
    }


EMPLOYMENTS = Resource(
    name="EMPLOYMENTS",
    path="br/employments",
    filters=(
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("start_date", kind=ValueKind.DAY, lookups=BOUNDS),
        ListFilter("end_date", kind=ValueKind.DAY, lookups=BOUNDS),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
    ),
    parameters=(LINK, Parameter("date_from", "day"), Parameter("date_to", "day"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    link_required=True,
    asynchronous=True,
)
