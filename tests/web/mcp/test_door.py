"""Who gets in at the agent's door, for how long, from where; and what ends when its reader leaves."""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import psutil
import pytest
from httpx2 import Response, post, request
from mcp import Client

import settings
from actions.access import tokens
from context import Context
from domain.roles import Role
from settings import ROOT
from store.ops import audit
from store.sql import answers
from tests.kit import planted, waiting
from tests.kit.actors import TESTER
from tests.kit.planted import LINK
from tests.kit.sign_in import AUTH
from tests.kit.waiting import PATIENCE
from tests.web.mcp.conftest import Agents
from web.mcp.__main__ import main

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
CALL = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "find", "arguments": {"id": LINK}}}
ACCEPT = "application/json, text/event-stream"


@pytest.fixture(scope="module")
def agents(make_agents: Callable[[Callable[[Context], None]], Agents]) -> Agents:
    return make_agents(lambda context: (planted.fill(context.database), None)[1])


def send(agents: Agents, token: str | None, message: Any = INITIALIZE, **headers: str) -> Response:  # noqa: ANN401 - any JSON
    sent = {"accept": ACCEPT, "content-type": "application/json", **headers}
    if token:
        sent["authorization"] = f"Bearer {token}"
    return post(f"{agents.url}/mcp", content=json.dumps(message), headers=sent, timeout=60)


def test_without_a_token_that_counts_nobody_is_answered(agents: Agents) -> None:
    for token in (None, "linkdesk_none", agents.tokens[Role.ADMIN][:-1]):
        answer = send(agents, token)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert send(agents, agents.tokens[Role.VIEWER]).status_code == 200
    cookie = post(f"{agents.url}/mcp", json=INITIALIZE, cookies={"authorization": agents.tokens[Role.ADMIN]})
    assert cookie.status_code == 401


