"""Nothing of what was planted is seen by who may not see persons, whichever table is asked; and no card whole."""

from collections.abc import Iterator

import pytest

from resources import RESOURCES
from resources.personal import Mask, Personal
from store import Database, engine
from store.schema import tables
from store.sight import Revealing, Sight
from store.sight.own_tables import OWN_TABLES
from store.sight.views import statements
from store.write import holds
from tests.kit import planted
from tests.kit.planted import LINK, Planted
from tests.kit.stores import ENGINES, empty


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, Planted]]:
    with empty(request.param, request, tmp_path_factory.mktemp("planted") / "local.db") as db:
        yield db, planted.fill(db)


def all_told(db: Database) -> str:
    """All that a reader can get out of any table or view."""
    with db.read() as connection:
        names = [*engine.shapes(connection)]
        return "\n".join(str([*row]) for name in names for row in connection.execute(f"SELECT * FROM {name}"))


def test_every_kind_is_planted(filled: tuple[Database, Planted]) -> None:
    masks = [mask for one in RESOURCES.values() for mask in one.fields.personal.values()]
    kinds = {mask.kind if isinstance(mask, Mask) else mask for mask in masks}
    assert kinds == {*Personal}
    assert len(filled[1].marks) > len(masks)


def test_no_table_tells_who_may_not_see_persons_anything_of_anybody(filled: tuple[Database, Planted]) -> None:
    db, found = filled
    assert found.found_in(all_told(db)) == found.marks.keys()
    assert found.found_in(all_told(db.as_seen(Sight.MASKED))) == set()


def test_no_table_tells_anybody_a_whole_card(filled: tuple[Database, Planted]) -> None:
    db, found = filled
    assert len(found.cards) > 3
    assert found.found_in(all_told(db.as_seen(Sight.CLEAR))) == found.marks.keys() - found.cards


def test_what_names_nobody_is_as_it_is(filled: tuple[Database, Planted]) -> None:
    db = filled[0].as_seen(Sight.MASKED)
    with db.read() as connection:
        (link,) = connection.execute("SELECT id, institution, status FROM links").fetchall()
        (account,) = connection.execute("SELECT id, link, category, current FROM accounts").fetchall()
    assert [*link] == [LINK, "erebor_mx_retail", "valid"]
    assert [*account][1:] == [LINK, "CHECKING_ACCOUNT", 125_000]


def test_whoever_sees_less_writes_to_the_store_itself(filled: tuple[Database, Planted]) -> None:
    db = filled[0]
    masked = db.as_seen(Sight.MASKED)
    assert masked.whole is db
    assert masked is db.as_seen(Sight.MASKED)
    with masked.write() as connection:
        assert connection.execute("SELECT count(*) FROM owners WHERE display_name LIKE 'Zq%'").fetchone()[0] == 1


def test_what_is_written_later_is_masked_as_well(db: Database) -> None:
    masked = db.as_seen(Sight.MASKED)
    assert all_told(masked)
    found = planted.fill(db)
    assert found.found_in(all_told(masked)) == set()


def test_names_stay_with_the_store(db: Database) -> None:
    told: list[str] = []
    planted.fill(db)
    for _ in range(2):
        with Database.open(db.address) as opened, opened.as_seen(Sight.MASKED).read() as connection:
            told.append(connection.execute("SELECT display_name FROM owners").fetchone()[0])
    assert told[0] == told[1]
    assert told[0].startswith("Person ")


def test_every_table_of_the_desks_own_is_declared(filled: tuple[Database, Planted]) -> None:
    """Else its texts are hidden: name those columns in store/sight/own_tables.py that tell nothing of anybody."""
    with filled[0].read() as connection:
        there = engine.tables(connection)
    beside = {name for one in RESOURCES.values() for name in tables.tables(one)}
    own = {name: columns for name, columns in there.items() if name not in beside}
    assert own.keys() == OWN_TABLES.keys()
    for name, table in OWN_TABLES.items():
        assert {*table.clear.split(), *table.told} - {*own[name]} == set(), name


def test_a_table_of_which_nothing_is_declared_is_hidden(db: Database) -> None:
    with db.write() as connection:
        connection.execute("CREATE TABLE strangers (name TEXT, number INTEGER)")
        connection.execute("INSERT INTO strangers VALUES ('Ximena', 4111)")
        views = statements(connection, Sight.MASKED)
    assert any("strangers" in sql for sql in views)
    with db.as_seen(Sight.MASKED).read() as connection:
        assert [*connection.execute("SELECT * FROM strangers").fetchone()] == ["•••", "•••"]


def test_whom_a_hold_names_and_why_is_masked(db: Database) -> None:
    found = Planted()
    person, why = found.value("hold.target", Personal.EXTERNAL), found.value("hold.reason", Personal.NAME)
    with db.write() as connection:
        holds.put(connection, "person", person, reason=why, actor="ana")
        report = {"mark": "person-1", "at": "2026", "report": f'{{"reason":"{why}"}}'}
        connection.execute("INSERT INTO erased_people VALUES (:mark, :at, :report)", report)
    assert found.found_in(all_told(db)) == found.marks.keys()
    assert found.found_in(all_told(db.as_seen(Sight.MASKED))) == set()


def test_whom_is_revealed_is_told_of_in_their_rows_and_nobody_else_anywhere(db: Database) -> None:
    mine = planted.fill(db)
    others = planted.fill_another(db)
    seen = db.as_seen(Revealing(frozenset({LINK})))
    told = all_told(seen)
    found = mine.found_in(told)
    assert others.found_in(told) == set()
    kinds = {mine.kinds[where] for where in found} - {Personal.TEXT}  # whose words are in other values, too
    assert kinds == {*Personal} - {Personal.CARD, Personal.FILE, Personal.TEXT}
    with seen.read() as connection:
        texts = [row[0] for row in connection.execute("SELECT description FROM transactions")]
    assert [text for text in texts if not text.startswith("SPEI RECIBIDO Name ")] == []
    structured = {
        where
        for where, kind in mine.kinds.items()
        if kind in kinds and not where.startswith("own.") and not where.endswith("not_described")
    }
    assert structured - found == set()
    assert others.found_in(all_told(db)) != set()


def test_connections_that_reveal_somebody_are_let_go_of(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.fill(db)
    one = db.as_seen(Revealing(frozenset({LINK})))
    assert db.as_seen(Revealing(frozenset({LINK}))) is one
    monkeypatch.setattr("store.database._KEPT_REVEALED", -1.0)
    masked = db.as_seen(Sight.MASKED)
    assert db.as_seen(Revealing(frozenset({"another"}))) is not one
    assert db.as_seen(Sight.MASKED) is masked
