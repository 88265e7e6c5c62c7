import os
import sys
from pathlib import Path

import anyio
import psutil
import pytest

from sync import backoff, child
from tests.kit.waiting import run_apart, until

# Says that it runs, then waits for its standard input to close, as a worker does.
OBEDIENT = "import pathlib, sys, os; pathlib.Path(sys.argv[1]).joinpath(str(os.getpid())).touch(); sys.stdin.read()"
DEAF = OBEDIENT.replace("sys.stdin.read()", "__import__('time').sleep(60)")
FAILING = OBEDIENT.replace("sys.stdin.read()", "sys.exit(3)")


def pids(folder: Path) -> set[int]:
    return {int(file.name) for file in folder.iterdir()}


async def started(folder: Path, count: int) -> set[int]:
    await anyio.to_thread.run_sync(until, lambda: len(pids(folder)) >= count)
    return pids(folder)


def kept(script: str, folder: Path, count: int) -> set[int]:
    return run_apart(_kept, script, folder, count)


async def _kept(script: str, folder: Path, count: int) -> set[int]:
    """The workers seen until `count` of them had started, all of which must be gone afterwards."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(child.keep_worker, dict(os.environ), (sys.executable, "-c", script, str(folder)))
        seen = await started(folder, count)
        tasks.cancel_scope.cancel()
    return seen


def test_the_worker_ends_with_its_keeper(tmp_path: Path) -> None:
    (pid,) = kept(OBEDIENT, tmp_path, 1)
    assert not psutil.pid_exists(pid)


def test_a_worker_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_GRACE", 0.2)
    (pid,) = kept(DEAF, tmp_path, 1)
    assert not psutil.pid_exists(pid)


def test_a_worker_that_ends_by_itself_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(backoff, "FIRST", 0.01)
    assert len(kept(FAILING, tmp_path, 3)) == 3
    assert "The worker ended with status 3; starting it again" in caplog.text