def test_no_other_sites_page_gets_in_even_with_a_token(agents: Agents) -> None:
    token = agents.tokens[Role.ADMIN]
    assert send(agents, token, origin="https://evil.example").status_code == 403
    assert send(agents, token, **{"sec-fetch-site": "cross-site"}).status_code == 403
    preflight = request("OPTIONS", f"{agents.url}/mcp", headers={"origin": "https://evil.example"})
    assert preflight.status_code == 401
    assert not [name for name in preflight.headers if name.startswith("access-control")]


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_nothing_is_told_unasked_and_no_session_is_kept(agents: Agents, method: str) -> None:
    answer = request(method, f"{agents.url}/mcp", headers={"authorization": f"Bearer {agents.tokens[Role.ADMIN]}"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "mcp-session-id" not in send(agents, agents.tokens[Role.ADMIN]).headers


def test_what_is_no_message_is_refused_and_what_is_too_large(agents: Agents) -> None:
    token = agents.tokens[Role.ADMIN]
    assert send(agents, token, {**CALL, "padding": "x" * 300_000}).status_code == 413
    headers = {"authorization": f"Bearer {token}", "accept": ACCEPT, "content-type": "application/json"}
    for body in (b"", b"{", b"[]", b"[" * 100_000, b"\xff\xfe", b'{"jsonrpc": "2.0"}'):
        answer = post(f"{agents.url}/mcp", content=body, headers=headers)
        assert answer.status_code == 400, body[:20]


def test_a_token_that_is_revoked_meanwhile_ends_with_the_next_call(agents: Agents) -> None:
    for way in ("http", "stdio"):
        name = f"soon-revoked-{way}"
        secret = tokens.make(agents.context.database, name, Role.VIEWER, actor=TESTER)

        async def use(client: Client, name: str = name) -> tuple[Any, Any]:
            before = await client.call_tool("find", {"id": LINK})
            await anyio.to_thread.run_sync(partial(tokens.revoke, agents.context.database, name, actor=TESTER))
            try:
                return before, await client.call_tool("find", {"id": LINK})
            except Exception as error:  # noqa: BLE001 - whichever the client has for it
                return before, error

        before, after = agents.within(way, secret, use)
        assert not before.is_error
        assert isinstance(after, Exception) if way == "http" else "lets nobody in" in after.content[0].text
        assert send(agents, secret).status_code == 401


def test_beyond_its_rate_it_waits(agents: Agents) -> None:
    slow = tokens.make(agents.context.database, "slow-agent", Role.VIEWER, actor=TESTER, rate=2)
    answers_ = [send(agents, slow) for _ in range(3)]
    assert [one.status_code for one in answers_] == [200, 200, 429]
    assert int(answers_[-1].headers["retry-after"]) >= 1
    api = request("GET", f"{agents.url}/api/v1/links", headers={"authorization": f"Bearer {slow}"})
    assert api.status_code == 429  # the rate is the token's, through whichever door


def test_what_is_read_is_on_record(agents: Agents) -> None:
    reader = tokens.make(agents.context.database, "recorded", Role.VIEWER, actor=TESTER)
    assert send(agents, reader, CALL).status_code == 200
    rows = audit.table(agents.context.database)
    mine = rows[rows["actor"] == "token recorded"]
    assert [*mine["target"]] == ["find"]
    assert LINK not in mine["details"].iloc[0]


def _listen(monkeypatch: pytest.MonkeyPatch, ended: list[str]) -> None:
    real = answers._watched

    def noting(connection: Any, within: Any) -> Any:  # noqa: ANN401 - as the original
        ended.append("began")
        return real(connection, within)

    monkeypatch.setattr(answers, "_watched", noting)
    original = answers._end

    def end(why: list[str], error: Any) -> Any:  # noqa: ANN401 - as the original
        ended.append(why[0] if why else "")
        return original(why, error)

    monkeypatch.setattr(answers, "_end", end)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_query_ends_when_its_reader_leaves(agents: Agents, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    ended: list[str] = []
    _listen(monkeypatch, ended)

    async def leave(client: Client) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "query", {"sql": ENDLESS})
            with anyio.fail_after(PATIENCE):
                while not ended:
                    await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    began = time.monotonic()
    agents.within("http", agents.tokens[Role.ADMIN], leave, mode)
    while len(ended) < 2 and time.monotonic() - began < 25:
        time.sleep(0.02)
    assert ended == ["began", "Whoever asked this has gone."]


def at_work(process: psutil.Process) -> bool:
    """Whether it takes up processor time, over a tenth of a second."""
    before = sum(process.cpu_times()[:2])
    threading.Event().wait(0.1)
    return sum(process.cpu_times()[:2]) - before >= 0.03


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_a_pipe_a_query_ends_when_its_caller_cancels_and_the_next_is_answered(
    agents: Agents, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("LINKDESK_QUERY_SECONDS", "600")  # so that nothing but the cancelling ends it in a test's time

    async def cancel(client: Client) -> Any:  # noqa: ANN401 - any JSON
        process = await anyio.to_thread.run_sync(partial(waiting.until, started_here))
        await client.call_tool("query", {"sql": "SELECT 1 AS one"})  # what is loaded at first use is there
        await anyio.to_thread.run_sync(partial(waiting.until, lambda: not at_work(process)))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "query", {"sql": ENDLESS})
            await anyio.to_thread.run_sync(partial(waiting.until, lambda: at_work(process)))
            tasks.cancel_scope.cancel()
        await anyio.to_thread.run_sync(partial(waiting.until, lambda: not at_work(process)))
        return await client.call_tool("query", {"sql": "SELECT 2 AS two"})

    answered = agents.within("stdio", agents.tokens[Role.ADMIN], cancel, mode)
    assert answered.structured_content["data"]["results"] == [{"two": 2}]


def started_here() -> psutil.Process | None:
    """The server that a client of this process has started."""
    started = psutil.Process().children()
    return next((one for one in started if "web.mcp" in one.cmdline()), None)


def test_over_a_pipe_the_server_ends_with_its_client_whatever_is_asked(agents: Agents) -> None:
    own = {"BELVO_ENV": "sandbox", "LINKDESK_DATA_DIR": str(agents.folder), "LINKDESK_QUERY_SECONDS": "600"}
    asked = {**CALL, "params": {"name": "query", "arguments": {"sql": ENDLESS}}}
    messages = [INITIALIZE, {"jsonrpc": "2.0", "method": "notifications/initialized"}, asked]
    with subprocess.Popen(
        [sys.executable, "-m", "web.mcp"],
        cwd=ROOT,
        env={**os.environ, **own, "LINKDESK_TOKEN": agents.tokens[Role.ADMIN]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdin
        assert started.stdout
        try:
            started.stdin.write("".join(f"{json.dumps(message)}\n" for message in messages))
            started.stdin.flush()
            assert "linkdesk" in started.stdout.readline()
            process = psutil.Process(started.pid)
            waiting.until(lambda: at_work(process))
            left, _ = started.communicate(timeout=PATIENCE)  # closes the pipe first, as a client that ends does
            assert started.returncode == 0
            assert "result" not in left
        finally:
            started.kill()


def test_the_log_has_no_token_and_no_text_of_anybody(agents: Agents, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    send(agents, agents.tokens[Role.ADMIN], CALL)
    assert agents.tokens[Role.ADMIN] not in caplog.text


def run(folder: Any, **environment: str) -> "subprocess.CompletedProcess[str]":  # noqa: ANN401 - a path
    own = {"BELVO_ENV": "sandbox", "LINKDESK_DATA_DIR": str(folder), "LINKDESK_TOKEN": "", **environment}
    return subprocess.run(
        [sys.executable, "-m", "web.mcp"],
        cwd=ROOT,
        env={**os.environ, **own},
        input="",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_over_a_pipe_it_says_as_whom_it_runs_where_nobody_signs_in(agents: Agents) -> None:
    done = run(agents.folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "runs as operator, admin" in done.stderr


def test_over_a_pipe_a_token_that_counts_no_more_is_refused_at_once(agents: Agents) -> None:
    done = run(agents.folder, LINKDESK_TOKEN="linkdesk_none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "lets nobody in" in done.stderr
    assert "linkdesk_none" not in done.stderr


def test_over_a_pipe_nobody_gets_in_without_a_token_where_people_sign_in(
    agents: Agents, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "secrets.toml"
    entries = "\n".join(f'{name} = "{value}"' for name, value in AUTH.items())
    file.write_text(f'[auth]\n{entries}\n[roles]\nadmin = ["root@desk.example"]\n', encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setattr(settings, "SECRETS_FILE", file)
    monkeypatch.setenv("BELVO_ENV", "sandbox")
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(agents.folder))
    assert main([]) == 1
    assert "needs a token: put one into LINKDESK_TOKEN" in capsys.readouterr().err
    assert main(["--token-file", str(tmp_path / "none")]) == 1
    assert "can't be read as a token" in capsys.readouterr().err
