from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from starlette.responses import Response

from belvo_client import BelvoClient
from resources import RESOURCES
from store import Database, LostLease
from store.ops import jobs, runs
from store.ops.jobs import Job
from store.upkeep import ages
from store.upkeep.ages import Ages
from store.write import bookmarks, rows
from sync.pull import Result, pull
from sync.rounds.shared import Kept
from sync.run import Progress
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import (
    ORDERS,
    Order,
    Row,
    ScriptedBelvo,
    account_body,
    error,
    owner_body,
    row_id,
    standard_lists,
    transaction_body,
)

Claimed = Callable[..., Job]


def pull_transactions(db: Database, client: BelvoClient, job: Job) -> Result:
    result = pull(db, client, job, RESOURCES["transactions"])
    jobs.finish(db, job)
    return result


def live_ids(db: Database, resource: str = "transactions") -> set[str]:
    with db.read() as connection:
        return rows.live_ids(connection, resource, LINK)


def ids(*numbers: int) -> set[str]:
    return {row_id("transaction", number) for number in numbers}


@pytest.mark.parametrize("order", ORDERS)
def test_every_row_of_every_page_is_stored_whatever_the_order(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, order: Order
) -> None:
    belvo.order, belvo.page_limit = order, 10
    result = pull_transactions(db, client, claimed())
    assert live_ids(db) == ids(*range(25))
    assert (result.state, result.tally.fetched, result.tally.added, result.tally.pages) == ("done", 25, 25, 3)


