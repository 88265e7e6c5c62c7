"""Whose a link is: by its own external id or, where it has none, by the person that somebody here put it to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from domain.masking.aliases import may_be_masked
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection
from store.write import revisions

_OWN = "coalesce(links.external_id, '')"

PERSON = f"""
    CASE WHEN {_OWN} <> '' THEN links.external_id
    ELSE (SELECT assignments.external_id FROM assignments WHERE assignments.link = links.id) END
"""
"""The external id of whose a row of `links` is, as an expression."""

IS_ASSIGNED = f"""
    CASE WHEN {_OWN} = '' AND EXISTS (SELECT 1 FROM assignments WHERE assignments.link = links.id) THEN 1 ELSE 0 END
"""
"""Whether that is so because somebody here said it."""


def are_of(person: str) -> str:
    """Condition: rows of `links` whose person is this; `person` is an expression or a parameter."""
    return _of(lambda column: f"{column} = {person}")


def are_among(people: str) -> str:
    """The same for several; `people` names the parameter that is an array."""
    return _of(lambda column: engine.among(column, people))


def links_of(db: Database, people: Collection[str]) -> dict[str, str]:
    """The links that are there of these people, each with whose it is, as it is seen."""
    with db.whole.read() as connection:  # what is seen is found by no index
        there = _links_of(connection, are_among("wanted"), people)
    if db is db.whole:
        return there
    with db.read() as connection:
        seen = _links_of(connection, engine.among("links.id", "wanted"), there)
    known = {link: person for link, person in seen.items() if person in people}
    return known or _looked_through(db, people)


def _looked_through(db: Database, people: Collection[str]) -> dict[str, str]:
    """The same for ids that only the sight has, in place of others: all links are looked at for what may be one."""
    if not any(map(may_be_masked, people)):
        return {}
    with db.read() as connection:
        every = _links_of(connection, "1 = 1", ())
    return {link: person for link, person in every.items() if person in people}


def _links_of(connection: Connection, condition: str, wanted: Collection[str]) -> dict[str, str]:
    sql = f"SELECT links.id, {PERSON} FROM links WHERE links.deleted_at IS NULL AND {condition}"
    return dict(map(tuple, connection.execute(sql, {"wanted": engine.array(wanted)})))


def _of(fits: Callable[[str], str]) -> str:
    """Two conditions, each with an index of its own."""
    put = f"SELECT assignments.link FROM assignments WHERE {fits('assignments.external_id')}"
    return f"({_OWN} <> '' AND {fits('links.external_id')} OR {_OWN} = '' AND links.id IN ({put}))"


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a link was put, by whom, and when."""

    external_id: str
    actor: str
    at: str


def put(connection: Connection, link: str, external_id: str, *, actor: str) -> bool:
    """Put a link to a person, in place of an earlier one; False where it has an external id of its own, or is gone."""
    row = {"link": link, "external_id": external_id, "actor": actor, "now": instants.now()}
    if not connection.execute(_PUT, row).rowcount:
        return False
    revisions.bump(connection, link)
    return True


def take_off(connection: Connection, link: str) -> str:
    """Have the link stand for itself again; whose it was, empty where it was put to nobody."""
    row = connection.execute("DELETE FROM assignments WHERE link = :link RETURNING external_id", {"link": link})
    found = row.fetchone()
    if found is None:
        return ""
    revisions.bump(connection, link)
    return str(found["external_id"])


def find(connection: Connection, link: str) -> Assignment | None:
    """To whom a link is put; also where it has come to have an external id of its own, which counts before it."""
    sql = "SELECT external_id, actor, at FROM assignments WHERE link = :link"
    row = connection.execute(sql, {"link": link}).fetchone()
    return Assignment(*row) if row else None


_PUT = f"""
    INSERT INTO assignments (link, external_id, actor, at)
    SELECT links.id, :external_id, :actor, :now FROM links
    WHERE links.id = :link AND {_OWN} = '' AND links.deleted_at IS NULL
    ON CONFLICT (link) DO UPDATE SET external_id = excluded.external_id, actor = excluded.actor, at = excluded.at
"""
