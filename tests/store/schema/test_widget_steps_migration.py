"""Sessions of a store from before have steps, institution and way by what their events said."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from store import Database
from store.ops import sessions
from store.schema import migrations
from store.schema.history import functions

BEFORE = next(
    number for number, migration in enumerate(migrations.MIGRATIONS) if migration.name.endswith("_widget_steps")
)
AT = "2026-11-24T05:00:00.000000Z"
SESSION = (
    "INSERT INTO widget_sessions (nonce, token_hash, state, mode, options, opened_at, changed_at)"
    " VALUES (?, ?, 'left', 'connect', ?, ?, ?)"
)
EVENTS: list[tuple[str, object]] = [
    ("opened", {}),
    ("event", {"eventName": "PAGE_LOAD", "metadata": {"page": "/institutions", "institution_name": ""}}),
    ("event", {"eventName": "PAGE_LOAD", "meta_data": {"page": "/token", "institution_name": "gringotts"}}),
    ("event", {"eventName": "ERROR", "meta_data": {"error_code": "login_error", "institution_name": "erebor"}}),
    ("exit", ["no", "object"]),
]


def test_what_is_kept_of_earlier_sessions_says_how_far_they_came(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        functions.register(connection)
        connection.execute(
            "CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
        )
        for number, migration in enumerate(migrations.MIGRATIONS[:BEFORE], 1):
            migration.migrate(connection)
            sql = "INSERT INTO schema_migrations (number, name, applied_at) VALUES (?, ?, '')"
            connection.execute(sql, [number, migration.name])
        for nonce, options in (("one", '{"hosted":true}'), ("two", "{}")):
            connection.execute(SESSION, [nonce, nonce, options, AT, AT])
        connection.executemany(
            "INSERT INTO widget_events (nonce, seq, name, payload, at) VALUES ('one', ?, ?, ?, ?)",
            [(seq, name, json.dumps(told), AT) for seq, (name, told) in enumerate(EVENTS, 1)],
        )
    with Database.open(path) as db:
        one, two = sessions.find(db, "one"), sessions.find(db, "two")
        assert one is not None
        assert two is not None
        assert (one.hosted, one.told_institution, one.device) == (1, "erebor", None)
        assert (two.hosted, two.told_institution) == (0, None)
        assert [event.step for event in sessions.history(db, "one")] == [10, 20, 50, None, None]
