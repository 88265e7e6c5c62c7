"""Several desks on one store, as deploy/ has them: each program a process, behind the proxy, all on this machine."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil

from server_file import serves
from settings import ROOT
from store import Database
from store.ops import processes
from store_address import parse
from tests.kit.haproxy import running_proxy
from tests.kit.local_belvo import Api
from tests.kit.ports import free_port
from tests.kit.waiting import PATIENCE, until

_LOOK = 0.1  # seconds between two looks at what takes seconds
_ANSWER = 10.0  # seconds that one look waits


def rest() -> None:
    """Leave the machine to those who are waited for."""
    threading.Event().wait(_LOOK)


@dataclass
class Program:
    """A program of ours that can be killed, and started again as it was; what it prints is in its file."""

    arguments: Sequence[str]
    environment: dict[str, str]
    output: Path
    url: str = ""
    """Where it answers; empty for one that does not serve."""
    process: "subprocess.Popen[bytes]" = field(init=False, repr=False)

    def start(self) -> None:
        """Start it; it ends with the tests."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
            )

    @property
    def name(self) -> str:
        """What the store calls it."""
        return processes.own_name().replace(str(os.getpid()), str(self.process.pid))

    def wait(self) -> None:
        """Until it serves; raises RuntimeError once it has ended."""
        until(self._answers, rest=rest)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.arguments} ended:\n{self.output.read_text()}")
        return serves(self.url, _ANSWER, "/healthz")

    def kill(self) -> None:
        """End it amid whatever it does."""
        self.process.kill()
        self._collect()

    def end(self) -> None:
        """Have it end by itself."""
        self.process.terminate()
        self._collect()

    def pause(self) -> None:
        psutil.Process(self.process.pid).suspend()

    def go_on(self) -> None:
        psutil.Process(self.process.pid).resume()

    def _collect(self) -> None:
        self.process.communicate(timeout=PATIENCE)


@dataclass
class Deployment:
    """What runs, and the address under which people and Belvo reach it."""

    url: str
    store: str
    belvo: Program
    dashboards: list[Program]
    receivers: list[Program]
    workers: list[Program]

    def database(self) -> Database:
        """The store, opened beside them all."""
        return Database.open(parse(self.store, ROOT))

    def api(self) -> Api:
        """The local Belvo."""
        return Api(self.belvo.url)

    @property
    def programs(self) -> list[Program]:
        """All that work on the store."""
        return [*self.dashboards, *self.receivers, *self.workers]

    def wait_until_known(self, db: Database) -> None:
        """Until all of them are heard of."""
        names = {program.name for program in self.programs}
        until(lambda: names <= {one.name for one in processes.present(db, now=datetime.now(UTC))}, rest=rest)


@contextmanager
def deployment(
    folder: Path, store: str, *, dashboards: int = 2, receivers: int = 1, workers: int = 2
) -> Iterator[Deployment]:
    """So many of each on this store, with a Belvo and a proxy; ended with the block."""
    with ExitStack() as stack:
        belvo = _belvo(folder)
        pages = [_server(folder, store, belvo.url, f"dashboard{number}", "app.py") for number in range(dashboards)]
        plain = [
            _server(folder, store, belvo.url, f"receiver{number}", "-m", "web.receiver") for number in range(receivers)
        ]
        pulling = [_program(folder, store, belvo.url, f"worker{number}", *_WORK) for number in range(workers)]
        for program in (belvo, *pages, *plain, *pulling):  # one after the other: the first one makes the store
            stack.callback(program.end)
            program.start()
            if program.url:
                program.wait()
        url = stack.enter_context(running_proxy(folder, free_port(), _places(pages or plain), _places(plain)))
        yield Deployment(url, store, belvo, pages, plain, pulling)


def _places(servers: Sequence[Program]) -> list[str]:
    return [server.url.removeprefix("http://") for server in servers]


_WORK = ("-m", "sync", "--work")


def _belvo(folder: Path) -> Program:
    port = free_port()
    arguments = ("-m", "belvo_sandbox", "--port", str(port), "--data-dir", str(folder / "belvo"))
    return Program(arguments, {}, folder / "belvo.log", f"http://127.0.0.1:{port}")


def _server(folder: Path, store: str, belvo: str, name: str, *arguments: str) -> Program:
    made = _program(folder, store, belvo, name, *arguments)
    port = str(free_port())
    made.environment["PORT"], made.url = port, f"http://127.0.0.1:{port}"
    return made


def _program(folder: Path, store: str, belvo: str, name: str, *arguments: str) -> Program:
    """With a data folder of its own, as on a machine of its own."""
    environment = {
        "BELVO_BASE_URL": belvo,
        "LINKDESK_DATA_DIR": str(folder / name),
        "LINKDESK_STORE": store,
        "LINKDESK_WORKERS": "0",
    }
    return Program(arguments, environment, folder / f"{name}.log")
