"""Audit: who did what, newest first, and that nobody changes it unnoticed."""

import pandas as pd
import pytest

from store import Database, Unusable
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
        pytest.param(
            "UPDATE audit SET details = x'00' WHERE id = 2",
            "Row 2 does not say what was written",
            marks=pytest.mark.sqlite_only(reason="a column of texts holds nothing else in PostgreSQL"),
        ),
        ("DELETE FROM audit WHERE id = 2", "Row 2 is missing."),
        ("DELETE FROM audit WHERE id = 3", "Row 3 is missing. Nothing newer is there."),
        ("DELETE FROM audit WHERE id = 1", "Row 1 is missing."),
        ("DELETE FROM audit_chain", "Row 1 was put in behind the newest one."),
    ],
)
def test_a_forgery_behind_the_back_of_the_triggers_is_found(db: Database, forgery: str, fault: str) -> None:
    write(db, "one", "two", "three")
    with db.write() as connection:
        for trigger in GUARDS:
            connection.execute(dropping(db, trigger))
        connection.execute(forgery)
    assert audit.verify(db).fault.startswith(fault)


def test_a_store_that_does_not_guard_its_rows_any_more_is_found(db: Database) -> None:
    write(db, "one")
    name = db.engine.name
    with db.read() as connection:
        made = dict(connection.execute(MADE[name]).fetchall())
    assert made.keys() == GUARDS.keys()
    for trigger, table in GUARDS.items():
        with db.write() as connection:
            connection.execute(dropping(db, trigger))
        assert trigger in audit.verify(db).fault
        with db.write() as connection:
            connection.execute(OTHERS[name].format(trigger, table))
        assert trigger in audit.verify(db).fault
        with db.write() as connection:
            connection.execute(dropping(db, trigger))
            connection.execute(made[trigger])
    assert audit.verify(db).fault == ""


GUARDS = {
    **dict.fromkeys(
        ("audit_comes_in_order", "audit_has_a_head", "audit_is_not_changed", "audit_is_not_deleted"), "audit"
    ),
    **dict.fromkeys(("audit_chain_goes_on", "audit_chain_stays"), "audit_chain"),
}
"""The triggers, each with its table."""

MADE = {
    "SQLite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'",
    "PostgreSQL": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'audit%'",
}
OTHERS = {
    "SQLite": "CREATE TRIGGER {} AFTER DELETE ON {} BEGIN SELECT 1; END",
    "PostgreSQL": "CREATE TRIGGER {} AFTER DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_has_a_head()",
}


def dropping(db: Database, trigger: str) -> str:
    """The SQL that takes a trigger out."""
    return f"DROP TRIGGER {trigger}" + (f" ON {GUARDS[trigger]}" if db.engine.name == "PostgreSQL" else "")


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
