"""Tax status in Mexico: a taxpayer as the tax authority knows them.

https://developers.belvo.com/apis/belvoopenapispec/tax-status
"""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.documents import unaccented
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.people.fiscal.business_transactions import business_start
from belvo_sandbox.people.rng import Rng
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.files import pdf
from belvo_sandbox.products.fiscal import BY_CREATION, has_business, has_salary
from belvo_sandbox.products.link_data import LinkData

_EMPLOYEE = "Régimen de Sueldos y Salarios e Ingresos Asimilados a Salarios"
_PROFESSIONAL = "Régimen de las Personas Físicas con Actividades Empresariales y Profesionales"
_REGIMES = {
    "company": "Régimen General de Ley Personas Morales",
    "driver": ("Régimen de las Actividades Empresariales con ingresos a través de Plataformas Tecnológicas"),
    "occasional": _PROFESSIONAL,
    "professional": _PROFESSIONAL,
}
_ACTIVITIES = {
    "company": "Comercio al por mayor de mobiliario, equipo y accesorios",
    "driver": "Servicio de transporte terrestre de pasajeros a través de plataformas tecnológicas",
    "occasional": "Servicios de consultoría en administración",
    "professional": "Servicios de consultoría en administración",
}
_SALARIED = "Asalariado"
_WITHOUT = "Sin obligaciones fiscales"
_BY_THE_17TH = "A más tardar el día 17 del mes inmediato posterior al periodo."
_MONTHLY = (("Pago provisional mensual de ISR", _BY_THE_17TH), ("Pago definitivo mensual de IVA", _BY_THE_17TH))
_OF_FIRMS = ("Declaración anual de ISR del ejercicio. Personas morales", "Dentro de los tres meses siguientes.")
_OF_PERSONS = ("Declaración anual de ISR. Personas físicas", "A más tardar el 30 de abril del ejercicio siguiente.")


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - a status is always there
    yield Candidate(("status",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    person = data.person
    issued = data.moment(stamp.collected_at)[0]
    number = Rng("certificate", person.key).digits(11)
    chain = f"||{issued:%Y/%m/%d}|{tax_id(person)}|CONSTANCIA DE SITUACIÓN FISCAL|{number}||"
    place_and_date = f"{unaccented(person.town.name)}, {person.town.state} A {_long_date(data, issued)}"
    lines = (place_and_date, f"RFC: {tax_id(person)}", person.name, f"idCIF: {number}", person.street, person.town.name)
    return {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "place_and_date_of_issuance": place_and_date,
        "official_name": person.name,
        "id_cif": number,
        "tax_payer_information": _payer(person),
        "address": _address(person),
        **_activities(data),
        "digital_stamp": base64.b64encode(digest("stamp", chain) * 4).decode(),
        "digital_stamp_chain": chain,
        "pdf": pdf("Constancia de situación fiscal", lines) if stamp.parameters.get("attach_pdf") else None,
    }


def _long_date(data: LinkData, day: date) -> str:
    month = data.institution.country.months[day.month - 1]
    return f"{day.day:02} DE {month.upper()} DE {day.year}"


def _payer(person: Person) -> dict[str, Any]:
    started = business_start(person).isoformat() if person.business else FOUNDED.isoformat()
    return {
        "rfc": tax_id(person),
        **(_company(person.company_name) if person.company_name else _names(person)),
        "start_operations_date": started,
        "status_padron": "ACTIVO",
        "last_status_change_date": started,
        "email": person.email,
        "phone": person.phone,
    }


def _company(firm: str) -> dict[str, str | None]:
    nobody = dict.fromkeys(("curp", "name", "first_last_name", "second_last_name"))
    return {**nobody, "commercial_name": firm.rpartition(" SA ")[0] or firm, "social_name": firm}


def _names(person: Person) -> dict[str, str | None]:
    return {
        "curp": person.documents["CURP"],
        "name": unaccented(person.given_name),
        "first_last_name": unaccented(person.surname),
        "second_last_name": unaccented(person.last_surname),
        "commercial_name": None,
        "social_name": None,
    }


def _address(person: Person) -> dict[str, Any]:
    street, _, number = person.street.rpartition(" ")
    return {
        "postal_code": person.town.postcode,
        "street_type": street.split()[0].upper(),
        "street": unaccented(street.partition(" ")[2]),
        "exterior_number": number,
        "interior_number": None,
        "suburb": "CENTRO",
        "locality": unaccented(person.town.name),
        "municipality": unaccented(person.town.name),
        "state": person.town.state,
        "between_street": None,
    }


def _activities(data: LinkData) -> dict[str, Any]:
    """Activities, the regimes under which they are taxed, and the duties that come with them."""
    person, occupations = data.person, []
    if has_business(data):
        occupations.append(
            (_ACTIVITIES[person.business], _REGIMES[person.business], business_start(person).isoformat())
        )
    if has_salary(data):
        occupations.append((_SALARIED, _EMPLOYEE, FOUNDED.isoformat()))
    activities = [
        {"economic_activity": name, "order": str(order), "percentage": str(100 // len(occupations)), **_from(day)}
        for order, (name, _, day) in enumerate(occupations, 1)
    ]
    regimes = [{"regimen": regime, **_from(day)} for _, regime, day in occupations]
    yearly = _OF_FIRMS if person.company_name else _OF_PERSONS
    duties = (*(_MONTHLY if has_business(data) else ()), *((yearly,) if occupations else ()))
    return {
        "economic_activity": activities,
        "regimes": regimes or [{"regimen": _WITHOUT, **_from(FOUNDED.isoformat())}],
        "obligations": [{"obligation": name, "expiration": due, **_from(occupations[0][2])} for name, due in duties],
    }


def _from(day: str) -> dict[str, str | None]:
    return {"initial_date": day, "end_date": None}


TAX_STATUS = Resource(
    name="TAX_STATUS",
    path="tax-status",
    filters=BY_CREATION,
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    single=True,
)
