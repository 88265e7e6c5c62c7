"""Who somebody is: name, home, papers, work. All of it follows from one key."""

from dataclasses import dataclass, field, replace
from datetime import date

from belvo_sandbox.people.companies import FOUNDED, company_id, firm_name
from belvo_sandbox.people.countries.country import Culture, Town
from belvo_sandbox.people.documents import cpf, curp, plain, rfc, rut
from belvo_sandbox.people.rng import Chance


@dataclass(frozen=True)
class Person:
    """Somebody with accounts at one institution."""

    key: str  # of who they are
    at: str  # of what they have at the institution
    culture: Culture = field(hash=False)
    gender: str
    given: str
    surname: str
    last_surname: str
    born: date
    town: Town
    street: str
    phone: str
    documents: dict[str, str] = field(hash=False)
    employer: str
    landlord: str
    income: int  # cents a month, at the prices of 2021
    has_car: bool
    work: str = "employed"  # or "left", "owner", "retired": how the career stands
    trade: str = ""  # what they invoice as: "professional", "occasional", "driver", "company", or not at all
    changes_jobs: bool = False  # whether the career goes on with new employers in recent years
    firm: str | None = None  # of a company: its name; the names above are its owner's
    owner: "Person | None" = None  # of a company: who runs it

    @property
    def name(self) -> str:
        """The full name."""
        return self.firm or f"{self.given} {self.surname} {self.last_surname}"

    @property
    def natural(self) -> "Person":
        """The human being: of a company its owner."""
        return self.owner or self

    @property
    def email(self) -> str:
        """An address in a domain that belongs to nobody."""
        return f"{plain(self.given)}.{plain(self.surname)}.{self.key[:4]}@example.com".lower().replace("_", "0")


@dataclass(frozen=True)
class Traits:
    """What a named life lays down about its person; the rest is drawn."""

    born: tuple[int, int] = (1962, 1999)
    in_first_town: bool = False
    income: int = 100  # percent of what is drawn
    has_car: bool | None = None
    work: str = "employed"
    trade: str = ""
    changes_jobs: bool = False


_PLENTY = Traits(trade="professional")  # a job, and work on one's own account beside it
TRAITS = {
    "bulk": Traits(work="left"),
    "low": Traits(work="left", trade="occasional"),
    "negative": Traits(),
    "salaried": Traits((1984, 1994), in_first_town=True),
    "gig_driver": Traits((1985, 1998), in_first_town=True, income=80, has_car=True, work="left", trade="driver"),
    "family": Traits((1978, 1990)),
    "company": Traits((1970, 1985), income=600, work="owner", trade="company"),
    "pensioner": Traits((1948, 1957), income=60, has_car=False, work="retired"),
    "job_changer": Traits((1988, 1996), changes_jobs=True),
}
_CNPJ_DIGITS = 14
_FIRM_NUMBERS = {"BR": "CNPJ", "CL": "RUT", "CO": "NIT", "MX": "RFC"}


def person(key: str, culture: Culture, kind: str = "full", *, at: str | None = None) -> Person:
    """The person behind a key, with the traits of a kind of life; `at` stands for them at one institution."""
    traits = TRAITS.get("bulk" if kind.startswith("bulk_") else kind, _PLENTY)
    chance = Chance("person", key)
    gender = chance.pick(("FEMALE", "MALE"))
    given, surname = chance.pick(culture.given[gender]), chance.pick(culture.surnames)
    last_surname = chance.pick(culture.last_surnames)
    born = date(chance.whole(*traits.born), chance.whole(1, 12), chance.whole(1, 28))
    drawn = chance.pick(culture.towns)
    town = culture.towns[0] if traits.in_first_town else drawn
    somebody = Person(
        key=key,
        at=key if at is None else at,
        culture=culture,
        gender=gender,
        given=given,
        surname=surname,
        last_surname=last_surname,
        born=born,
        town=town,
        street=f"{chance.pick(culture.streets)} {chance.whole(2, 980)}",
        phone=f"90{chance.digits(6)}",
        documents=_documents(culture, chance, given, surname, last_surname, born, gender, town),
        employer=chance.pick(culture.employers),
        landlord=chance.pick(culture.landlords),
        income=chance.whole(*culture.income) * traits.income,
        has_car=chance.happens(0.45),
        work=traits.work,
        trade=traits.trade,
        changes_jobs=traits.changes_jobs,
    )
    if traits.has_car is not None:
        somebody = replace(somebody, has_car=traits.has_car)
    return _company(somebody) if traits.trade == "company" else somebody


def known_by(somebody: Person, document: str) -> Person:
    """The same person with the CPF or CNPJ that was given to a Brazilian bank."""
    kind = "CNPJ" if len(document) == _CNPJ_DIGITS else "CPF"
    others = {name: number for name, number in somebody.documents.items() if name != kind}
    return replace(somebody, documents={kind: document, **others})


def _company(owner: Person) -> Person:
    """The firm that somebody runs, with its own number; its owner's others remain beside it."""
    code = owner.culture.code
    firm = firm_name(f"Comercializadora {owner.surname}", code)
    documents = {_FIRM_NUMBERS[code]: company_id(f"{firm} {owner.key}", code, FOUNDED)}
    employee = replace(owner, income=owner.income * 100 // TRAITS["company"].income)
    return replace(owner, firm=firm, owner=employee, documents={**documents, **owner.documents, **documents})


def _documents(
    culture: Culture, chance: Chance, given: str, surname: str, last: str, born: date, gender: str, town: Town
) -> dict[str, str]:
    if culture.code == "BR":
        return {"CPF": cpf(chance.digits(9))}
    if culture.code == "CL":
        return {"RUT": rut(chance.whole(5_000_000, 19_999_999))}
    if culture.code == "CO":
        return {"CC": str(chance.whole(10_000_000, 79_999_999))}
    return {
        "CURP": curp(given, surname, last, born, gender, town.code),
        "RFC": rfc(given, surname, last, born, f"{chance.pick('ABCDEFGHJKLM')}{chance.whole(1, 9)}"),
    }
