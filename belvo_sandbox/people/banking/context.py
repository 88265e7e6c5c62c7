"""The context of a person's habits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.descriptions import Descriptions
from belvo_sandbox.people.countries.bank_calendar import BankDay
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Rng

HOUR = 3600
LAST_SECOND = 24 * HOUR - 1  # of a day


class Habit(Protocol):
    """Something that happens again and again."""

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """The movements that are planned for a day, as far as money can be found for them."""


@dataclass(frozen=True)
class Context:
    """Shared by the habits of one person."""

    person: Person
    prices: Prices
    descriptions: Descriptions
    numbers: dict[str, str]  # of the own accounts

    def transfer(self, second: int, source: str, target: str, phrases: tuple[str, str], rng: Rng) -> Plan:
        """An own transfer without its amount yet, which leaves the source: both legs share a reference."""
        outgoing = self.descriptions.line(phrases[0], rng, own=(target, self.numbers[target]))
        incoming = self.descriptions.line(phrases[1], rng, own=(source, self.numbers[source]))
        return Plan(second, source, 0, outgoing, target, incoming._replace(reference=outgoing.reference))

    def random_name(self, rng: Rng) -> str:
        """The name of somebody else."""
        country = self.person.country
        given_name = rng.choice(country.given_names[rng.choice(("FEMALE", "MALE"))])
        return f"{given_name} {rng.choice(country.surnames)} {rng.choice(country.last_surnames)}"