def test_a_run_tells_its_progress_after_each_page(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.page_limit = 10
    told: list[Progress] = []
    pull(db, client, claimed(), RESOURCES["transactions"], told.append)
    assert [(progress.fetched, progress.total) for progress in told] == [(10, 25), (20, 25), (25, 25)]


def test_the_bookmark_moves_only_when_the_list_was_read_to_its_end(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.page_limit = 10
    belvo.before = lambda request: error("unexpected_error", "Oops.", 500) if "page=3" in request else None
    result = pull(db, client, claimed(), RESOURCES["transactions"])
    with db.read() as connection:
        assert bookmarks.get(connection, LINK, "transactions") is None
    assert (result.state, result.error and result.error.code) == ("failed", "unexpected_error")
    assert len(live_ids(db)) == 20


@pytest.mark.parametrize("order", ORDERS)
def test_rows_that_come_in_while_a_list_is_read_are_not_missed(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, order: Order
) -> None:
    belvo.order, belvo.page_limit = order, 10
    arriving = iter([transaction_body(number) for number in range(100, 103)])

    def arrive(request: str) -> None:
        if "transactions?" in request and (row := next(arriving, None)):
            belvo.lists["transactions"].append(row)

    belvo.before = arrive
    result = pull_transactions(db, client, claimed())
    assert live_ids(db) == ids(*range(25), 100, 101, 102)
    assert result.state == "done"


def nameless(number: int) -> Row:
    """A transaction without id: those of one number are equal, and all are listed as they lie."""
    row = transaction_body(number, created_at="2026-01-01T00:00:00.000000Z")
    del row["id"]
    return row


def test_equal_rows_without_id_on_different_pages_are_as_many_at_every_pull(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["transactions"] = [*map(nameless, (1, 2, 1, 3, 1))]
    belvo.order, belvo.page_limit = "oldest first", 2
    first = pull_transactions(db, client, claimed())
    known = live_ids(db)
    again = pull_transactions(db, client, claimed(full=True))
    assert (first.state, again.state, len(known), live_ids(db)) == ("done", "done", 5, known)
    assert (again.tally.added, again.tally.deleted) == (0, 0)
    belvo.lists["transactions"] = [*map(nameless, (1, 2, 3, 1))]
    assert pull_transactions(db, client, claimed(full=True)).tally.deleted == 1
    assert (len(live_ids(db)), live_ids(db) < known) == (4, True)


def test_a_row_without_id_that_moves_to_a_later_page_is_not_two(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["transactions"] = [*map(nameless, range(4))]
    belvo.order, belvo.page_limit = "oldest first", 2

    def move_once(request: str) -> None:
        if "page=2" in request and len(belvo.listed("transactions")) == 2:
            rows_there = belvo.lists["transactions"]
            rows_there[:] = [rows_there[number] for number in (0, 2, 1, 3)]

    belvo.before = move_once
    assert pull_transactions(db, client, claimed()).state == "done"
    descriptions = db.frame("SELECT description FROM transactions WHERE deleted_at IS NULL ORDER BY description")
    assert [*descriptions["description"]] == [f"Compra {number}" for number in range(4)]


def without(belvo: ScriptedBelvo, *numbers: int) -> list[Row]:
    return [row for row in belvo.lists["transactions"] if row["id"] not in ids(*numbers)]


@pytest.mark.parametrize("pulled_before", [True, False], ids=["later", "first"])
@pytest.mark.parametrize("order", ORDERS)
def test_rows_that_go_while_a_list_is_read_leave_no_gap(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, order: Order, pulled_before: bool
) -> None:
    belvo.order, belvo.page_limit = order, 10
    if pulled_before:
        pull_transactions(db, client, claimed())
    # At the end, 23 rows are counted and 23 were seen; in some orders not the same ones.
    going = iter([0, 24])

    def go(request: str) -> None:
        if "transactions?" in request and "&page=" in request and (number := next(going, None)) is not None:
            belvo.lists["transactions"] = without(belvo, number)

    belvo.before = go
    result = pull_transactions(db, client, claimed(full=True))
    assert (result.state, live_ids(db)) == ("done", ids(*range(1, 24)))


def test_a_list_that_breaks_off_is_not_whole_however_many_rows_were_seen(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.page_limit = 10
    numbers = iter([range(26), range(10, 26)])

    def change_before_the_last_page(request: str) -> Response | None:
        if "&page=3" not in request or (left := next(numbers, None)) is None:
            return None
        belvo.lists["transactions"] = [transaction_body(number) for number in left]
        return error("not_found", "Invalid page.", 404) if len(left) < 20 else None

    belvo.before = change_before_the_last_page
    pull_transactions(db, client, claimed())
    assert live_ids(db) == ids(*range(10, 26))


def test_a_list_that_becomes_shorter_than_its_pages_is_read_again(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.page_limit = 10

    def shrink(request: str) -> Response | None:
        if "page=3" in request and len(belvo.lists["transactions"]) == 25:
            belvo.lists["transactions"] = belvo.lists["transactions"][:20]
            return error("not_found", "Invalid page.", 404)
        return None

    belvo.before = shrink
    pull_transactions(db, client, claimed())
    assert live_ids(db) == ids(*range(20))


def test_an_order_that_changes_with_each_page_is_read_until_the_count_agrees(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists = standard_lists(transactions=6)
    belvo.order, belvo.page_limit = "reshuffled", 3
    seen: list[Progress] = []
    result = pull(db, client, claimed(), RESOURCES["transactions"], seen.append)
    assert (result.state, live_ids(db)) == ("done", ids(*range(6)))
    assert len(seen) > 2


def test_a_list_that_never_agrees_with_its_count_is_an_error_and_deletes_nothing(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    belvo.count_offset, belvo.lists["transactions"] = 1, belvo.lists["transactions"][5:]
    result = pull(db, client, claimed(full=True), RESOURCES["transactions"])
    assert result.error is not None
    assert (result.state, result.error.code, result.error.kind) == ("failed", "incomplete_listing", "retriable")
    assert str(result.error) == (
        "incomplete_listing: Belvo counts 21 transactions of this link, but its list held 20 after 3 readings."
    )
    assert (live_ids(db), result.tally.deleted) == (ids(*range(25)), 0)


def test_a_row_that_is_gone_from_list_and_address_is_marked_as_deleted(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    belvo.lists["transactions"] = belvo.lists["transactions"][1:]
    result = pull_transactions(db, client, claimed())
    assert (live_ids(db), result.tally.deleted) == (ids(*range(1, 25)), 1)
    assert rows.body(db, "transactions", row_id("transaction", 0)) == transaction_body(0)


def test_a_row_missing_from_the_list_that_can_still_be_read_is_kept_as_it_is_now(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    belvo.unlisted = {row_id("transaction", 0)}
    belvo.lists["transactions"][0] |= {"description": "Corrected"}
    result = pull_transactions(db, client, claimed())
    body = rows.body(db, "transactions", row_id("transaction", 0))
    assert (live_ids(db), result.tally.deleted) == (ids(*range(25)), 0)
    assert body is not None
    assert body["description"] == "Corrected"


def test_an_empty_answer_alone_deletes_nothing(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    belvo.unlisted = ids(*range(25))
    result = pull_transactions(db, client, claimed(full=True))
    assert (result.state, live_ids(db), result.tally.deleted) == ("done", ids(*range(25)), 0)


def test_something_else_that_answers_404_deletes_nothing(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    belvo.unlisted = ids(0)
    belvo.before = lambda request: Response("Not here", 404) if "transactions/" in request else None
    result = pull(db, client, claimed(full=True), RESOURCES["transactions"])
    assert (result.state, live_ids(db), result.tally.deleted) == ("failed", ids(*range(25)), 0)


def test_a_second_pull_lists_what_is_new_and_what_may_have_changed_and_counts(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists = standard_lists(transactions=750)  # two hours apart: 62 days from 2026-01-01
    pull_transactions(db, client, claimed())
    belvo.requests.clear()
    result = pull_transactions(db, client, claimed())
    assert belvo.listed("transactions") == [
        f"transactions?page_size=1000&link={LINK}&created_at__gte=2026-03-02T10%3A00%3A00.000000Z",
        f"transactions?page_size=1000&link={LINK}&value_date__gte=2026-01-18",
        f"transactions?page_size=1&link={LINK}",
    ]
    assert (result.tally.added, result.tally.changed, result.state) == (0, 0, "done")


def test_going_on_finds_what_a_whole_listing_finds(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists = standard_lists(transactions=750)
    pull_transactions(db, client, claimed())
    later = [transaction_body(number) for number in range(750, 753)]
    late = transaction_body(753, value_date="2026-01-02")  # booked long after it happened
    belvo.lists["transactions"] += [*later, late]
    belvo.lists["transactions"][500] |= {"status": "PENDING"}
    result = pull_transactions(db, client, claimed())
    assert (result.tally.added, result.tally.changed) == (4, 1)
    assert live_ids(db) == ids(*range(754))
    whole = pull_transactions(db, client, claimed(full=True))
    assert (whole.tally.added, whole.tally.changed, whole.tally.deleted) == (0, 0, 0)


def test_a_count_that_differs_makes_a_whole_listing(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists = standard_lists(transactions=750)
    pull_transactions(db, client, claimed())
    old = transaction_body(1000, value_date="2025-12-01", created_at="2025-12-03T00:00:00.000000Z")
    belvo.lists["transactions"].append(old)
    result = pull_transactions(db, client, claimed())
    assert (result.tally.added, live_ids(db)) == (1, ids(*range(750), 1000))


def test_where_old_rows_go_for_their_age_a_second_pull_goes_on_all_the_same(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists = standard_lists(transactions=750)  # over 62 days from 2025-12-30
    pull_transactions(db, client, claimed())
    ages.take(db, Ages(rows=timedelta(days=30)), now=datetime(2026, 3, 1, tzinfo=UTC))
    kept = live_ids(db)
    assert 0 < len(kept) < 750
    belvo.requests.clear()
    result = pull_transactions(db, client, claimed())
    assert (result.state, result.tally.added, live_ids(db)) == ("done", 0, kept)
    assert belvo.listed("transactions")[-1] == f"transactions?page_size=1&link={LINK}&value_date__gte=2026-01-30"
    whole = pull_transactions(db, client, claimed(full=True))
    assert (whole.state, whole.tally.added, whole.tally.deleted, live_ids(db)) == ("done", 0, 0, kept)


def test_a_list_that_moved_while_it_was_gone_on_with_is_read_whole(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    belvo.page_limit = 10

    # A row that was read goes, so that the changed one slips to the page before; one that comes makes up the count.
    def move(request: str) -> None:
        if "value_date" in request and "&page=2" in request:
            belvo.lists["transactions"][14] |= {"status": "PENDING"}
            belvo.lists["transactions"] = without(belvo, 24)
        if "value_date" in request and "&page=3" in request:
            belvo.lists["transactions"].append(transaction_body(25))

    belvo.before = move
    result = pull_transactions(db, client, claimed())
    assert live_ids(db) == ids(*range(24), 25)
    assert (result.tally.added, result.tally.changed, result.tally.deleted) == (1, 1, 1)


def test_a_full_job_lists_everything_and_its_retry_does_not_do_so_again(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_transactions(db, client, claimed())
    job = claimed(full=True)
    belvo.requests.clear()
    pull(db, client, job, RESOURCES["transactions"])
    pull(db, client, job, RESOURCES["transactions"])
    whole = f"transactions?page_size=1000&link={LINK}"
    assert [request == whole for request in belvo.listed("transactions")] == [True, False, False, False]


@pytest.mark.parametrize(
    "full_at", ["2026-11-01T00:00:00.000000Z", "2100-01-01T00:00:00.000000Z"], ids=["a week", "the clock was set back"]
)
def test_everything_is_listed_again_after(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, full_at: str
) -> None:
    pull_transactions(db, client, claimed())
    with db.write() as connection:
        bookmarks.set(
            connection,
            LINK,
            "transactions",
            "2026-01-01T04:00:00.000000Z",
            full=True,
            now=full_at,
        )
    belvo.requests.clear()
    pull_transactions(db, client, claimed())
    assert belvo.listed("transactions") == [f"transactions?page_size=1000&link={LINK}"]


def test_small_resources_are_always_listed_whole(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    for _ in range(2):
        job = claimed("accounts")
        pull(db, client, job, RESOURCES["accounts"])
        jobs.finish(db, job)
    assert belvo.listed("accounts") == [f"accounts?page_size=1000&link={LINK}"] * 2


def test_a_closed_account_is_marked_as_deleted(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull(db, client, job := claimed("accounts"), RESOURCES["accounts"])
    jobs.finish(db, job)
    belvo.lists["accounts"].pop()
    result = pull(db, client, claimed("accounts"), RESOURCES["accounts"])
    assert (result.tally.deleted, live_ids(db, "accounts")) == (1, {account_body(0)["id"]})


@pytest.mark.parametrize(
    "following",
    ["http://elsewhere.example/api/transactions/?page=2", "{url}/api/transactions/?page=1&page_size=1000&link={link}"],
    ids=["leads to another host", "repeats a page"],
)
def test_a_next_that_cannot_be_trusted_ends_the_run_with_an_error(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, following: str
) -> None:
    belvo.following = following.format(url=belvo.url, link=LINK)
    result = pull(db, client, claimed(), RESOURCES["transactions"])
    assert (result.state, result.error and result.error.code) == ("failed", "paging_broken")


def test_who_lost_the_job_writes_no_row(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.page_limit = 10
    job = claimed()

    def cancel(request: str) -> None:
        if "page=3" in request:
            jobs.cancel(db, job.id)

    belvo.before = cancel
    with pytest.raises(LostLease, match="cancelled"):
        pull(db, client, job, RESOURCES["transactions"])
    assert len(live_ids(db)) == 20
    assert runs.for_link(db, LINK)["state"].tolist() == ["interrupted"]


def test_where_nobody_waits_one_call_less_finds_the_same(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists = standard_lists(transactions=750)
    pull_transactions(db, client, claimed())
    belvo.requests.clear()
    belvo.lists["transactions"].append(transaction_body(750))
    belvo.lists["transactions"][740] |= {"status": "PENDING"}
    result = pull_transactions(db, client, claimed(reason="webhook"))
    assert belvo.listed("transactions") == [
        f"transactions?page_size=1000&link={LINK}&value_date__gte=2026-01-18",
        f"transactions?page_size=1&link={LINK}",
    ]
    assert (result.tally.added, result.tally.changed) == (1, 1)
    belvo.lists["transactions"].append(transaction_body(751, value_date="2026-01-02"))  # booked long after it happened
    result = pull_transactions(db, client, claimed(reason="webhook"))
    assert (result.tally.added, len(belvo.listed("transactions"))) == (1, 2 + 4)


def test_a_list_that_counts_as_many_rows_as_are_stored_is_read_once_a_week(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    def look() -> Result:
        job = claimed("owners")
        result = pull(db, client, job, RESOURCES["owners"], count_first=True)
        jobs.finish(db, job)
        return result

    look()
    assert look().state == "done"
    belvo.lists["owners"][0] |= {"email": "new@example.com"}
    assert look().tally.changed == 0
    belvo.lists["owners"].append(owner_body(1))
    assert (look().tally.added, len(live_ids(db, "owners"))) == (1, 2)
    belvo.lists["owners"][0] |= {"email": "newer@example.com"}
    with db.write() as connection:
        bookmarks.set(connection, LINK, "owners", None, full=True, now="2026-11-01T00:00:00.000000Z")
    assert look().tally.changed == 1
    whole, count = (f"owners?page_size={size}&link={LINK}" for size in (1000, 1))
    assert belvo.listed("owners") == [whole, count, count, count, whole, whole]


def test_a_list_that_is_told_in_advance_deletes_nothing_that_belvo_finds(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    job = claimed("owners")
    pull(db, client, job, RESOURCES["owners"])
    result = pull(db, client, job, RESOURCES["owners"], foretold=Kept([], 0, 0))
    assert (result.state, result.tally.deleted, len(live_ids(db, "owners"))) == ("done", 0, 1)
    belvo.lists["owners"] = []
    result = pull(db, client, job, RESOURCES["owners"], foretold=Kept([], 0, 0))
    assert (result.state, result.tally.deleted) == ("done", 1)
