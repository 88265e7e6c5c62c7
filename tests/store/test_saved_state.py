"""The store as a file: without what is this desk's own, and put back under those who work with it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from store import Database, FormerInstance, Identity, LostLease, engine, saved_state
from store.ops import audit, jobs
from store.schema import migrations
from store.upkeep import renewal
from store.write import links, revisions, rows
from tests.kit import bodies, filling, planted

EARLIER, NOW = Identity("local", "key", "earlier"), Identity("local", "key", "now")
MINUTE = timedelta(minutes=1)


def content(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """All that goes along with a saved state."""
    own = saved_state.OWN | saved_state.APART | {"jobs"}
    with db.read() as connection:
        return {
            name: sorted(map(tuple, connection.execute(f"SELECT {', '.join(columns)} FROM {name}")), key=repr)
            for name, columns in engine.tables(connection).items()
            if name not in own
        }


def load(db: Database, file: Path, exchange: Callable[[], Identity] = lambda: NOW) -> None:
    with saved_state.opened(file) as saved:
        saved_state.load(db, saved, exchange)


def test_what_was_saved_comes_back_into_the_store_that_others_have_open(db: Database, tmp_path: Path) -> None:
    planted.fill(db)
    filling.fill(db, days=10)
    before, file = content(db), tmp_path / "saved.db"
    saved_state.save(db, file)
    with db.write() as connection:
        links.save(connection, bodies.link(id="11111111-1111-4111-8111-111111111111"))
        rows.save_page(connection, "owners", bodies.LINK, [])
    seen = revisions.current(db, bodies.LINK)
    load(db, file)
    assert content(db) == before
    assert revisions.current(db, bodies.LINK) > seen
    db.confirm(NOW)
    with db.write() as connection:  # keys go on from what is there
        jobs.enqueue(connection, bodies.LINK, ["incomes"], "operator")


def test_the_file_holds_nothing_of_the_desk_itself(db: Database, tmp_path: Path) -> None:
    with db.write() as connection:
        audit.record(connection, "somebody", "export", "transactions", {})
    saved_state.save(db, tmp_path / "saved.db")
    with closing(sqlite3.connect(tmp_path / "saved.db")) as connection:
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in (saved_state.OWN | saved_state.APART) - {"schema_migrations", "audit_chain"}
        }
        assert {name for name, count in counts.items() if count} == set()
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    load(db, tmp_path / "saved.db")
    with db.read() as connection:
        assert connection.execute("SELECT count(*) FROM audit").fetchone()[0] == 1


def test_a_pull_under_way_finds_that_its_job_is_gone_and_the_saved_one_is_queued(db: Database, tmp_path: Path) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        jobs.enqueue(connection, bodies.LINK, ["accounts"], "operator")
    running = jobs.claim(db, "worker", MINUTE)
    assert running is not None
    with db.write() as connection:
        jobs.enqueue(connection, bodies.LINK, ["accounts"], "webhook")
    saved_state.save(db, tmp_path / "saved.db")
    load(db, tmp_path / "saved.db")
    with pytest.raises(LostLease), db.write() as connection:
        jobs.guard(connection, running)
    again = jobs.claim(db, "worker", MINUTE)
    assert again is not None
    assert again.fence > running.fence
    assert jobs.claim(db, "worker", MINUTE) is None  # the other one had an equal


def test_a_pull_under_way_does_not_take_the_next_of_its_number_for_its_own(db: Database) -> None:
    def claimed() -> jobs.Job:
        with db.write() as connection:
            jobs.enqueue(connection, bodies.LINK, ["accounts"], "operator")
        found = jobs.claim(db, "worker", MINUTE)
        assert found is not None
        return found

    before = claimed()
    renewal.begin_anew(db, NOW)
    after = claimed()
    assert (after.id > before.id, after.fence > before.fence) == (True, True)
    with pytest.raises(LostLease), db.write() as connection:
        jobs.guard(connection, before)


def test_where_the_local_belvo_does_not_follow_nothing_changes(db: Database, tmp_path: Path) -> None:
    renewal.begin_anew(db, EARLIER)
    saved_state.save(db, tmp_path / "saved.db")
    with db.write() as connection:
        links.save(connection, bodies.link())
    before = content(db)

    def refuse() -> Identity:
        raise OSError("is down")

    with pytest.raises(OSError, match="is down"):
        load(db, tmp_path / "saved.db", refuse)
    assert content(db) == before
    with pytest.raises(FormerInstance):
        db.confirm(NOW)


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE links (id TEXT)")


def _newer(path: Path) -> None:
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        number = len(migrations.MIGRATIONS) + 1
        columns = [row[1] for row in connection.execute("PRAGMA table_info(schema_migrations)")]
        values = [number for _ in columns]
        connection.execute(f"INSERT INTO schema_migrations VALUES ({', '.join('?' * len(values))})", values)
        connection.commit()


def _cut(path: Path) -> None:
    with Database.open(path) as db:
        filling.fill(db, days=10)
    engine.take_out_of_use(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_bytes(b"PK no database"), "holds no store"),
        (lambda path: path.write_bytes(b""), "holds no store"),
        (_foreign, "holds no store"),
        (_newer, "newer Linkdesk"),
        (_cut, "damaged"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    make: Callable[[Path], object], told: str, db: Database, tmp_path: Path
) -> None:
    make(tmp_path / "file.db")
    before = content(db)
    with pytest.raises(saved_state.NotLoaded, match=told):
        load(db, tmp_path / "file.db")
    assert content(db) == before
