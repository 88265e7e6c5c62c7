"""What people say of matches is kept, and on record."""

from actions import matches
from store import Database
from store.ops import audit
from store.write import match_decisions
from store.write.match_decisions import Judged
from tests.kit.actors import TESTER
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.rows import records

JUDGED = Judged(("invoices i1", "t1"), (OTHER_LINK, LINK), "1 100 | 2 100")


def test_a_yes_is_kept_until_it_is_taken_back(db: Database) -> None:
    matches.judge(db, JUDGED, is_right=True, actor=TESTER)
    matches.judge(db, JUDGED, is_right=False, actor=TESTER)
    with db.read() as connection:
        (kept,) = match_decisions.of_links(connection, [LINK]).values()
    assert (kept.is_right, kept.basis, kept.actor) == (False, JUDGED.basis, TESTER.name)
    assert matches.take_back(db, JUDGED, actor=TESTER)
    assert not matches.take_back(db, JUDGED, actor=TESTER)
    told = [(row["did"], row["outcome"], row["details"]) for row in records(audit.table(db))]
    assert [(did, outcome) for did, outcome, _ in reversed(told)] == [
        ("match judged", "done"),
        ("match judged", "done"),
        ("judgement taken back", "done"),
        ("judgement taken back", "failed"),
    ]


def test_the_audit_names_the_rows(db: Database) -> None:
    matches.judge(db, JUDGED, is_right=True, actor=TESTER)
    (row,) = records(audit.table(db))
    assert (row["action"], row["target"]) == ("judge", "invoices i1 t1")
    assert "confirmed" in str(row["details"])
