"""What people do with a case: take it, put it off, say something of it."""

from datetime import datetime

from store.core import instants
from store.engine import Connection
from store.write import revisions


def take(connection: Connection, case: int, by: str, now: datetime) -> bool:
    """Have somebody be at it, whoever was before; False where it is over."""
    return _change(connection, case, "taken_by = :by, taken_at = :now", now, by=by)


def give_back(connection: Connection, case: int, now: datetime) -> bool:
    """Have nobody be at it; False where nobody was, or it is over."""
    return _change(connection, case, "taken_by = NULL, taken_at = NULL", now, which="AND taken_by IS NOT NULL")


def snooze(connection: Connection, case: int, until: datetime, now: datetime) -> bool:
    """Put it off until then; False where it is over."""
    return _change(connection, case, "snoozed_until = :until", now, until=instants.encode(until))


def wake(connection: Connection, case: int, now: datetime) -> bool:
    """Have it wait again; False where it was not put off, or is over."""
    return _change(connection, case, "snoozed_until = NULL", now, which="AND snoozed_until IS NOT NULL")


def say(connection: Connection, case: int, note: str, by: str, now: datetime) -> bool:
    """Keep a note in place of the one before, or none for an empty one; False where it is over."""
    told = "note = nullif(:note, ''), noted_by = :by, noted_at = :now"
    return _change(connection, case, told, now, note=note, by=by)


def _change(connection: Connection, case: int, told: str, now: datetime, *, which: str = "", **values: object) -> bool:
    changed = connection.execute(
        f"UPDATE cases SET {told} WHERE id = :case AND ended_at IS NULL {which} RETURNING link",
        {"case": case, "now": instants.encode(now), **values},
    ).fetchone()
    if changed is not None:
        revisions.bump(connection, *filter(None, [changed["link"]]))
    return changed is not None
