"""Production: what it takes to start, what the preflight says beforehand, and https by a proxy or by the server."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import requests

from actions.local_belvo import Control
from server_file import running_server
from settings import ROOT
from store import Database
from store.ops import webhooks
from store.ops.webhooks import WebhookFilter
from store.write import links
from tests.kit.certificate import self_signed
from tests.kit.desk import Desk, running_desk
from tests.kit.ports import free_port
from tests.kit.provider import command_with, running_provider, secrets_of
from tests.kit.scripted_belvo import ScriptedBelvo
from tests.kit.waiting import PATIENCE, until
from web.preflight.production import HTTPS, SIGN_IN, WEBHOOKS

PUBLIC = "https://desk.example"
AUTHORIZATION = "Bearer planted-webhook-authorization"
PREFLIGHT = "import runpy; runpy.run_module('web.preflight', run_name='__main__')"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as url:
        yield url


@pytest.fixture(scope="module")
def belvo() -> Iterator[ScriptedBelvo]:
    with ScriptedBelvo().serve() as served:
        yield served


@pytest.fixture
def environment(belvo: ScriptedBelvo, tmp_path: Path) -> dict[str, str]:
    """All that production needs of the environment."""
    return {
        "BELVO_ENV": "production",
        "BELVO_BASE_URL": belvo.url,
        "BELVO_SECRET_ID": "an-id",
        "BELVO_SECRET_PASSWORD": "planted-password",
        "BELVO_WEBHOOK_AUTHORIZATION": AUTHORIZATION,
        "LINKDESK_PUBLIC_URL": PUBLIC,
        "LINKDESK_DATA_DIR": str(tmp_path / "data"),
        "PORT": str(free_port()),
    }


def secrets(folder: Path, provider: str, origin: str = PUBLIC) -> Path:
    file = folder / "secrets.toml"
    file.touch(mode=0o600)
    file.write_text(secrets_of(0, provider, origin), encoding="utf-8")
    return file


def ran(command: tuple[str, ...], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """What a command said that ends by itself."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def preflight(file: Path, environment: Mapping[str, str]) -> tuple[int, list[str]]:
    """Its status, and the lines that fail."""
    ended = ran(command_with(file, PREFLIGHT), environment)
    assert ended.stderr == ""
    return ended.returncode, [line for line in ended.stdout.splitlines() if line.startswith("failed")]


def test_behind_a_proxy_it_starts_as_the_preflight_has_said_and_pulls_nothing_that_nobody_follows(
    tmp_path: Path, provider: str, belvo: ScriptedBelvo, environment: dict[str, str]
) -> None:
    file = secrets(tmp_path, provider)
    assert preflight(file, environment) == (0, [])
    belvo.reset()
    with running_desk(tmp_path / "data", environment, command_with(file)) as desk:
        assert requests.get(f"{desk.url}/healthz", timeout=PATIENCE).json()["status"] == "ok"
        for path, status in (("/", 200), ("/export/accounts.csv", 401), ("/sandbox/healthz", 403)):
            known = requests.get(f"{desk.url}{path}", headers={"Host": "desk.example"}, timeout=PATIENCE)
            assert (path, known.status_code) == (path, status)
        with Database.open(tmp_path / "data" / "production.db") as db:
            (link,) = until(lambda: [*links.table(db)["link"]])
            found = links.find(db, link)
            assert found
            assert not found.followed
        assert [*filter(lambda asked: asked.startswith(("accounts", "transactions")), belvo.requests)] == []
    assert [line for line in desk.complaints if "planted" in line or "Traceback" in line] == []


def webhook(desk: Desk, authorization: str, certificate: Path) -> int:
    named: dict[str, object] = {"webhook_id": "a" * 32, "webhook_type": "ACCOUNTS", "webhook_code": "new"}
    return requests.post(
        f"{desk.url}/webhooks/belvo",
        json=named | {"link_id": None, "data": {}},
        headers={"Authorization": authorization},
        verify=str(certificate),
        timeout=PATIENCE,
    ).status_code


