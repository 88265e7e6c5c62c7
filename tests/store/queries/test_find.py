"""What an id is of, on both engines: in any spelling, by a beginning, by a document, and for whom."""

import pytest

from store import Database
from store.ops import calls, jobs, sessions, webhooks
from store.ops.calls import Call
from store.queries import find as finding
from store.queries.find import Hit, find
from store.sight.sight import Sight
from store.write import institutions, links
from tests.kit import bodies
from tests.kit.rows import save

AT = "2026-11-24T05:00:00.000000Z"
CALL, FAILED, WIDGET = "a" * 31 + "1", "b" * 32, "c" * 32
WEBHOOK = "d" * 32
OTHER = "0f0f0f0f-0000-4000-8000-00000000000f"


@pytest.fixture
def told(filled: Database) -> Database:
    db = filled
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()])
        links.save(connection, {**bodies.link(), "external_id": "User-42"})
        links.save(connection, {**bodies.link(), "id": OTHER, "external_id": None})
        calls.record_many(connection, [Call(AT, "GET", "/api/links/", request_id=CALL, link=bodies.LINK)])
        sessions.open(connection, "nonce-12345", "f" * 64, "User-42", now=AT)
        sessions.set_state(connection, "nonce-12345", "left", request_id=WIDGET, now=AT)
        webhooks.record(connection, WEBHOOK, {"link_id": bodies.LINK, "request_id": FAILED}, AT)
        job = jobs.enqueue(connection, bodies.LINK, ["accounts"], "operator")
        connection.execute("UPDATE jobs SET request_id = :id WHERE id = :job", {"id": FAILED, "job": job})
    save(db, "owners", {**bodies.owner(), "document_id": {"document_type": "CPF", "document_number": "761.092.776-73"}})
    return db


def kinds(db: Database, typed: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.by) for hit in find(db, typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (bodies.LINK, [("link", "")]),
        (f'  "{bodies.LINK.upper()}",\n', [("link", "")]),
        (bodies.LINK.replace("-", ""), [("link", "")]),
        (f"https://desk.example/link?link={bodies.LINK}&section=pulls", [("link", "")]),
        (bodies.ACCOUNT, [("row", "")]),
        (bodies.transaction(1)["id"].upper(), [("row", "")]),
        ("User-42", [("person", "")]),
        (CALL, [("call", "")]),
        (FAILED, [("webhook", "request id"), ("pull", "request id")]),
        (WIDGET, [("widget session", "request id")]),
        (WEBHOOK, [("webhook", "")]),
        ("nonce-12345", [("widget session", "")]),
        ("nonce-", [("widget session", "beginning")]),
        (bodies.LINK[:8], [("link", "beginning")]),
        (bodies.ACCOUNT[:8].upper(), [("row", "beginning")]),
        (CALL[:10], [("call", "beginning")]),
        ("User-4", [("person", "beginning")]),
        ("76109277673", [("person", "document")]),
        ("761.092.776-73", [("person", "document")]),
        (bodies.LINK[:5], []),
        ("%" * 8, []),
        ("______", []),
        ("' OR 1=1 --", []),
        ("é" * 600, []),
        ("\x00", []),
        ("", []),
    ],
)
def test_what_was_pasted_is_found(told: Database, typed: str, found: list[tuple[str, str]]) -> None:
    assert kinds(told, typed) == found


def test_a_row_that_two_links_have_is_found_with_both(told: Database) -> None:
    save(told, "accounts", bodies.account(), link=OTHER)
    assert {hit.link for hit in find(told, bodies.ACCOUNT)} == {bodies.LINK, OTHER}


def test_the_exact_search_finds_nothing_else(told: Database) -> None:
    assert finding.exact(told, bodies.LINK) == [Hit("link", bodies.LINK, bodies.LINK)]
    for typed in (bodies.LINK.upper(), bodies.LINK[:8], "76109277673", f" {bodies.LINK}"):
        assert finding.exact(told, typed) == []


@pytest.mark.parametrize("sight", [Sight.CLEAR, Sight.MASKED])
def test_somebody_is_found_by_a_document_where_people_are_seen(told: Database, sight: Sight) -> None:
    seen, is_seen = told.as_seen(sight), sight is Sight.CLEAR
    for typed in ("76109277673", "761.092.776-73"):
        assert kinds(seen, typed) == ([("person", "document")] if is_seen else [])
    assert kinds(seen, bodies.LINK) == [("link", "")]


def test_each_search_goes_by_an_index(told: Database) -> None:
    """Of SQLite, which says so in words; PostgreSQL has the same indexes, and reads small tables whole all the same."""
    if told.engine.name != "SQLite":
        pytest.skip("says so in other words")
    statements = [*finding._OF_REQUEST.values(), *(sql for _, sql in finding._PREFIXED.values()), finding._DOCUMENTS]
    asked = {"id": "x", "from": "x", "to": "y", "most": 5, "document": "x"}
    with told.read() as connection:
        for sql in statements:
            plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", asked)]
            scans = [step for step in plan if step.startswith("SCAN") and "(" not in step]
            assert scans == [], sql
