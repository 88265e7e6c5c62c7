import logging
from pathlib import Path
from typing import Literal

import anyio
import anyio.to_thread
import pytest

from actions.local_belvo import Control
from settings import LOCAL_KEYS, Secret, Settings
from sync import backoff
from tests.kit.local_belvo import Api
from tests.kit.waiting import run_apart, until
from web.server import registration
from web.server.registration import begin_registering, keep_registered, register_receiver

URL = "http://127.0.0.1:9"


def local(folder: Path, belvo_url: str, environment: Literal["local", "sandbox"] = "local") -> Settings:
    return Settings(
        environment=environment,
        data_dir=folder,
        secret_id=LOCAL_KEYS[0],
        secret_password=Secret(LOCAL_KEYS[1]),
        base_url=belvo_url,
        server_url=URL,
    )


def test_the_server_tells_the_local_belvo_where_it_takes_webhooks_in(tmp_path: Path, belvo_url: str) -> None:
    settings = local(tmp_path, belvo_url)
    for _ in range(2):
        run_apart(register_receiver, settings)
    assert _receivers(settings) == [f"{URL}/webhooks/belvo"]


def test_it_tries_until_the_local_belvo_is_up_and_says_so_once(
    tmp_path: Path, belvo_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(backoff, "FIRST", 0.01)
    urls = iter([URL, URL, belvo_url])
    monkeypatch.setattr(registration, "Control", lambda _url: Control(next(urls)))
    run_apart(register_receiver, local(tmp_path, belvo_url))
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    reason = "The local Belvo does not answer. Start it, or unset BELVO_BASE_URL."
    assert told == [f"No webhooks will come until this is mended: {reason}"]


def test_a_server_is_ready_once_it_is_registered(tmp_path: Path, belvo_url: str) -> None:
    settings = local(tmp_path, belvo_url)
    told: list[str] = []

    async def begin() -> None:
        async with anyio.create_task_group() as beside:
            await begin_registering(beside, settings)
            told.extend(_receivers(settings))
            beside.cancel_scope.cancel()

    run_apart(begin)
    assert told == [f"{URL}/webhooks/belvo"]


@pytest.mark.parametrize("environment", ["local", "sandbox"])
def test_a_server_does_not_wait_for_a_belvo_that_does_not_answer_or_needs_no_telling(
    tmp_path: Path, environment: Literal["local", "sandbox"]
) -> None:
    async def begin() -> None:
        async with anyio.create_task_group() as beside:
            await begin_registering(beside, local(tmp_path, URL, environment))
            beside.cancel_scope.cancel()

    run_apart(begin)


def test_elsewhere_people_register_it_in_belvos_dashboard(tmp_path: Path) -> None:
    run_apart(register_receiver, local(tmp_path, URL, "sandbox"))


def test_a_local_belvo_that_was_reset_is_told_again(
    tmp_path: Path, belvo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "_LOOK", 0.01)
    settings = local(tmp_path, belvo_url)

    def registered() -> bool:
        return bool(_receivers(settings))

    async def reset_below() -> None:
        async with anyio.create_task_group() as beside:
            beside.start_soon(keep_registered, settings)
            for _ in range(2):
                await anyio.to_thread.run_sync(until, registered)
                await anyio.to_thread.run_sync(_reset, belvo_url)
            await anyio.to_thread.run_sync(until, registered)
            beside.cancel_scope.cancel()

    run_apart(reset_below)
    assert _receivers(settings) == [f"{URL}/webhooks/belvo"]


def _reset(belvo_url: str) -> None:
    Api(belvo_url).reset()


def _receivers(settings: Settings) -> list[str]:
    with Control.of(settings) as control:
        return [str(endpoint["url"]) for endpoint in control.endpoints()]
