"""The server process: how it is started, what it leaves behind, whom it answers."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import requests
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from belvo_sandbox import serve
from server_file import SERVER_FILE
from settings import LOCAL_KEYS, ROOT
from tests.kit.desk import Desk, running_desk
from tests.kit.ports import free_port
from tests.kit.waiting import PATIENCE, until

FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("server") / "data"
    folder.mkdir(mode=0o755)  # stood before, open to all
    with running_desk(folder) as running:
        yield running
    assert running.complaints == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_the_server_ends_no_process_stays(tmp_path: Path, end: signal.Signals) -> None:
    with running_desk(tmp_path / "data") as desk:
        children = until(lambda: desk.workers)
        desk.process.send_signal(end)
        desk.process.wait(PATIENCE)
        assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with running_desk(tmp_path / "data") as desk:
        (first,) = until(lambda: desk.workers)
        first.kill()
        (second,) = until(lambda: [worker for worker in desk.workers if worker != first])
        assert second.is_running()


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "streamlit", "run", "app.py", "--server.port", "{port}"),
        ("-m", "uvicorn", "app:app", "--port", "{port}", "--log-level", "warning"),
    ],
    ids=["streamlit run", "uvicorn"],
)
def test_other_launchers_serve_the_same_and_the_worker_learns_their_port(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    port = free_port()
    with running_desk(tmp_path / "data", command=[part.format(port=port) for part in command]) as desk:
        assert desk.url == f"http://127.0.0.1:{port}"
        assert requests.get(f"{desk.url}/sandbox/healthz", timeout=PATIENCE).json()["status"] == "ok"
        (worker,) = until(lambda: desk.workers)
        assert worker.environ()["LINKDESK_SERVER_URL"] == desk.url


def start(data_dir: Path, port: str = "0", *options: str) -> "subprocess.CompletedProcess[str]":
    """How a server ends that can't begin."""
    return subprocess.run(
        [sys.executable, "app.py", *options],
        cwd=ROOT,
        env={**os.environ, "PORT": port, "LINKDESK_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_taken_port_is_said_in_one_line(desk: Desk, tmp_path: Path) -> None:
    port = desk.url.rpartition(":")[2]
    ended = start(tmp_path, port)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"Port {port} can't be used (Address already in use). Name another one: make run PORT=8601"
    ]


def test_what_would_keep_a_server_from_its_work_is_said_beforehand(desk: Desk, tmp_path: Path) -> None:
    well = start(tmp_path, "0", "--check")
    assert (well.returncode, {line.split()[0] for line in well.stdout.splitlines()}) == (0, {"ok"})
    port = desk.url.rpartition(":")[2]
    taken = start(tmp_path, port, "--check")
    (failed,) = [line for line in taken.stdout.splitlines() if line.startswith("failed")]
    assert (taken.returncode, f"port {port}" in failed) == (1, True)


def test_a_folder_in_which_another_server_works_is_said_in_one_line(desk: Desk) -> None:
    file = desk.data_dir / "server.url"
    told = file.read_text()
    ended = start(desk.data_dir)
    (line,) = ended.stderr.splitlines()
    assert (ended.returncode, f"already works in {desk.data_dir}. Open {desk.url}, or" in line) == (1, True)
    assert file.read_text() == told


@pytest.mark.parametrize(
    "port", [pytest.param("abc", marks=pytest.mark.exam), "70000", pytest.param("-1", marks=pytest.mark.exam)]
)
def test_a_port_that_is_none_is_said_in_one_line(tmp_path: Path, port: str) -> None:
    """One of them, since all are said alike: tests/test_settings.py has what else is none."""
    ended = start(tmp_path, port)
    assert (ended.returncode, ended.stderr.splitlines()) == (
        1,
        ["PORT is not a port. Write one up to 65535, or leave it out for 8501."],
    )


def test_a_local_belvo_whose_state_can_not_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    state = tmp_path / "sandbox" / "sandbox.db"
    state.parent.mkdir()
    state.write_bytes(b"no database" * 100)
    ended = start(tmp_path)
    assert (ended.returncode, ended.stderr.splitlines()) == (
        1,
        [f"{state} can't be used (file is not a database). Move it out of {state.parent} to start afresh."],
    )


def test_a_data_folder_that_can_not_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = start(tmp_path / "file")
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.endswith("can't be used (File exists). Set LINKDESK_DATA_DIR to a folder that you may write.")


def test_a_store_that_can_not_be_used_is_said_by_pages_and_routes_alike(page: Page, tmp_path: Path) -> None:
    (tmp_path / "local.db").write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    with running_desk(tmp_path) as desk:
        page.goto(desk.url)
        expect(page.get_by_text("Failed check: Store")).to_be_visible()
        answer = requests.get(f"{desk.url}/export/transactions.csv", timeout=PATIENCE)
        assert (answer.status_code, "local.db" in answer.text) == (503, True)
        health = requests.get(f"{desk.url}/healthz", timeout=PATIENCE)
        assert (health.status_code, health.json()["status"]) == (503, "failed")
    assert [line for line in desk.lines if "Traceback" in line] == []


def test_the_demo_shop_is_open(desk: Desk) -> None:
    assert "Café Tepeyac" in requests.get(f"{desk.url}/demo/", timeout=PATIENCE).text


def test_it_listens_on_this_machine_only(desk: Desk) -> None:
    server = psutil.Process(desk.process.pid)
    listening = {c.laddr.ip for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN and c.laddr}
    assert listening == {"127.0.0.1"}


def test_the_data_are_their_owners_only(desk: Desk) -> None:
    until(lambda: (desk.data_dir / "local.db").exists())
    assert (desk.data_dir / SERVER_FILE).exists()
    modes = {path: path.stat().st_mode & 0o077 for path in [desk.data_dir, *desk.data_dir.rglob("*")]}
    assert {path: mode for path, mode in modes.items() if mode} == {}


@pytest.mark.parametrize("path", ["/", "/sandbox/healthz", "/connect/events"])
def test_a_name_rebound_to_this_machine_is_refused(desk: Desk, path: str) -> None:
    assert requests.get(desk.url + path, headers={"Host": "evil.example"}, timeout=PATIENCE).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/sandbox/api/links/"), ("POST", "/sandbox/api/token/"), ("POST", "/connect/events")],
)
def test_a_foreign_page_can_not_use_the_local_keys(desk: Desk, method: str, path: str) -> None:
    keys = {"id": LOCAL_KEYS[0], "password": LOCAL_KEYS[1], "scopes": "read_institutions,write_links"}
    answer = requests.request(method, desk.url + path, json=keys, auth=LOCAL_KEYS, headers=FOREIGN, timeout=PATIENCE)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def opens(desk: Desk, origin: str | None) -> bool:
    """Whether a page of this origin is let in to the pages' websocket."""
    address = desk.url.replace("http", "ws", 1)
    try:
        with connect(f"{address}/_stcore/stream", origin=origin, open_timeout=PATIENCE):  # type: ignore[arg-type]
            return True
    except InvalidStatus:
        return False


