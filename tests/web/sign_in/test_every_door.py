"""Every way in which data leave the desk, as each role and as nobody: files, loan files, lists, figures, tools.

What a page would mask is masked at each of them; who has neither signed in nor a token gets nothing. That pages are
drawn for whom they are meant is in tests/pages/test_roles.py, and what they mask in tests/pages/test_masked.py.
"""

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped] # has no types
import pytest
from httpx2 import Response
from pypdf import PdfReader
from starlette.testclient import TestClient

from actions.access import tokens
from domain.roles import Role
from resources import RESOURCES
from store.core.files import formats, snippets
from store.core.files.notebook import notebook
from store.queries.tables import catalogue
from store.sql import VIEWS
from tests.kit import planted
from tests.kit.actors import TESTER
from tests.kit.bank import uuid
from tests.kit.planted import LINK, Planted
from tests.kit.serving import serving
from tests.store.core.files.test_open_as import run
from tests.web.api.conftest import NEEDED
from tests.web.mcp.test_tools import CALLS
from tests.web.sign_in.conftest import Desk, opened
from tests.web.sign_in.test_admission import paths
from web.routes import routes

SUBJECTS = {Role.VIEWER: "vera", Role.ANALYST: "alba", Role.OPERATOR: "oscar", Role.ADMIN: "root"}
MASKED = (Role.VIEWER, Role.ANALYST)
TABLES = [name for name in RESOURCES if catalogue.find(name)]
FEWER = {Role.ANALYST: ("csv",), Role.ADMIN: ("csv",)}
"""Formats for those of whom another role has the same sight in all formats."""

