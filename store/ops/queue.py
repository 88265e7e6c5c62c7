"""The queue: which jobs are due, in their order, and what is carried out beside them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from domain.pulls.slots import FOR_PERSONS, Slots, Waiting, choose_all
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection, Row
from store.ops import call_budgets
from store.write import revisions

ORDER = "priority, not_before, id"
"""In which jobs that are due are taken, as far as there is a slot for them."""


_FEW, _MANY = 20, 1000
"""Jobs that are read at a time: the first will mostly do, and where it does not, many may not."""

_ANY = 1 << 31
"""Less urgent than any priority."""

Place = tuple[int, str, int]
"""Of a job in the order."""

_FRONT: Place = (-_ANY, "", 0)


def choose(
    connection: Connection,
    slots: Slots | None,
    most: int | None,
    *,
    now: str,
    far: str,
    job: int | None,
    tried: Collection[int],
) -> list[Waiting]:
    """What to take, but for what was tried; nobody else chooses at the same moment where slots are to be kept."""
    if slots is None or job is not None:
        return [one for one in due(connection, now=now, far=far, job=job) if one.job not in tried][:1]
    engine.lock(connection, "slots")
    found, waiting = look(connection, slots, now=now, far=far)
    return [*islice(choose_all((one for one in waiting if one.job not in tried), found), most)]


def look(connection: Connection, slots: Slots, *, now: str, far: str) -> tuple[Slots, Iterator[Waiting]]:
    """What there is to choose from: the slots, with what all workers do in them, and the jobs that are due.

    The slots count the pulls of all workers by institution, know what does not answer and whether the rate is held.
    """
    told = {"now": now, "far": far}
    first = _due(told, _FRONT, _least_urgent(slots), _FEW)
    there, silent, budget, rows = engine.answers(
        connection, (_THERE, told), (_SILENT, {}), (call_budgets.OF_STORE, {}), first
    )
    held = call_budgets.read(budget)
    found = replace(
        slots,
        there={row["institution"]: row["pulls"] for row in there},
        silent=frozenset(row["institution"] for row in silent),
        is_held=held is not None and held.holds_up_until(instants.decode(now)) is not None,
    )
    return found, _all(connection, rows, told, _least_urgent(found))


def due(connection: Connection, *, now: str, far: str, job: int | None = None) -> Iterator[Waiting]:
    """Jobs that are due, those of other workers too whose lease ran out; one that lasts until `far` is none.

    With `job` it is that one or none, due or not. The first few will do that no other worker takes at this moment.
    """
    told = {"now": now, "far": far}
    sql, parameters = (_ONE, {**told, "job": job}) if job is not None else _due(told, _FRONT, _ANY, _FEW)
    yield from map(_waiting, connection.execute(sql, parameters))


def _least_urgent(slots: Slots) -> int:
    """The largest priority that there is room for; what is less urgent need not be read."""
    return _ANY if slots.have_room_in_background else FOR_PERSONS


def _all(
    connection: Connection, rows: Sequence[Row], told: Mapping[str, object], least_urgent: int
) -> Iterator[Waiting]:
    """Those of the rows, which are the first few, and of all behind them, read as they are asked for."""
    size = _FEW
    while rows:
        yield from map(_waiting, rows)
        if len(rows) < size:
            return
        place, size = (rows[-1]["priority"], rows[-1]["not_before"], rows[-1]["id"]), _MANY
        rows = connection.execute(*_due(told, place, least_urgent, size)).fetchall()


def _due(told: Mapping[str, object], place: Place, least_urgent: int, size: int) -> tuple[str, dict[str, object]]:
    """The question for so many jobs behind the place."""
    priority, not_before, job = place
    behind = {"priority": priority, "not_before": not_before, "id": job}
    return _DUE, {**told, **behind, "least_urgent": least_urgent, "size": size}


def _waiting(row: Row) -> Waiting:
    return Waiting(row["id"], row["priority"], row["institution"], row["fence"], row["link"])


def put_first(db: Database, job_id: int, *, now: str | None = None) -> bool:
    """Have a queued job be the next, before whatever else was put first; False when it waits no more.

    A person waits for it from now on, so that a pause after a failure is over as well.
    """
    moment = now or instants.now()
    with db.write() as connection:
        row = connection.execute(
            "UPDATE jobs SET not_before = CASE WHEN not_before > :now THEN :now ELSE not_before END, priority = ("
            " SELECT min(coalesce(min(priority), :persons), :persons) - 1 FROM jobs WHERE state = 'queued')"
            " WHERE id = :id AND state = 'queued' RETURNING link",
            {"id": job_id, "now": moment, "persons": FOR_PERSONS},
        ).fetchone()
        if row is not None:
            revisions.bump(connection, row["link"])
            engine.tell(connection)
    return row is not None


_COLUMNS = "id, link, priority, not_before, fence"
_LEFT = "state = 'running' AND (lease_until < :now OR lease_until > :far)"
_QUEUED = "state = 'queued'"
_TIME_HAS_COME = "(not_before <= :now OR created_at > :now OR started_at > :now)"
_LINK_IS_FREE = "NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.link = jobs.link AND other.state = 'running')"
_INSTITUTION = "coalesce((SELECT institution FROM links WHERE links.id = found.link), '') AS institution"


def _some(condition: str) -> str:
    """Of the jobs of a kind so many as are asked for, by an index in their order."""
    return f"""
        SELECT {_COLUMNS} FROM jobs
        WHERE {condition} AND priority <= :least_urgent AND (priority, not_before, id) > (:priority, :not_before, :id)
        ORDER BY {ORDER} LIMIT :size"""


_DUE = f"""
    SELECT found.*, {_INSTITUTION} FROM (
        SELECT * FROM ({_some(_LEFT)}) AS left_behind
        UNION ALL
        SELECT * FROM ({_some(f"{_QUEUED} AND {_TIME_HAS_COME} AND {_LINK_IS_FREE}")}) AS waiting
    ) AS found ORDER BY {ORDER} LIMIT :size
"""

_ONE = f"""
    SELECT found.*, {_INSTITUTION} FROM (
        SELECT {_COLUMNS} FROM jobs WHERE id = :job AND (({_LEFT}) OR ({_QUEUED} AND {_LINK_IS_FREE}))
    ) AS found
"""

_SILENT = "SELECT institution FROM breakers WHERE opened_at IS NOT NULL"

_THERE = """
    SELECT links.institution, count(*) AS pulls FROM jobs JOIN links ON links.id = jobs.link
    WHERE jobs.state = 'running' AND jobs.lease_until BETWEEN :now AND :far AND links.institution IS NOT NULL
    GROUP BY links.institution
"""
