"""The story that is told at this desk: which, at what step, since when, and the links that it speaks of by a name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.core import instants
from store.database import Database
from store.engine import Connection
from store.write import revisions


@dataclass(frozen=True, slots=True)
class Play:
    """A story being told; `links` are ids by the names that the story has for them."""

    story: str
    step: int
    links: Mapping[str, str]
    began_at: datetime
    step_at: datetime


def current(db: Database) -> Play | None:
    """The one that is told now, if any is."""
    with db.whole.read() as connection:
        row = connection.execute("SELECT * FROM story_plays WHERE id = 1").fetchone()
    if row is None:
        return None
    began, step_at = (instants.decode(row[name]) for name in ("began_at", "step_at"))
    return Play(row["story"], row["step"], json.loads(row["links"]), began, step_at)


def put(
    connection: Connection, story: str, step: int, links: Mapping[str, str], *, began_at: str | None = None
) -> None:
    """Be at this step of the story, which began now unless it is said when; pages follow."""
    now = instants.now()
    connection.execute(
        "INSERT INTO story_plays (id, story, step, links, began_at, step_at)"
        " VALUES (1, :story, :step, :links, :began, :now)"
        " ON CONFLICT (id) DO UPDATE SET story = excluded.story, step = excluded.step, links = excluded.links,"
        " began_at = excluded.began_at, step_at = excluded.step_at",
        {"story": story, "step": step, "links": json.dumps({**links}), "began": began_at or now, "now": now},
    )
    revisions.bump(connection)


def end(connection: Connection) -> None:
    """Tell none any more."""
    connection.execute("DELETE FROM story_plays")
    revisions.bump(connection)
