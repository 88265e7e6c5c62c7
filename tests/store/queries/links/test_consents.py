"""Consents and the links that they belong to."""

from store import Database
from store.queries.links import consents
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.rows import tuples


def consent(number: int, expires: str | None, link: str = LINK) -> dict[str, object]:
    return {
        "id": f"k{number}",
        "link_id": link,
        "belvo_institution_name": "ofmockbank_br_retail",
        "status": "AUTHORISED",
        "expired_at": expires,
        "undefined_consent_expiration": expires is None,
        "consent_duration": 365,
    }


def test_a_consent_belongs_to_the_link_that_it_names(db: Database) -> None:
    with db.write() as connection:
        page = [consent(1, None), consent(2, "2027-01-01T00:00:00Z", OTHER_LINK), consent(3, "2026-12-01T00:00:00Z")]
        rows.save_page(connection, "consents", None, page)
    found = consents.table(db)
    assert tuples(found, "consent", "link", "institution", "status", "endless") == [
        ("k3", LINK, "ofmockbank_br_retail", "AUTHORISED", False),
        ("k2", OTHER_LINK, "ofmockbank_br_retail", "AUTHORISED", False),
        ("k1", LINK, "ofmockbank_br_retail", "AUTHORISED", True),
    ]
    assert tuples(consents.table(db, [OTHER_LINK]), "consent") == [("k2",)]


def test_a_deleted_links_consents_are_gone(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "consents", None, [consent(1, None)])
        links.mark_deleted(connection, LINK)
    assert consents.table(db).empty


def test_the_consent_that_lasts_longest_is_the_links(db: Database) -> None:
    assert consents.current(db, LINK) is None
    with db.write() as connection:
        page = [consent(1, "2027-01-01T00:00:00Z"), consent(2, "2026-12-01T00:00:00Z"), consent(3, None, OTHER_LINK)]
        rows.save_page(connection, "consents", None, page)
    assert (consents.current(db, LINK), consents.current(db, OTHER_LINK)) == ("k1", "k3")


def test_the_documents_of_a_links_persons_are_told_by_their_kind(db: Database) -> None:
    numbers = {"CPF": "761.092.776-73", "CNPJ": "50.685.362/0067-73", "RG": "12"}
    with db.write() as connection:
        owners = [
            bodies.owner(kind, document_id={"document_type": kind, "document_number": number})
            for kind, number in numbers.items()
        ]
        rows.save_page(connection, "owners", LINK, owners)
    assert consents.persons(db, LINK) == {"CPF": "76109277673", "CNPJ": "50685362006773"}
