"""Legal holds: of a person, or of one link, nothing is erased, deleted or forgotten for its age before a release."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from store.core import instants
from store.core.errors import StoreError
from store.core.parameters import members
from store.database import Database
from store.engine import Connection
from store.write import assignments

Kind = Literal["person", "link"]


class Held(StoreError):
    """Nothing was deleted, or else done, since it is on hold."""

    def __init__(self, hold: "Hold", done: str = "deleted") -> None:
        whose = "This link" if hold.kind == "link" else "This person"
        super().__init__(
            f"{whose} is on hold since {hold.since[:10]} by {hold.actor} ({hold.reason}), so nothing was {done}. "
            "Release the hold first."
        )
        self.hold = hold


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held, why, by whom, and since when; the target is an external id or a link's id."""

    kind: Kind
    target: str
    reason: str
    actor: str
    since: str


def put(connection: Connection, kind: Kind, target: str, *, reason: str, actor: str) -> bool:
    """Hold it from now on; False where it is held already, which stays as it is."""
    done = connection.execute(
        "INSERT INTO holds (kind, target, reason, actor, since) VALUES (:kind, :target, :reason, :actor, :now)"
        " ON CONFLICT (kind, target) DO NOTHING",
        {"kind": kind, "target": target, "reason": reason, "actor": actor, "now": instants.now()},
    )
    return done.rowcount > 0


def release(connection: Connection, kind: Kind, target: str) -> bool:
    """Hold it no longer; False where it was not held."""
    sql = "DELETE FROM holds WHERE kind = :kind AND target = :target"
    return connection.execute(sql, {"kind": kind, "target": target}).rowcount > 0


def table(db: Database) -> list[Hold]:
    """All holds, the oldest first."""
    with db.read() as connection:
        return [Hold(*row) for row in connection.execute(f"{_SELECT} ORDER BY since, kind, target")]


def of_link(connection: Connection, link: str) -> list[Hold]:
    """The holds that a link is under: its own, and its person's."""
    return [Hold(*row) for row in connection.execute(f"{_SELECT} WHERE {_OF_LINK}", {"link": link})]


def of_person(connection: Connection, external_id: str, links: Collection[str] = ()) -> list[Hold]:
    """The holds that an external id, or one of these links, is under."""
    names, parameters = members("link", [*links])
    which = f"(kind = 'person' AND target = :person) OR (kind = 'link' AND target IN {names})"
    return [Hold(*row) for row in connection.execute(f"{_SELECT} WHERE {which}", {**parameters, "person": external_id})]


def refuse(found: list[Hold], done: str = "deleted") -> None:
    """Raise Held where there is one; it says that nothing was `done`."""
    if found:
        raise Held(found[0], done)


def are_free(link: str, external_id: str = "") -> str:
    """Condition: the rows whose link, and external id, these columns say are under no hold."""
    of_person = f" AND {_IS_NOT.format('person', external_id)}" if external_id else ""
    return f"{_IS_NOT.format('link', link)} AND {_IS_NOT_THEIRS.format(link)}{of_person}"


_SELECT = "SELECT kind, target, reason, actor, since FROM holds"

_OF_LINK = (
    "(kind = 'link' AND target = :link)"
    f" OR (kind = 'person' AND target = (SELECT {assignments.PERSON} FROM links WHERE id = :link))"
)

_IS_NOT = "NOT EXISTS (SELECT 1 FROM holds WHERE holds.kind = '{}' AND holds.target = {})"
_IS_NOT_THEIRS = (
    f"NOT EXISTS (SELECT 1 FROM holds JOIN links ON holds.target = {assignments.PERSON}"
    " WHERE holds.kind = 'person' AND links.id = {})"
)
