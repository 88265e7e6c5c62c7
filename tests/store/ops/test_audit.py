"""Audit: who did what, newest first."""

import pandas as pd

from store import Database
from store.ops import audit
from tests.kit.rows import records, tuples

NOW = "2026-11-24T05:00:00.000000Z"


def test_an_action_is_on_record(db: Database) -> None:
    with db.write() as connection:
        assert audit.record(connection, "operator", "link deleted", "link", {"institution": "erebor"}, now=NOW) == 1
        assert audit.record(connection, "system", "pull requested", "another", {}, now=NOW) == 2
    assert records(audit.table(db, subject="link")) == [
        {
            "at": pd.Timestamp(NOW),
            "actor": "operator",
            "action": "link deleted",
            "subject": "link",
            "details": '{"institution":"erebor"}',
        }
    ]
    assert tuples(audit.table(db), "action") == [("pull requested",), ("link deleted",)]
    assert tuples(audit.table(db, limit=1), "action") == [("pull requested",)]
