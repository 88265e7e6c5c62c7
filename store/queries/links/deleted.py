"""Links that are gone: when, and by whom they were deleted or by what they were found gone."""

from dataclasses import dataclass
from datetime import datetime

import orjson

from languages import msg
from languages.kept import Frames
from store.core import instants
from store.database import Database
from store.engine import Row
from store.upkeep import erasure_log


@dataclass(frozen=True, slots=True)
class Deletion:
    """When a link went, and how that is known, in a sentence; `is_erased` where nothing of it was kept."""

    at: datetime
    how: str
    is_erased: bool = False


def of_link(db: Database, link: str) -> Deletion | None:
    """How a link went that is marked as deleted, or that was erased; None for any other."""
    with db.read() as connection:
        row = connection.execute(_MARKED, {"link": link}).fetchone()
    if row is not None:
        return Deletion(instants.decode(row["deleted_at"]), row["cause"] or _NO_MORE)
    return next(iter(erased(db, link)), None)


def erased(db: Database, named: str) -> list[Deletion]:
    """How the links went that were erased and had this id, in capitals too, or this external id, the newest first."""
    marks = {
        "link": erasure_log.mark(named),
        "lower": erasure_log.mark(named.lower()),
        "person": erasure_log.mark_of_person(named),
        "sign": erasure_log.ERASED,
    }
    with db.read() as connection:
        rows = connection.execute(_ERASED, marks).fetchall()
    return [Deletion(instants.decode(row["erased_at"]), _by(row), is_erased=True) for row in rows]


def _by(row: Row) -> str:
    is_here_only = bool(row["details"] and orjson.loads(row["details"]).get("here_only"))
    if not row["actor"]:
        return _HERE_ALONE if is_here_only else _EVERYWHERE
    return (_HERE_ALONE_BY if is_here_only else _EVERYWHERE_BY).format(actor=row["actor"])


_NO_MORE = msg("Belvo has it no more.")
_HERE_ALONE = msg("It was deleted on this desk, here alone, and may be at Belvo still.")
_HERE_ALONE_BY = msg("It was deleted on this desk by {actor}, here alone, and may be at Belvo still.")
_EVERYWHERE = msg("It was deleted on this desk, at Belvo and here with all that came from it.")
_EVERYWHERE_BY = msg("It was deleted on this desk by {actor}, at Belvo and here with all that came from it.")

HOW = Frames(
    (
        _NO_MORE,
        _HERE_ALONE,
        _HERE_ALONE_BY,
        _EVERYWHERE,
        _EVERYWHERE_BY,
        msg("Belvo was asked for it, and has no such link."),
        msg("Belvo's list had it no more, and asked for its ID Belvo found none."),
        msg("Belvo had none of its links any more, and {actor} confirmed that they are gone."),
    )
)
"""How a link went, in words; where pages show it they say it by these."""


_MARKED = """
    SELECT deleted_at,
        (SELECT cause FROM link_statuses WHERE link = links.id AND status = 'deleted' ORDER BY id DESC LIMIT 1) AS cause
    FROM links WHERE id = :link AND deleted_at IS NOT NULL
"""

_ERASED = """
    SELECT erased.erased_at, deleted.actor, deleted.details
    FROM erased_links AS erased LEFT JOIN audit AS deleted ON deleted.id = (
        SELECT max(id) FROM audit
        WHERE link = replace(erased.mark, :sign, '') AND action = 'delete' AND outcome <> 'refused')
    WHERE erased.mark IN (:link, :lower) OR erased.person = :person
    ORDER BY erased.erased_at DESC, erased.mark
"""
