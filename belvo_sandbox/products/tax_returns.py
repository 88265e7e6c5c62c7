"""Tax returns in Mexico, of months and of years.

https://developers.belvo.com/apis/belvoopenapispec/tax-returns
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from belvo_sandbox.clock import text
from belvo_sandbox.errors import ApiError, invalid
from belvo_sandbox.files import pdf
from belvo_sandbox.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.people.business import FOUNDED, Books, books, tax_id
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.products.trading import BY_CREATION, trades
from belvo_sandbox.resources import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.sources import Source

INCOME_TAX = 25  # percent of the profit, in place of the authority's table
_NOON = 12 * 3600
_NEEDED = {"monthly": ("date_from", "date_to"), "yearly": ("year_from", "year_to")}
_Section = dict[str, Any]


def income_tax(profit: int) -> int:
    """The tax on a profit, in cents; losses bear none."""
    return max(profit, 0) * INCOME_TAX // 100


def years(day: date) -> Iterator[int]:
    """The years whose return was filed by a day; it is due at the end of the next April."""
    return (year for year in range(FOUNDED.year, day.year) if date(year + 1, 4, 28) <= day)


def provisional(sums: Books) -> int:
    """What is paid in advance for a month."""
    return max(income_tax(sums.profit) - sums.retained, 0)


def months(year: int) -> list[tuple[date, date]]:
    """The first and the last day of each month."""
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return [(first, after - timedelta(days=1)) for first, after in pairwise(firsts)]


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:
    if trades(source):
        moment = source.moment(until)
        filed = sorted(_filed(moment[0]), key=lambda candidate: candidate.moment)
        yield from (candidate for candidate in filed if candidate.moment <= moment)


def _filed(day: date) -> Iterator[Candidate]:
    """Months are filed on the 17th of the next one, years at the end of April."""
    for year in range(FOUNDED.year, day.year + 1):
        for span in months(year):
            filed_on = (span[1] + timedelta(days=1)).replace(day=17)
            yield Candidate(("monthly", span[0].isoformat()), span, (filed_on, _NOON), kind="monthly", span=span)
        span = (date(year, 1, 1), date(year, 12, 31))
        yield Candidate(("yearly", year), span, (date(year + 1, 4, 28), _NOON), kind="yearly", span=span)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    monthly = candidate.kind == "monthly"
    general = _general(source, candidate)
    sections = (_monthly if monthly else _yearly)(source, *candidate.item)
    attached = bool(stamp.asked.get("attach_pdf"))
    return {
        "id": stamp.id,
        **({} if monthly else {"link": source.link.id}),
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "informacion_general": general,
        **sections,
        "pdf": pdf("Declaración", _lines({"informacion_general": general, **sections})) if attached else None,
        "receipt_pdf": pdf("Acuse de recibo", _lines({"informacion_general": general})) if attached else None,
        **({"type": "monthly"} if monthly else {}),
    }


def _general(source: Source, candidate: Candidate) -> _Section:
    person, culture = source.person, source.institution.country.culture
    first: date = candidate.item[0]
    month = culture.months[first.month - 1].capitalize()
    return {
        "rfc": tax_id(person),
        "curp": person.documents["CURP"],
        "nombre": person.name,
        "ejercicio": first.year,
        "tipo_declaracion": "Normal",
        "periodo_declaracion": month if candidate.kind == "monthly" else "Del Ejercicio",
        "fecha_hora_presentacion": f"{candidate.moment[0].isoformat()}T12:00:00",
        "numero_operacion": Chance("return", person.key, *candidate.key).digits(12),
    }


def _monthly(source: Source, first: date, last: date) -> dict[str, _Section]:
    sums = books(source.person, first, last)
    return {
        "isr": {
            "total_ingresos": sums.sales / 100,
            "compras_gastos": sums.purchases / 100,
            "base_gravable": max(sums.profit, 0) / 100,
            "impuesto_periodo": income_tax(sums.profit) / 100,
            "isr_retenido": sums.retained / 100,
            "impuesto_cargo": provisional(sums) / 100,
        },
        "iva": {
            "valor_actos_gravados": sums.sales / 100,
            "iva_trasladado": sums.charged / 100,
            "iva_acreditable": sums.borne / 100,
            "cantidad_cargo": max(sums.charged - sums.borne, 0) / 100,
            "saldo_favor": max(sums.borne - sums.charged, 0) / 100,
        },
    }


def _yearly(source: Source, first: date, last: date) -> dict[str, _Section | None]:
    person = source.person
    sums = books(person, first, last)
    advance = sum(provisional(books(person, *span)) for span in months(first.year))
    due = income_tax(sums.profit) - sums.retained - advance
    return {
        "sueldos_salarios": None,
        "servicios_profesionales": {
            "total_ingresos": sums.sales / 100,
            "compras_gastos": sums.purchases / 100,
            "utilidad_fiscal": max(sums.profit, 0) / 100,
            "perdida_fiscal": max(-sums.profit, 0) / 100,
        },
        "deducciones_personales": {"total_deducciones": 0.0},
        "determinacion_impuesto": {
            "base_gravable": max(sums.profit, 0) / 100,
            "impuesto_ejercicio": income_tax(sums.profit) / 100,
            "isr_retenido": sums.retained / 100,
            "pagos_provisionales": advance / 100,
            "isr_cargo": max(due, 0) / 100,
            "isr_favor": max(-due, 0) / 100,
        },
        "retenciones": {"isr_retenido": sums.retained / 100},
        "dividendos": None,
        "datos_informativos": None,
    }


def _lines(sections: Mapping[str, _Section | None]) -> Iterator[str]:
    for name, section in sections.items():
        if section:
            yield name.replace("_", " ").capitalize()
            yield from (f"    {label.replace('_', ' ')}: {value}" for label, value in section.items())


def _check(asked: Mapping[str, Any]) -> None:
    """Months are asked for by dates, years by years."""
    missing = [invalid(name, "required") for name in _NEEDED.get(asked["type"], ()) if not asked.get(name)]
    if missing:
        raise ApiError(400, *missing)


TAX_RETURNS = Resource(
    name="TAX_RETURNS",
    path="tax-returns",
    filters=(
        *BY_CREATION,
        Filter("ejercicio", kind=Kind.NUMBER, path="informacion_general__ejercicio", lookups=BOUNDS),
        Filter("tipo_declaracion", path="informacion_general__tipo_declaracion", lookups=ONE_OR_MANY),
    ),
    parameters=(
        LINK,
        Parameter("type", "choice", required=True, choices=tuple(_NEEDED)),
        Parameter("date_from", "day"),
        Parameter("date_to", "day"),
        Parameter("year_from", "year"),
        Parameter("year_to", "year"),
        Parameter("attach_pdf", "flag"),
        SAVE_DATA,
    ),
    candidates=_candidates,
    body=_body,
    narrowed=True,
    check=_check,
)
