"""People with bank accounts: who they are, how they live, what that does to their accounts."""

from belvo_sandbox.people.accounts import CATEGORIES, Account
from belvo_sandbox.people.books import Bill, Movement
from belvo_sandbox.people.brazil import BRAZIL
from belvo_sandbox.people.bulk import ledger
from belvo_sandbox.people.chile import CHILE
from belvo_sandbox.people.colombia import COLOMBIA
from belvo_sandbox.people.cultures import Culture
from belvo_sandbox.people.ledger import Ledger
from belvo_sandbox.people.lives import NAMED, history, life
from belvo_sandbox.people.mexico import MEXICO
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
