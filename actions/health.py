"""Preflight: is everything there that the desk needs? Each check stands by itself, with its cause and its cure."""

import platform
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import version
from typing import Literal

import requests

from actions import troubles
from actions.local_belvo import RECEIVER
from belvo_client import AuthenticationFailed, BelvoClient, BelvoError, plain_session
from belvo_client.background import in_background
from settings import Settings
from store import Database, StoreError
from store.core import instants
from store.ops import breakers, jobs
from store.ops.workers import slots as workers_slots
from store.upkeep import integrity
from store.write import irregular_rows

State = Literal["well", "doubtful", "failed"]

PATIENCE = 5.0  # seconds that a check waits for an answer
LARGEST_SKEW = timedelta(minutes=2)
LEAST_SPACE = 1 << 30  # bytes
LONGEST_WAIT = timedelta(seconds=30)  # of a queued job that a worker could take

_PACKAGES = ("streamlit", "pandas", "requests", "sqlite-utils")


@dataclass(frozen=True)
class Check:
    """What one check found, and what to do about it where something is wrong."""

    name: str
    state: State
    found: str
    cure: str = ""


def check_all(db: Database, client: BelvoClient, settings: Settings) -> list[Check]:
    """Every check, at once, in the order in which a failure would hinder the others.

    One that has not come to its end in time, as where Belvo takes a call and never answers it, is told as that.
    """
    checks: Mapping[str, Callable[[], Check]] = {
        "Keys": lambda: _keys(client, settings),
        "Belvo": lambda: _host(settings),
        "Clock": lambda: _clock(settings),
        "Webhooks": lambda: _webhooks(settings),
        "Widget": lambda: _widget(settings),
        "Institutions": lambda: _institutions(db),
        "Store": lambda: _store(db),
        "Disk": lambda: _space(db),
        "Worker": lambda: _worker(db),
        "Rows": lambda: _rows(db),
        "Versions": _versions,
    }
    under_way = {name: in_background(partial(_found, check), name) for name, check in checks.items()}
    wait(under_way.values(), PATIENCE + 1)
    found = [check.result() if check.done() else _unfinished(name) for name, check in under_way.items()]
    return [*{check.name: check for check in found}.values()]


def _unfinished(name: str) -> Check:
    return Check(
        name, "doubtful", f"Not known: no answer within {PATIENCE:.0f} s.", "Mend the connection to Belvo first."
    )


def _found(check: Callable[[], Check]) -> Check:
    """What a check finds; that it can't read the store is found too."""
    try:
        return check()
    except (StoreError, sqlite3.Error) as error:
        return Check("Data", "failed", f"The store can't be read: {error}", integrity.CURES[integrity.PAGES])


def _keys(client: BelvoClient, settings: Settings) -> Check:
    name = "Keys"
    try:
        client.check()
    except AuthenticationFailed as error:
        return Check(
            name,
            "failed",
            f"Belvo refuses them ({error.message}).",
            f"Each environment has a key pair of its own: check that the keys belong to {settings.environment}.",
        )
    except BelvoError as error:
        return Check(name, "doubtful", f"Not tested: {error.message}", "Mend the connection to Belvo first.")
    return Check(name, "well", "Belvo takes them.")


def _host(settings: Settings) -> Check:
    began = time.perf_counter()
    try:
        _ask("HEAD", f"{settings.belvo_url}/api/")
    except requests.RequestException as error:
        return Check(
            "Belvo",
            "failed",
            f"{settings.belvo_url} does not answer ({type(error).__name__}).",
            "Check the network, a proxy or firewall, and BELVO_BASE_URL if it is set.",
        )
    taken = (time.perf_counter() - began) * 1000
    return Check("Belvo", "well", f"{settings.belvo_url} answers in {taken:,.0f} ms.")


