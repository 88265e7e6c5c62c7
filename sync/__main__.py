"""`python -m sync`: pull links now, or work as the process that pulls beside a server."""

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import settings
import tracing
from actions.health import belvo, machine
from actions.health.check import Check, tell
from belvo_client import AuthenticationFailed, BelvoError, ConnectionFailed
from context import TERMINAL, VERSION, WORKER, Context
from domain.roles import SYSTEM
from resources import pulled_resources
from settings import MOST_PULLS, SettingsError
from store import StoreError
from store.core.errors import Unusable
from sync import cli_pull, console, local_belvo, signals
from sync.backoff import Backoff
from sync.local_belvo import NotStarted
from sync.schedule import Rules
from sync.worker import collect_rarely, work
from terminal import complain, open_log, say

logger = logging.getLogger("sync")

_DESCRIPTION = f"Pull what Belvo has of links into the store. Acts as {SYSTEM.name}, and the audit says so."

INTERRUPTED = 130
"""The exit status that shells give a program ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 if all went well, 1 if a pull did not, 2 if none could begin."""
    options = _options(arguments)
    collect_rarely()
    # A retry is told by its job; urllib3 would tell it again for each request.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    try:
        return _carry_out(options)
    except KeyboardInterrupt:
        complain("Stopped. What was pulled until now is kept.")
        return INTERRUPTED
    finally:
        tracing.close_traces()


def _carry_out(options: argparse.Namespace) -> int:
    try:
        if options.status:
            return _tell()
        if options.check:
            return _check()
        return _work(options.pulls) if options.work else _pull(options)
    except AuthenticationFailed:
        return _refuse("Belvo refuses the keys. Check BELVO_SECRET_ID, BELVO_SECRET_PASSWORD and BELVO_ENV.")
    except ConnectionFailed:
        return _refuse("Belvo cannot be reached. Check the network, and BELVO_BASE_URL if it is set.")
    except BelvoError as error:
        return _refuse(error, console.step(error))
    except (SettingsError, StoreError, NotStarted, cli_pull.CannotPull) as error:
        return _refuse(error)
    except Unusable as error:
        return _refuse(f"The store cannot be used: {error}.")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    resources = [*pulled_resources()]
    parser = argparse.ArgumentParser(prog="python -m sync", description=_DESCRIPTION)
    parser.add_argument("links", nargs="*", metavar="LINK_ID", help="links to pull")
    parser.add_argument("--all", action="store_true", help="pull every link in the store")
    parser.add_argument(
        "--resource", action="append", choices=resources, metavar="NAME", help=f"only this: {', '.join(resources)}"
    )
    parser.add_argument("--full", action="store_true", help="list everything, not only what may be new or changed")
    parser.add_argument("--work", action="store_true", help="work off the queued jobs until standard input closes")
    parser.add_argument("--check", action="store_true", help="with --work: only say what would keep it from working")
    parser.add_argument("--status", action="store_true", help="say what is pulled now, what waits, and for what")
    parser.add_argument(
        "--pulls", type=int, metavar="N", help="with --work: how many links are pulled at once (LINKDESK_PULLS, 8)"
    )
    options = parser.parse_args(arguments)
    if options.pulls is not None and not (options.work and 1 <= options.pulls <= MOST_PULLS):
        parser.error(f"--pulls goes with --work and a number from 1 to {MOST_PULLS}")
    if options.check and not options.work:
        parser.error("--check goes with --work")
    named = options.links or options.all or options.resource or options.full
    if options.work and (named or options.status):
        parser.error("--work takes its jobs from the store and goes with nothing else")
    if options.status and named:
        parser.error("--status is about all links and goes with nothing else")
    if bool(options.links) == options.all and not (options.work or options.status):
        parser.error("name the links to pull, or say --all")
    return options


def _work(pulls: int | None) -> int:
    given, stop, backoff = settings.load(), signals.ending(), Backoff()
    open_log(given.log)
    tracing.open_traces(given.otlp_endpoint, "worker", VERSION)
    has_worked = False
    while not stop.is_set():
        try:
            # A store that was there and is gone was taken away: an empty one in its place would only be in the way.
            with local_belvo.reached(given) as current, Context(current, WORKER, makes_store=not has_worked) as at:
                has_worked = True
                backoff.reset()
                rules = Rules.of(current)
                work(
                    at.database,
                    at.client,
                    stop,
                    pulls=pulls or current.pulls,
                    calls=at.calls,
                    rules=rules,
                    confirm=at.confirm,
                )
        except (SettingsError, StoreError, NotStarted) as error:
            # It may be mended while this one waits: a store that is locked, a disk that is full, a local Belvo.
            if backoff.is_news(str(error)):
                logger.error("The worker cannot work, and looks again until that is mended: %s", error)
            stop.wait(backoff.pause())
    return 0


def _check() -> int:
    """A line a check; 1 if one fails."""
    with local_belvo.reached(settings.load()) as current, Context(current, TERMINAL) as at:
        checks = [
            Check("Environment", "well", f"BELVO_ENV is {current.environment}."),
            belvo.host(current),
            belvo.keys(at.client, current),
            machine.store(at.database),
            machine.space(at.database),
            machine.known(at.database),
        ]
    return tell(checks)


def _tell() -> int:
    with local_belvo.reached(settings.load()) as current, Context(current, TERMINAL) as at:
        now = datetime.now(UTC)
        told = [line for state in cli_pull.under_way(at, now) if (line := console.standing(state, now))]
    for line in told or ["Nothing is being pulled, and no pull waits."]:
        say(line)
    return 0


def _pull(options: argparse.Namespace) -> int:
    given = settings.load()
    tracing.open_traces(given.otlp_endpoint, "terminal", VERSION)
    with (
        local_belvo.reached(given) as current,
        Context(current, TERMINAL, makes_store=current.server_url is None) as at,
    ):
        if sys.stderr.isatty():  # a program that reads what is said asks for the pulls alone
            complain(f"Pulling as {SYSTEM.name}: so the audit names whoever works in a terminal of this machine.")
        at.client.check()
        links = cli_pull.followed(at) if options.all else list(dict.fromkeys(options.links))
        for link in links:
            cli_pull.check(at, link)
        if not links:
            complain("There is no link in the store yet. Connect one, or name its id.")
        went_well = [_pull_one(at, link, options) for link in links]
    return 0 if all(went_well) else 1


def _pull_one(at: Context, link: str, options: argparse.Namespace) -> bool:
    try:
        outcome = cli_pull.pull_now(at, link, options.resource or [*pulled_resources()], full=options.full)
    except cli_pull.CannotPull as error:
        complain(error)
        return False
    for result in outcome.results:
        say(console.line(result))
    if outcome.error:
        complain(f"{link}: {outcome.error}")
    for step in console.steps(link, outcome.errors):
        complain(step)
    if not outcome.errors:  # else the next step has been said
        _say_standing(at, link)
    return not outcome.errors


def _say_standing(at: Context, link: str) -> None:
    now = datetime.now(UTC)
    state = cli_pull.state_of(at, link, now)
    if state and (said := console.standing(state, now)):
        complain(said)


def _refuse(*lines: object) -> int:
    for line in lines:
        complain(line)
    return 2


if __name__ == "__main__":
    open_log()
    if "--work" in sys.argv:
        logger.setLevel(logging.INFO)  # each job's beginning and end; a person who waits for a pull has the bar
    sys.exit(main())
