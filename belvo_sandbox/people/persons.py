"""Persons: name, home, documents, work. All of it follows from one key."""

from dataclasses import dataclass, field, replace
from datetime import date

from belvo_sandbox.people.companies import FOUNDED, company_id, legal_name
from belvo_sandbox.people.countries.country import Country, Town
from belvo_sandbox.people.documents import cpf, curp, rfc, rut, unaccented
from belvo_sandbox.people.rng import Rng


@dataclass(frozen=True)
class Person:
    """Somebody with accounts at one institution."""

    key: str  # of who they are
    institution_key: str  # of what they have at the institution
    country: Country = field(hash=False)
    gender: str
    given_name: str
    surname: str
    last_surname: str
    birth_date: date
    town: Town
    street: str
    phone: str
    documents: dict[str, str] = field(hash=False)
    employer: str
    landlord: str
    income: int  # cents a month, at the prices of 2021
    has_car: bool
    employment_status: str = "employed"  # or "left", "owner", "retired": how the career stands
    business: str = ""  # what they invoice as: "professional", "occasional", "driver", "company", or not at all
    changes_jobs: bool = False  # whether the career goes on with new employers in recent years
    works_less: bool = False  # from May to December, for less pay
    second_job: bool = False  # beside the last one
    slow_customers: bool = False  # who pay some invoices in parts, and some never
    declared: int = 100  # percent of the sales that tax returns tell of
    company_name: str | None = None  # of a company: its name; the names above are its owner's
    owner: "Person | None" = None  # of a company: who runs it

    @property
    def name(self) -> str:
        """The full name."""
        return self.company_name or f"{self.given_name} {self.surname} {self.last_surname}"

    @property
    def natural(self) -> "Person":
        """The human being: of a company its owner."""
        return self.owner or self

    @property
    def email(self) -> str:
        """An address in a domain that belongs to nobody."""
        return f"{unaccented(self.given_name)}.{unaccented(self.surname)}.{self.key[:4]}@example.com".lower().replace(
            "_", "0"
        )


@dataclass(frozen=True)
class ScenarioTraits:
    """What a scenario fixes about its person; the rest is random."""

    birth_years: tuple[int, int] = (1962, 1999)
    in_first_town: bool = False
    income: int = 100  # percent of what is drawn
    has_car: bool | None = None
    employment_status: str = "employed"
    business: str = ""
    changes_jobs: bool = False
    works_less: bool = False
    second_job: bool = False
    slow_customers: bool = False
    declared: int = 100
    wrong_check_digit: bool = False  # of the first document


_PLENTY = ScenarioTraits(business="professional")  # a job, and work on one's own account beside it
_COMPANY = ScenarioTraits((1970, 1985), income=600, employment_status="owner", business="company")
SCENARIO_TRAITS = {
    "bulk": ScenarioTraits(employment_status="left"),
    "low": ScenarioTraits(employment_status="left", business="occasional"),
    "negative": ScenarioTraits(),
    "salaried": ScenarioTraits((1984, 1994), in_first_town=True),
    "gig_driver": ScenarioTraits(
        (1985, 1998), in_first_town=True, income=80, has_car=True, employment_status="left", business="driver"
    ),
    "family": ScenarioTraits((1978, 1990)),
    "company": _COMPANY,
    "pensioner": ScenarioTraits((1948, 1957), income=60, has_car=False, employment_status="retired"),
    "job_changer": ScenarioTraits((1988, 1996), changes_jobs=True),
    "salary_cut": ScenarioTraits(works_less=True),
    "two_jobs": ScenarioTraits(second_job=True),
    "two_banks": ScenarioTraits(),
    "two_banks_other": ScenarioTraits(),
    "tenant": ScenarioTraits(),
    "gambler": ScenarioTraits(),
    "payday_loans": ScenarioTraits(),
    "slow_customers": replace(_COMPANY, slow_customers=True),
    "two_books": replace(_COMPANY, declared=70),
    "twins": ScenarioTraits(),
    "data_gap": ScenarioTraits(),
    "wrong_check_digit": ScenarioTraits(wrong_check_digit=True),
}
_CNPJ_DIGITS = 14
_FIRM_NUMBERS = {"BR": "CNPJ", "CL": "RUT", "CO": "NIT", "MX": "RFC"}


