"""An erased link is nowhere, not even in the bytes of the file."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.notices.channels import Channel
from domain.notices.kinds import Fact, Kind
from domain.notices.news import News
from resources import RESOURCES
from store import Connection, Database, LostLease, StoreError, engine
from store.engine import database_file, sqlite
from store.ops import (
    audit,
    breakers,
    call_budgets,
    calls,
    drift,
    historical,
    jobs,
    processes,
    refusals,
    rounds,
    runs,
    sessions,
    webhooks,
)
from store.ops.access import sign_ins
from store.ops.audit import reveals, seen_settings
from store.ops.calls import Bodies, Call
from store.ops.drift import Checked
from store.ops.notices import events
from store.ops.operators import accounts, bulk, update_links
from store.ops.operators.accounts import New
from store.ops.operators.update_links import UpdateLink
from store.ops.rounds import shared_lists
from store.queries.banking import transactions
from store.queries.banking.transactions import TransactionFilter
from store.queries.links import judged as judged_links
from store.queries.links import overview
from store.schema import row_index
from store.upkeep import erasure, erasure_log, integrity, sandbox_reset
from store.upkeep.erasure import NotErased
from store.write import bookmarks, holds, links, match_decisions, rows, stored_pages
from store.write.batch import prepare
from store.write.match_decisions import Judged
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.files import file_of
from tests.kit.rows import tuples

FOR_EVER = "9999-01-01T00:00:00.000000Z"
USER = "user-42"
SECRET = "Persona Secreta Ñandú"
OTHERS = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK, name="Cuenta ajena")


OF_NOBODY = (
    "INSERT INTO saved_views VALUES ('v', 'May', 'accounts', '[]', 'ana', 'b', 0, 0, '2026', '2026')",
    "INSERT INTO board_cells VALUES ('c', 'v', 0, 'May', 'accounts', '[]', 'rows', 0, 0)",
    "INSERT INTO view_looks VALUES ('v', 'b', '2026')",
    f"""INSERT INTO story_plays VALUES (1, 'worker', 2, '{{"worker": "{LINK}"}}', '2026', '2026')""",
    "INSERT INTO backups VALUES ('desk.db', '2026')",
    "INSERT INTO kept_since VALUES ('transactions', '2026-01-01')",
    "INSERT INTO retention VALUES ('2026', '{}')",
    "INSERT INTO notice_channels VALUES"
    " ('o', 'email', 'ops@desk.example', 'broken', 5, NULL, NULL, 'UTC', 1, '2026', '2026', NULL, 'es')",
    "INSERT INTO notice_deliveries VALUES ('d', 'o', 'email', '2026', 1, 'sent', 1, '2026', NULL, '2026')",
    "INSERT INTO notice_attempts (delivery, channel, way, at, outcome, status, told, milliseconds)"
    " VALUES ('d', 'o', 'email', '2026', 'sent', 250, '', 20)",
    "INSERT INTO tokens VALUES ('reports', 'a digest', 'viewer', 'ana', 'b', 60, '2026', '2027', NULL, NULL)",
)


def _save_strange_rows(connection: Connection) -> None:
    """A row of every resource but those that are looked at, changed once."""
    for resource in RESOURCES.values():
        if resource.per_link and resource.name not in ("accounts", "transactions", "owners"):
            for strange in (1, 2):  # the second time changed, so that there is a version
                body = {"id": f"{resource.name}-{SECRET}", "link_id": LINK, "link": LINK, "strange": strange}
                rows.save_page(connection, resource.name, LINK, [body])


def _save_changed_rows(connection: Connection) -> None:
    rows.save_page(connection, "accounts", LINK, [bodies.account(name="Renamed")])
    rows.save_page(connection, "owners", LINK, [bodies.owner(display_name=SECRET)])
    rows.save_page(connection, "owners", LINK, [bodies.owner()])
    links.save(connection, bodies.link(status="invalid"))


def _notice(db: Database) -> None:
    """That both links broke, of which a channel is told."""
    told = News(tuple(Fact(Kind.BROKEN, link, "1", "erebor", link, "invalid") for link in (LINK, OTHER_LINK)))
    somewhere = Channel("o", "email", "ops@desk.example", frozenset({Kind.BROKEN}), on_since=datetime.now(UTC))
    events.note(db, told, [somewhere], datetime.now(UTC))


def _work_on_links(db: Database) -> None:
    """A run over several, an address that was handed out, and how links were judged."""
    now = datetime.now(UTC)
    with db.write() as connection:
        update_links.add(connection, UpdateLink("code", LINK, "repair", "es", "ana", now + timedelta(days=7)), now)
        bulk.start(connection, bulk.Kind.PULL, bulk.of_links([LINK]), actor="ana", role="admin")
        run = accounts.start(connection, [New(2, "erebor", "somebody", "mark", "sealed")], actor="ana", role="admin")
    account = accounts.next_waiting(db, run)
    assert account is not None
    with db.write() as connection:
        accounts.settle(connection, account, bulk.done(), LINK)
    judged_links.renew(db, now)


@pytest.fixture
def two(filled: Database) -> Database:
    """Two links, the first with a row in every table and traces of somebody in most of them."""
    marked: dict[str, Any] = {"description": SECRET}
    _notice(filled)
    with filled.write() as connection:
        _save_strange_rows(connection)
        _save_changed_rows(connection)
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, **marked)])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, description="changed")])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(6, **marked)])
        rows.save(connection, prepare("transactions", LINK, [], [(SECRET, "no JSON")]))
        rows.mark_deleted(connection, "transactions", [bodies.transaction(6)["id"]])
        jobs.enqueue(connection, LINK, ["accounts"], "operator")
        run = runs.start(connection, None, LINK, "accounts")
        stored_pages.note(connection, run, "2026", "2026")
        bookmarks.set(connection, LINK, "accounts", None, full=True)
        historical.expect(connection, LINK, ["accounts"])
        sandbox_reset.note(connection, [LINK])
        sessions.open(connection, "nonce", "hash", SECRET)
        sessions.record(connection, "nonce", 1, "success", {"who": SECRET})
        sessions.set_state(connection, "nonce", "connected", link=LINK)
        webhooks.record(connection, "w", {"link_id": LINK, "external_id": SECRET})
        calls.record_many(connection, [Call("2026", "GET", f"/api/links/{LINK}/", query=SECRET, link=LINK)])
        told = [Bodies(f'{{"external_id":"{USER}"}}', None)]
        calls.record_many(connection, [Call("2026", "GET", f"/api/links/{LINK}/")], told)
        audit.record(connection, "operator", "connect", LINK, {"again": LINK}, link=LINK)
        reveals.begin(connection, by="alba", link=LINK, until=datetime.now(UTC), reason=SECRET)
        seen_settings.changed(connection, {"BELVO_ENV": "local"})
        processes.beat(connection)
        refusals.record(connection, 401, "No.")
        drift.note(connection, [Checked("ListLinks", "2026", [])])
        found = {"name": integrity.SUMS, "at": "2026", "problem": f"Sums differ: account {SECRET} of link {LINK}."}
        connection.execute("INSERT INTO store_checks VALUES (:name, :at, :problem)", found)
        links.save(connection, bodies.link(OTHER_LINK))
        rows.save_page(connection, "transactions", OTHER_LINK, [bodies.transaction(8, of=OTHERS)])
        processes.note_pulls(connection, "a worker", 8)
        now = datetime.now(UTC)
        sign_ins.begin(connection, "a", person="b", actor="ana@desk.example", provider="default", signed_at=now)
        breakers.note(connection, LINK, timed_out=["transactions"], answered=[])
        rounds.note(connection, LINK, None)
        rounds.note_list(connection, rounds.LINKS)
        shared_lists.note(connection, "owners", is_shared=True)
        judged = Judged(("invoices of another", "inflow"), (OTHER_LINK, LINK))
        match_decisions.put(connection, judged, is_right=True, actor="ana")
        put = "INSERT INTO assignments (link, external_id, actor, at) VALUES (:link, 'luis', 'ana', '2026-11-01')"
        connection.execute(put, {"link": LINK})
        holds.put(connection, "link", OTHER_LINK, reason="court order", actor="ana")
        for statement in OF_NOBODY:
            connection.execute(statement)
    call_budgets.hold(filled, "belvo", 1)
    _work_on_links(filled)
    return filled


def test_the_tests_link_has_something_in_every_table(two: Database) -> None:
    assert {name for name in _tables(two) if not _mentions(two, name, LINK) and len(_rows(two, name)) == 0} == {
        "erased_links",
        "erased_people",
        "store_identity",
        "versions_institutions",
        *({row_index.tables(resource)[0] for resource in RESOURCES.values() if resource.is_bulky} & {*_tables(two)}),
    }


def test_nothing_of_the_link_is_left(two: Database) -> None:
    report = erasure.erase(two, LINK)
    assert {name for name in _tables(two) if _mentions(two, name, LINK) or _mentions(two, name, SECRET)} == set()
    sign = erasure_log.digest(LINK)
    assert tuples(audit.table(two, link=LINK), "action", "target", "link", "details") == [
        ("connect", sign, sign, f'{{"again":"{sign}"}}')
    ]
    assert (report.mark.endswith(sign), audit.verify(two).fault, audit.verify(two).rows) == (True, "", 1)
    assert tuples(links.table(two), "link", "transactions") == [(OTHER_LINK, 1)]
    assert transactions.count(two, TransactionFilter()) == 1
    assert (overview.summary(two).links, overview.summary(two).accounts) == (1, 1)
    assert rows.body(two, "transactions", bodies.transaction(8)["id"]) == bodies.transaction(8, of=OTHERS)


def test_bodies_that_name_its_person_go_with_it(two: Database) -> None:
    named = [Bodies(f'"{LINK}"', None), Bodies(None, f'"{LINK}"'), Bodies(f'{{"external_id":"{USER}"}}', None)]
    with two.write() as connection:
        calls.record_many(connection, [Call("2026", "POST", "/api/token/")] * 3, named)
    assert len(_rows(two, "call_bodies")) == 4
    erasure.erase(two, LINK)
    assert len(_rows(two, "call_bodies")) == 0
    with two.write() as connection:  # that came late
        calls.record_many(connection, [Call("2026", "POST", "/", link=LINK)], [Bodies(f'"{LINK}"', None)])
    assert len(_rows(two, "call_bodies")) == 0


def test_what_was_erased_and_searched_is_told(two: Database) -> None:
    report = erasure.erase(two, LINK)
    told = {name: report.rows[name] for name in ("links", "accounts", "transactions", "owners", "api_calls", "jobs")}
    assert told == {"links": 1, "accounts": 2, "transactions": 6, "owners": 1, "api_calls": 2, "jobs": 1}
    # The link, two accounts, and two descriptions that the other link has not.
    assert report.texts == 5
    assert report.searched > 0
    assert two.engine.name == "PostgreSQL" or report.searched == file_of(two).stat().st_size


def test_a_table_that_does_not_say_whose_its_rows_are_stops_the_erasure(two: Database) -> None:
    with two.write() as connection:
        connection.execute("CREATE TABLE forgotten (what TEXT)")
    with pytest.raises(StoreError, match="Nothing says which rows of forgotten belong to a link"):
        erasure.erase(two, LINK)
    assert links.find(two, LINK) is not None


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_what_pages_of_the_file_have_left_over_is_found_and_written_over(
    two: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, hidden = sqlite.checkpoint, b"\0" + LINK.encode()

    def leave_over(connection: sqlite3.Connection) -> None:
        checkpoint(connection)
        with path.open("r+b") as file:
            page = file.read()
            place = page.index(b"\0" * 200, 8192)  # room that no row takes
            file.seek(place + 100)
            file.write(hidden)
        monkeypatch.setattr(sqlite, "checkpoint", checkpoint)

    monkeypatch.setattr(sqlite, "checkpoint", leave_over)
    assert erasure.erase(two, LINK).rewritten
    assert hidden not in path.read_bytes()
    assert two.frame("PRAGMA integrity_check")["integrity_check"].to_list() == ["ok"]


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_what_cannot_be_proved_is_not_called_an_erasure(two: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "_holds", lambda _file, _text: True)
    with pytest.raises(NotErased, match=r"local\.db still holds something of it. Another program reads it"):
        erasure.erase(two, LINK)
    with two.read() as connection:
        assert erasure_log.are_unproved(connection, before=FOR_EVER)
    assert [erasure.finish(two, before="2026"), erasure.finish(two, before=FOR_EVER)] == [False, True]
    assert not erasure.finish(two, before=FOR_EVER)


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_a_file_that_cannot_be_written_anew_is_told(two: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite, "rewrite", full)
    monkeypatch.setattr(database_file, "_holds", lambda _file, _text: True)
    with pytest.raises(NotErased, match=r"database or disk is full"):
        erasure.erase(two, LINK)
    assert links.find(two, LINK) is None


def test_nothing_about_an_erased_link_comes_in_again(two: Database) -> None:
    mark = erasure.erase(two, LINK).mark
    late = Call("2026", "DELETE", f"/api/links/{LINK}/", query=f"link={LINK}", link=LINK, job=1)
    with two.write() as connection:
        calls.record_many(connection, [late])
        assert erasure_log.is_erased(connection, LINK)
        assert not erasure_log.is_erased(connection, OTHER_LINK)
    assert tuples(calls.table(two), "path", "query", "link", "job") == [
        (f"/api/links/{mark}/", f"link={mark}", mark, None)
    ]
    with two.write() as connection:
        links.save(connection, bodies.link())  # connected once more
        assert not erasure_log.is_erased(connection, LINK)


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_nothing_of_it_is_left_in_the_files(two: Database, path: Path) -> None:
    two.checkpoint()
    assert SECRET.encode() in path.read_bytes()
    erasure.erase(two, LINK)
    left = b"".join(file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm"))
    assert SECRET.encode() not in left
    assert "NÓMINA ACME".encode() not in left
    assert b"Cuenta Perfiles" not in left
    assert b"Cuenta ajena" in left


def test_whoever_pulls_the_link_is_stopped(two: Database) -> None:
    job = jobs.claim(two, "worker", timedelta(minutes=1))
    assert job is not None
    erasure.erase(two, LINK)
    with pytest.raises(LostLease, match="erased"), two.write() as connection:
        jobs.guard(connection, job)


def test_an_erasure_that_is_broken_off_goes_on_where_it_was(two: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "_BATCH", 2)
    erase_batch, batches = erasure._erase_batch, 0

    def fail_at_the_third(*arguments: Any) -> None:  # noqa: ANN401 - passed on
        nonlocal batches
        batches += 1
        if batches == 3:
            raise KeyboardInterrupt
        erase_batch(*arguments)

    monkeypatch.setattr(erasure, "_erase_batch", fail_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        erasure.erase(two, LINK)
    assert transactions.count(two, TransactionFilter()) == len(transactions.page(two, TransactionFilter()))
    erasure.erase(two, LINK)
    assert {name for name in _tables(two) if _mentions(two, name, LINK)} == set()


def test_erasing_what_is_not_there_is_nothing(two: Database) -> None:
    before = overview.summary(two)
    erasure.erase(two, "nobody")
    assert overview.summary(two) == before


def _tables(db: Database) -> list[str]:
    with db.read() as connection:
        return [*engine.tables(connection)]


def _rows(db: Database, table: str) -> list[list[object]]:
    found: list[list[object]] = db.frame(f"SELECT * FROM {table}").to_numpy().tolist()
    return found


def _mentions(db: Database, table: str, text: str) -> bool:
    return any(text in str(value) for row in _rows(db, table) for value in row)
