"""Tax returns in Mexico, of months and of years.

https://developers.belvo.com/apis/belvoopenapispec/tax-returns
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.fiscal.business import business_totals, tax_id
from belvo_sandbox.people.fiscal.taxation import filed_on, months
from belvo_sandbox.people.rng import Rng
from belvo_sandbox.products import company_returns, person_returns
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.files import pdf
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.fiscal import BY_CREATION, has_business, has_salary
from belvo_sandbox.products.link_data import LinkData
from belvo_sandbox.products.person_returns import Section

_NOON = 12 * 3600
_NEEDED = {"monthly": ("date_from", "date_to"), "yearly": ("year_from", "year_to")}


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    moment = data.moment(until)
    filed = sorted(_filed(data, moment[0]), key=lambda candidate: candidate.moment)
    yield from (candidate for candidate in filed if candidate.moment <= moment)


def _filed(data: LinkData, day: date) -> Iterator[Candidate]:
    """Businesses file months, on the 17th of the next one; all who earn something file years, at the end of April."""
    for year in range(FOUNDED.year, day.year + 1):
        for span in months(year) if has_business(data) else ():
            due = (span[1] + timedelta(days=1)).replace(day=17)
            yield Candidate(("monthly", span[0].isoformat()), span, (due, _NOON), kind="monthly", period=span)
        if has_business(data) or has_salary(data):
            span = (date(year, 1, 1), date(year, 12, 31))
            yield Candidate(("yearly", year), span, (filed_on(year), _NOON), kind="yearly", period=span)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    monthly, person, first = candidate.kind == "monthly", data.person, candidate.item[0]
    general = _general(data, candidate)
    if monthly:
        sums = business_totals(person, *candidate.item)
        sections = (company_returns if person.company_name else person_returns).monthly(person, sums)
    else:
        sections = (company_returns if person.company_name else person_returns).yearly(person, first.year)
    attached = bool(stamp.parameters.get("attach_pdf"))
    return {
        "id": stamp.id,
        **({} if monthly or person.company_name else {"link": data.link.id}),
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "informacion_general": general,
        **sections,
        "pdf": pdf("Declaración", _lines({"informacion_general": general, **sections})) if attached else None,
        "receipt_pdf": pdf("Acuse de recibo", _lines({"informacion_general": general})) if attached else None,
        **({"type": "monthly"} if monthly else {}),
    }


def _general(data: LinkData, candidate: Candidate) -> Section:
    person, country = data.person, data.institution.country
    first: date = candidate.item[0]
    month = country.months[first.month - 1].capitalize()
    return {
        "rfc": tax_id(person),
        **({"denominacion_razon_social": person.name} if person.company_name else _names(person)),
        "ejercicio": first.year,
        "tipo_declaracion": "Normal",
        "periodo_declaracion": month if candidate.kind == "monthly" else "Del Ejercicio",
        "fecha_hora_presentacion": f"{candidate.moment[0].isoformat()}T12:00:00",
        "numero_operacion": Rng("return", person.key, *candidate.key).digits(12),
    }


def _names(person: Person) -> Section:
    return {"curp": person.documents["CURP"], "nombre": person.name}


def _lines(sections: Mapping[str, Section | None]) -> Iterator[str]:
    for name, section in sections.items():
        if section:
            yield name.replace("_", " ").capitalize()
            yield from (f"    {label.replace('_', ' ')}: {value}" for label, value in section.items())


def _check(parameters: Mapping[str, Any]) -> None:
    """Months are asked for by dates, years by years."""
    missing = [invalid(name, "required") for name in _NEEDED.get(parameters["type"], ()) if not parameters.get(name)]
    if missing:
        raise ApiError(400, *missing)


TAX_RETURNS = Resource(
    name="TAX_RETURNS",
    path="tax-returns",
    filters=(
        *BY_CREATION,
        ListFilter("ejercicio", kind=ValueKind.NUMBER, path="informacion_general__ejercicio", lookups=BOUNDS),
        ListFilter("tipo_declaracion", path="informacion_general__tipo_declaracion", lookups=ONE_OR_MANY),
    ),
    parameters=(
        LINK,
        # Belvo's JavaScript SDK leaves it out, and gets the yearly ones.
        Parameter("type", "choice", required=True, choices=tuple(_NEEDED), default="yearly"),
        Parameter("date_from", "day"),
        Parameter("date_to", "day"),
        Parameter("year_from", "year"),
        Parameter("year_to", "year"),
        Parameter("attach_pdf", "flag"),
        SAVE_DATA,
    ),
    candidates=_candidates,
    body=_body,
    filters_by_type=True,
    check=_check,
)
