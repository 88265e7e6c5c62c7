"""Tax status in Mexico: a taxpayer as the tax authority knows them.

https://developers.belvo.com/apis/belvoopenapispec/tax-status
"""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from belvo_sandbox.clock import text
from belvo_sandbox.digests import digest
from belvo_sandbox.files import pdf
from belvo_sandbox.people import Person
from belvo_sandbox.people.business import FOUNDED, tax_id
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.documents import plain
from belvo_sandbox.products.trading import BY_CREATION, trades
from belvo_sandbox.resources import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.sources import Source

_REGIME = "Régimen de las Personas Físicas con Actividades Empresariales y Profesionales"
_WITHOUT = "Sin obligaciones fiscales"
_OBLIGATIONS = (
    ("Pago provisional mensual de ISR", "A más tardar el día 17 del mes inmediato posterior al periodo."),
    ("Pago definitivo mensual de IVA", "A más tardar el día 17 del mes inmediato posterior al periodo."),
    ("Declaración anual de ISR", "A más tardar el 30 de abril del ejercicio siguiente."),
)


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - a status is always there
    yield Candidate(("status",), None)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    person = source.person
    issued = source.moment(stamp.collected_at)[0]
    number = Chance("certificate", person.key).digits(11)
    chain = f"||{issued:%Y/%m/%d}|{tax_id(person)}|CONSTANCIA DE SITUACIÓN FISCAL|{number}||"
    place = f"{plain(person.town.name)}, {person.town.state} A {_long_date(source, issued)}"
    lines = (place, f"RFC: {tax_id(person)}", person.name, f"idCIF: {number}", person.street, person.town.name)
    return {
        "id": stamp.id,
        "link": source.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "place_and_date_of_issuance": place,
        "official_name": person.name,
        "id_cif": number,
        "tax_payer_information": _payer(person),
        "address": _address(person),
        **_business(active=trades(source)),
        "digital_stamp": base64.b64encode(digest("stamp", chain) * 4).decode(),
        "digital_stamp_chain": chain,
        "pdf": pdf("Constancia de situación fiscal", lines) if stamp.asked.get("attach_pdf") else None,
    }


def _long_date(source: Source, day: date) -> str:
    month = source.institution.country.culture.months[day.month - 1]
    return f"{day.day:02} DE {month.upper()} DE {day.year}"


def _payer(person: Person) -> dict[str, Any]:
    return {
        "rfc": tax_id(person),
        "curp": person.documents["CURP"],
        "name": plain(person.given),
        "first_last_name": plain(person.surname),
        "second_last_name": plain(person.last_surname),
        "start_operations_date": FOUNDED.isoformat(),
        "status_padron": "ACTIVO",
        "last_status_change_date": FOUNDED.isoformat(),
        "commercial_name": None,
        "social_name": None,
        "email": person.email,
        "phone": person.phone,
    }


def _address(person: Person) -> dict[str, Any]:
    street, _, number = person.street.rpartition(" ")
    return {
        "postal_code": person.town.postcode,
        "street_type": street.split()[0].upper(),
        "street": plain(street.partition(" ")[2]),
        "exterior_number": number,
        "interior_number": None,
        "suburb": "CENTRO",
        "locality": plain(person.town.name),
        "municipality": plain(person.town.name),
        "state": person.town.state,
        "between_street": None,
    }


def _business(*, active: bool) -> dict[str, Any]:
    since = {"initial_date": FOUNDED.isoformat(), "end_date": None}
    activity = {"economic_activity": "Servicios de consultoría en administración", "order": "1", "percentage": "100"}
    return {
        "economic_activity": [activity | since] if active else [],
        "regimes": [{**since, "regimen": _REGIME if active else _WITHOUT}],
        "obligations": [
            {"obligation": name, "expiration": expiration, **since} for name, expiration in _OBLIGATIONS if active
        ],
    }


TAX_STATUS = Resource(
    name="TAX_STATUS",
    path="tax-status",
    filters=BY_CREATION,
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    single=True,
)
