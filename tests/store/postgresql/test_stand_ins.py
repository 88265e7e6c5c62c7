"""What stands before tables in each statement that names them, whatever form the statement has."""

from collections.abc import Iterator

import pytest

from store import Database
from store.core import instants
from store.engine.postgresql.stand_ins import StandIns
from store.known import as_known_on, day_of
from store.sight import Sight
from store.write import links, rows
from store_address import Address
from tests.kit import bodies
from tests.kit.postgresql import Cluster

VIEWS = (
    "CREATE TEMP VIEW known_owners AS SELECT * FROM main.owners",
    "CREATE TEMP VIEW owners AS SELECT masked('p', name, NULL, 0) AS name FROM known_owners",
    "CREATE TEMP VIEW links AS SELECT id FROM main.links",
)


@pytest.fixture(scope="module")
def db(postgresql: Cluster, empty_database: str) -> Iterator[Database]:
    with postgresql.database(empty_database) as url, Database.open(Address(None, url)) as opened:
        with opened.write() as connection:
            links.save(connection, bodies.link())
            rows.save_page(connection, "owners", bodies.LINK, [bodies.owner()])
        yield opened


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT 'owners' AS a -- owners", "SELECT 'owners' AS a -- owners"),
        ("SELECT x.owners FROM x WHERE a = :owners", None),
        (
            "SELECT id FROM links",
            'WITH "links" AS NOT MATERIALIZED (SELECT id FROM public.links) SELECT id FROM links',
        ),
        (
            "WITH found AS (SELECT id FROM links) SELECT * FROM found",
            'WITH "links" AS NOT MATERIALIZED (SELECT id FROM public.links), found AS (SELECT id FROM links)'
            " SELECT * FROM found",
        ),
        (
            "WITH RECURSIVE found AS (SELECT id FROM links) SELECT * FROM found",
            'WITH RECURSIVE "links" AS NOT MATERIALIZED (SELECT id FROM public.links), found AS'
            " (SELECT id FROM links) SELECT * FROM found",
        ),
        (
            "WITH links AS (SELECT id FROM links) SELECT * FROM links",
            'WITH "links" AS NOT MATERIALIZED (SELECT id FROM public.links) SELECT * FROM'
            " (WITH links AS (SELECT id FROM links) SELECT * FROM links) AS told",
        ),
        (
            "SELECT name FROM Owners",
            'WITH "known_owners" AS NOT MATERIALIZED (SELECT * FROM public.owners),"owners" AS NOT MATERIALIZED'
            " (SELECT masked('p', name, NULL, 0) AS name FROM known_owners) SELECT name FROM Owners",
        ),
    ],
)
def test_a_statement_begins_with_what_stands_before_the_tables_that_it_names(sql: str, told: str | None) -> None:
    made = b":".join(StandIns(VIEWS).statement(sql).parts).decode()
    if told is None:
        assert not made.startswith("WITH")
    else:
        assert "".join(made.split()) == "".join(told.split())


@pytest.mark.parametrize("sql", ["TABLE owners", "EXPLAIN SELECT * FROM owners", "CREATE TEMP TABLE x AS TABLE owners"])
def test_what_it_cannot_begin_with_is_not_told_at_all(sql: str) -> None:
    with pytest.raises(ValueError, match="Nothing can be told before this statement"):
        StandIns(VIEWS).statement(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT display_name FROM owners",
        'SELECT display_name FROM "owners"',
        "SELECT o.display_name FROM Owners AS o",
        "SELECT display_name FROM (SELECT * FROM owners)",
        "SELECT (SELECT max(display_name) FROM owners) FROM links",
        "SELECT display_name FROM owners UNION SELECT display_name FROM owners",
        "SELECT display_name FROM links, owners WHERE owners.link = links.id",
        "WITH owners AS (SELECT display_name FROM owners) SELECT * FROM owners",
        "WITH found (name) AS (SELECT display_name FROM owners) SELECT name FROM found",
        "WITH RECURSIVE found AS (SELECT display_name FROM owners) SELECT * FROM found",
    ],
)
@pytest.mark.parametrize("is_former", [False, True], ids=["now", "as known"])
def test_no_form_of_a_statement_shows_what_is_masked(db: Database, sql: str, is_former: bool) -> None:
    name = bodies.owner()["display_name"]
    with db.read() as connection:
        assert connection.execute(sql).fetchone()[0] == name
    seen = db.as_seen(Sight.MASKED)
    if is_former:
        seen = as_known_on(seen, day_of(instants.decode(instants.now())))
    with seen.read() as connection:
        found = connection.execute(sql).fetchall()
        assert found
        assert all(name not in str(row[0]) for row in found)


def test_a_connection_that_masks_makes_no_view(db: Database) -> None:
    with db.as_seen(Sight.MASKED).read() as connection:
        connection.execute("SELECT * FROM owners").fetchall()
        sql = "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'v'"
        assert connection.execute(sql).fetchone()[0] == 0
