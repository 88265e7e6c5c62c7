"""Who gets a loan file, and what is said to whoever does not; each is on record."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

from context import ROUTES, Context
from domain.roles import ADMINS, EVERYBODY, TABLE
from settings import Secret, Settings
from store.ops import audit
from store.sight import PRESENTER_COOKIE
from store.write import holds, links
from tests.kit import bodies
from tests.kit.employment_bodies import RECORD
from tests.kit.rows import records, save
from web.loan import press
from web.loan.answer import AT_ONCE, LoanFile
from web.loan.making import Moving
from web.requests import EXCEPTION_HANDLERS
from web.routes import routes

ADDRESS = "/export/loan-file.{}?external_id=user-1"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    folder = tmp_path_factory.mktemp("desk")
    settings = Settings(environment="sandbox", data_dir=folder, secret_id="an-id", secret_password=Secret("a-password"))
    with Context(settings, ROUTES) as context:
        with context.database.write() as connection:
            links.save(connection, bodies.link(external_id="user-1"), now="2026-11-01T00:00:00.000000Z")
            links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="user-2"))
        early = {**RECORD, "link": bodies.LINK}
        save(context.database, "employment_records", early, now="2026-11-02T00:00:00.000000Z")
        save(context.database, "owners", bodies.owner(display_name="María Núñez"), now="2026-11-10T00:00:00.000000Z")
        yield context


@pytest.fixture
def http(desk: Context) -> TestClient:
    app = Starlette(routes=routes(desk), exception_handlers=EXCEPTION_HANDLERS)
    return TestClient(app, base_url="http://127.0.0.1:8501")


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def newest(desk: Context) -> dict[str, Any]:
    row = records(audit.table(desk.database).head(1))[0]
    return row | {"details": json.loads(row["details"])}


def test_the_zip_has_the_pdf_that_comes_alone(desk: Context, http: TestClient) -> None:
    answer, alone = (http.get(ADDRESS.format(extension)) for extension in ("zip", "pdf"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert (alone.status_code, alone.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="loan-file.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert archive.namelist() == sorted(archive.namelist())
    assert archive.read("loan-file.pdf") == alone.content
    assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "María Núñez" in text_of(alone.content)
    told = newest(desk)
    assert (told["action"], told["target"]) == ("export", "loan_file")
    assert told["details"]["format"] == "pdf"
    assert told["details"]["rows"] > 0


def test_whether_there_is_one_is_told_without_making_it(
    desk: Context, http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.loan.answer.make", None)
    before = len(audit.table(desk.database))
    answer = http.head(ADDRESS.format("zip"))
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"", "application/zip")
    assert http.head("/export/loan-file.zip?external_id=nobody").status_code == 404
    assert len(audit.table(desk.database)) == before


def test_a_link_of_theirs_names_the_same_person(http: TestClient) -> None:
    by_link = http.get(f"/export/loan-file.pdf?link={bodies.LINK}")
    assert by_link.content == http.get(ADDRESS.format("pdf")).content


def test_it_is_masked_where_the_reader_is(desk: Context, http: TestClient) -> None:
    http.cookies.set(PRESENTER_COOKIE, "on")
    told = text_of(http.get(f"/export/loan-file.pdf?link={bodies.LINK}").content)
    assert "María" not in told
    assert "MASKED" in told
    assert newest(desk)["details"]["masked"] == "everybody"


def test_an_earlier_day_tells_what_was_known_then(http: TestClient) -> None:
    told = text_of(http.get(f"{ADDRESS.format('pdf')}&as_known_on=2026-11-05").content)
    assert "As known on 5 Nov 2026" in told
    assert ("ACME" in told, "Account owner" in told) == (True, False)
    assert "What came after 5 Nov 2026 is left out" in " ".join(told.split())


def test_somebody_on_hold_has_a_file_as_all_others(desk: Context, http: TestClient) -> None:
    with desk.database.write() as connection:
        holds.put(connection, "person", "user-1", reason="case 7", actor="root")
    assert http.get(ADDRESS.format("pdf")).status_code == 200
    with desk.database.write() as connection:
        holds.release(connection, "person", "user-1")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/export/loan-file.zip", 400),
        ("/export/loan-file.zip?external_id=", 400),
        ("/export/loan-file.zip?external_id=user-1&link=x", 400),
        ("/export/loan-file.zip?external_id=user-1&external_id=user-2", 400),
        ("/export/loan-file.zip?external_id=user-1&as_known_on=Monday", 400),
        ("/export/loan-file.zip?external_id=user-1&as_known_on=9999-01-01", 400),
        ("/export/loan-file.zip?external_id=nobody", 404),
        ("/export/loan-file.zip?external_id=%00%F0%9F%99%82", 404),
        (f"/export/loan-file.zip?external_id={'x' * 5_000}", 404),
        ("/export/loan-file.zip?link=0", 404),
        ("/export/loan-file.docx?external_id=user-1", 404),
    ],
)
def test_what_can_be_no_file_is_said(http: TestClient, address: str, status: int) -> None:
    answer = http.get(address)
    assert answer.status_code == status
    assert answer.text.endswith(".")


def test_a_deleted_link_is_nobodys(desk: Context, http: TestClient) -> None:
    with desk.database.write() as connection:
        links.mark_deleted(connection, bodies.OTHER_LINK)
    assert http.get("/export/loan-file.zip?external_id=user-2").text == "This person or company is not here."
    assert http.get(f"/export/loan-file.zip?link={bodies.OTHER_LINK}").status_code == 404


def test_no_other_site_has_a_browser_take_one(http: TestClient) -> None:
    assert http.get(ADDRESS.format("zip"), headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_whoever_may_take_rows_may_take_it() -> None:
    (row,) = (row for row in TABLE if "/export/loan-file.{format}" in row.routes)
    assert row.roles == EVERYBODY > ADMINS
    assert "/export/{table}.{format}" in row.routes


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (Moving(), 503, "Try again in a minute."),
        (press.TookTooLong("60 s"), 503, "took too long"),
        (press.NotSet("status 1"), 500, "could not be made"),
    ],
)
def test_what_goes_wrong_in_making_is_said_in_words(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    def make(*_: object) -> None:
        raise error

    monkeypatch.setattr("web.loan.answer.make", make)
    answer = http.get(ADDRESS.format("zip"))
    assert (answer.status_code, said in answer.text) == (status, True)
    assert AT_ONCE.borrowed_tokens == 0


def test_a_reader_who_leaves_ends_the_making(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded, sent = list[tuple[int, bool]](), list[Message]()

    def make(_subject: object, _folder: object, is_wanted: Any) -> None:  # noqa: ANN401 - a function
        while is_wanted():
            anyio.from_thread.run(anyio.sleep, 0.001)
        raise press.GivenUp

    monkeypatch.setattr("web.loan.answer.make", make)
    subject: Any = None
    answer = LoanFile(subject, "zip", lambda rows, is_whole: recorded.append((rows, is_whole)))

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    with start_blocking_portal() as portal:
        portal.call(answer, {"type": "http", "method": "GET", "headers": []}, receive, send)
    assert sent == []
    assert recorded in ([(0, False)], [])  # gone before its turn came, it was never begun
