"""Owners.

https://developers.belvo.com/apis/belvoopenapispec/owners
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.people import EPOCH, Account, Person
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, TOKEN, Candidate, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.link_data import LinkData

_DIALLING_CODES = {"MX": "52", "BR": "55", "CO": "57", "CL": "56"}
_RETIRED = "Aposentado"
_OCCUPATIONS = {"company": "Empresário", "driver": "Motorista de aplicativo", "occasional": "Autônomo"}
_BANK_COMPANY = "98700000000191"  # the fourteen digits of no company


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - owners are always there
    if data.accounts:
        works = data.institution.type == "employment"  # where a company is known as the one who runs it
        yield Candidate(("owner",), data.person.natural if works else data.person)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    person: Person = candidate.item
    document_type, document_number = next(iter(person.documents.items()))
    shared = {
        "id": stamp.id,
        "link": data.link.id,
        "internal_identification": digest("owner", data.link.person).hex()[:16],
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "display_name": person.name,
        "email": person.email,
        "phone_number": f"+{_DIALLING_CODES[person.country.code]} {person.town.area} {person.phone}",
        "address": f"{person.street}, {person.town.name}, {person.town.postcode}",
        "document_id": {"document_type": document_type, "document_number": document_number},
    }
    of_open_finance = person.country.code == "BR" and data.institution.type == "bank"
    return shared | (_brazilian(data, person) if of_open_finance else _deprecated(person))


def _deprecated(person: Person) -> dict[str, Any]:
    return {
        "business_name": None,
        "first_name": person.given_name,
        "last_name": person.surname,
        "second_last_name": person.last_surname,
    }


def _brazilian(data: LinkData, person: Person) -> dict[str, Any]:
    return {
        "social_name": None,
        "birth_date": person.birth_date.isoformat(),
        "marital_status": "SINGLE",
        "marital_status_additional_info": None,
        "gender": person.gender,
        "companies_id": [_BANK_COMPANY],
        "is_local_resident": True,
        "additional_documents": [_identity_card(person)],
        "nationalities": None,
        "emails": [{"is_main": True, "email": person.email}],
        "addresses": [_address(person)],
        "phone_numbers": [_phone(person)],
        "filiations": [{"type": "MOTHER", "civil_name": f"Maria {person.surname}", "social_name": None}],
        "financial_profile": _profile(person),
        "financial_relation": _relation(data.accounts),
    }


def _identity_card(person: Person) -> dict[str, Any]:
    return {
        "type": "ID_CARD",
        "type_additional_info": None,
        "number": digest("card", person.key).hex()[:9],
        "check_digit": "0",
        "issue_date": None,
        "expiration_date": None,
        "country_of_issuance": "BRA",
        "additional_info": None,
    }


def _address(person: Person) -> dict[str, Any]:
    return {
        "is_main": True,
        "address": person.street,
        "additional_info": None,
        "district_name": "Centro",
        "town": person.town.name,
        "town_code": person.town.code,
        "state": person.town.state,
        "postcode": person.town.postcode,
        "country_name": "Brasil",
        "country_code": "BRA",
        "latitude": None,
        "longitude": None,
    }


def _phone(person: Person) -> dict[str, Any]:
    return {
        "is_main": True,
        "type": "MOBILE",
        "additional_info": None,
        "number": person.phone,
        "country_code": "55",
        "area_code": person.town.area,
        "extension": None,
    }


def _occupation(person: Person) -> str:
    """The employer, or what somebody does instead."""
    if person.employment_status == "employed":
        return person.employer
    return (
        _RETIRED
        if person.employment_status == "retired"
        else _OCCUPATIONS.get(person.business, _OCCUPATIONS["occasional"])
    )


def _profile(person: Person) -> dict[str, Any]:
    currency = person.country.currency
    return {
        "company_id": None,
        "occupation_code": "OTHER",
        "occupation_description": _occupation(person),
        "informed_income": {
            "frequency": "MONTHLY",
            "amount": person.income / 100,
            "currency": currency,
            "date": EPOCH.isoformat(),
        },
        "patrimony": {"amount": person.income * 24 / 100, "currency": currency, "year": EPOCH.year},
    }


def _relation(accounts: Sequence[Account]) -> dict[str, Any]:
    names = {"checking": "CONTA_DEPOSITO_A_VISTA", "savings": "CONTA_POUPANCA", "card": "CARTAO_CREDITO"}
    return {
        "start_date": f"{EPOCH.isoformat()}T12:00:00Z",
        "product_services": [names[account.key] for account in accounts],
        "product_services_additional_info": None,
        "procurators": [],
        "products": [
            {
                "type": account.category,
                "subtype": "INDIVIDUAL",
                "agency": account.branch,
                "clearing_code": account.bank,
                "number": account.number,
                "check_digit": account.check_digit,
            }
            for account in accounts
            if not account.is_debt
        ],
    }


OWNERS = Resource(
    name="OWNERS",
    path="owners",
    resumable=True,
    filters=(
        ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
        ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
        ListFilter("email"),
        ListFilter("display_name", lookups=("icontains",)),
    ),
    parameters=(LINK, TOKEN, SAVE_DATA),
    candidates=_candidates,
    body=_body,
    owned_by_accounts=True,
)
