"""Audit: who did what, newest first, and that nobody changes it unnoticed."""

import pandas as pd
import pytest

from store import Database, Unusable
from store.engine import Connection
from store.ops import audit
from store.upkeep import erasure_log
from store.write import links
from tests.kit import bodies
from tests.kit.rows import records, tuples

NOW = "2026-11-24T05:00:00.000000Z"


def test_an_action_is_on_record(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
        about = {"institution": "erebor", "again": bodies.LINK}
        said = {"did": "link erased", "link": bodies.LINK, "address": "10.0.0.7", "now": NOW}
        assert audit.record(connection, "operator", "delete", "", about, **said) == 1
        assert audit.record(connection, "system", "pull", "another", {}, now=NOW) == 2
    sign = erasure_log.digest(bodies.LINK)
    assert records(audit.table(db, link=bodies.LINK)) == [
        {
            "id": 1,
            "at": pd.Timestamp(NOW),
            "actor": "operator",
            "action": "delete",
            "did": "link erased",
            "target": "",
            "link": sign,
            "person": erasure_log.digest_of_person("user-1"),
            "outcome": "done",
            "address": "10.0.0.7",
            "details": f'{{"institution":"erebor","again":"{sign}"}}',
        }
    ]
    assert tuples(audit.table(db), "action") == [("pull",), ("delete",)]
    assert tuples(audit.table(db, limit=1), "action") == [("pull",)]


def test_nothing_that_was_written_is_changed_or_deleted(db: Database) -> None:
    write(db, "one", "two", "three")
    for sql in (
        "UPDATE audit SET actor = 'somebody else' WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT 7, at, actor, action, did, target, link, person, outcome, address, details, hash"
        " FROM audit WHERE id = 1",
        "INSERT OR REPLACE INTO audit SELECT id, at, 'somebody else', action, did, target, link, person, outcome,"
        " address, details, hash FROM audit WHERE id = 1",
        "UPDATE audit_chain SET head = 2",
        "DELETE FROM audit_chain",
    ):
        with pytest.raises(Unusable), db.write() as connection:
            connection.execute(sql)
    assert audit.verify(db).fault == ""
    assert [*audit.table(db)["action"]] == ["three", "two", "one"]


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        ("UPDATE audit SET actor = 'somebody else' WHERE id = 2", "Row 2 does not say what was written"),
        ("UPDATE audit SET details = x'00' WHERE id = 2", "Row 2 does not say what was written"),
        ("DELETE FROM audit WHERE id = 2", "Row 2 is missing."),
        ("DELETE FROM audit WHERE id = 3", "Row 3 is missing. Nothing newer is there."),
        ("DELETE FROM audit WHERE id = 1", "Row 1 is missing."),
        ("DELETE FROM audit_chain", "Row 1 was put in behind the newest one."),
    ],
)
def test_a_forgery_behind_the_back_of_the_triggers_is_found(db: Database, forgery: str, fault: str) -> None:
    write(db, "one", "two", "three")
    with db.write() as connection:
        for trigger in guards(connection):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(forgery)
    assert audit.verify(db).fault.startswith(fault)


def test_a_store_that_does_not_guard_its_rows_any_more_is_found(db: Database) -> None:
    write(db, "one")
    with db.read() as connection:
        every = guards(connection)
    assert len(every) == 6
    for trigger in every:
        with db.write() as connection:
            (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [trigger]).fetchone()
            connection.execute(f"DROP TRIGGER {trigger}")
        assert trigger in audit.verify(db).fault
        with db.write() as connection:
            connection.execute(f"CREATE TRIGGER {trigger} AFTER DELETE ON audit BEGIN SELECT 1; END")
        assert trigger in audit.verify(db).fault
        with db.write() as connection:
            connection.execute(f"DROP TRIGGER {trigger}")
            connection.execute(made)
    assert audit.verify(db).fault == ""


def guards(connection: Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
    return [name for (name,) in connection.execute(sql)]


def test_who_opened_a_session_is_known_as_long_as_it_is_kept(db: Database) -> None:
    with db.write() as connection:
        audit.record(connection, "vera", "refused", "nonce", {}, outcome="refused")
        audit.record(connection, "oscar", "connect", "nonce", {})
        audit.record(connection, "ana", "connect", "nonce", {})
        assert (audit.starter(connection, "nonce"), audit.starter(connection, "another")) == ("oscar", None)


def write(db: Database, *actions: str) -> None:
    with db.write() as connection:
        for action in actions:
            audit.record(connection, "operator", action, "x", {}, now=NOW)
