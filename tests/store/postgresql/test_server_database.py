"""A store in a server's database: its errors, its sights' seals, and many who write at the same time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from queue import SimpleQueue
from threading import Event

import psycopg
import pytest

from store import Database, engine
from store.core.errors import Busy, Conflict, StoreError, Unreachable, Unusable
from store.engine import Connection
from store.ops import audit, jobs
from store.ops.jobs import Job
from store.schema import migrations
from store.sight import Sight
from store.write import aggregates, institutions, links, rows
from store_address import Address
from sync.run import Run, guarded
from sync.webhooks import accept_webhook
from tests.kit import bodies
from tests.kit.bodies import OTHER_ACCOUNT
from tests.kit.postgresql import Cluster
from tests.kit.waiting import PATIENCE, until

LEASE = timedelta(seconds=60)


@pytest.fixture
def db(postgresql: Cluster, empty_database: str) -> Iterator[Database]:
    with postgresql.database(empty_database) as url, Database.open(Address(None, url)) as opened:
        yield opened


def test_a_database_without_a_store_is_not_opened_and_made_by_a_command(postgresql: Cluster) -> None:
    with postgresql.database() as url:
        address = Address(None, url)
        with pytest.raises(StoreError, match=r"holds no store yet. Run: python -m store migrate"):
            Database.open(address)
        assert migrations.left(address) is None
        assert migrations.migrate(address) == len(migrations.MIGRATIONS)
        assert migrations.migrate(address) == 0
        with Database.open(address) as db:
            assert audit.verify(db).fault == ""


def test_a_store_that_a_newer_program_migrated_is_used_as_long_as_it_says_so(db: Database) -> None:
    newer = len(migrations.MIGRATIONS) + 1
    sql = "INSERT INTO schema_migrations (number, name, applied_at, needs_code) VALUES (:number, 'm', 'later', :needs)"
    with db.write() as connection:
        connection.execute(sql, {"number": newer, "needs": newer - 1})
    Database.open(db.address).close()
    with db.write() as connection:
        connection.execute(sql, {"number": newer + 1, "needs": newer + 1})
    with pytest.raises(StoreError, match="newer version"):
        Database.open(db.address)


def test_what_begins_a_subtransaction_stands_in_no_plan_of_several_processes(db: Database) -> None:
    """A server makes such a plan as soon as tables are large, and fails then."""
    sql = """
        SELECT proname FROM pg_proc JOIN pg_namespace AS home ON home.oid = pronamespace
        WHERE nspname = 'public' AND proparallel <> 'u' AND strpos(prosrc, 'EXCEPTION WHEN') > 0
    """
    with db.read() as connection:
        assert [row["proname"] for row in connection.execute(sql)] == []


def test_where_no_server_answers_it_is_said_without_the_password() -> None:
    address = Address(None, "postgresql://ana:geheim@127.0.0.1:1/desk")
    with engine.waiting_at_most(0.1), pytest.raises(Unreachable, match=r"postgresql://127.0.0.1:1/desk") as raised:
        Database.open(address)
    assert "geheim" not in str(raised.value)


def test_a_database_that_is_not_there_is_named(postgresql: Cluster) -> None:
    address = Address(None, postgresql.address("nowhere"))
    with pytest.raises(Unusable, match="There is no database"):
        Database.open(address)
    assert not engine.at(address).is_there()


def test_whoever_waits_for_too_long_is_told_that_it_is_busy(db: Database) -> None:
    with db.write(), pytest.raises(Busy), db.write(patience=0.05):
        pass


def test_those_beside_each_other_do_not_wait_and_one_alone_does(db: Database) -> None:
    with db.write(beside=True), db.write(beside=True, patience=0.05), pytest.raises(Busy), db.write(patience=0.05):
        pass


def test_who_writes_of_a_link_waits_for_the_same_link_and_for_who_is_alone(db: Database) -> None:
    with db.write(link="a"):
        with db.write(link="b", patience=0.05), db.write(beside=True, patience=0.05):
            pass
        with pytest.raises(Busy), db.write(link="a", patience=0.05):
            pass
        with pytest.raises(Busy), db.write(patience=0.05):
            pass
    with db.write(), pytest.raises(Busy), db.write(link="a", patience=0.05):
        pass


def test_webhooks_links_and_institutions_are_written_while_another_links_page_is(db: Database) -> None:
    """All that one link's pull and receiver write, while the transaction of another's page has not ended."""
    here, there = bodies.LINK, bodies.OTHER_LINK
    with db.write() as connection:
        for link in (here, there):
            links.save(connection, bodies.link(id=link))
            jobs.enqueue(connection, link, ["accounts"], "operator")
    job, other = jobs.claim(db, "a", LEASE), jobs.claim(db, "b", LEASE)
    assert job is not None
    assert other is not None
    with engine.waiting_at_most(0.5), db.write(beside=True) as page:
        jobs.guard(page, job)
        rows.save_page(page, "accounts", job.link, [bodies.account(link=job.link)])
        with guarded(db, other) as connection:
            links.save(connection, bodies.link(id=other.link, status="invalid"))
            institutions.save(connection, [bodies.institution()])
        body = {"webhook_id": "w", "webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available"}
        assert accept_webhook(db, {**body, "link_id": other.link}).job is not None
        run = Run.start(db, other, "accounts")
        run.save([bodies.account(OTHER_ACCOUNT, link=other.link)], 1)
        run.complete(full=True)
        jobs.finish(db, other)
    assert db.frame("SELECT id FROM accounts")["id"].nunique() == 2


@pytest.mark.parametrize("count", [3, 300])
def test_few_rows_and_many_are_put_over_those_with_the_same_key(db: Database, count: int) -> None:
    """Few come in one statement, many by COPY and a table of the session's; twice in one transaction."""
    columns, key = ("resource", "link", "account", "live"), ("resource", "link", "account")
    awkward = ["", "a\tb\nc\\d", "\\N", "'\"", "é😀", *(f"{number}" for number in range(count - 5))][:count]
    with db.write() as connection:
        for live in (1, 2):
            told = [("accounts", "l", account, live) for account in awkward]
            engine.upsert_many(connection, "row_counts", columns, key, told, sums=("live",))
        once = [("accounts", "l", account, 5) for account in awkward[:2]]
        engine.upsert_many(connection, "row_counts", columns, key, [*once, ("accounts", "l", awkward[0], 7)])
    found = db.frame("SELECT account, live FROM row_counts").set_index("account")["live"].to_dict()
    assert found == dict.fromkeys(awkward, 3) | {awkward[0]: 7, awkward[1]: 5}


