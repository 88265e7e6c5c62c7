"""The accounts that somebody has."""

from dataclasses import dataclass

from belvo_sandbox.people.documents import account_check, clabe
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.rng import Rng

# Bank codes that no bank has.
_BANK_CODES = {"MX": "987", "BR": "987", "CO": "987", "CL": "987"}
CATEGORIES = {"checking": "CHECKING_ACCOUNT", "savings": "SAVINGS_ACCOUNT", "card": "CREDIT_CARD"}


@dataclass(frozen=True)
class Account:
    """An account without its balance. Amounts are cents; a debt is a negative position."""

    key: str
    number: str
    branch: str
    check_digit: str
    bank: str
    clabe: str
    opening: int  # the position at the start of all histories
    floor: int  # the lowest position that the bank allows
    cutting_day: int = 0  # of a card: the last day of its billing month

    @property
    def category(self) -> str:
        """Belvo's category."""
        return CATEGORIES[self.key]

    @property
    def is_debt(self) -> bool:
        """Its balance is what is owed."""
        return self.key == "card"


def make_account(person: Person, key: str, *, opening: int = 0, floor: int = 0) -> Account:
    """The account of this kind that a person has."""
    rng = Rng("account", person.institution_key, key)
    bank, branch = _BANK_CODES[person.country.code], f"{rng.integer(1, 9899):04d}"
    number = rng.digits(16 if key == "card" else 8)
    return Account(
        key=key,
        number=number,
        branch=branch,
        check_digit=account_check(number) if key != "card" else "",
        bank=bank,
        clabe=clabe(bank, branch[1:], "000" + number) if key != "card" else "",
        opening=opening,
        floor=floor,
        cutting_day=rng.integer(3, 24) if key == "card" else 0,
    )