def _clock(settings: Settings) -> Check:
    name = "Clock"
    try:
        there = _time_at(settings)
    except (requests.RequestException, KeyError, ValueError, TypeError):
        return Check(name, "doubtful", "Belvo did not say what time it is.", "Mend the connection to Belvo first.")
    skew = there - datetime.now(UTC)
    if abs(skew) <= LARGEST_SKEW:
        return Check(name, "well", f"Within {max(abs(skew).total_seconds(), 1):.0f} s of Belvo's.")
    direction = "behind" if skew > timedelta(0) else "ahead of"
    found = f"This machine's is {_span(abs(skew))} {direction} Belvo's."
    if settings.environment == "local":
        return Check(name, "well", f"{found} The local Belvo's clock can be moved, and was.")
    return Check(name, "failed", found, "Set this machine's clock; tokens are refused by a wrong one.")


def _time_at(settings: Settings) -> datetime:
    if settings.environment == "local":
        return instants.decode(_ask("GET", f"{settings.belvo_url}/healthz").json()["now"])
    return parsedate_to_datetime(_ask("HEAD", f"{settings.belvo_url}/api/").headers["Date"])


def _webhooks(settings: Settings) -> Check:
    name = "Webhooks"
    if settings.embeds_sandbox:
        return Check(name, "well", f"The local Belvo delivers to {settings.server_url}{RECEIVER}.")
    if settings.public_url is None:
        return Check(
            name,
            "doubtful",
            "Belvo can't reach this server, so new data are looked for instead of announced.",
            "Set LINKDESK_PUBLIC_URL to an address that leads here, and enter it in Belvo's dashboard.",
        )
    if settings.webhook_authorization is None:
        return Check(
            name,
            "failed",
            "Every webhook is refused: no Authorization is agreed.",
            "Set BELVO_WEBHOOK_AUTHORIZATION, and enter the same value in Belvo's dashboard.",
        )
    return Check(name, "well", f"Received at {settings.public_url}{RECEIVER}, with the agreed Authorization.")


def _widget(settings: Settings) -> Check:
    name, url = "Widget", settings.widget_script_url
    address = f"{settings.server_url or ''}{url}" if url.startswith("/") else url
    try:
        _ask("HEAD", address)
    except requests.RequestException:
        return Check(
            name, "failed", f"Its script at {address} can't be had.", "Check that browsers here reach this address."
        )
    return Check(name, "well", f"Its script is there: {address}")


def _store(db: Database) -> Check:
    name = "Store"
    try:
        with db.write(patience=PATIENCE / 2):
            size, log = db.path.stat().st_size, _log_size(db)
    except (sqlite3.Error, OSError) as error:
        return Check(
            name,
            "failed",
            f"{db.path} can't be written ({error}).",
            "Another program may hold it, or the folder may be read-only: check LINKDESK_DATA_DIR.",
        )
    db.probe()
    looked = integrity.findings(db)
    for part, finding in looked.items():
        if finding.problem:
            return Check(name, "failed", f"{db.path}: {finding.problem}", integrity.CURES[part])
    whole = f"; read whole {_since(looked[integrity.PAGES].checked_at)} ago and found sound" if looked else ""
    return Check(name, "well", f"{db.path} can be written; {_size(size + log)}{_said_log(log)}{whole}.")