def make_person(key: str, country: Country, scenario: str = "full", *, institution_key: str | None = None) -> Person:
    """The person behind a key, with the traits of a scenario; `institution_key` stands for them at one institution."""
    traits = SCENARIO_TRAITS.get("bulk" if scenario.startswith("bulk_") else scenario, _PLENTY)
    rng = Rng("person", key)
    gender = rng.choice(("FEMALE", "MALE"))
    given_name, surname = rng.choice(country.given_names[gender]), rng.choice(country.surnames)
    last_surname = rng.choice(country.last_surnames)
    birth_date = date(rng.integer(*traits.birth_years), rng.integer(1, 12), rng.integer(1, 28))
    random_town = rng.choice(country.towns)
    town = country.towns[0] if traits.in_first_town else random_town
    person = Person(
        key=key,
        institution_key=key if institution_key is None else institution_key,
        country=country,
        gender=gender,
        given_name=given_name,
        surname=surname,
        last_surname=last_surname,
        birth_date=birth_date,
        town=town,
        street=f"{rng.choice(country.streets)} {rng.integer(2, 980)}",
        phone=f"90{rng.digits(6)}",
        documents=_documents(country, rng, given_name, surname, last_surname, birth_date, gender, town),
        employer=rng.choice(country.employers),
        landlord=rng.choice(country.landlords),
        income=rng.integer(*country.income) * traits.income,
        has_car=rng.happens(0.45),
        employment_status=traits.employment_status,
        business=traits.business,
        changes_jobs=traits.changes_jobs,
        works_less=traits.works_less,
        second_job=traits.second_job,
        slow_customers=traits.slow_customers,
        declared=traits.declared,
    )
    if traits.wrong_check_digit:
        person = replace(person, documents=_with_wrong_check_digit(person.documents))
    if traits.has_car is not None:
        person = replace(person, has_car=traits.has_car)
    return _company(person) if traits.business == "company" else person


def with_document(person: Person, document: str) -> Person:
    """The same person with the CPF or CNPJ that was given to a Brazilian bank."""
    kind = "CNPJ" if len(document) == _CNPJ_DIGITS else "CPF"
    other_documents = {name: number for name, number in person.documents.items() if name != kind}
    return replace(person, documents={kind: document, **other_documents})


def _with_wrong_check_digit(documents: dict[str, str]) -> dict[str, str]:
    (kind, number), *others = documents.items()
    return {kind: f"{number[:-1]}{'2' if number[-1] == '1' else '1'}", **dict(others)}


def _company(owner: Person) -> Person:
    """The company that a person runs, with its own number; its owner's others remain beside it."""
    code = owner.country.code
    company_name = legal_name(f"Comercializadora {owner.surname}", code)
    documents = {_FIRM_NUMBERS[code]: company_id(f"{company_name} {owner.key}", code, FOUNDED)}
    employee = replace(owner, income=owner.income * 100 // _COMPANY.income)
    return replace(
        owner, company_name=company_name, owner=employee, documents={**documents, **owner.documents, **documents}
    )


def _documents(
    country: Country,
    rng: Rng,
    given_name: str,
    surname: str,
    last_surname: str,
    birth_date: date,
    gender: str,
    town: Town,
) -> dict[str, str]:
    if country.code == "BR":
        return {"CPF": cpf(rng.digits(9))}
    if country.code == "CL":
        return {"RUT": rut(rng.integer(5_000_000, 19_999_999))}
    if country.code == "CO":
        return {"CC": str(rng.integer(10_000_000, 79_999_999))}
    return {
        "CURP": curp(given_name, surname, last_surname, birth_date, gender, town.code),
        "RFC": rfc(given_name, surname, last_surname, birth_date, f"{rng.choice('ABCDEFGHJKLM')}{rng.integer(1, 9)}"),
    }