def test_only_our_own_pages_open_websockets(desk: Desk) -> None:
    port = desk.url.rpartition(":")[2]
    assert opens(desk, desk.url)
    others = ("http://127.0.0.1:9", "http://127.0.0.1", f"http://localhost:{port}", f"http://0.0.0.0:{port}", "null")
    assert [origin for origin in others if opens(desk, origin)] == []


def test_foreign_websockets_cost_no_time_and_ask_nobody(desk: Desk) -> None:
    with ThreadPoolExecutor(12) as pages:
        assert {*pages.map(lambda number: opens(desk, f"https://evil{number}.example"), range(12))} == {False}
    server = psutil.Process(desk.process.pid)
    connections = server.net_connections("inet")
    assert {getattr(peer.raddr, "ip", "127.0.0.1") for peer in connections} <= {"127.0.0.1"}


def test_a_loopback_name_from_another_machine_is_refused_behind_a_proxy_too(desk: Desk) -> None:
    statuses = [
        requests.get(f"{desk.url}/healthz", headers={"X-Forwarded-For": client}, timeout=PATIENCE).status_code
        for client in ("192.168.0.7", "127.0.0.1, 192.168.0.7", "127.0.0.1")
    ]
    assert statuses == [400, 400, 200]


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/links/",
        "/export/nothing",
        "/documents",
        "/connect/nothing",
        "/webhooks/nothing",
        "/nothing",
        "/link/x",
        "/_stcore/nothing",
        "/_stcore/healthy",
        "/_stcore/script-health-check",
        "/_stcore/upload_file/a/b",
        "/static/css",
        "/static/js/nothing.js",
        pytest.param(f"/app/static/{'x' * 20_000}", id="/app/static/xxx"),
    ],
)
def test_an_address_that_is_nobodys_is_not_found(desk: Desk, path: str) -> None:
    answer = requests.get(desk.url + path, timeout=PATIENCE)
    kind = "application/problem+json" if path.startswith("/api/") else "text/plain; charset=utf-8"
    assert (answer.status_code, answer.headers["content-type"]) == (404, kind)


