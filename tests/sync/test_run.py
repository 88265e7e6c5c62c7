from collections.abc import Callable

import pytest

from store import Database, LostLease, Unusable
from store.ops import jobs, runs
from store.ops.jobs import Job
from store.write import bookmarks, rows
from sync.run import Progress, Run, Tally
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import transaction_body

Claimed = Callable[..., Job]


def told(db: Database) -> dict[str, object]:
    columns = ["state", "fetched", "total", "added", "changed", "unchanged", "deleted"]
    newest = runs.for_link(db, LINK)[columns].iloc[0]
    return {column: newest[column] for column in columns}


def test_a_page_is_stored_with_the_progress_it_means(db: Database, claimed: Claimed) -> None:
    seen: list[Progress] = []
    run = Run.start(db, claimed(), "transactions", seen.append)
    page = [transaction_body(0), transaction_body(1)]
    assert run.save(page, 3) == {body["id"] for body in page}
    assert run.save([transaction_body(1, status="PENDING")], 3) == {transaction_body(1)["id"]}
    assert run.tally == Tally(fetched=3, total=3, pages=2, added=2, changed=1)
    assert seen == [Progress("transactions", 2, 3), Progress("transactions", 3, 3)]
    assert rows.body(db, "transactions", str(page[0]["id"])) == page[0]


def test_a_complete_run_moves_the_bookmark_to_the_newest_row(db: Database, claimed: Claimed) -> None:
    run = Run.start(db, claimed(), "transactions")
    run.save([transaction_body(5), transaction_body(3)], 2)
    run.complete(full=True)
    with db.read() as connection:
        bookmark = bookmarks.get(connection, LINK, "transactions")
    assert bookmark is not None
    assert bookmark.created_at == transaction_body(5)["created_at"]
    assert bookmark.full_at == bookmark.listed_at
    assert told(db) == {
        "state": "done", "fetched": 2, "total": 2, "added": 2, "changed": 0, "unchanged": 0, "deleted": 0,
    }  # fmt: skip


def test_nothing_is_written_for_a_job_that_was_taken_over(db: Database, claimed: Claimed) -> None:
    job = claimed()
    run = Run.start(db, job, "transactions")
    jobs.cancel(db, job.id)
    for write in (
        lambda: run.save([transaction_body(0)], 1),
        lambda: run.mark_deleted([str(transaction_body(0)["id"])]),
        lambda: run.complete(full=True),
        lambda: Run.start(db, job, "owners"),
    ):
        with pytest.raises(LostLease):
            write()
    with db.read() as connection:
        assert rows.live_count(connection, "transactions", LINK) == 0
    assert told(db)["fetched"] == 0


@pytest.mark.sqlite_only(reason="stops a statement by a trigger in SQLite's words")
def test_a_page_that_cannot_be_stored_leaves_no_half_of_itself(db: Database, claimed: Claimed) -> None:
    run = Run.start(db, claimed(), "transactions")
    second = transaction_body(1)["id"]
    with db.write() as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON transactions WHEN new.id = '{second}' "
            "BEGIN SELECT raise(ABORT, 'no room'); END"
        )
    with pytest.raises(Unusable, match="no room"):
        run.save([transaction_body(0), transaction_body(1)], 2)
    with db.read() as connection:
        assert rows.live_count(connection, "transactions", LINK) == 0
    assert (run.tally, told(db)["fetched"]) == (Tally(), 0)
