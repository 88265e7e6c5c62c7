"""An erased link is in no byte of a server's files, statistics among them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from store import Database
from store.engine.postgresql import traces
from store.schema import migrations
from store.upkeep import erasure, erasure_log
from store.upkeep.erasure import NotErased
from store.write import institutions, links, rows
from store_address import Address
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.postgresql import Cluster

SECRET = "Persona Secreta Planted"


@pytest.fixture
def url(postgresql: Cluster) -> Iterator[str]:
    with postgresql.database() as url:
        migrations.migrate(Address(None, url))
        yield url


@pytest.fixture
def two(url: str) -> Iterator[Database]:
    """Two links, one with many rows, counted into the planner's statistics."""
    with Database.open(Address(None, url)) as db:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution()])
            for link, account in ((LINK, ACCOUNT), (OTHER_LINK, OTHER_ACCOUNT)):
                links.save(connection, bodies.link(link))
                rows.save_page(connection, "accounts", link, [bodies.account(account, link=link)])
            told = [bodies.transaction(number, description=SECRET) for number in range(300)]
            rows.save_page(connection, "transactions", LINK, told)
        with psycopg.connect(url, autocommit=True) as connected:
            connected.execute("ANALYZE")
            connected.execute("CHECKPOINT")
        yield db


def in_files(url: str, text: str) -> list[str]:
    """The files of the database that have the text in them, as whoever runs the server sees them."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        folder, number = connection.execute(traces._WHERE).fetchone() or ("", 0)
    inside = Path(folder) / "base" / str(number)
    return [file.name for file in inside.iterdir() if text.encode() in file.read_bytes()]


def test_nothing_of_an_erased_link_is_in_a_file_of_the_server(two: Database, url: str) -> None:
    assert in_files(url, SECRET)
    assert in_files(url, LINK)
    done = erasure.erase(two, LINK)
    assert done.rows["transactions"] == 300
    assert done.rewritten
    assert done.searched > 1_000_000
    assert [in_files(url, text) for text in (SECRET, LINK, ACCOUNT)] == [[], [], []]
    assert links.find(two, OTHER_LINK) is not None
    with two.read() as connection:
        assert not erasure_log.are_unproved(connection, before="9999")


def test_deleting_alone_would_leave_it_in_the_files(two: Database, url: str) -> None:
    """Why tables are written anew: neither DELETE nor VACUUM takes anything out."""
    with two.write() as connection:
        connection.execute("DELETE FROM transactions")
        connection.execute("DELETE FROM bodies_transactions")
    with psycopg.connect(url, autocommit=True) as connected:
        connected.execute("VACUUM")
    assert two.engine.remaining([SECRET]) == [SECRET]


def test_where_the_files_cannot_be_read_rows_are_searched(two: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "files_of", lambda _connection: [])
    assert two.engine.remaining([SECRET, "nobody"]) == [SECRET]
    assert erasure.erase(two, LINK).searched == 0
    assert two.engine.remaining([SECRET]) == []


def test_what_others_keep_open_is_told(two: Database, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.engine.postgresql.traces.PATIENCE", 0.2)
    with closing(psycopg.connect(url)) as reading:
        reading.execute("SELECT count(*) FROM institutions")
        with pytest.raises(NotErased, match="still holds something of it"):
            erasure.erase(two, LINK)
    assert erasure.finish(two, before="9999")
    assert in_files(url, SECRET) == []


def test_every_table_is_written_anew(two: Database, url: str) -> None:
    """The sets of sums by day among them, which are read under another name."""
    before = nodes(url)
    assert "flows_by_day_sets" in before
    erasure.erase(two, LINK)
    after = nodes(url)
    assert [name for name, node in before.items() if after[name] == node] == []


def nodes(url: str) -> dict[str, int]:
    """By the table, the number of its file."""
    with psycopg.connect(url) as connection:
        return dict(
            connection.execute(
                "SELECT relname, relfilenode FROM pg_class"
                " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            ).fetchall()
        )