def _log_size(db: Database) -> int:
    """What the store's write-ahead log takes, which is as much a part of it as its file."""
    log = db.path.with_name(f"{db.path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _said_log(size: int) -> str:
    return f", {_size(size)} of it in its log" if size else ""


def _space(db: Database) -> Check:
    free = shutil.disk_usage(db.path.parent).free
    if free < LEAST_SPACE:
        return Check("Disk", "failed", f"{_size(free)} left.", "Free some space: a pull stops when the disk is full.")
    return Check("Disk", "well", f"{_size(free)} left.")


def _worker(db: Database) -> Check:
    name = "Worker"
    now = datetime.now(UTC)
    active = jobs.active(db)
    waiting = [instants.decode(job.not_before) for job in active if job.state == jobs.State.QUEUED]
    pulled = len(active) - len(waiting)
    with db.read() as connection:
        slots = workers_slots(connection)
    overdue = [since for since in waiting if now - since > LONGEST_WAIT]
    running = troubles.processes()
    if not running:
        return Check(
            name,
            "failed" if overdue else "doubtful",
            f"None runs beside this server; {_waiting(len(waiting))}",
            troubles.STARTED_AGAIN,
        )
    if unheard := troubles.unheard_for(db, now):
        return Check(
            name,
            "failed",
            f"Process {running[0]} stands still, unheard of for {troubles.seconds(unheard)}; {_waiting(len(waiting))}",
            troubles.let_go_on(running[0]),
        )
    process = f"Process {', '.join(map(str, running))}"
    if slots and pulled:  # it is heard of, so that what waits does so for its turn
        longest = f" The longest has for {_span(now - min(overdue))}." if overdue else ""
        return Check(name, "well", f"{process} pulls {pulled} of {slots} at once; {_waiting(len(waiting))}{longest}")
    if overdue:
        return Check(
            name,
            "doubtful",
            f"Of the pulls, {len(overdue)} waited for more than {LONGEST_WAIT.seconds} s.",
            "The worker is busy with other pulls, or stuck: the page Overview says which pull is going on.",
        )
    return Check(name, "well", f"{process} runs; {_waiting(len(waiting))}")


def _institutions(db: Database) -> Check:
    """Those that do not answer are no fault of the desk, but are why some of its pulls come to nothing."""
    name, silent = "Institutions", breakers.opened(db)
    if not silent:
        return Check(name, "well", "None keeps this desk waiting again and again.")
    told = [
        f"{breaker.institution}, {breaker.pulls} pulls in a row since "
        f"{_span(datetime.now(UTC) - breaker.since)} ago, at {', '.join(sorted(breaker.resources))}"
        for breaker in silent
    ]
    return Check(
        name,
        "doubtful",
        f"Calls time out: {'; '.join(told)}.",
        "Each is tried by one pull at a time until it answers. If it stays, write to Belvo's support.",
    )


def _rows(db: Database) -> Check:
    name, counted = "Rows", irregular_rows.counts(db)
    aside, mended = int(counted["set_aside"].sum()), int(counted["mended"].sum())
    kept = f"{mended:,} mended and kept." if mended else "All are as Belvo describes them."
    if not aside:
        return Check(name, "well", f"None is set aside. {kept}")
    worst = counted[counted["set_aside"] > 0].sort_values("set_aside", ascending=False)
    where = ", ".join(sorted(worst["resource"].unique()))
    return Check(
        name,
        "doubtful",
        f"{aside:,} can't be read and are set aside, of {where}.",
        _where_set_aside(str(worst["link"].iloc[0])),
    )


def _where_set_aside(link: str) -> str:
    where = f"Open link {link}, Resources" if link else "They are of no link; look into the store's irregular_rows"
    return f"{where}: the rows are there as Belvo sent them, for its support."


def _waiting(number: int) -> str:
    return "1 pull waits." if number == 1 else f"{number} pulls wait."


def _versions() -> Check:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return Check(
        "Versions", "well", f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}."
    )


def _ask(method: str, url: str) -> requests.Response:
    with plain_session(url) as session:
        return session.request(method, url, timeout=PATIENCE, allow_redirects=False)


def _size(number: int) -> str:
    return f"{number / 1e9:,.1f} GB" if number >= 1e9 else f"{number / 1e6:,.1f} MB"


def _since(instant: str) -> str:
    return _span(max(datetime.now(UTC) - instants.decode(instant), timedelta()))


def _span(span: timedelta) -> str:
    days = span.total_seconds() / 86_400
    return f"{days:,.1f} days" if days >= 1 else f"{span.total_seconds() / 60:,.0f} min"
