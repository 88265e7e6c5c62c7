"""Calls are written in batches, by a thread that holds up nobody."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from belvo_client.description.deviations import Deviation, Kind
from store import Database
from store.ops import api_log_writer, calls, drift
from store.ops.api_log_writer import ApiLogWriter
from store.ops.calls import Bodies
from tests.kit.rows import records, tuples
from tests.kit.stores import written
from tests.kit.waiting import PATIENCE
from tests.store.conftest import NOW

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Told:
    """A call as a client tells it."""

    path: str
    link: str | None = None
    at: datetime = datetime(2026, 11, 24, 5, 21, 8, tzinfo=UTC)
    method: str = "GET"
    query: str = "page=2"
    status: int | None = 404
    duration: float = 0.1234
    size: int = 512
    request_id: str | None = "5e55"
    error: str | None = "not_found"
    message: str | None = "Not found."
    request: str | None = None
    answer: str | None = None
    operation: str = ""
    deviations: tuple[Deviation, ...] = ()


@pytest.fixture
def writer(db: Database) -> Iterator[ApiLogWriter]:
    opened = ApiLogWriter(lambda: db)
    yield opened
    opened.close()


def test_a_call_is_there_with_everything_when_the_writer_is_closed(db: Database, writer: ApiLogWriter) -> None:
    writer(Told("/api/links/1/", link="1"))
    writer.close()
    assert records(calls.table(db)) == [
        {
            "at": pd.Timestamp(NOW),
            "method": "GET",
            "path": "/api/links/1/",
            "query": "page=2",
            "status": 404,
            "milliseconds": 123,
            "size": 512,
            "request_id": "5e55",
            "code": "not_found",
            "message": "Not found.",
            "link": "1",
            "job": None,
        }
    ]


def test_its_bodies_are_kept_with_it(db: Database, writer: ApiLogWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_log_writer, "WAITING_WHOLE", 2)
    for number in range(3):
        writer(Told(f"/api/{number}/", request=None if number else '{"link":"1"}', answer='{"id":"7"}'))
    writer.close()
    kept = [calls.bodies(db, number) for number in (1, 2, 3)]
    assert kept == [Bodies('{"link":"1"}', '{"id":"7"}'), Bodies(None, '{"id":"7"}'), None]


def test_calls_of_a_job_are_known_as_such(db: Database, writer: ApiLogWriter) -> None:
    with writer.about(7, "its-link"):
        writer(Told("/api/institutions/"))
        writer(Told("/api/accounts/", link="another"))
    writer(Told("/api/"))
    writer.close()
    assert sorted(tuples(calls.table(db), "path", "job", "link")) == [
        ("/api/", None, None),
        ("/api/accounts/", 7, "another"),
        ("/api/institutions/", 7, "its-link"),
    ]


def test_a_call_never_waits_for_the_store(db: Database, writer: ApiLogWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_log_writer, "_PAUSE", 0)
    with db.write():  # nobody else can write meanwhile
        for number in range(1_200):
            writer(Told(f"/api/{number}/"))
        assert len(calls.table(db)) == 0
    writer.close()
    assert calls.count(db) == 1_200


def test_what_waits_is_bounded(
    db: Database, writer: ApiLogWriter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(api_log_writer, "WAITING", 2)
    for number in range(5):
        writer(Told(f"/api/{number}/"))
    writer.close()
    assert calls.count(db) == 2
    assert [record.getMessage() for record in caplog.records] == [
        "API calls cannot be recorded: too many wait to be written"
    ]


def test_calls_wait_for_a_store_that_cannot_be_used(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(api_log_writer, "_PAUSE", 0.01)
    closed = Database.open(tmp_path / "closed.db")
    closed.close()
    stores = iter([closed, closed, db])
    writer = ApiLogWriter(lambda: next(stores))
    writer(Told("/api/"))
    while next_ := writer._thread:
        next_.join()
    assert calls.count(db) == 1
    assert [record.getMessage() for record in caplog.records] == ["API calls cannot be recorded: The store is closed."]


PROGRAM = """
import sys
from pathlib import Path
from store_address import parse
from store import Database
from store.ops.api_log_writer import ApiLogWriter
from tests.store.ops.test_api_log_writer import Told
db = Database.open(parse(sys.argv[1], Path()))
writer = ApiLogWriter(lambda: db)
for number in range(50):
    writer(Told(f"/api/{number}/"))
"""


def test_nothing_is_lost_when_a_process_ends(db: Database) -> None:
    subprocess.run([sys.executable, "-c", PROGRAM, written(db)], cwd=ROOT, check=True, timeout=PATIENCE)
    assert calls.count(db) == 50


def test_a_call_about_several_links_names_none_of_them(db: Database, writer: ApiLogWriter) -> None:
    with writer.about(7, "1"):
        writer(Told("/api/owners/", query="page_size=1000&link__in=1,2,3&page=2"))
    writer.close()
    assert tuples(calls.table(db), "link", "query") == [("1", "page_size=1000&link__in=[3 links]&page=2")]


def test_where_answers_are_not_as_described_is_counted_with_their_calls(db: Database, writer: ApiLogWriter) -> None:
    told = (Deviation(Kind.UNKNOWN, "results.mood", 7),)
    writer(Told("/api/accounts/", operation="ListAccounts", deviations=told))
    writer(Told("/api/accounts/", operation="ListAccounts"))
    writer(Told("/api/nothing/"))
    writer.close()
    (row,) = drift.table(db)[["operation", "kind", "path", "calls", "objects", "answers"]].to_dict("records")
    assert row == {
        "operation": "ListAccounts",
        "kind": "unknown",
        "path": "results.mood",
        "calls": 1,
        "objects": 7,
        "answers": 2,
    }
