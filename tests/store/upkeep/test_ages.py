"""What goes for its age: by the rows' own day, with sums that are right, and nothing of who is on hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from resources import RESOURCES
from store import Database
from store.core import instants
from store.engine import Connection
from store.ops import audit, calls, sessions, webhooks
from store.ops.calls import Bodies, Call
from store.queries.banking import flows, transactions
from store.queries.banking.filters import TransactionFilter
from store.upkeep import ages, integrity, retention
from store.upkeep.ages import Ages
from store.write import holds, kept_since, links, rows
from tests.kit import bodies, planted
from tests.kit.bodies import LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.planted import Planted

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
OLD, NEW = "2026-09-30", "2026-11-20"
CUT = "2026-10-25"


def left(db: Database, table: str, column: str = "id") -> list[object]:
    with db.read() as connection:
        return [value for (value,) in connection.execute(f"SELECT {column} FROM {table} ORDER BY {column}")]


def add(db: Database, number: int, day: str, *, link: str = LINK) -> str:
    of = bodies.account() if link == LINK else bodies.account(OTHER_ACCOUNT, link=link)
    body = bodies.transaction(number, of=of, value_date=day)
    with db.write() as connection:
        rows.save_page(connection, "transactions", link, [body])
    return str(body["id"])


@pytest.fixture
def aged(filled: Database) -> Database:
    """Five transactions since October, and of each of two links one that is older."""
    with filled.write() as connection:
        links.save(connection, bodies.link(OTHER_LINK, external_id="user-43"))
    add(filled, 11, OLD)
    add(filled, 12, OLD, link=OTHER_LINK)
    return filled


def test_rows_go_by_their_own_day_with_bodies_versions_and_what_is_searched(aged: Database) -> None:
    with aged.write() as connection:
        changed = bodies.transaction(11, value_date=OLD, description="changed")
        rows.save_page(connection, "transactions", LINK, [changed])
    assert ages.take(aged, Ages(rows=MONTH), now=NOW) == {"transactions": 2}
    assert len(left(aged, "transactions")) == 5
    for table in ("bodies_transactions", "search_transactions"):
        assert left(aged, table, "key") == left(aged, "transactions", "key")
    assert left(aged, "versions_transactions", "key") == []
    assert min(map(str, left(aged, "transactions", "value_date"))) >= CUT


def test_sums_are_those_of_the_rows_that_are_left(aged: Database) -> None:
    before = flows.by_month(aged, TransactionFilter())
    ages.take(aged, Ages(rows=MONTH), now=NOW, batch=1)
    assert integrity.check(aged, whole=True) == {}
    after = flows.by_month(aged, TransactionFilter())
    assert len(after) < len(before)
    assert transactions.count(aged, TransactionFilter()) == 5


def test_what_is_kept_in_memory_of_a_link_is_without_its_old_rows(aged: Database) -> None:
    assert flows.by_account(aged, TransactionFilter())["link"].nunique() == 2
    ages.take(aged, Ages(rows=MONTH), now=NOW)
    assert {*flows.by_account(aged, TransactionFilter())["link"]} == {LINK}


def test_what_is_old_is_not_taken_in_again(aged: Database) -> None:
    ages.take(aged, Ages(rows=MONTH), now=NOW)
    assert kept_since.table(aged) == dict.fromkeys(ages.AGED, CUT)
    for number in (11, 12):
        add(aged, number, OLD)
    young = add(aged, 13, NEW)
    assert young in left(aged, "transactions")
    assert len(left(aged, "transactions")) == 6
    ages.take(aged, Ages(), now=NOW)
    add(aged, 11, OLD)
    assert len(left(aged, "transactions")) == 7


def test_every_kind_of_row_that_has_happened_goes(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        for name in ages.AGED:
            body = planted.body_of(name, Planted()) | {str(RESOURCES[name].day): "2025-01-01"}
            rows.save_page(connection, name, LINK, [body])
    stored = {name for name in ages.AGED if left(db, name)}
    days = {name: left(db, name, str(RESOURCES[name].day)) for name in stored}
    taken = ages.take(db, Ages(rows=MONTH), now=NOW)
    assert taken.keys() >= {name for name, found in days.items() if found != [None]}
    assert stored == {*ages.AGED}


@pytest.mark.parametrize(("kind", "target"), [("person", "user-43"), ("link", OTHER_LINK)])
def test_nothing_of_who_is_on_hold_goes(aged: Database, kind: holds.Kind, target: str) -> None:
    old = "2026-01-01T00:00:00.000000Z"
    with aged.write() as connection:
        holds.put(connection, kind, target, reason="court order", actor="ana")
        rows.save_page(connection, "owners", OTHER_LINK, [bodies.owner(link=OTHER_LINK)], now=old)
        rows.save_page(connection, "owners", OTHER_LINK, [bodies.owner(link=OTHER_LINK, display_name="B")], now=old)
        webhooks.record(connection, "w-1", {"link_id": OTHER_LINK}, old)
        webhooks.settle(connection, "w-1", "Done.", now=old)
        webhooks.record(connection, "w-2", {}, old)
        sessions.open(connection, "nonce", "hash", "user-43", now=old)
        sessions.set_state(connection, "nonce", "connected", link=OTHER_LINK, now=old)
        of_link = [Call(old, "GET", "/", link=OTHER_LINK), Call(old, "GET", "/", link=LINK)]
        calls.record_many(connection, of_link, [Bodies("{}", None)] * 2)
    every = Ages(MONTH, MONTH, MONTH, MONTH)
    assert ages.take(aged, every, now=NOW) == {"transactions": 1}
    before = instants.encode(NOW - MONTH)
    assert retention.prune(aged, before=before) == {}
    with aged.write() as connection:
        assert calls.prune(connection, before=before, keep=0) == 1
        assert calls.prune_bodies(connection, before=before, most=0) == 1
    assert left(aged, "webhook_events", "webhook_id") == ["w-1", "w-2"]
    assert left(aged, "api_calls", "link") == [OTHER_LINK]
    assert left(aged, "call_bodies", "link") == [OTHER_LINK]
    add(aged, 14, OLD, link=OTHER_LINK)  # what comes of it is kept as well
    with aged.write() as connection:
        holds.release(connection, kind, target)
    taken = ages.take(aged, every, now=NOW)
    assert taken == {"transactions": 2, "versions_owners": 1, "webhook_events": 1, "widget_sessions": 1}


def test_what_has_no_age_stays(aged: Database) -> None:
    before = [left(aged, table, "key") for table in ("transactions", "versions_transactions")]
    assert ages.take(aged, Ages(), now=NOW) == {}
    assert [left(aged, table, "key") for table in ("transactions", "versions_transactions")] == before
    assert kept_since.table(aged) == {}


def test_the_newest_balance_of_an_account_stays(filled: Database) -> None:
    with filled.write() as connection:
        for day in ("01", "02"):
            account = bodies.account(collected_at=f"2026-01-{day}T00:00:00Z")
            rows.save_page(connection, "accounts", LINK, [account])
        connection.execute("DELETE FROM balance_history WHERE collected_at > '2026-02'")
    assert ages.take(filled, Ages(rows=MONTH), now=NOW) == {"balance_history": 1}
    assert left(filled, "balance_history", "collected_at") == ["2026-01-02T00:00:00.000000Z"]


def test_much_goes_in_many_short_transactions(aged: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20, 26):
        add(aged, number, OLD)
    largest: list[int] = []
    write = aged.write

    @contextmanager
    def counted() -> Iterator[Connection]:
        before = len(left(aged, "transactions"))
        with write() as connection:
            yield connection
        largest.append(before - len(left(aged, "transactions")))

    monkeypatch.setattr(aged, "write", counted)
    assert ages.take(aged, Ages(rows=MONTH), now=NOW, batch=3) == {"transactions": 8}
    assert sorted(largest)[-3:] == [2, 3, 3]


def test_what_went_is_noted_and_added_up(db: Database) -> None:
    assert ages.told(db) == (None, {})
    ages.note(db, {"transactions": 3, "bills": 1}, now="2026-11-01")
    ages.note(db, {"transactions": 4}, now="2026-11-20")
    ages.note(db, {}, now="2026-11-21")
    assert ages.told(db) == ("2026-11-21", {"transactions": 7, "bills": 1})
    assert ages.told(db, since="2026-11-10") == ("2026-11-21", {"transactions": 4})


def test_what_people_did_is_kept(aged: Database) -> None:
    with aged.write() as connection:
        audit.record(connection, "ana", "pull requested", LINK, {}, now="2020-01-01")
    ages.take(aged, Ages(MONTH, MONTH, MONTH, MONTH), now=NOW)
    assert left(aged, "audit", "actor") == ["ana"]
