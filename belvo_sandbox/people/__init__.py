"""People with bank accounts: who they are, how they live, what that does to their accounts."""

from belvo_sandbox.people.banking.accounting import Bill, Movement
from belvo_sandbox.people.banking.accounts import CATEGORIES, Account
from belvo_sandbox.people.banking.bulk import make_ledger
from belvo_sandbox.people.banking.examples import EXAMPLES
from belvo_sandbox.people.banking.ledger import Ledger
from belvo_sandbox.people.banking.scenarios import DEMO_SCENARIOS, history_length, make_scenario
from belvo_sandbox.people.countries.brazil import BRAZIL
from belvo_sandbox.people.countries.chile import CHILE
from belvo_sandbox.people.countries.colombia import COLOMBIA
from belvo_sandbox.people.countries.country import Country
from belvo_sandbox.people.countries.mexico import MEXICO
from belvo_sandbox.people.persons import Person, make_person, with_document
from belvo_sandbox.people.prices import EPOCH

__all__ = [
    "BRAZIL",
    "CATEGORIES",
    "CHILE",
    "COLOMBIA",
    "DEMO_SCENARIOS",
    "EPOCH",
    "EXAMPLES",
    "MEXICO",
    "Account",
    "Bill",
    "Country",
    "Ledger",
    "Movement",
    "Person",
    "history_length",
    "make_ledger",
    "make_person",
    "make_scenario",
    "with_document",
]