Made = tuple[Desk, Planted, dict[Role, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with opened(tmp_path_factory.mktemp("doors")) as desk:
        db = desk.context.database
        found = planted.fill(db)
        secrets = {role: tokens.make(db, f"of-{role.word}", role, actor=TESTER, rate=1_200) for role in Role}
        yield desk, found, secrets


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def text_of(answer: Response, extension: str) -> str:
    """All that a file says, whichever its format."""
    if extension == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
        return "\n".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    if extension == "parquet":
        file = pq.ParquetFile(io.BytesIO(answer.content))
        return f"{file.read().to_pylist()} {file.metadata.metadata}"
    return answer.text + str(answer.headers)


@pytest.mark.parametrize("role", Role)
def test_files_of_every_table(made: Made, role: Role) -> None:
    desk, found, secrets = made
    http, told = desk.visit(), list[str]()
    for extension in FEWER.get(role, tuple(formats.FORMATS)):
        for name in TABLES:
            answer = http.get(f"/export/{name}.{extension}", headers=bearer(secrets[role]))
            assert answer.status_code == 200, (name, extension, answer.text)
            told.append(text_of(answer, extension))
    signed_in = desk.visit(SUBJECTS[role])
    told += [signed_in.get(f"/export/{name}.csv").text for name in TABLES]
    seen = found.found_in("\n".join(told))
    assert seen == set() if role in MASKED else len(seen) > 20
    assert seen & found.cards == set()
    for visitor, headers in ((http, bearer(secrets[role])), (signed_in, {})):
        of_audit = visitor.get("/export/audit.csv", headers=headers)
        assert of_audit.status_code == (200 if role is Role.ADMIN else 403)


@pytest.mark.parametrize("role", Role)
def test_lists_figures_and_queries_of_programs(made: Made, role: Role) -> None:
    desk, found, secrets = made
    http, told = desk.visit(), list[str]()
    described = http.get("/api/v1/openapi.json").json()["paths"]
    for path in described:
        asked = f"?{urlencode(NEEDED[path])}" if path in NEEDED else ""
        address = f"/api/v1{path}{asked}".replace("{link}", LINK).replace("{external_id}", "nobody")
        answer = http.get(address, headers=bearer(secrets[role]))
        assert answer.status_code == (404 if "nobody" in address else 200), (address, answer.text)
        told.append(answer.text)
    seen = found.found_in("\n".join(told))
    assert seen == set() if role in MASKED else len(seen) > 20
    assert seen & found.cards == set()


@pytest.mark.parametrize("role", Role)
def test_files_of_queries(made: Made, role: Role) -> None:
    desk, found, secrets = made
    http, told = desk.visit(), list[str]()
    for view in VIEWS:
        query = urlencode({"sql": f"SELECT * FROM {view}"})
        for extension in FEWER.get(role, tuple(formats.FORMATS)):
            answer = http.get(f"/export/query.{extension}?{query}", headers=bearer(secrets[role]))
            assert answer.status_code == 200, (view, extension, answer.text)
            told.append(text_of(answer, extension))
        told.append(desk.visit(SUBJECTS[role]).get(f"/export/query.csv?{query}").text)
    seen = found.found_in("\n".join(told))
    assert seen == set() if role in MASKED else len(seen) > 10
    assert seen & found.cards == set()
    raw = http.get("/export/query.csv?sql=SELECT+*+FROM+bodies_transactions", headers=bearer(secrets[role]))
    assert raw.status_code == (400 if role in MASKED else 200)


def call(http: TestClient, secret: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a tool answers to a client of the protocol as it was before."""
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": given}}
    headers = {**bearer(secret), "accept": "application/json, text/event-stream"}
    answer = http.post("/mcp", json=message, headers=headers)
    assert answer.status_code == 200, answer.text
    (data,) = [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: {")]
    result: dict[str, Any] = json.loads(data)["result"]
    return result


@pytest.mark.parametrize("role", Role)
def test_agents_tools(made: Made, role: Role) -> None:
    desk, found, secrets = made
    answers = [call(desk.visit(), secrets[role], name, given) for name, given in CALLS]
    assert not [answer for answer in answers if answer.get("isError")]
    seen = found.found_in(json.dumps(answers, ensure_ascii=False))
    assert seen == set() if role in MASKED else len(seen) > 10
    assert seen & found.cards == set()


def test_nobody_gets_anything(made: Made) -> None:
    desk, _, _ = made
    for http in (desk.visit(), desk.visit("nobody")):
        status = {http.get(f"/export/{name}.{end}").status_code for name in TABLES for end in formats.FORMATS}
        status |= {http.get(f"/api/v1/{name}").status_code for name in ("people", "links", "transactions", "query")}
        status |= {http.get(LOAN_FILE.replace("zip", end)).status_code for end in ("zip", "pdf")}
        status |= {http.get(f"/export/query.{end}?sql=SELECT+1").status_code for end in formats.FORMATS}
        status |= {http.get(address).status_code for address in (PACKET, PACKET.replace("zip", "json"), DOCUMENT)}
        status |= {http.post("/mcp", json={}).status_code, http.get("/export/audit.csv").status_code}
        status |= {http.get("/export/accounts.csv", headers=bearer("linkdesk_none")).status_code}
        assert status <= {401, 403}
        assert 200 not in status


def test_a_token_that_is_none_is_not_a_sign_in_and_one_of_a_lower_role_goes_first(made: Made) -> None:
    desk, found, secrets = made
    root = desk.visit("root")
    assert root.get("/export/accounts.csv", headers=bearer("linkdesk_none")).status_code == 401
    masked = root.get("/export/owners.csv", headers=bearer(secrets[Role.VIEWER]))
    assert (masked.status_code, found.found_in(masked.text)) == (200, set())
    assert found.found_in(root.get("/export/owners.csv").text)
    basic = root.get("/export/owners.csv", headers={"authorization": "Basic eDp5"})
    assert basic.status_code == 200  # a proxy's own, which is none of ours
    other = root.get("/export/owners.csv", headers={**bearer(secrets[Role.ADMIN]), "origin": "https://evil.example"})
    assert other.status_code == 403


def test_text_is_not_searched_with_a_token_that_sees_nobody(made: Made) -> None:
    desk, _, secrets = made
    refused = desk.visit().get("/export/transactions.csv?text=spei", headers=bearer(secrets[Role.VIEWER]))
    assert refused.status_code == 403
    allowed = desk.visit().get("/export/transactions.csv?text=spei", headers=bearer(secrets[Role.OPERATOR]))
    assert allowed.status_code == 200


LOAN_FILE = f"/export/loan-file.zip?link={LINK}"


@pytest.mark.parametrize("role", Role)
def test_loan_files(made: Made, role: Role) -> None:
    desk, found, secrets = made
    told = []
    for visitor, headers in ((desk.visit(), bearer(secrets[role])), (desk.visit(SUBJECTS[role]), {})):
        answer = visitor.get(LOAN_FILE, headers=headers)
        assert answer.status_code == 200, answer.text
        told.append(text_of_zip(answer.content))
    seen = found.found_in("\n".join(told))
    assert seen == set() if role in MASKED else len(seen) > 20
    assert seen & found.cards == set()


@pytest.mark.parametrize("role", Role)
def test_support_packets_and_documents(made: Made, role: Role) -> None:
    """Packets name nobody; a document, which can't be masked, is for who sees people. No token opens either."""
    desk, found, secrets = made
    visitor = desk.visit(SUBJECTS[role])
    for address, tells in ((PACKET, text_of_zip), (DOCUMENT, None)):
        answer = visitor.get(address)
        assert answer.status_code == (403 if role in MASKED else 200), (address, answer.text)
        if tells and answer.status_code == 200:
            assert found.found_in(tells(answer.content)) == set()
        assert desk.visit().get(address, headers=bearer(secrets[role])).status_code == 401


PACKET = f"/export/support-packet.zip?link={LINK}"
DOCUMENT = f"/documents/tax_status/{uuid('tax_status')}/pdf"

DOORS = {
    "/api/v1/{path:path}",
    "/documents/{resource}/{row}/{source}",
    "/export/audit.{format}",
    "/export/loan-file.{format}",
    "/export/query.{format}",
    "/export/support-packet.{format}",
    "/export/{table}.{format}",
    "/mcp",
}
"""What is walked above, as each role and as nobody."""

INBOUND = {
    "/c/{code}",
    "/connect/callback/{outcome}/{nonce}",
    "/connect/events",
    "/webhooks/belvo",
    "/webhooks/belvo/",
}
"""Addresses by which something comes in: nothing that is stored goes out there."""


def test_no_door_is_left_out(made: Made) -> None:
    assert paths(routes(made[0].context)) == DOORS | INBOUND


def text_of_zip(content: bytes) -> str:
    """All that a loan file says: its pages, its sheets, its rows and what it says of itself."""
    told = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inside, extension = archive.read(name), name.rsplit(".", 1)[-1]
            if extension == "pdf":
                told.append(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(inside)).pages))
            else:
                told.append(text_of(Response(200, content=inside), extension))
    return "\n".join(told)


def test_a_notebook_runs_against_the_desk_with_a_token(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, found, secrets = made
    monkeypatch.chdir(tmp_path)  # where no file lies beside it
    with serving(desk.app) as url:
        written = notebook("owners.parquet", f"{url}/export/owners.parquet?link={LINK}", {"Filter": "it's"})
        for role, shows in ((Role.VIEWER, False), (Role.OPERATOR, True)):
            monkeypatch.setenv(snippets.TOKEN, secrets[role])
            rows = run(written)["rows"]
            assert len(rows) > 0
            assert bool(found.found_in(str(rows.to_dict("records")))) is shows
        monkeypatch.delenv(snippets.TOKEN)
        with pytest.raises(HTTPError, match="401"):
            run(written)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_runs_as_it_is_printed(made: Made, tmp_path: Path) -> None:
    desk, _, secrets = made
    with serving(desk.app) as url:
        printed = snippets.curl(f"{url}/export/owners.parquet?link=it's&since=", "owners.parquet", has_token=True)
        environment = {snippets.TOKEN: secrets[Role.OPERATOR], "PATH": "/usr/bin:/bin"}
        subprocess.run(["/bin/bash", "-c", printed], cwd=tmp_path, env=environment, check=True, timeout=60)
        assert "display_name" in pq.read_table(tmp_path / "owners.parquet").column_names
        environment[snippets.TOKEN] = "linkdesk_none"
        failed = subprocess.run(["/bin/bash", "-c", printed], cwd=tmp_path, env=environment, check=False, timeout=60)
        assert failed.returncode == 22
