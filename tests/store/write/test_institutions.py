"""Institutions: all of them by name, one with its lists."""

from store import Database
from store.write import institutions, links
from store.write.institutions import Institution
from tests.kit import bodies
from tests.kit.rows import records, tuples


def test_an_institution_is_found_by_its_name(db: Database) -> None:
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()])
    assert institutions.find(db, "erebor_mx_retail") == Institution(
        name="erebor_mx_retail",
        display_name="Erebor Bank",
        type="bank",
        status="healthy",
        integration_type="credentials",
        website="https://www.erebor.com/",
        primary_color="#056dae",
        logo="https://statics.example/erebor.svg",
        icon_logo="https://statics.example/erebor_sm.svg",
        text_logo=None,
        country_codes=("MX",),
        resources=("ACCOUNTS", "TRANSACTIONS", "OWNERS"),
    )
    assert institutions.find(db, "gringotts") is None


def test_all_are_listed_by_the_name_that_people_know(db: Database) -> None:
    with db.write() as connection:
        gringotts = bodies.institution(id=1, name="gringotts", display_name="Gringotts", country_codes=["MX", "BR"])
        institutions.save(connection, [gringotts, bodies.institution(resources=None)])
    table = institutions.table(db)
    assert tuples(table, "name", "display_name", "country_codes", "resources") == [
        ("erebor_mx_retail", "Erebor Bank", "MX", ""),
        ("gringotts", "Gringotts", "MX, BR", "ACCOUNTS, TRANSACTIONS, OWNERS"),
    ]


def test_an_empty_table_has_its_columns(db: Database) -> None:
    assert records(institutions.table(db)) == []
    assert [str(dtype) for dtype in institutions.table(db).dtypes] == ["str"] * 12


def test_a_name_belongs_to_the_newest_that_has_it(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        institutions.save(connection, [bodies.institution(id=1), bodies.institution(id=2, name="gringotts")])
        institutions.save(connection, [bodies.institution(id=3, display_name="Erebor again")])
    assert tuples(institutions.table(db), "name", "display_name") == [
        ("gringotts", "Erebor Bank"),
        ("erebor_mx_retail", "Erebor again"),
    ]
    assert tuples(links.table(db), "display_name") == [("Erebor again",)]