def test_a_page_of_many_rows_is_stored_as_it_came_new_or_changed(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
    told = "SELECT id, description, amount FROM transactions"
    odd = ["a\tb", "c\\d", "\\N", "e\nf", None, "", "😀"]
    page = [bodies.transaction(one, description=odd[one % 7], merchant=None, amount=one) for one in range(120)]
    for addition in (0, 1):
        page = [{**row, "amount": row["amount"] + addition} for row in page]
        with db.write(link=bodies.LINK) as connection:
            saved = rows.save_page(connection, "transactions", bodies.LINK, page)
        assert (saved.added, saved.changed) == ((120, 0), (0, 120))[addition]
        with db.read() as connection:
            found = {row[0]: tuple(row)[1:] for row in connection.execute(told)}
        assert found == {row["id"]: (row["description"], row["amount"] * 10_000) for row in page}
        assert rows.body(db, "transactions", str(page[3]["id"]))["amount"] == page[3]["amount"]  # type: ignore[index]
    assert len(db.frame("SELECT * FROM versions_transactions")) == 120


def test_every_job_that_is_queued_wakes_whoever_listens_without_a_look(db: Database) -> None:
    """Each is heard of before the next is queued; nobody looks, so one that was lost would be waited for in vain."""
    heard: SimpleQueue[None] = SimpleQueue()
    listening = db.engine.listen(lambda: heard.put(None))
    assert listening is not None
    for number in range(50):
        with db.write(link=f"link {number}") as connection:
            jobs.enqueue(connection, f"link {number}", ["owners"], "operator")
        heard.get(timeout=PATIENCE)
    listening.close()
    assert heard.empty()


def test_a_reader_writes_nothing(db: Database) -> None:
    with pytest.raises(StoreError, match="can't be written"), db.as_seen(Sight.MASKED).read() as connection:
        connection.execute("DELETE FROM links")


def test_no_condition_order_or_part_of_a_text_sees_what_is_masked(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "owners", bodies.LINK, [bodies.owner()])
        (name,) = connection.execute("SELECT display_name FROM owners").fetchone()
    asked = {"name": name, "begin": name[:3]}
    with db.as_seen(Sight.MASKED).read() as connection:
        for condition in ("display_name = :name", "instr(display_name, :begin) > 0", "display_name LIKE :begin || '%'"):
            assert not connection.execute(f"SELECT 1 FROM owners WHERE {condition}", asked).fetchall()
        for part in ("display_name || '!'", "upper(display_name)", "substr(display_name, 2, 40)", "display_name"):
            (told,) = connection.execute(f"SELECT {part} FROM owners").fetchone()
            assert not {*name.casefold().split()} & {*told.casefold().split()}


def test_a_block_that_another_came_between_is_run_again(db: Database) -> None:
    runs = []

    def block(connection: Connection) -> int:
        runs.append(connection)
        if len(runs) < 3:
            raise Conflict("between")
        return len(runs)

    assert db.written(block) == 3


def test_one_process_leads_until_it_ends(db: Database) -> None:
    with Database.open(db.address) as other:
        assert other.engine.leads()
        assert other.engine.leads()
        assert not db.engine.leads()
    until(db.engine.leads)  # the server lets go of a session a moment after it has ended


def test_whoever_listens_is_told_of_a_job_once_it_is_committed(db: Database) -> None:
    told = Event()
    listening = db.engine.listen(told.set)
    assert listening is not None
    assert listening.hears
    with db.write() as connection:
        jobs.enqueue(connection, bodies.LINK, ["owners"], "operator")
        assert not told.wait(0.05)
    assert told.wait(PATIENCE)
    told.clear()
    with db.write() as connection:
        jobs.enqueue(connection, bodies.LINK, ["accounts"], "operator")
        jobs.enqueue(connection, "another", ["accounts"], "operator")
    first, second, third = jobs.claim(db, "a", LEASE), jobs.claim(db, "a", LEASE), jobs.claim(db, "b", LEASE)
    assert first is not None
    assert second is not None
    assert third is None
    for job, is_awaited in ((second, False), (first, True)):
        until(told.is_set)
        told.clear()
        jobs.finish(db, job)
        assert told.wait(PATIENCE if is_awaited else 0.05) is is_awaited
        told.set()
    listening.close()
    assert not listening.hears


def test_workers_take_each_job_once_and_no_link_twice_at_the_same_time(db: Database) -> None:
    with db.write() as connection:
        for link in range(8):
            for resource in ("accounts", "owners", "transactions"):
                jobs.enqueue(connection, f"link {link}", [resource], "operator")
    running: set[str] = set()

    def work(number: int) -> list[Job]:
        done = []
        while job := jobs.claim(db, f"worker {number}", LEASE):
            assert job.link not in running
            running.add(job.link)
            done.append(job)
            running.remove(job.link)
            jobs.finish(db, job)
        return done

    with ThreadPoolExecutor(4) as pool:
        found = [job for done in pool.map(work, range(4)) for job in done]
    left = [*iter(lambda: jobs.claim(db, "last", LEASE), None)]
    assert len({job.id for job in (*found, *left)}) == len(found) + len(left) == 24
    assert len({job.fence for job in found}) == len(found)


def test_pages_that_are_stored_beside_each_other_leave_right_sums(db: Database) -> None:
    """All of the same days, categories and currencies, so that they meet in the sums."""
    names = [f"{bodies.LINK[:-1]}{number}" for number in range(4)]
    with db.write() as connection:
        for name in names:
            links.save(connection, bodies.link(id=name))

    def store(name: str) -> None:
        number = names.index(name)
        for page in range(3):
            amounts = [
                bodies.transaction(1000 * number + one, amount=page + one, of=bodies.account(id=f"account {name}"))
                for one in range(20)
            ]
            db.written(lambda connection, items=amounts: rows.save_page(connection, "transactions", name, items))  # type: ignore[misc]

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(store, names)] == [None] * 4
    before = sums(db)
    with db.write() as connection:
        aggregates.rebuild(connection)
    assert sums(db) == before
    assert len(before) > 4


