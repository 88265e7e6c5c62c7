"""Views and cells that name whom is erased are dropped with them, and no others."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.access.views import BOARD, Cell, Pairs, View
from store import Database
from store.ops.views import cells, saved
from store.upkeep import erasure, person_erasure
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.stores import ENGINES, empty

AT = datetime(2026, 11, 24, tzinfo=UTC)
OWNER = bodies.owner()
NAMING: dict[str, tuple[str, Pairs]] = {
    "link": ("One", (("links", OTHER_LINK), ("links", LINK))),
    "account": ("One", (("accounts", bodies.account()["id"]),)),
    "name": ("One", (("text", "nunez maria jose"),)),
    "title": ("Debts of María José Núñez", ()),
    "e-mail": ("One", (("find", "MARIA@example.com"),)),
    "document": ("One", (("text", "NUMM880715-MDFXRR09"),)),
    "query": ("One", (("sql", f"SELECT * FROM v_accounts WHERE link = '{LINK}'"),)),
    "parameter": ("One", (("sql", "SELECT :who"), ("p_who", "Maria Nunez"))),
}
OTHERS: dict[str, tuple[str, Pairs]] = {
    "first name": ("Maria asked for it", (("text", "maria"),)),
    "other link": ("Other", (("links", OTHER_LINK),)),
    "nobody": ("Spending", (("since", "2026-01-01"), ("minimum", "1500"))),
}


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty(request.param, request, tmp_path / "local.db") as found:
        with found.write() as connection:
            links.save(connection, bodies.link(external_id="customer-4711"))
            links.save(connection, bodies.link(OTHER_LINK, external_id="customer-1"))
            rows.save_page(connection, "accounts", LINK, [bodies.account()])
            rows.save_page(connection, "owners", LINK, [OWNER])
        yield found


def keep(db: Database, named: dict[str, tuple[str, Pairs]]) -> None:
    with db.write() as connection:
        for id_, (name, pairs) in named.items():
            saved.add(connection, View(id_, name, "transactions", pairs, "ana", "ana", True, False, AT, AT))
            saved.look(connection, id_, "luis", AT)


def left(db: Database) -> set[str]:
    return {view.id for view in saved.seen_by(db, "ana")} - {BOARD}


def test_a_link_takes_along_what_names_it_or_whose_it_is(db: Database) -> None:
    keep(db, NAMING | OTHERS)
    there = [
        Cell(id_, BOARD, 0, name, "transactions", pairs, "rows", False, False) for id_, (name, pairs) in NAMING.items()
    ]
    with db.write() as connection:
        saved.add(connection, View(BOARD, "Team", BOARD, (), "ana", "ana", True, False, AT, AT))
        cells.put(connection, BOARD, [*there, Cell("kept", BOARD, 9, "Team", "people", (), "rows", False, False)])
    report = erasure.erase(db, LINK)
    assert left(db) == OTHERS.keys()
    assert [cell.id for cell in cells.of_board_in(db, BOARD)] == ["kept"]
    assert {*saved.looks(db, "luis")} == OTHERS.keys()
    assert (report.rows["saved_views"], report.rows["board_cells"]) == (len(NAMING), len(NAMING))


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("One", (("external_id", "customer-4711"),)),
        ("One", (("external_id", "customer-1"), ("external_id", "customer-4711"))),
        ("Customer-4711 in May", ()),
        ("One", (("sql", "SELECT * FROM v_accounts WHERE person = 'customer-4711'"),)),
        ("One", (("sql", "SELECT * FROM v_accounts WHERE person = :person"), ("p_person", "customer-4711"))),
    ],
)
def test_a_person_takes_along_what_has_their_external_id(db: Database, name: str, pairs: Pairs) -> None:
    keep(db, {"theirs": (name, pairs), "other": ("Other", (("external_id", "customer-1"),))})
    person = person_erasure.find(db, "customer-4711")
    assert person is not None
    person_erasure.erase(db, person, [*person.links], whole=True)
    assert left(db) == {"other"}


def test_whoever_is_named_by_nothing_but_a_view_is_found_and_erased(db: Database) -> None:
    keep(db, {"theirs": ("One", (("external_id", "customer-of-old"),))})
    person = person_erasure.find(db, "customer-of-old")
    assert person is not None
    person_erasure.erase(db, person, [], whole=True)
    assert left(db) == set()
    assert person_erasure.find(db, "customer-of-old") is None


def test_a_short_id_takes_nothing_that_only_has_it_in_it(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link("cccccccc-0000-4000-8000-00000000000c", external_id="1"))
    keep(
        db,
        {
            "theirs": ("One", (("external_id", "1"),)),
            "quoted": ("One", (("sql", "SELECT * FROM v_accounts WHERE person = '1'"),)),
            "first": ("Top 1", (("sql", "SELECT * FROM v_accounts LIMIT 1"),)),
        },
    )
    person = person_erasure.find(db, "1")
    assert person is not None
    person_erasure.erase(db, person, [*person.links], whole=True)
    assert left(db) == {"first"}
