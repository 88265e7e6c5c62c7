"""A damaged file and sums that are not those of the rows are found and named."""

import os

import pytest

from store import Damaged, Database, engine
from store.queries.banking import flows, transactions
from store.queries.banking.filters import TransactionFilter
from store.upkeep import integrity
from tests.kit import bodies
from tests.kit.damage import PAGE, ruin
from tests.kit.files import file_of


def test_a_sound_store_is_noted_as_that(filled: Database) -> None:
    assert integrity.check(filled) == {}
    assert {name: finding.problem for name, finding in integrity.findings(filled).items()} == {"pages": "", "sums": ""}


CHANGES = {
    "an amount": f"UPDATE flows_by_month SET amount = amount + 1 WHERE account = '{bodies.card()['id']}'",
    "a count": f"UPDATE flows_by_month SET count = 2 WHERE account = '{bodies.card()['id']}'",
    "a row": f"DELETE FROM transactions WHERE account = '{bodies.card()['id']}' AND value_date = '2026-11-10'",
    "the number": f"UPDATE row_counts SET live = 9 WHERE account = '{bodies.card()['id']}'",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_account_whose_sums_differ_is_named_until_they_are_counted_again(filled: Database, change: str) -> None:
    with filled.write() as connection:
        connection.execute(change)
    found = integrity.check(filled, whole=True)
    assert f"account {bodies.card()['id']} of link {bodies.LINK}" in found["sums"]
    assert integrity.findings(filled)["sums"].problem == found["sums"]
    integrity.recount(filled)
    assert integrity.findings(filled)["sums"].problem == ""
    assert integrity.check(filled, whole=True) == {}


def test_sums_of_all_accounts_are_held_against_those_of_each(filled: Database) -> None:
    before = flows.by_month(filled, TransactionFilter())
    with filled.write() as connection:
        table = engine.IN_SETS["flows_by_day"] if engine.has_sets(connection) else "flows_by_day"
        connection.execute(f"UPDATE {table} SET amount = 0 WHERE currency = 'USD'")
    assert integrity.check(filled) == {"sums": "Sums are not those of the rows: INFLOW in USD, of all accounts."}
    integrity.recount(filled)
    assert flows.by_month(filled, TransactionFilter()).equals(before)


def test_of_many_accounts_some_are_counted_again(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "_ROWS", 1)
    with filled.write() as connection:
        connection.execute("UPDATE flows_by_month SET category = 'x'")
    assert integrity.check(filled)["sums"].count("account ") == 1
    assert "and 1 more" in integrity.check(filled, whole=True)["sums"]


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_a_file_with_other_bytes_in_it_is_named_with_the_cure(filled: Database) -> None:
    filled.checkpoint()
    ruin(file_of(filled))
    with Database.open(file_of(filled).with_name("other.db")) as fresh:
        assert fresh.problems() == []
    with pytest.raises(Damaged, match="End Linkdesk and bring back a backup: python -m store restore FILE"):
        integrity.check(filled)
    with pytest.raises(Damaged, match=r"local\.db cannot be opened as a database"):
        transactions.totals(filled, TransactionFilter())


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_bytes_that_only_a_look_at_every_page_finds_are_noted(filled: Database) -> None:
    with filled.write() as connection:
        connection.execute("CREATE TABLE unread (text TEXT)")
        connection.executemany("INSERT INTO unread VALUES (:text)", [{"text": "x" * 3000}] * 50)
    filled.checkpoint()
    with file_of(filled).open("r+b") as file:
        file.seek(-PAGE, os.SEEK_END)
        file.write(b"\x07" * PAGE)
    assert integrity.check(filled)["pages"].startswith("The file is damaged: ")
    assert integrity.findings(filled)["pages"].problem.startswith("The file is damaged: ")
    assert "sums" not in integrity.findings(filled)