def test_whoever_answers_the_headers_are_ours_and_only_what_is_everybodys_is_kept(desk: Desk) -> None:
    page = requests.get(desk.url, timeout=PATIENCE).text
    (script,) = re.findall(r'<script type="module"[^>]* src="\.(/static/js/index[^"]+)"', page)
    kept = {}
    for path in ("/", "/nothing", "/media/none", "/export/accounts.csv", "/healthz", "/_stcore/host-config", script):
        headers = requests.get(desk.url + path, timeout=PATIENCE).headers
        assert headers.items() >= {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}.items(), path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        kept[path] = headers["cache-control"]
    assert {path for path, told in kept.items() if told != "no-store"} == {script}


def test_who_asks_too_often_is_told_to_wait_and_others_are_not(desk: Desk) -> None:
    with requests.Session() as session:
        answers = [session.get(f"{desk.url}/c/none", timeout=PATIENCE) for _ in range(80)]
        assert (answers[0].status_code, answers[-1].status_code) == (410, 429)
        wait = answers[-1].headers["retry-after"]
        assert answers[-1].text == f"Too many requests came from here. Try again in {wait} s."
        elsewhere = {"Host": "desk.example", "X-Forwarded-For": "192.0.2.1"}
        assert session.get(f"{desk.url}/c/none", headers=elsewhere, timeout=PATIENCE).status_code == 400
        assert session.get(f"{desk.url}/healthz", timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize("path", ["/", "/connect", "/connect/", "/link?link=x", "/transactions", "/webhooks"])
def test_every_page_is_found(desk: Desk, path: str) -> None:
    answer = requests.get(desk.url + path, timeout=PATIENCE)
    assert (answer.status_code, "<!doctype html>" in answer.text.lower()) == (200, True)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/webhooks/belvo"), ("GET", "/webhooks/belvo/"), ("POST", "/export/accounts.csv")]
)
def test_another_method_is_refused(desk: Desk, method: str, path: str) -> None:
    answer = requests.request(method, desk.url + path, timeout=PATIENCE)
    assert (answer.status_code, method in answer.headers["allow"]) == (405, False)


def test_the_server_says_how_it_is(desk: Desk) -> None:
    until(lambda: desk.workers)
    answer = requests.get(f"{desk.url}/healthz", timeout=PATIENCE)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": "0.1.0", "store": "ok", "worker": "running"}


def test_webhooks_are_taken_from_belvo_and_not_from_pages(desk: Desk) -> None:
    body: dict[str, object] = {
        "webhook_id": "a" * 32,
        "webhook_type": "SOMETHING_NEW",
        "webhook_code": "new",
        "link_id": None,
        "data": {},
    }
    assert requests.post(f"{desk.url}/webhooks/belvo", json=body, timeout=PATIENCE).status_code == 200
    assert requests.post(f"{desk.url}/webhooks/belvo", json=body, headers=FOREIGN, timeout=PATIENCE).status_code == 403
    assert requests.post(f"{desk.url}/webhooks/belvo", data=b"[]", timeout=PATIENCE).status_code == 400
    assert requests.post(f"{desk.url}/webhooks/belvo", data=b" " * 300_000, timeout=PATIENCE).status_code == 413


def test_pages_ask_no_other_host_break_no_policy_and_no_menu_of_streamlits_own_flashes(
    newcomer: Page, desk: Desk
) -> None:
    hosts: set[str] = set()
    menus: set[str] = set()
    broken: set[str] = set()
    newcomer.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    newcomer.expose_function("sawMenu", lambda menu: menus.add(menu))
    newcomer.expose_function("sawRefused", lambda refused: broken.add(refused))
    newcomer.add_init_script(
        """document.addEventListener("securitypolicyviolation", (event) => sawRefused(event.blockedURI))"""
    )
    newcomer.add_init_script(
        """new MutationObserver(() => {
            const menu = document.querySelector("[data-testid=stSidebarNav]")
            if (menu) sawMenu(menu.innerText)
        }).observe(document, { childList: true, subtree: true })"""
    )
    newcomer.goto(desk.url)
    expect(newcomer.get_by_role("link", name="Transactions")).to_be_visible()
    assert hosts == {desk.url.rpartition("/")[2]}
    assert all("Operate" in menu for menu in menus if menu.strip())
    assert broken <= {"wasm-eval"}  # what Streamlit tries, and does without