def test_sums_of_earlier_days_are_put_together_and_stay_what_the_rows_come_to(db: Database) -> None:
    names = [f"{bodies.LINK[:-1]}{number}" for number in range(4)]

    def store(amount: int, days: Sequence[int]) -> None:
        for number, name in enumerate(names):
            some = [
                bodies.transaction(100 * number + day, amount=amount, value_date=f"2026-11-{day:02}", type="OUTFLOW")
                for day in days
            ]
            db.written(lambda connection, link=name, page=some: rows.save_page(connection, "transactions", link, page))  # type: ignore[misc]

    store(5, range(1, 21))
    before = sums(db)
    with db.write() as connection:
        assert aggregates.fold(connection, "2026-11-11") > 10
    assert sums(db) == before
    sets = "SELECT bucket FROM flows_by_day_sets WHERE day < '2026-11-11'"
    assert {*db.frame(sets)["bucket"]} == {-1}
    store(7, [3, 15])  # changed since
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [str(bodies.transaction(9)["id"])], link_id=names[0])
    after = sums(db)
    with db.write() as connection:
        aggregates.rebuild(connection)
    assert after == sums(db) != before
    with db.write() as connection:
        aggregates.fold(connection, "2026-12-01")
        assert aggregates.fold(connection, "2026-12-01") == 0
    assert sums(db) == after


