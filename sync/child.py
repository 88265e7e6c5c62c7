"""The worker process, kept running beside a server and ended with it."""

import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import anyio
from anyio.abc import Process

from sync.backoff import LONGEST, Backoff

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "sync", "--work")

_GRACE = 3.0  # seconds a worker gets to leave its job between two pages

logger = logging.getLogger(__name__)


async def keep_worker(environment: Mapping[str, str], command: Sequence[str] = COMMAND) -> None:
    """Run the worker until cancelled; one that ends by itself is started again, after a pause that grows.

    The worker's standard input is a pipe that only this process holds: however this process ends, the pipe closes,
    and the worker with it.
    """
    backoff = Backoff()
    while True:
        started = anyio.current_time()
        status = await _run(command, environment)
        if anyio.current_time() - started > LONGEST:
            backoff.reset()
        pause = backoff.pause()
        logger.warning("The worker ended with status %s; starting it again in %.0f s", status, pause)
        await anyio.sleep(pause)


async def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    process = await anyio.open_process(
        command, stdin=subprocess.PIPE, stdout=None, stderr=None, cwd=ROOT, env=environment
    )
    try:
        return await process.wait()
    finally:
        with anyio.CancelScope(shield=True):
            await _end(process)


async def _end(process: Process) -> None:
    if process.stdin:
        await process.stdin.aclose()
    with anyio.move_on_after(_GRACE):
        await process.wait()
    if process.returncode is None:
        process.kill()
        await process.wait()
