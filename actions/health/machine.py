"""What the desk needs of its own machine: a store that can be written, room, a worker, rows that can be read."""

import platform
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from actions import troubles
from actions.health.check import PATIENCE, Check, as_size, as_span, span_since
from languages import say, say_many
from settings import Settings
from store import Database
from store.core import instants
from store.core.errors import Unusable
from store.ops import jobs, processes
from store.upkeep import integrity
from store.write import irregular_rows

LEAST_SPACE = 1 << 30  # bytes
LONGEST_WAIT = timedelta(seconds=30)  # of a queued job that a worker could take

_PACKAGES = ("streamlit", "pandas", "requests", "sqlite-utils")


def store(db: Database) -> Check:
    name = "Store"
    try:
        with db.write(patience=PATIENCE / 2):
            size = db.engine.size()
    except (Unusable, OSError) as error:
        return Check(
            name,
            "failed",
            say("{address} can't be written ({error}).", address=db.address, error=error.strerror)
            if isinstance(error, OSError)
            else str(error),
            say("Another program may hold it, or the folder may be read-only: check LINKDESK_DATA_DIR."),
        )
    db.probe()
    looked = integrity.findings(db)
    for part, finding in looked.items():
        if finding.problem:
            return Check(name, "failed", f"{db.address}: {say(finding.problem)}", say(integrity.CURES[part]))
    held = as_size(size.whole)
    if size.log:
        held = say("{size}, {log} of it in its log", size=held, log=as_size(size.log))
    if not looked:
        return Check(name, "well", say("{address} can be written; {size}.", address=db.address, size=held))
    span = span_since(looked[integrity.PAGES].checked_at)
    told = say(
        "{address} can be written; {size}; read whole {span} ago and found sound.",
        address=db.address,
        size=held,
        span=span,
    )
    return Check(name, "well", told)


def space(db: Database) -> Check:
    free = db.engine.free_space()
    if free is None:
        return Check("Disk", "well", say("It is the store's server that keeps the rows."))
    if free < LEAST_SPACE:
        return Check(
            "Disk",
            "failed",
            say("{size} left.", size=as_size(free)),
            say("Free some space: a pull stops when the disk is full."),
        )
    return Check("Disk", "well", say("{size} left.", size=as_size(free)))


def worker(db: Database, settings: Settings) -> Check:
    name = "Worker"
    now = datetime.now(UTC)
    active = jobs.active(db)
    waiting = [instants.decode(job.not_before) for job in active if job.state == jobs.State.QUEUED]
    pulled = len(active) - len(waiting)
    with db.read() as connection:
        slots = processes.slots(connection)
    overdue = [since for since in waiting if now - since > LONGEST_WAIT]
    running, unheard = troubles.processes(), troubles.unheard_for(db, now)
    elsewhere = [] if running else troubles.elsewhere(db, now)
    if not running and (unheard or not elsewhere):
        return Check(
            name,
            "failed" if overdue else "doubtful",
            say("None runs beside this server; {waiting}", waiting=_waiting(len(waiting))),
            say(troubles.STARTED_AGAIN if settings.workers else troubles.STARTED_ELSEWHERE),
        )
    if unheard:
        return Check(
            name,
            "failed",
            say(
                "Process {process} stands still, unheard of for {span}; {waiting}",
                process=running[0],
                span=troubles.seconds(unheard),
                waiting=_waiting(len(waiting)),
            ),
            troubles.let_go_on(running[0]),
        )
    process = ", ".join(elsewhere or map(str, running))
    if slots and pulled:  # it is heard of, so that what waits does so for its turn
        pulls = say(
            "Process {process} pulls {pulled} of {slots} at once; {waiting}",
            process=process,
            pulled=pulled,
            slots=slots,
            waiting=_waiting(len(waiting)),
        )
        longest = say("The longest has for {span}.", span=as_span(now - min(overdue))) if overdue else ""
        return Check(name, "well", f"{pulls} {longest}".strip())
    if overdue:
        return Check(
            name,
            "doubtful",
            say_many(
                "Of the pulls, {number} waited for more than {seconds} s.",
                "Of the pulls, {number} waited for more than {seconds} s.",
                len(overdue),
                seconds=LONGEST_WAIT.seconds,
            ),
            say("The worker is busy with other pulls, or stuck: the page Overview says which pull is going on."),
        )
    waits = _waiting(len(waiting))
    return Check(name, "well", say("Process {process} runs; {waiting}", process=process, waiting=waits))


def known(db: Database) -> Check:
    """All that work on this store, on this machine and others; versions that differ work side by side for a while."""
    name = "Processes"
    found = processes.present(db, now=datetime.now(UTC))
    if not found:
        return Check(name, "well", say("None has been heard of yet."))
    told = "; ".join(f"{one.kind} {one.name} ({one.version or say('version unknown')})" for one in found)
    versions = {one.version for one in found if one.version}
    if len(versions) > 1:
        return Check(
            name, "doubtful", say("Of several versions: {told}.", told=told), say("Replace those that are older.")
        )
    return Check(name, "well", f"{told}.")


def _waiting(number: int) -> str:
    return say_many("{number} pull waits.", "{number} pulls wait.", number)


def rows(db: Database) -> Check:
    name, counted = "Rows", irregular_rows.counts(db)
    aside, mended = int(counted["set_aside"].sum()), int(counted["mended"].sum())
    kept = (
        say_many("{number} mended and kept.", "{number} mended and kept.", mended)
        if mended
        else say("All are as Belvo describes them.")
    )
    if not aside:
        return Check(name, "well", f"{say('None is set aside.')} {kept}")
    worst = counted[counted["set_aside"] > 0].sort_values("set_aside", ascending=False)
    where = ", ".join(sorted(worst["resource"].unique()))
    return Check(
        name,
        "doubtful",
        say_many(
            "{number} can't be read and is set aside, of {resources}.",
            "{number} can't be read and are set aside, of {resources}.",
            aside,
            resources=where,
        ),
        _where_set_aside(str(worst["link"].iloc[0])),
    )


def _where_set_aside(link: str) -> str:
    if link:
        return say("Open link {link}, Resources: the rows are there as Belvo sent them, for its support.", link=link)
    return say(
        "They are of no link; look into the store's irregular_rows: "
        "the rows are there as Belvo sent them, for its support."
    )


def versions(db: Database) -> Check:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return Check(
        "Versions",
        "well",
        f"Python {platform.python_version()}, {db.engine.name} {db.engine.version}, {packages}.",
    )
