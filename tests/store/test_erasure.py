"""An erased link is nowhere, not even in the bytes of the file."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store import (
    Database,
    LostLease,
    audit,
    bookmarks,
    calls,
    erasure,
    jobs,
    links,
    overview,
    rows,
    runs,
    sessions,
    transactions,
    webhooks,
)
from store.calls import Call
from store.transactions import Filter
from tests.store import bodies
from tests.store.bodies import LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.store.tables import tuples

SECRET = "Persona Secreta Ñandú"
OTHERS = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK, name="Cuenta ajena")


@pytest.fixture
def two(filled: Database) -> Database:
    """Two links, the first with a row in every table and traces of somebody in most of them."""
    marked: dict[str, Any] = {"description": SECRET}
    with filled.write() as connection:
        rows.save_page(connection, "owners", LINK, [bodies.owner(display_name=SECRET)])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, **marked)])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, description="changed")])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(6, **marked)])
        rows.tombstone(connection, "transactions", [bodies.transaction(6)["id"]])
        jobs.enqueue(connection, LINK, ["accounts"], "operator")
        runs.start(connection, None, LINK, "accounts")
        bookmarks.set(connection, LINK, "accounts", None, full=True)
        sessions.open(connection, "nonce", "hash", SECRET)
        sessions.record(connection, "nonce", 1, "success", {"who": SECRET})
        sessions.set_state(connection, "nonce", "connected", link=LINK)
        webhooks.record(connection, "w", {"link_id": LINK, "external_id": SECRET})
        calls.record_many(connection, [Call("2026", "GET", "/api/owners/", query=SECRET, link=LINK)])
        audit.record(connection, "operator", "connected", LINK, {})
        links.save(connection, bodies.link(OTHER_LINK))
        rows.save_page(connection, "transactions", OTHER_LINK, [bodies.transaction(8, of=OTHERS)])
    return filled


def test_nothing_of_the_link_is_left_but_the_record_of_it(two: Database) -> None:
    links.erase(two, LINK)
    audit_only = {name for name in _tables(two) if _mentions(two, name, LINK) or _mentions(two, name, SECRET)}
    assert audit_only == {"audit"}
    assert tuples(links.table(two), "link", "transactions") == [(OTHER_LINK, 1)]
    assert transactions.count(two, Filter()) == 1
    assert (overview.summary(two).links, overview.summary(two).accounts) == (1, 1)
    assert rows.body(two, "transactions", bodies.transaction(8)["id"]) == bodies.transaction(8, of=OTHERS)


def test_nothing_of_it_is_left_in_the_files(two: Database, path: Path) -> None:
    two.checkpoint()
    assert SECRET.encode() in path.read_bytes()
    links.erase(two, LINK)
    left = b"".join(file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm"))
    assert SECRET.encode() not in left
    assert "NÓMINA ACME".encode() not in left
    assert b"Cuenta Perfiles" not in left
    assert b"Cuenta ajena" in left


def test_whoever_pulls_the_link_is_stopped(two: Database) -> None:
    job = jobs.claim(two, "worker", timedelta(minutes=1))
    assert job is not None
    links.erase(two, LINK)
    with pytest.raises(LostLease, match="erased"), two.write() as connection:
        jobs.guard(connection, job)


def test_an_erasure_that_is_broken_off_goes_on_where_it_was(two: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "_BATCH", 2)
    erase_batch, batches = erasure._erase_batch, 0

    def fail_at_the_third(*arguments: Any) -> int:  # noqa: ANN401 - passed on
        nonlocal batches
        batches += 1
        if batches == 3:
            raise KeyboardInterrupt
        return erase_batch(*arguments)

    monkeypatch.setattr(erasure, "_erase_batch", fail_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        links.erase(two, LINK)
    assert transactions.count(two, Filter()) == len(transactions.page(two, Filter()))
    links.erase(two, LINK)
    assert {name for name in _tables(two) if _mentions(two, name, LINK)} == {"audit"}


def test_erasing_what_is_not_there_is_nothing(two: Database) -> None:
    before = overview.summary(two)
    links.erase(two, "nobody")
    assert overview.summary(two) == before


def _tables(db: Database) -> list[str]:
    return db.frame("SELECT name FROM sqlite_master WHERE type = 'table'")["name"].to_list()


def _mentions(db: Database, table: str, text: str) -> bool:
    return any(text in str(value) for row in db.frame(f"SELECT * FROM {table}").to_numpy().tolist() for value in row)
