"""The same rows in every format, to the cent, for who may have them, and for as long as somebody wants them."""

import csv
import io
import json
from collections.abc import Generator
from dataclasses import replace
from decimal import Decimal
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urlsplit

import anyio
import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped] # has no types
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

from context import Context
from domain.roles import HERE
from resources import pulled_resources
from store.core.files import formats, under_way
from store.ops import audit
from store.queries.tables import catalogue
from store.sight import PRESENTER_COOKIE
from store.write import links, rows
from tests.kit import bodies, planted
from tests.kit.actors import TESTER
from tests.kit.rows import records
from tests.kit.serving import serving
from tests.kit.waiting import PATIENCE, until
from web.routes import routes
from web.server.http_protocol import PunctualProtocol


@pytest.fixture
def link(context: Context) -> str:
    page = [
        bodies.transaction(number, amount=1000 + number / 100, value_date=f"2026-11-{number:02}", reference="0007")
        for number in range(1, 8)
    ]
    with context.database.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "accounts", bodies.LINK, [bodies.account(number="0001234")])
        rows.save_page(connection, "transactions", bodies.LINK, page)
    return bodies.LINK


def taken(http: TestClient, table: str, extension: str, query: str = "") -> bytes:
    answer = http.get(f"/export/{table}.{extension}{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == formats.FORMATS[extension].media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.{extension}"'
    return answer.content


def sheet_of(content: bytes, name: str) -> list[dict[str, Any]]:
    names, *lines = openpyxl.load_workbook(io.BytesIO(content))[name].values
    return [dict(zip(map(str, names), line, strict=True)) for line in lines]


@pytest.mark.usefixtures("link")
def test_every_format_has_the_rows_of_the_csv_to_the_cent_and_in_its_order(http: TestClient) -> None:
    query = "?sort=largest_out&since=2026-11-02"
    lines = [*csv.DictReader(io.StringIO(taken(http, "transactions", "csv", query).decode("utf-8-sig")))]
    told = [(line["transaction"], Decimal(line["amount"]), line["external_id"]) for line in lines]
    assert [amount for _, amount, _ in told] == sorted(amount for _, amount, _ in told)
    assert len(told) == 6
    parquet = pq.read_table(io.BytesIO(taken(http, "transactions", "parquet", query))).to_pylist()
    objects = [*map(json.loads, taken(http, "transactions", "jsonl", query).splitlines())]
    cells = sheet_of(taken(http, "transactions", "xlsx", query), "transactions")
    for found in (parquet, objects, cells):
        assert [(row["transaction"], Decimal(str(row["amount"])), row["external_id"]) for row in found] == told
        assert {row["reference"] for row in found} == {"0007"}
        assert [*found[0]] == [*lines[0]]


@pytest.mark.usefixtures("link")
def test_a_file_says_what_it_is(http: TestClient) -> None:
    asked = f"?link={bodies.LINK}&type=OUTFLOW&page=3&csv=semicolon"
    answer = http.get(f"/export/transactions.jsonl{asked}")
    told = json.loads(answer.headers["linkdesk-manifest"])
    assert told | {"Written": ""} == {
        "Table": "transactions",
        "Filter": f"link={bodies.LINK}, type=OUTFLOW",
        "Written": "",
        "Pulled": "not known",
        "Checks": told["Checks"],
        "People": "as they are",
        "Address": f"http://127.0.0.1:8501/transactions?link={bodies.LINK}&type=OUTFLOW",
    }
    assert told["Checks"].endswith(" made, nothing found") or " of " in told["Checks"]
    about = openpyxl.load_workbook(io.BytesIO(taken(http, "transactions", "xlsx", asked)))["About"]
    said = {name: text for name, text, *_ in about.values if name}
    assert {**told, "Written": "", "Rows": "7"}.items() <= (said | {"Written": ""}).items()
    metadata = pq.read_metadata(io.BytesIO(taken(http, "transactions", "parquet", asked))).metadata
    assert json.loads(metadata[b"linkdesk"]) | {"Written": ""} == {**told, "Written": "", "Rows": "7"}


def test_every_table_comes_in_every_format(http: TestClient, context: Context) -> None:
    planted.fill(context.database)
    for name in pulled_resources():
        number = len(taken(http, name, "jsonl").splitlines())
        assert len(sheet_of(taken(http, name, "xlsx"), name)) == number
        assert pq.read_table(io.BytesIO(taken(http, name, "parquet"))).num_rows == number


def test_no_format_tells_of_anybody_where_people_are_masked(http: TestClient, context: Context) -> None:
    found = planted.fill(context.database)
    http.cookies.set(PRESENTER_COOKIE, "on")
    for name in pulled_resources():
        answer = http.get(f"/export/{name}.jsonl")
        assert found.found_in(f"{answer.text} {answer.headers}") == set()
        assert json.loads(answer.headers["linkdesk-manifest"])["People"] == "masked: everybody"
    owners = sheet_of(taken(http, "owners", "xlsx"), "owners")
    assert found.found_in(str(owners)) == set()
    assert found.found_in(str(pq.read_table(io.BytesIO(taken(http, "owners", "parquet"))).to_pylist())) == set()
    assert http.get("/export/transactions.parquet?text=spei").status_code == 403


@pytest.mark.usefixtures("link")
def test_what_excel_can_not_hold_is_said_before(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.FORMATS, "xlsx", replace(formats.FORMATS["xlsx"], most=6))
    answer = http.get("/export/transactions.xlsx")
    assert answer.status_code == 409
    assert (
        answer.text
        == "Excel holds 6 rows under its header, and these are 7. Take Parquet or CSV, or narrow the filter."
    )
    assert http.get("/export/transactions.xlsx?since=2026-11-02").status_code == 200


@pytest.mark.parametrize("extension", ["xls", "CSV", "pdf"])
def test_a_format_that_is_none_is_said(extension: str, http: TestClient) -> None:
    answer = http.get(f"/export/accounts.{extension}")
    assert (answer.status_code, answer.text) == (404, "A file is one of csv, xlsx, parquet, jsonl.")


@pytest.mark.usefixtures("link")
def test_the_audit_says_which_format_was_taken_and_is_one_itself(http: TestClient, context: Context) -> None:
    taken(http, "accounts", "parquet")
    (row,) = records(audit.table(context.database))
    assert json.loads(row["details"]) == {"rows": 1, "filter": "", "format": "parquet"}
    (told,) = sheet_of(taken(http, "audit", "xlsx", "?action=export"), "audit")
    assert (told["action"], told["target"], told["id"]) == ("export", "accounts", 1)


@pytest.mark.parametrize("extension", formats.FORMATS)
def test_a_reader_who_leaves_ends_the_making(
    extension: str, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows never end: what does not see that nobody is there any more would go on for ever."""
    begun = anyio.Event()
    row = tuple("x" if kind == "text" else None for kind in catalogue.find("transactions").columns.values())  # type: ignore[union-attr]

    def endless(*_: object) -> Generator[tuple[Any, ...], None, None]:
        for number in count():
            if number == 1:
                anyio.from_thread.run_sync(begun.set)
            yield row

    folder = tmp_path / "made"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    table = replace(catalogue._OF_PAGES["transactions"], rows=endless)
    monkeypatch.setitem(catalogue._OF_PAGES, "transactions", table)
    heard = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        if message := next(heard, None):
            return message
        await begun.wait()
        return {"type": "http.disconnect"}

    sent = []

    async def send(message: Message) -> None:
        sent.append(message["type"])
        await anyio.sleep(0)

    async def ask() -> None:
        with anyio.fail_after(PATIENCE):
            await Starlette(routes=routes(context))(scope(f"/export/transactions.{extension}"), receive, send)

    with start_blocking_portal() as portal:  # a browser of another test may have this thread's event loop
        portal.call(ask)
    assert [*folder.iterdir()] == []
    if formats.FORMATS[extension].is_made_at_once:  # a browser has a download by then, which it can cancel
        assert sent[:2] == ["http.response.start", "http.response.body"]
    assert sent.count("http.response.start") <= 1
    (noted,) = records(audit.table(context.database))
    assert (noted["outcome"], json.loads(noted["details"])["error"]) == ("failed", "broken off")


@pytest.mark.parametrize("extension", formats.FORMATS)
def test_whoever_asked_for_a_file_sees_how_far_it_is_and_ends_it(
    extension: str, context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The rows never end; a browser is told that the file is not whole, and no log that anything is wrong."""
    row = tuple("x" if kind == "text" else None for kind in catalogue.find("transactions").columns.values())  # type: ignore[union-attr]
    table = replace(catalogue._OF_PAGES["transactions"], rows=lambda *_: (row for _ in count()))
    monkeypatch.setitem(catalogue._OF_PAGES, "transactions", table)
    name, pairs = f"transactions.{extension}", [("type", "OUTFLOW"), ("text", "a b")]
    with serving(Starlette(routes=routes(context)), http=PunctualProtocol) as url:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
        connection.request("GET", f"/export/{name}?{urlencode(pairs)}")
        answer = connection.getresponse()
        (file,) = until(lambda: under_way.files(HERE, name, pairs))
        taken = Thread(target=lambda: heard.append(read_all(answer)))
        heard: list[Exception | None] = []
        taken.start()
        reached = until(file.written)
        assert until(lambda: file.written() > reached)
        assert (under_way.files(TESTER, name, pairs), under_way.files(HERE, name, pairs[:1])) == ([], [])
        file.end()
        taken.join(PATIENCE)
        until(lambda: not under_way.files(HERE, name, pairs))
        connection.close()
    assert isinstance(heard[0], HTTPException | ConnectionError)
    (noted,) = records(audit.table(context.database))
    assert (noted["outcome"], json.loads(noted["details"])["error"]) == ("failed", "broken off")
    assert [entry.getMessage() for entry in caplog.records if entry.levelname != "INFO"] == []


def read_all(answer: HTTPResponse) -> Exception | None:
    """Take all that comes; what it ended with where that was not its end."""
    try:
        while answer.read(1 << 16):
            pass
    except (HTTPException, ConnectionError) as error:
        return error
    return None


def scope(path: str) -> dict[str, Any]:
    """A request as uvicorn tells of it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8501")],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8501),
    }