def sums(db: Database) -> set[tuple[object, ...]]:
    with db.read() as connection:
        return {
            (table, *row)
            for table in ("flows_by_day", "flows_by_month", "row_counts")
            for row in connection.execute(f"SELECT * FROM {table}")
        }


def test_connections_that_a_server_has_ended_are_lent_to_nobody(db: Database) -> None:
    """As all are once it was started anew; whoever asks next is answered at once."""
    with db.read() as one, db.read() as two, db.write() as connection:
        for each in (one, two, connection):
            each.execute("SELECT count(*) FROM links")
    with psycopg.connect(db.address.url, autocommit=True) as other:
        ended = other.execute(_END_OTHERS).fetchall()
        assert len(ended) >= 3
        until(lambda: not other.execute(_OTHERS).fetchall())
    for _ in range(3):
        with db.read() as connection:
            assert connection.execute("SELECT count(*) FROM links").fetchone()[0] == 0
    with db.write() as connection:
        audit.record(connection, "somebody", "pull", "x", {})
    assert len(audit.table(db)) == 1


def test_a_connection_that_ends_while_it_is_lent_is_lent_no_more(db: Database) -> None:
    with psycopg.connect(db.address.url, autocommit=True) as other:

        def ask_and_be_ended() -> None:
            with db.read() as connection:
                connection.execute("SELECT count(*) FROM links")
                other.execute(_END_OTHERS)
                until(lambda: not other.execute(_OTHERS).fetchall())
                connection.execute("SELECT count(*) FROM links")

        with pytest.raises(Unreachable):
            ask_and_be_ended()
        with db.read() as connection:
            assert connection.execute("SELECT count(*) FROM links").fetchone()[0] == 0


_OF_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_OTHERS, _END_OTHERS = f"SELECT pid {_OF_OTHERS}", f"SELECT pg_terminate_backend(pid) {_OF_OTHERS}"
