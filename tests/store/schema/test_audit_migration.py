"""What stood in the audit before it was a chain is in it, in the words of now."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import orjson

from domain.audit_chain import hash_of
from store import Database
from store.ops import audit
from store.schema import migrations
from store.schema.history import functions
from store.upkeep.erasure_log import digest, digest_of_person, mark
from tests.kit import bodies
from tests.kit.rows import tuples

BEFORE = 26
GONE = "0f0f0f0f-0000-4000-8000-00000000000f"

EARLIER = [
    ("operator", "connection started", "a-nonce", '{"product":"bank","hosted":false}'),
    ("operator", "link connected", bodies.LINK, '{"institution":"erebor_mx_retail"}'),
    ("ana@desk.example", "repair started", bodies.LINK, '{"session":"another-nonce","hosted":true}'),
    ("ana@desk.example", "link erased", mark(GONE), '{"rows":12}'),
    ("vera@desk.example", "refused", bodies.LINK, '{"attempted":"delete","address":"10.0.0.7"}'),
    ("system", "pull requested", GONE, '{"resources":["owners"],"again":"' + GONE + '"}'),
    ("operator", "webhook replayed", "1c1c1c1c-0000-4000-8000-00000000000c", '{"job":7}'),
    ("operator", "sign_in", "operator", '{"provider":"default","address":"10.0.0.8","role":"admin"}'),
]


def test_earlier_rows_are_chained_and_name_links_by_digests(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        functions.register(connection)
        connection.execute(
            "CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
        )
        for number, migration in enumerate(migrations.MIGRATIONS[:BEFORE], 1):
            migration.migrate(connection)
            connection.execute("INSERT INTO schema_migrations VALUES (?, ?, '')", [number, migration.name])
        connection.execute(
            "INSERT INTO links (key, id, external_id, inexact, changed_at) VALUES (1, ?, 'user-1', 0, '')",
            [bodies.LINK],
        )
        connection.executemany(
            "INSERT INTO audit (at, actor, action, subject, details) VALUES (?, ?, ?, ?, ?)",
            [("2026-11-24T05:00:00.000000Z", *row) for row in EARLIER],
        )
    mine, gone, person = digest(bodies.LINK), digest(GONE), digest_of_person("user-1")
    with Database.open(path) as db:
        told = tuples(audit.table(db), "action", "did", "target", "link", "person", "outcome", "address", "details")
        assert told[::-1] == [
            ("connect", "connection started", "a-nonce", "", "", "done", "", '{"product":"bank","hosted":false}'),
            ("connect", "link connected", "", mine, person, "done", "", '{"institution":"erebor_mx_retail"}'),
            (
                "repair",
                "repair started",
                "another-nonce",
                mine,
                person,
                "done",
                "",
                '{"session":"another-nonce","hosted":true}',
            ),
            ("delete", "link erased", "", gone, "", "done", "", '{"rows":12}'),
            ("refused", "delete", "", mine, person, "refused", "10.0.0.7", '{"attempted":"delete"}'),
            ("pull", "pull requested", "", gone, "", "done", "", f'{{"resources":["owners"],"again":"{gone}"}}'),
            ("replay", "webhook replayed", EARLIER[6][2], "", "", "done", "", '{"job":7}'),
            ("sign_in", "sign_in", "operator", "", "", "done", "10.0.0.8", '{"provider":"default","role":"admin"}'),
        ]
        assert (audit.verify(db).fault, audit.verify(db).rows) == ("", len(EARLIER))
        with db.write() as connection:
            assert audit.record(connection, "operator", "pull", "", {}) == len(EARLIER) + 1
        assert audit.verify(db).fault == ""


def test_earlier_rows_are_hashed_as_new_ones_are() -> None:
    values = [1, "José 日本 \U0001f642", 'a "b" \\ / \t \n \r \x01 \x7f \u2028']
    assert hash_of("before", values) == hashlib.sha256(orjson.dumps(["before", *values])).hexdigest()
