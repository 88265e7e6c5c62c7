"""People with bank accounts: who they are, how they live, what that does to their accounts."""

from belvo_sandbox.people.banking.accounting import Bill, Movement
from belvo_sandbox.people.banking.accounts import CATEGORIES, Account
from belvo_sandbox.people.banking.bulk import ledger
from belvo_sandbox.people.banking.histories import NAMED, history, life
from belvo_sandbox.people.banking.ledger import Ledger
from belvo_sandbox.people.countries.brazil import BRAZIL
from belvo_sandbox.people.countries.chile import CHILE
from belvo_sandbox.people.countries.colombia import COLOMBIA
from belvo_sandbox.people.countries.country import Culture
from belvo_sandbox.people.countries.mexico import MEXICO
from belvo_sandbox.people.persons import Person, known_by, person
from belvo_sandbox.people.prices import EPOCH

__all__ = [
    "BRAZIL",
    "CATEGORIES",
    "CHILE",
    "COLOMBIA",
    "EPOCH",
    "MEXICO",
    "NAMED",
    "Account",
    "Bill",
    "Culture",
    "Ledger",
    "Movement",
    "Person",
    "history",
    "known_by",
    "ledger",
    "life",
    "person",
]
