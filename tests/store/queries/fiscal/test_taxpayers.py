"""Taxpayers of Mexico and Chile, told alike."""

from store import Database
from store.queries.fiscal import taxpayers
from tests.kit.bodies import COLLECTED, LINK, OTHER_LINK
from tests.kit.fiscal_bodies import CHILEAN_STATUS, MEXICAN_STATUS
from tests.kit.rows import records, save, tuples


def test_a_taxpayer_is_one_row_in_either_country(db: Database) -> None:
    save(db, "tax_status", MEXICAN_STATUS)
    save(db, "cl_tax_status", CHILEAN_STATUS, link=OTHER_LINK)
    wanted = ("country", "link", "row", "resource", "tax_id", "name", "status", "address", "email", "phone")
    assert tuples(taxpayers.status(db), *wanted) == [
        ("CL", OTHER_LINK, "s2", "cl_tax_status", "10428650-K", "Constanza", "ACTIVE", "Calle Quillay 745", None, None),
        (
            "MX",
            LINK,
            "s1",
            "tax_status",
            "NUMM880715XX1",
            "María Núñez",
            "ACTIVO",
            "OBSIDIANA 745, NL, 64000",
            "maria@example.com",
            None,
        ),
    ]
    assert tuples(taxpayers.status(db, [LINK]), "row") == [("s1",)]


def test_a_certificate_issued_anew_is_no_change(db: Database) -> None:
    save(db, "tax_status", MEXICAN_STATUS)
    save(db, "tax_status", MEXICAN_STATUS | {"place_and_date_of_issuance": "MONTERREY A 25 DE NOVIEMBRE"})
    assert db.frame("SELECT * FROM versions_tax_status").empty


def test_registrations_are_told_with_their_kind(db: Database) -> None:
    save(db, "tax_status", MEXICAN_STATUS)
    save(db, "cl_tax_status", CHILEAN_STATUS)
    found = taxpayers.registrations(db)
    since = found["since"].dt.strftime("%Y-%m-%d")
    assert [*zip(tuples(found, "country", "kind", "name", "share", "due"), since, strict=True)] == [
        (("MX", "regime", "Personas Físicas", None, None), "2017-01-02"),
        (("MX", "activity", "Consultoría", 80.0, None), "2017-01-02"),
        (("MX", "activity", "Comercio", None, None), "2021-01-01"),
        (("MX", "obligation", "Pago de ISR", None, "A más tardar el día 17"), "2017-01-02"),
        (("CL", "activity", "Gestión", None, None), "2017-01-02"),
        (("CL", "document", "FACTURA", None, None), "2018-01-02"),
    ]
    assert found["until"].notna().to_list() == [False, True, False, False, False, False]


def test_the_newest_opinion_comes_first(db: Database) -> None:
    older = {"id": "o1", "rfc": "NUMM", "outcome": "NEGATIVE", "collected_at": "2026-10-01T00:00:00Z"}
    newer = {
        "id": "o2",
        "rfc": "NUMM",
        "outcome": "POSITIVE",
        "collected_at": COLLECTED,
        "internal_identification": "26NE",
    }
    save(db, "tax_compliance_status", older, newer)
    assert tuples(taxpayers.compliance(db), "row", "outcome", "number") == [
        ("o2", "POSITIVE", "26NE"),
        ("o1", "NEGATIVE", None),
    ]


def test_what_has_another_shape_is_a_row_of_nothing(db: Database) -> None:
    save(db, "tax_status", {"id": "s3", "address": [], "regimes": "none", "tax_payer_information": None})
    save(db, "cl_tax_status", {"id": "s4", "addresses": {"a": 1}})
    assert [row["name"] for row in records(taxpayers.status(db))] == [None, None]
    assert taxpayers.registrations(db).empty
