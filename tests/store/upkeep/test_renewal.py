"""Beginning anew: in the file that others have open, and with nothing left of before."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import Database, FormerInstance, Identity, LostLease, engine
from store.ops import jobs, processes
from store.schema import migrations
from store.upkeep import renewal
from store.write import links, revisions, rows
from tests.kit import bodies

EARLIER, NOW = Identity("local", "key", "earlier"), Identity("local", "key", "now")


def test_nothing_is_left_and_whoever_has_it_open_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "local.db"
    with Database.open(path, EARLIER) as old:
        with old.write() as connection:
            links.save(connection, bodies.link())
            rows.save_page(connection, "transactions", bodies.LINK, [bodies.transaction(1)])
            processes.beat(connection)
        heard = processes.worker_last_heard(old)
        before = revisions.current(old, bodies.LINK)
        with pytest.raises(FormerInstance):
            old.confirm(NOW)

        with Database.open(path) as db:
            renewal.begin_anew(db, NOW)

        old.confirm(NOW)
        assert revisions.current(old, bodies.LINK) > before
        assert processes.worker_last_heard(old) == heard
        assert heard is not None
        kept = renewal.KEPT | {"store_identity"}
        with old.read() as connection:
            left = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in engine.tables(connection)
                if table not in kept
            }
            assert {table for table, count in left.items() if count} == set()
            applied = connection.execute("SELECT count(*) FROM schema_migrations").fetchone()[0]
        assert applied == len(migrations.MIGRATIONS)


def test_a_pull_under_way_ends_with_its_job(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        jobs.enqueue(connection, bodies.LINK, ["accounts"], "operator")
    job = jobs.claim(db, "worker", timedelta(minutes=1))
    assert job is not None
    renewal.begin_anew(db, NOW)
    with pytest.raises(LostLease), db.write() as connection:
        jobs.guard(connection, job)


def test_who_asks_twice_loses_nothing_of_what_has_come_in_between(db: Database) -> None:
    assert renewal.begin_anew(db, NOW)
    with db.write() as connection:
        links.save(connection, bodies.link())
    assert not renewal.begin_anew(db, NOW)
    assert [*links.table(db)["link"]] == [bodies.LINK]