def test_with_a_certificate_it_speaks_https_itself_and_its_worker_finds_it_there(
    tmp_path: Path, provider: str, environment: dict[str, str]
) -> None:
    certificate, key = self_signed(tmp_path)
    del environment["LINKDESK_PUBLIC_URL"]
    environment |= {"STREAMLIT_SERVER_SSL_CERT_FILE": str(certificate), "STREAMLIT_SERVER_SSL_KEY_FILE": str(key)}
    file = secrets(tmp_path, provider, f"https://127.0.0.1:{environment['PORT']}")
    assert preflight(file, environment) == (0, [])
    with running_desk(tmp_path / "data", environment, command_with(file)) as desk:
        assert desk.url == f"https://127.0.0.1:{environment['PORT']}"
        with requests.get(f"{desk.url}/healthz", verify=str(certificate), timeout=PATIENCE) as health:
            assert health.json()["status"] == "ok"
        del health  # it keeps its connection open, for which the end of the server would wait
        (worker,) = until(lambda: desk.workers)
        assert worker.environ()["LINKDESK_SERVER_URL"] == desk.url
        assert running_server(tmp_path / "data") == desk.url
        assert [webhook(desk, sent, certificate) for sent in (AUTHORIZATION, "Bearer other")] == [200, 401]
    assert desk.complaints == []


def test_by_another_launcher_the_local_belvo_and_its_webhooks_go_over_https_too(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path, "desk.example")  # not the name by which the server calls itself
    files = ("--server.sslCertFile", str(certificate), "--server.sslKeyFile", str(key))
    command = ("-m", "streamlit", "run", "app.py", "--server.port", str(free_port()), *files)
    with running_desk(tmp_path / "data", command=command) as desk, desk.belvo() as belvo:
        assert desk.url.startswith("https:")
        link = belvo.links.create("erebor_mx_retail", "bnk100", "full")["id"]
        with Control(desk.belvo_url) as control, desk.store() as db:
            until(control.endpoints)
            control.send_webhook(link, "ACCOUNTS", "new_accounts_available", {})
            until(lambda: webhooks.count(db, WebhookFilter()))
            until(lambda: db.frame("SELECT 1 FROM accounts").shape[0])


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        (("BELVO_WEBHOOK_AUTHORIZATION", "BELVO_SECRET_ID"), [WEBHOOKS]),
        (("sign-in", "LINKDESK_PUBLIC_URL", "BELVO_WEBHOOK_AUTHORIZATION"), [SIGN_IN, HTTPS, WEBHOOKS]),
    ],
    ids=["one and the keys", "all"],
)
def test_without_what_it_needs_it_ends_with_a_line_for_each(
    tmp_path: Path, provider: str, environment: dict[str, str], lacks: tuple[str, ...], told: list[str]
) -> None:
    file = tmp_path / "none.toml" if "sign-in" in lacks else secrets(tmp_path, provider)
    without = {name: value for name, value in environment.items() if name not in lacks}
    ended = ran(command_with(file), without)
    assert (ended.returncode, ended.stderr.splitlines()) == (1, told)


def test_other_launchers_end_as_well(environment: dict[str, str]) -> None:
    del environment["LINKDESK_PUBLIC_URL"]
    ended = ran(("-m", "streamlit", "run", "app.py", "--server.port", environment["PORT"]), environment)
    assert ended.returncode != 0
    assert [line for line in ended.stderr.splitlines() if line in (SIGN_IN, HTTPS, WEBHOOKS)] == [SIGN_IN, HTTPS]


def test_keys_that_are_missing_are_a_line_of_the_preflight_and_no_reason_not_to_start(
    tmp_path: Path, provider: str, environment: dict[str, str]
) -> None:
    file = secrets(tmp_path, provider)
    del environment["BELVO_SECRET_PASSWORD"]
    status, (line,) = preflight(file, environment)
    assert (status, line.startswith("failed  Keys: BELVO_SECRET_PASSWORD not set.")) == (1, True)
    with running_desk(tmp_path / "data", environment, command_with(file)) as desk:
        health = requests.get(f"{desk.url}/healthz", timeout=PATIENCE)
        assert (health.status_code, health.json()["store"]) == (503, "The settings can't be used; the pages say why.")
        assert requests.get(desk.url, headers={"Host": "desk.example"}, timeout=PATIENCE).status_code == 200
