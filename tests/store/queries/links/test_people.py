"""Whose each link is, and which links are somebody's."""

import pytest

from store import Database
from store.queries.links import people
from store.queries.links.people import Person
from store.write import links
from tests.kit import bank, filling
from tests.kit.bank import EREBOR, Bank
from tests.kit.fiscal_bodies import MEXICAN_STATUS
from tests.kit.rows import save

SAT = Bank("tatooine_mx_fiscal", "Tatooine Fiscal", "MX", "MXN", ("", "", ""), "", type="fiscal")


def test_a_link_is_of_whoever_its_institution_names(db: Database) -> None:
    held, taxpayer = filling.pulled(db, "held", EREBOR, days=1), filling.connect(db, "company", SAT)
    nameless = filling.connect(db, "nameless", EREBOR)
    save(db, "tax_status", MEXICAN_STATUS, link=taxpayer)
    assert people.of_links(db) == {
        held: Person("user-held", "María Fernanda Ruiz López", EREBOR.name),
        taxpayer: Person("user-company", str(MEXICAN_STATUS["official_name"]), SAT.name),
        nameless: Person("user-nameless", None, EREBOR.name),
    }
    found = links.find(db, nameless)
    assert found is not None
    assert found.person == "user-nameless"


def test_one_that_is_gone_keeps_its_person(db: Database) -> None:
    link = filling.pulled(db, "held", EREBOR, days=1)
    with db.write() as connection:
        links.mark_deleted(connection, link)
    assert people.of_links(db)[link].owner == "María Fernanda Ruiz López"
    assert people.search(db, "ruiz") == {link}


@pytest.mark.parametrize(
    "typed", ["maría fern", "MARIA.RUIZ@", "rulm-900412-MDFZPR09", "RULM900412", "number's end"], ids=str
)
def test_a_person_is_found_by_name_e_mail_document_or_the_end_of_an_accounts_number(typed: str, db: Database) -> None:
    link = filling.pulled(db, "held", EREBOR, days=1)
    filling.connect(db, "another", EREBOR)
    number = bank.accounts(link, EREBOR)[0]["number"]
    assert people.search(db, number[-4:] if typed == "number's end" else typed) == {link}


@pytest.mark.parametrize("typed", ["", " ", "%", "nobody", "12"])
def test_nobody_is_found_by_what_nobody_is_called(typed: str, db: Database) -> None:
    filling.pulled(db, "held", EREBOR, days=1)
    assert people.search(db, typed) == set()
