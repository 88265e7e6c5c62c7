"""What is seen of views: external ids as the reader knows them, and nothing of whom they may not see."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.access.views import Pairs
from store import Database
from store.queries.views import seen
from store.queries.views.seen import Said
from store.sight import Revealing, Sight
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.stores import ENGINES, empty

EMAIL = "maria@example.com"
NAME = "María José Núñez"


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty(request.param, request, tmp_path / "local.db") as found:
        with found.write() as connection:
            links.save(connection, bodies.link(external_id=EMAIL))
            links.save(connection, bodies.link(OTHER_LINK, external_id="customer-1"))
            rows.save_page(connection, "owners", LINK, [bodies.owner()])
        yield found


def said(db: Database, pairs: Pairs, *, name: str = "One", is_masked: bool = False) -> Said:
    return seen.said(db.as_seen(Sight.MASKED), name, pairs, is_masked=is_masked)


def test_who_sees_people_sees_it_as_it_is(db: Database) -> None:
    pairs: Pairs = (("external_id", EMAIL), ("text", NAME))
    assert seen.said(db.as_seen(Sight.CLEAR), NAME, pairs, is_masked=False) == Said(NAME, pairs)


def test_external_ids_are_those_that_the_reader_knows(db: Database) -> None:
    masked = db.as_seen(Sight.MASKED)
    told = said(db, (("external_id", EMAIL), ("person", "customer-1"), ("external_id", "gone@example.com"))).pairs
    assert told is not None
    (_, alias), other, gone = told
    assert alias.startswith("ID ")
    assert (other, gone) == (("person", "customer-1"), ("external_id", "•••"))
    assert seen.kept(masked, (("external_id", alias), ("since", "2026-01-01"))) == (
        ("external_id", EMAIL),
        ("since", "2026-01-01"),
    )
    revealing = db.as_seen(Revealing(frozenset({LINK})))
    assert seen.said(revealing, "One", (("external_id", EMAIL),), is_masked=False).pairs == (("external_id", EMAIL),)


@pytest.mark.parametrize("name", [NAME, f"Debts of {NAME}, again", f"For {EMAIL}", "NUMM880715MDFXRR09 in May"])
def test_no_name_of_a_view_tells_of_anybody(db: Database, name: str) -> None:
    told = said(db, (), name=name).name
    assert not {"María", "Núñez", EMAIL, "NUMM880715MDFXRR09"} & {*told.replace(",", " ").split()}
    assert said(db, (), name="Spending in May").name == "Spending in May"


CLOSED: tuple[Pairs, ...] = (
    (("text", "oxxo"),),
    (("find", EMAIL),),
    (("counterparts", "NUMM880715XX0"),),
    (("not_known", "anything"),),
    (("sql", f"SELECT * FROM v_people WHERE name = '{NAME}'"),),
    (("sql", "SELECT * FROM v_people WHERE name LIKE 'Lopez%'"),),
    (("sql", 'SELECT 1 AS "Lopez"'),),
    (("sql", "SELECT 1 -- as Lopez asked"),),
    (("sql", "SELECT 1 /* Lopez */"),),
    (("sql", f"SELECT 1 FROM v_people WHERE person = '{EMAIL}'"),),
    (("sql", "SELECT :who"), ("p_who", "Lopez")),
)


@pytest.mark.parametrize("pairs", CLOSED)
def test_what_may_name_somebody_is_closed(db: Database, pairs: Pairs) -> None:
    assert said(db, pairs).pairs is None


@pytest.mark.parametrize(
    "pairs",
    [
        (("since", "2026-01-01"), ("categories", "Food & Groceries"), ("links", LINK), ("minimum", "1500.00")),
        (("sql", "SELECT * FROM v_transactions WHERE day >= :since AND type = 'INFLOW'"), ("p_since", "2026-01-01")),
        (("sql", "SELECT * FROM v_links WHERE status = 'token_required'"),),
        (("sql", "SELECT * FROM v_links WHERE person = 'customer-1'"), ("as", "bars"), ("x", "person")),
    ],
)
def test_what_names_nobody_is_open(db: Database, pairs: Pairs) -> None:
    assert said(db, pairs).pairs == pairs


def test_what_was_saved_by_who_sees_people_masked_is_open_to_others_who_do(db: Database) -> None:
    for pairs in ((("find", "oxxo"),), (("sql", "SELECT 'savings' AS kind"),)):
        assert said(db, pairs, is_masked=True).pairs == pairs
    assert said(db, (("sql", f"SELECT '{NAME}'"),), is_masked=True).pairs is None
    assert said(db, (("find", EMAIL),), is_masked=True).pairs is None


def test_a_preset_of_the_widget_asks_for_nobody_and_is_open_unless_it_names_somebody(db: Database) -> None:
    looks: Pairs = (("company", "ACME"), ("colour", "#b45309"), ("loss", "Nada que perder"), ("language", "es"))
    assert said(db, looks).pairs == looks
    assert said(db, (*looks, ("benefit", f"Hola, {NAME}"))).pairs is None
    assert said(db, (("company", EMAIL),)).pairs is None
