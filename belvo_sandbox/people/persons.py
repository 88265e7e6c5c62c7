"""Who somebody is: name, home, papers, work. All of it follows from one key."""

from dataclasses import dataclass
from datetime import date

from belvo_sandbox.people.chance import Chance
from belvo_sandbox.people.cultures import Culture, Town
from belvo_sandbox.people.documents import cpf, curp, plain, rfc, rut


@dataclass(frozen=True)
class Person:
    """Somebody with accounts at one institution."""

    key: str
    culture: Culture
    gender: str
    given: str
    surname: str
    last_surname: str
    born: date
    town: Town
    street: str
    phone: str
    documents: dict[str, str]
    employer: str
    landlord: str
    income: int  # cents a month, at the prices of 2021
    has_car: bool
    has_side_job: bool

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given} {self.surname} {self.last_surname}"

    @property
    def email(self) -> str:
        """An address in a domain that belongs to nobody."""
        return f"{plain(self.given)}.{plain(self.surname)}.{self.key[:4]}@example.com".lower().replace("_", "0")


def person(key: str, culture: Culture) -> Person:
    """The person behind a key."""
    chance = Chance("person", key)
    gender = chance.pick(("FEMALE", "MALE"))
    given, surname = chance.pick(culture.given[gender]), chance.pick(culture.surnames)
    last_surname = chance.pick(culture.last_surnames)
    born = date(chance.whole(1962, 1999), chance.whole(1, 12), chance.whole(1, 28))
    town = chance.pick(culture.towns)
    return Person(
        key=key,
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
        income=chance.whole(*culture.income) * 100,
        has_car=chance.happens(0.45),
        has_side_job=chance.happens(0.3),
    )


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