MISSING_KEYS = {"BELVO_ENV": "sandbox", "BELVO_SECRET_ID": "an-id"}


def test_missing_keys_are_a_page_that_says_what_to_do(page: Page, tmp_path: Path) -> None:
    with running_desk(tmp_path / "data", MISSING_KEYS) as desk:
        page.goto(desk.url)
        expect(page.get_by_text("Failed check: Keys")).to_be_visible()
        expect(
            page.get_by_text("BELVO_SECRET_PASSWORD not set. Create a key pair in Belvo's dashboard")
        ).to_be_visible()
        assert requests.get(f"{desk.url}/sandbox/healthz", timeout=PATIENCE).status_code == 404
        health = requests.get(f"{desk.url}/healthz", timeout=PATIENCE)
        assert (health.status_code, health.json()["store"]) == (503, "The settings can't be used; the pages say why.")
        assert desk.workers == []
    assert desk.complaints == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        pytest.param("LINKDESK_DATA_DIR", "", "LINKDESK_DATA_DIR is empty.", marks=pytest.mark.exam),
        ("LINKDESK_PULL_EVERY_HOURS", "often", "LINKDESK_PULL_EVERY_HOURS is not a whole number above 0."),
        pytest.param(
            "BELVO_BASE_URL",
            "http://192.168.0.7",
            "BELVO_BASE_URL would carry the keys over the network in the clear.",
            marks=pytest.mark.exam,
        ),
    ],
    ids=["folder", "number", "address"],
)
def test_a_setting_that_can_not_be_meant_is_a_page_that_says_so(
    page: Page, tmp_path: Path, name: str, value: str, told: str
) -> None:
    """One of them, since all are drawn alike: tests/test_settings.py has the sentences of each."""
    with running_desk(tmp_path / "data", {name: value}) as desk:
        page.goto(desk.url)
        expect(page.get_by_text(f"Failed check: {name}")).to_be_visible()
        expect(page.get_by_text(told)).to_be_visible()
        expect(page.get_by_text("Settings are read once: start Linkdesk again afterwards.")).to_be_visible()
    assert desk.complaints == []


def test_refused_keys_are_a_page_that_says_what_to_do(page: Page, tmp_path: Path) -> None:
    keys = {"BELVO_SECRET_ID": "an-id", "BELVO_SECRET_PASSWORD": "planted-password"}
    with serve(tmp_path / "belvo") as belvo:
        environment = {"BELVO_ENV": "sandbox", "BELVO_BASE_URL": belvo.url, **keys}
        with running_desk(tmp_path / "data", environment) as desk:
            page.goto(f"{desk.url}/transactions")
            expect(page.get_by_text("Failed check: Keys")).to_be_visible()
            expect(page.get_by_text("Belvo refused the keys")).to_be_visible()
            assert "planted" not in page.content()
    assert [line for line in desk.lines if "planted" in line or "Traceback" in line] == []


EVERYBODY = "0.0.0.0"  # noqa: S104 - what is refused


@pytest.mark.parametrize(
    ("environment", "command", "named"),
    [
        ({"LINKDESK_HOST": EVERYBODY}, ("app.py",), "LINKDESK_HOST"),
        ({}, ("-m", "streamlit", "run", "app.py", "--server.address", EVERYBODY), "server.address"),
        ({}, ("-m", "uvicorn", "app:app", "--host", EVERYBODY, "--port", "{port}"), "--host"),
    ],
    ids=["python app.py", "streamlit run", "uvicorn"],
)
def test_without_sign_in_no_launcher_has_it_listen_to_others(
    tmp_path: Path, environment: dict[str, str], command: tuple[str, ...], named: str
) -> None:
    ended = subprocess.run(
        [sys.executable, *(part.format(port=free_port()) for part in command)],
        cwd=ROOT,
        env={**os.environ, "PORT": "0", "LINKDESK_DATA_DIR": str(tmp_path / "data"), **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode != 0
    told = f"{named} {EVERYBODY} would let everybody in, since nobody has to sign in. Set up [auth] and [roles]"
    assert [line for line in ended.stderr.splitlines() if line.startswith(told)]
    assert "Traceback" not in ended.stderr
