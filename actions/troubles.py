"""What keeps the desk from its work now, each in one line with its cure; looked at on every page, so it is cheap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psutil

from actions.reach import Reach
from languages import decimal, grouped, msg, say
from settings import Settings
from store import Damaged, Database, StoreError
from store.engine import WRITABLE
from store.ops import processes as known
from store.upkeep import integrity

LONGEST_UNHEARD = timedelta(seconds=20)
"""A worker says every five seconds that it is there, while it pulls every fifteen."""

FULL = 64 * 1024 * 1024
"""Bytes left of a disk that counts as full: a log of the store may grow to as much."""


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong; `kind` is the same as long as it is."""

    kind: str
    told: str
    cure: str


def find(db: Database, settings: Settings, reach: Reach, *, now: datetime | None = None) -> list[Trouble]:
    """Everything that is wrong now, what hinders the rest first."""
    found = [trouble for look in _STORE if (trouble := look(db))]
    if reach == "unreachable":
        found.append(Trouble("belvo", say(_SILENT), _silence_cure(settings)))
    if not found and settings.server_url and (trouble := _of_worker(db, settings, now or datetime.now(UTC))):
        found.append(trouble)  # it can't be heard of while Belvo is silent or nothing can be written
    return found


_SILENT = msg("Belvo does not answer. What is stored can be read; new data can't be pulled.")


def _silence_cure(settings: Settings) -> str:
    if settings.environment == "local":
        return say("Start the local Belvo at {address}.", address=settings.belvo_url)
    return say("Check the network, a proxy or firewall, and BELVO_BASE_URL if it is set.")


def _of_file(db: Database) -> Trouble | None:
    try:
        db.probe()
        damage = integrity.findings(db).get(integrity.PAGES)
    except Damaged as error:
        return Trouble("damage", say("The store is damaged, so pages may lack rows or fail."), str(error))
    except StoreError:
        return None  # the page in its place says so
    if damage and damage.problem:
        told = f"{say('The store is damaged.')} {say(damage.problem)}"
        return Trouble("damage", told, say(integrity.CURES[integrity.PAGES]))
    return None


def _of_disk(db: Database) -> Trouble | None:
    try:
        free = db.engine.free_space()
    except OSError:
        return None
    if free is None or free >= FULL:
        return None
    told = say("The disk is full ({number} MB left): nothing can be pulled or changed.", number=decimal(free / 1e6, 0))
    return Trouble("disk", told, say("Free some space; what is stored is safe and can be read."))


def _of_rights(db: Database) -> Trouble | None:
    if db.engine.is_writable():
        return None
    told = say("{address} can't be written: nothing can be pulled or changed.", address=db.address)
    return Trouble("rights", told, say(WRITABLE))


_STORE: tuple[Callable[[Database], Trouble | None], ...] = (_of_file, _of_disk, _of_rights)


def _of_worker(db: Database, settings: Settings, now: datetime) -> Trouble | None:
    unheard = unheard_for(db, now)
    if unheard is None:
        return None
    running = processes()
    if not running:
        cure = say(STARTED_AGAIN if settings.workers else STARTED_ELSEWHERE)
        return Trouble("no worker", say("No worker runs, so nothing is pulled."), cure)
    told = say("The worker stands still, unheard of for {span}: nothing is pulled.", span=seconds(unheard))
    return Trouble("still worker", told, let_go_on(running[0]))


STARTED_AGAIN = msg("The server starts one within half a minute; its log says why if it does not.")
STARTED_ELSEWHERE = msg("This server starts none (LINKDESK_WORKERS=0). Start one beside it: python -m sync --work")


def let_go_on(process: int) -> str:
    """What to do about a worker that stands still."""
    return say(
        "Let process {process} go on (kill -CONT), or end it (kill -KILL): the server starts another.", process=process
    )


def seconds(span: timedelta) -> str:
    """`25 s`, `4 min`."""
    whole = round(span.total_seconds())
    return f"{whole} s" if whole < 120 else f"{grouped(whole // 60)} min"


def unheard_for(db: Database, now: datetime) -> timedelta | None:
    """For how long no worker was heard of, counted from this server's start at most; None while that is not too long.

    What is asked of the store then fails for none: it was read a moment ago.
    """
    began = datetime.fromtimestamp(psutil.Process().create_time(), UTC)
    heard = max(began, known.worker_last_heard(db) or began)
    return now - heard if now - heard > LONGEST_UNHEARD else None


def elsewhere(db: Database, now: datetime) -> list[str]:
    """The workers that were heard of within the last minute, by their names, whoever has started them."""
    return [one.name for one in known.present(db, now=now) if one.kind == "worker"]


def processes() -> list[int]:
    """The worker processes that this server has started."""
    found = []
    for child in psutil.Process().children():
        try:
            command = child.cmdline()
        except psutil.Error:
            continue
        if "sync" in command and "--work" in command:
            found.append(child.pid)
    return found
