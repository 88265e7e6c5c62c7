"""`make demo`: a desk of its own, filled with the local Belvo's people, that opens at the first story.

python -m actions.lab.demo [--people ID ...]

It needs no network and no keys. What was filled before is opened as it was left; `--people` connects some of them
alone. This process becomes the server; a child of it fills the desk once that answers.
"""

import argparse
import os
import subprocess
import sys
import time
import webbrowser
from collections.abc import Collection
from contextlib import suppress

import settings
import terminal
from actions.lab import people, saved_states
from actions.local_belvo import ControlFailed, NotLocal
from belvo_client import BelvoClient, BelvoError
from context import TERMINAL, Context
from domain.roles import SYSTEM
from server_file import running_server
from settings import ROOT, Settings, SettingsError
from store import Database, StoreError
from store.ops import jobs
from store.write import links

BASELINE = "Demo"
"""The state that the desk begins with, which its lab goes back to."""

FIRST = "/story?id=salaried-worker"
_FILL = "--fill"
_LONGEST = 600.0  # seconds until the last pull has ended
_LOOK = 0.2


def main(arguments: list[str]) -> int:
    """0 if all is well, 2 if the desk could not be served or filled; serving it does not return."""
    asked = _read(arguments)
    try:
        found = settings.load()
        if unknown := {*asked.people} - {person.id for person in people.SCENARIOS}:
            terminal.complain(NotLocal(f"Nobody of the local Belvo is called {', '.join(sorted(unknown))}."))
            return 2
        if not found.embeds_sandbox:
            raise NotLocal("A demo is of the local Belvo that comes with the desk: unset BELVO_ENV and BELVO_BASE_URL.")
        if asked.fill:
            return _fill_once_ready(found, asked.people)
        if url := running_server(found.data_dir):
            terminal.say(f"The demo runs already: open {url}{FIRST}")
            return 0
    except (BelvoError, ControlFailed, NotLocal, SettingsError, StoreError) as error:
        terminal.complain(error)
        return 2
    subprocess.Popen([sys.executable, "-m", "actions.lab.demo", _FILL, *arguments], cwd=ROOT)
    return os.execv(sys.executable, [sys.executable, str(ROOT / "app.py")])  # noqa: S606 - it is this very program


def fill(db: Database, client: BelvoClient, current: Settings, only: Collection[str] = ()) -> int:
    """Connect the local Belvo's people, or only some, and wait until all of theirs is pulled; how many links."""
    chosen = [person for person in people.people(current) if not only or person.id in only]
    everybody = [login for person in chosen for login in person.logins]
    for login in everybody:
        people.connect(db, client, login, actor=SYSTEM)
    until = time.monotonic() + _LONGEST
    while jobs.active(db) and time.monotonic() < until:
        time.sleep(_LOOK)
    return len(everybody)


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m actions.lab.demo", description="A desk to show, filled.")
    parser.add_argument("--people", nargs="+", default=[], metavar="ID", help="whom to connect (all)")
    parser.add_argument(_FILL, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _fill_once_ready(found: Settings, only: Collection[str]) -> int:
    """Fill the desk of the server that this is a child of; nothing, where that has ended instead."""
    server = os.getppid()
    while (url := running_server(found.data_dir)) is None:
        if os.getppid() != server:
            return 2  # it has said why
        time.sleep(_LOOK)
    _prepare(found.at(url), only)
    terminal.say("All of it is on this machine: no network, no keys, and nobody in it is a real person.")
    terminal.say(f"Open {url}{FIRST} (Ctrl-C ends it)")
    if sys.stdout.isatty():
        with suppress(webbrowser.Error):
            webbrowser.open(f"{url}{FIRST}")
    return 0


def _prepare(current: Settings, only: Collection[str]) -> None:
    with Context(current, TERMINAL) as at:
        if not links.table(at.database).empty:
            terminal.say("The people of the demo are there as they were left.")
            return
        terminal.say("Filling the desk with the local Belvo's people. That takes a minute at most, once.")
        began = time.monotonic()
        number = fill(at.database, at.client, current, only)
        saved_states.save(at.database, current, BASELINE, actor=SYSTEM)
        terminal.say(f"{number} links are connected and pulled, in {time.monotonic() - began:.0f} seconds.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
