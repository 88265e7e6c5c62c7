"""The receiver alone: it takes in webhooks and callbacks, is known wherever it runs, and needs none of the pages."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from starlette.testclient import TestClient

import settings as settings_module
from actions.local_belvo import Control
from belvo_sandbox import Served
from context import VERSION, Context
from settings import ROOT, Secret, Settings
from store import Database
from store.ops import processes
from tests.kit.local_belvo import Api
from tests.kit.waiting import PATIENCE, until
from web import receiver

WEBHOOK = {"webhook_id": "1", "webhook_type": "ACCOUNTS", "webhook_code": "historical_update", "link_id": "a link"}


@pytest.fixture
def http(context: Context) -> TestClient:
    return TestClient(receiver.application(context), base_url="http://127.0.0.1:8502", client=("127.0.0.1", 50_000))


def test_it_takes_in_webhooks(http: TestClient, context: Context) -> None:
    assert http.post("/webhooks/belvo", json=WEBHOOK).status_code == 200
    assert context.database.frame("SELECT webhook_id FROM webhook_events")["webhook_id"].tolist() == ["1"]


def test_it_answers_what_comes_back_from_the_hosted_widget(http: TestClient) -> None:
    told = http.get("/connect/callback/success/of-nobody")
    assert (told.status_code, "This connection is not known here" in told.text) == (404, True)


@pytest.mark.parametrize("path", ["/", "/links", "/export/transactions.csv", "/connect/events", "/_stcore/health"])
def test_it_has_nothing_else(http: TestClient, path: str) -> None:
    assert http.get(path).status_code == 404


def test_it_says_whether_it_works(http: TestClient) -> None:
    told = http.get("/healthz")
    assert (told.status_code, told.json()["store"]) == (200, "ok")
    assert told.headers["x-content-type-options"] == "nosniff"


def test_it_answers_no_name_but_its_own(http: TestClient) -> None:
    assert http.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_it_needs_neither_streamlit_nor_pandas() -> None:
    script = "import sys, web.receiver; print(sorted({'streamlit', 'pandas', 'numpy', 'xlsxwriter'} & {*sys.modules}))"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("host", "agreed", "is_refused"),
    [("127.0.0.1", None, False), ("::1", None, False), ("10.0.0.5", None, True), ("10.0.0.5", "Bearer x", False)],
)
def test_others_reach_it_only_where_webhooks_prove_themselves(
    settings: Settings, host: str, agreed: str | None, is_refused: bool
) -> None:
    changed = {"host": host, "webhook_authorization": Secret(agreed) if agreed else None}
    problem = receiver._refusal(settings.model_copy(update=changed))
    assert bool(problem) == is_refused
    assert problem is None or "BELVO_WEBHOOK_AUTHORIZATION" in problem


def test_check_says_what_would_keep_it_from_its_work(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [settings, settings.model_copy(update={"base_url": "http://127.0.0.1:9", "host": "10.0.0.5"})]
    monkeypatch.setattr(settings_module, "load", lambda: given.pop(0))
    assert receiver.main(["--check"]) == 0
    assert all(line.startswith("ok ") for line in capsys.readouterr().out.splitlines())
    assert receiver.main(["--check"]) == 1
    failed = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("failed")]
    assert failed[:2] == ["Address:", "Belvo:"]


def test_where_the_local_belvo_is_part_of_a_server_it_wants_that_server(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings_module, "load", lambda: settings.model_copy(update={"base_url": None}))
    assert receiver.main(["--check"]) == 1
    assert "No Linkdesk server is running" in capsys.readouterr().err


@contextmanager
def running(environment: Mapping[str, str]) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A receiver on a free port: its address and its process."""
    command = [sys.executable, "-m", "web.receiver", "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().removeprefix("Linkdesk receives at ").strip(), process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_link_that_is_made_is_announced_to_it_until_it_ends(sandbox: Served, tmp_path: Path) -> None:
    environment = {"BELVO_BASE_URL": sandbox.url, "LINKDESK_DATA_DIR": str(tmp_path)}
    with running(environment) as (url, process), Database.open(tmp_path / "local.db") as db:

        def known() -> list[processes.Process]:
            return processes.present(db, now=datetime.now(UTC))

        until(lambda: [one.kind for one in known()] == ["receiver"])
        assert known()[0].version == VERSION
        until(lambda: Control(sandbox.url).endpoints())
        link = Api(sandbox.url).link("bnk102", "low")["id"]
        until(lambda: link in db.frame("SELECT link FROM webhook_events")["link"].tolist())
        assert requests.get(f"{url}/links", timeout=PATIENCE).status_code == 404
        process.terminate()
        until(lambda: not known())
