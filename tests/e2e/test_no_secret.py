"""No key, token, cookie or password leaves a desk where it must not: by answers, logs, files or the command line."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests
from starlette.responses import JSONResponse, Response

from actions.connect.start import start
from actions.connect.token_body import Choices
from belvo_client import BelvoError
from context import ROUTES, Context
from domain.roles import OWN_PROOF, TABLE
from settings import Secret, Settings
from store.ops import jobs
from store.upkeep import backup
from tests.kit.actors import TESTER
from tests.kit.bodies import LINK
from tests.kit.desk import Desk
from tests.kit.files import file_of
from tests.kit.provider import running_locked_desk, running_provider
from tests.kit.scripted_belvo import ScriptedBelvo, error
from tests.kit.secret_values import SECRETS, leaks
from tests.kit.sign_in import claims_of, signed
from tests.kit.waiting import PATIENCE, until

USER = "_streamlit_user"
KNOWN = "customer-1"
"""What is no secret and has to be found, or nothing was looked through."""

EMBEDDED = {"path:path": "shop", "table": "accounts", "outcome": "success", "resource": "invoices"}


@dataclass
class Planted:
    """A desk that knows all the secrets, and the cookie of somebody who has signed in to it."""

    desk: Desk
    settings: Settings
    secrets: dict[str, str]

    @property
    def cookie(self) -> dict[str, str]:
        return {USER: self.secrets["session cookie"]}


def refuse_what_was_sent(asked: str) -> Response | None:
    """An error that says again what it got, as a careless API might."""
    if asked.startswith("transactions"):
        return error("unexpected_error", f"Not with {SECRETS['secret password']}", 500)
    return None


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("secrets")
    belvo = ScriptedBelvo(before=refuse_what_was_sent)
    belvo.token = JSONResponse({"access": SECRETS["access token"], "refresh": SECRETS["refresh token"]})
    with ExitStack() as stack:
        stack.enter_context(belvo.serve())
        provider = stack.enter_context(running_provider())
        environment = {
            "BELVO_ENV": "sandbox",
            "BELVO_BASE_URL": belvo.url,
            "BELVO_SECRET_ID": SECRETS["secret id"],
            "BELVO_SECRET_PASSWORD": SECRETS["secret password"],
            "BELVO_WEBHOOK_AUTHORIZATION": SECRETS["webhook authorization"],
        }
        desk = stack.enter_context(running_locked_desk(folder, provider, environment))
        settings = Settings(
            environment="sandbox",
            base_url=belvo.url,
            secret_id=SECRETS["secret id"],
            secret_password=Secret(SECRETS["secret password"]),
            data_dir=desk.data_dir,
        )
        cookie = signed(json.dumps(claims_of("root", origin=desk.url, iss=provider)))
        yield Planted(desk, settings, {**SECRETS, "session cookie": cookie})


@pytest.fixture(scope="module")
def used(planted: Planted) -> Planted:
    """The same after a token was asked for, pulls have failed, and Belvo has refused the keys."""
    with Context(planted.settings, ROUTES) as context:
        opening = start(context.database, context.client, planted.settings, Choices(), actor=TESTER)
        assert opening.access_token == SECRETS["access token"]
        with pytest.raises(BelvoError):
            next(context.client.transactions.pages(link=LINK))
        until(lambda: (job := jobs.latest(context.database, LINK)) and job.state != jobs.State.RUNNING)
    return planted


def addresses() -> Iterator[str]:
    """Every route, with something in each of its places; a page; what is nobody's; and Streamlit's own."""
    for route in sorted({route for row in TABLE for route in row.routes} | OWN_PROOF):
        yield "/".join(_filled(part) for part in route.split("/"))
    yield from ("/", "/links", "/nothing", "/_stcore/health", "/_stcore/host-config", "/media/none", "/auth/login")


def _filled(part: str) -> str:
    if not part.startswith("{"):
        return part
    name, _, rest = part[1:].partition("}")
    return f"{EMBEDDED.get(name, 'x')}{rest}"


def told(planted: Planted, method: str, path: str, **options: object) -> bytes:
    answer = requests.request(
        method,
        f"{planted.desk.url}{path}",
        timeout=PATIENCE,
        allow_redirects=False,
        **options,  # type: ignore[arg-type] # some of requests' own
    )
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "set-cookie"}
    return f"{answer.status_code} {headers}\n".encode() + answer.content


def test_no_answer_tells_any(used: Planted) -> None:
    credentials = {"Authorization": "Bearer of-somebody-else", "X-Connect-Token": "of-somebody-else"}
    found = b"\n".join(
        told(used, method, path, cookies=cookies, headers=credentials, data=body)
        for path in addresses()
        for method, body in (("GET", None), ("POST", b"{"))
        for cookies in ({}, used.cookie)
    )
    assert KNOWN.encode() in told(used, "GET", "/export/accounts.csv", cookies=used.cookie)
    assert leaks(found, used.secrets) == set()


def test_neither_the_store_nor_its_backup_nor_anything_beside_it_holds_any(used: Planted, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    backup.save(file_of(used.settings), copy, holds="schema_migrations")
    files = [copy, *(file for file in used.desk.data_dir.rglob("*") if file.is_file())]
    assert len(files) > 2
    assert KNOWN.encode() in copy.read_bytes()
    assert {file.name: leaks(file.read_bytes(), used.secrets) for file in files} == {file.name: set() for file in files}


def test_no_log_has_any(used: Planted) -> None:
    log = "".join(used.desk.lines)
    assert LINK in log
    assert leaks(log, used.secrets) == set()


def test_no_process_is_started_with_any(used: Planted) -> None:
    server = psutil.Process(used.desk.process.pid)
    processes = [server, *server.children(recursive=True)]
    assert len(processes) > 1
    assert leaks(" ".join(part for process in processes for part in process.cmdline()), used.secrets) == set()


def test_what_is_looked_for_is_found_however_it_is_written() -> None:
    password = SECRETS["secret password"]
    assert leaks(f"…{password}…") == {"secret password"}
    assert leaks("planted-PASSWORD-of-belvo%2Fwith%2Bsigns%3D") == {"secret password"}
    keys = requests.Request("GET", "http://127.0.0.1:9", auth=(SECRETS["secret id"], password)).prepare()
    assert "pair of keys" in leaks(str(keys.headers))
