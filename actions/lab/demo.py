"""`make demo`: a desk of its own, filled with the local Belvo's people, that opens at the first story.

python -m actions.lab.demo

It needs no network and no keys. What was filled before is opened as it was left.
"""

import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import settings
import terminal
from actions.lab import people, saved_states
from actions.local_belvo import ControlFailed, NotLocal
from belvo_client import BelvoClient, BelvoError
from context import TERMINAL, Context, running_server
from domain.roles import SYSTEM
from settings import ROOT, Settings, SettingsError
from store import Database, StoreError
from store.ops import jobs
from store.write import links

BASELINE = "Demo"
"""The state that the desk begins with, which its lab goes back to."""

_FIRST = "/story?id=salaried-worker"
_READY = "Linkdesk is ready at "
_LONGEST = 600.0  # seconds until the last pull has ended
_LOOK = 0.2


class _NotStarted(Exception):
    """The server has ended before it was ready; what it printed says why."""


def main() -> int:
    """0 once the server has been ended, 2 if it could not be filled."""
    try:
        found = settings.load()
        if url := running_server(found.data_dir):
            terminal.say(f"The demo runs already: open {url}{_FIRST}")
            return 0
        with _server() as (url, server):
            _prepare(found.at(url))
            _open(f"{url}{_FIRST}")
            return server.wait()
    except (BelvoError, ControlFailed, NotLocal, SettingsError, StoreError, _NotStarted) as error:
        terminal.complain(error)
        return 2
    except KeyboardInterrupt:  # the server has been told as well
        return 0


def fill(db: Database, client: BelvoClient, current: Settings) -> int:
    """Connect all of the local Belvo's people and wait until everything of theirs is pulled; how many links."""
    everybody = [login for person in people.people(current) for login in person.logins]
    for login in everybody:
        people.connect(db, client, login, actor=SYSTEM)
    until = time.monotonic() + _LONGEST
    while jobs.active(db) and time.monotonic() < until:
        time.sleep(_LOOK)
    return len(everybody)


def _prepare(current: Settings) -> None:
    with Context(current, TERMINAL) as at:
        if not links.table(at.database).empty:
            terminal.say("The people of the demo are there as they were left.")
            return
        terminal.say("Filling the desk with the local Belvo's people. That takes a minute at most, once.")
        began = time.monotonic()
        number = fill(at.database, at.client, current)
        saved_states.save(at.database, current, BASELINE, actor=SYSTEM)
        terminal.say(f"{number} links are connected and pulled, in {time.monotonic() - began:.0f} seconds.")


def _open(url: str) -> None:
    terminal.say("All of it is on this machine: no network, no keys, and nobody in it is a real person.")
    terminal.say(f"Open {url} (Ctrl-C ends it)")
    if sys.stdout.isatty():
        with suppress(webbrowser.Error):
            webbrowser.open(url)


@contextmanager
def _server() -> "Iterator[tuple[str, subprocess.Popen[str]]]":
    """The desk's server as a child of this process, with its address once it is ready; it ends with the block."""
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    reader = threading.Thread(target=lambda: None)
    try:
        url = _address(child)
        reader = threading.Thread(target=_pass_on, args=(child,), daemon=True)
        reader.start()
        yield url, child
    finally:
        child.terminate()
        child.wait()
        if reader.is_alive():
            reader.join()


def _address(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None  # noqa: S101 - it was asked for as a pipe
    for line in child.stdout:
        if line.startswith(_READY):
            return line.removeprefix(_READY).strip()
        terminal.complain(line.rstrip())
    raise _NotStarted("The demo's server has ended; its own message is above.")


def _pass_on(child: "subprocess.Popen[str]") -> None:
    """What the server complains of; the lines of its pulls would only hide what is to be read."""
    assert child.stdout is not None  # noqa: S101 - as above
    for line in child.stdout:
        if " sync." not in line:
            terminal.complain(line.rstrip())


if __name__ == "__main__":
    sys.exit(main())
