"""What all habits of a person have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from belvo_sandbox.people.banking.accounting import Plan
from belvo_sandbox.people.banking.descriptions import Wording
from belvo_sandbox.people.countries.bankdays import Today
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import Prices
from belvo_sandbox.people.rng import Chance

HOUR = 3600
LAST_SECOND = 24 * HOUR - 1  # of a day


class Habit(Protocol):
    """Something that happens again and again."""

    def plans(self, today: Today, chance: Chance) -> Iterator[Plan]:
        """What happens on a day, as far as money can be found for it."""


@dataclass(frozen=True)
class Setting:
    """What the habits of one person share."""

    person: Person
    prices: Prices
    wording: Wording
    numbers: dict[str, str]  # of the own accounts

    def transfer(self, second: int, source: str, target: str, phrases: tuple[str, str], chance: Chance) -> Plan:
        """An own transfer without its amount yet, which leaves the source: both legs share a reference."""
        out = self.wording.line(phrases[0], chance, own=(target, self.numbers[target]))
        back = self.wording.line(phrases[1], chance, own=(source, self.numbers[source]))
        return Plan(second, source, 0, out, target, back._replace(reference=out.reference))

    def somebody(self, chance: Chance) -> str:
        """The name of somebody else."""
        culture = self.person.culture
        given = chance.pick(culture.given[chance.pick(("FEMALE", "MALE"))])
        return f"{given} {chance.pick(culture.surnames)} {chance.pick(culture.last_surnames)}"
