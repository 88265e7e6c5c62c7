"""The file of a query: all of its rows in every format, or in words why there is none."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import anyio
import anyio.from_thread
import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped] # has no types
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

from context import Context
from store.core.files import formats
from store.core.files.sheet import Format
from store.ops import audit
from store.sql.answers import BLOCK, Within
from store.sql.spool import Spool, spooled
from store.write import links, rows
from tests.kit import bodies
from tests.kit.rows import records
from web.routes import routes

MANY = 3 * BLOCK + 7
NUMBERS = (
    "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :most)"
    " SELECT x, '000' || x AS code, x / 4.0 AS share, '2026-11-30' AS day FROM n"
)
PATIENCE = 60


@pytest.fixture(autouse=True)
def _filled(context: Context) -> None:
    with context.database.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "accounts", bodies.LINK, [bodies.account()])
        told = [bodies.transaction(1, description='=HYPERLINK("evil")'), bodies.transaction(2, description="Ñandú ☕")]
        rows.save_page(connection, "transactions", bodies.LINK, told)


def test_a_file_has_every_row_in_every_format(http: TestClient) -> None:
    asked = {"sql": NUMBERS, "p_most": str(MANY)}
    made = {end: http.get(f"/export/query.{end}", params=asked) for end in formats.FORMATS}
    assert {answer.status_code for answer in made.values()} == {200}
    of_csv = [*csv.reader(io.StringIO(made["csv"].content.decode("utf-8-sig")))]
    assert of_csv[0] == ["x", "code", "share", "day"]
    assert of_csv[2] == ["2", "'0002", "0.5", "2026-11-30"]
    of_json = [json.loads(line) for line in made["jsonl"].text.splitlines()]
    table = pq.read_table(io.BytesIO(made["parquet"].content))
    assert [str(kind) for kind in table.schema.types] == ["int64", "string", "double", "date32[day]"]
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"].content), read_only=True)["query"]
    of_excel = [*sheet.iter_rows(min_row=2, values_only=True)]
    assert len(of_csv) - 1 == len(of_json) == table.num_rows == len(of_excel) == MANY
    assert [row["x"] for row in of_json] == table["x"].to_pylist() == [row[0] for row in of_excel]
    assert of_json[-1] == {"x": MANY, "code": f"000{MANY}", "share": MANY / 4, "day": "2026-11-30"}
    assert (of_excel[-1][1], str(of_excel[-1][3])[:10]) == (f"000{MANY}", "2026-11-30")


def test_a_file_runs_nothing_and_is_on_record(context: Context, http: TestClient) -> None:
    answer = http.get("/export/query.csv", params={"sql": "SELECT description FROM v_transactions ORDER BY 1"})
    assert answer.content.decode("utf-8-sig").splitlines()[1:] == ['"\'=HYPERLINK(""evil"")"', "Ñandú ☕"]
    told = json.loads(answer.headers["linkdesk-manifest"])
    assert (told["Table"], told["People"]) == ("query", "as they are")
    assert "/query?sql=SELECT" in told["Address"]
    (row,) = records(audit.table(context.database))
    assert (row["action"], row["target"], json.loads(row["details"])["rows"]) == ("export", "query", 2)
    assert "SELECT" not in row["details"]


@pytest.mark.parametrize(("form", "told"), [("comma", "'=1+1,a b,'007"), ("semicolon", "'=1+1;a b;'007")])
def test_names_of_columns_run_nothing_either(http: TestClient, form: str, told: str) -> None:
    answer = http.get("/export/query.csv", params={"sql": 'SELECT 1 AS "=1+1", 2 AS "a b", 3 AS "007"', "csv": form})
    assert answer.content.decode("utf-8-sig").splitlines()[0] == told


def test_a_query_without_a_row_is_a_file_with_its_columns(http: TestClient) -> None:
    asked = {"sql": "SELECT day, amount FROM v_transactions WHERE 1 = 0"}
    assert http.get("/export/query.csv", params=asked).content.decode("utf-8-sig").splitlines() == ["day,amount"]
    assert pq.read_table(io.BytesIO(http.get("/export/query.parquet", params=asked).content)).num_rows == 0


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({}, 400, "Send one query in sql."),
        ({"sql": " "}, 400, "Send one query in sql."),
        ({"sql": "DELETE FROM v_links"}, 400, "line 1, column 1"),
        ({"sql": "SELECT nothing FROM v_links"}, 422, "line 1, column 8"),
        ({"sql": "SELECT * FROM masking_key"}, 400, "masking_key"),
        ({"sql": "SELECT :day"}, 400, "Give a value for :day."),
        ({"sql": "SELECT :day", "p_day": ""}, 400, "Give a value for :day."),
        ({"sql": "SELECT 1", "csv": "tabs"}, 400, "csv is one of"),
        ({"sql": "SELECT 1", "as_known_on": "Monday"}, 400, "nown"),
    ],
)
def test_why_there_is_no_file_is_said(http: TestClient, asked: dict[str, str], status: int, said: str) -> None:
    answer = http.get("/export/query.csv", params=asked)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text


def test_a_parameter_given_twice_and_a_format_that_is_none_are_refused(http: TestClient) -> None:
    assert http.get("/export/query.csv?sql=SELECT+:a&p_a=1&p_a=2").status_code == 400
    assert http.get("/export/query.docx?sql=SELECT+1").status_code == 404


def test_more_rows_than_excel_holds_are_told_before_and_parquet_is_offered(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = formats.FORMATS["xlsx"]
    small = Format(held.label, held.media_type, held.parts, most=3, is_made_at_once=True)
    monkeypatch.setitem(formats.FORMATS, "xlsx", small)
    asked = {"sql": NUMBERS, "p_most": "4"}
    answer = http.get("/export/query.xlsx", params=asked)
    assert (answer.status_code, "Take Parquet" in answer.text) == (409, True)
    assert http.get("/export/query.parquet", params=asked).status_code == 200


def test_the_time_of_a_query_is_that_of_its_file(http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.exports.query.Within", lambda _, gone: Within(0.3, gone))
    answer = http.get("/export/query.csv", params={"sql": NUMBERS, "p_most": str(10**9)})
    assert (answer.status_code, "longer than 0.3 seconds" in answer.text) == (422, True)


def test_whoever_leaves_ends_the_query(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would never end by itself."""
    asked, sent = anyio.Event(), list[Message]()
    told: Iterator[Message] = iter([{"type": "http.request", "body": b"", "more_body": False}])

    def noted(*given: Any) -> Spool:  # noqa: ANN401 - as they come
        anyio.from_thread.run_sync(asked.set)
        return spooled(*given)

    monkeypatch.setattr("web.exports.query.spooled", noted)

    async def receive() -> Message:
        if message := next(told, None):
            return message
        await asked.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)
        await anyio.sleep(0)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/export/query.csv",
        "raw_path": b"/export/query.csv",
        "root_path": "",
        "scheme": "http",
        "query_string": urlencode({"sql": NUMBERS, "p_most": 10**12}).encode(),
        "headers": [(b"host", b"127.0.0.1:8501")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8501),
    }

    async def ask() -> None:
        with anyio.fail_after(PATIENCE):
            await Starlette(routes=routes(context))(scope, receive, send)

    with start_blocking_portal() as portal:
        portal.call(ask)
    assert sent == []
    assert records(audit.table(context.database)) == []
