"""What Belvo has answered about a link, as far as it is kept: the last answer to each call, and the rows of its lists.

Read as whoever asks may see it: of a masked store everything is masked.
"""

from dataclasses import dataclass
from typing import Any

import orjson

from resources import RESOURCES, Declaration
from store.database import Database
from store.engine import Connection
from store.ops import calls
from store.ops.calls import Bodies, Call

MOST_CALLS = 500
MOST_ROWS = 2_000
"""Of one resource, the newest."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one resource, newest first, and how many there are in all."""

    rows: list[dict[str, Any]]
    number: int


def last_calls(db: Database, link: str) -> list[tuple[int, Call]]:
    """The newest call of each method and path about a link, with its record's id, oldest first."""
    with db.read() as connection:
        found = connection.execute(_LAST, {"link": link, "most": MOST_CALLS}).fetchall()
    return [(row["id"], Call(**{name: row[name] for name in Call.__slots__})) for row in reversed(found)]


def bodies(db: Database, call: int, resource: str) -> Bodies | None:
    """What was asked and answered in a call, as JSON, as those see it who ask; kept without what is personal."""
    told = calls.bodies(db.whole, call)
    if told is None:
        return None
    return Bodies(_seen(db, resource, told.request), _seen(db, resource, told.answer))


def of_link(db: Database, link: str, resource: str) -> Listed:
    """The live rows of a resource of one link, as they were received, those set aside among them."""
    declared = RESOURCES[resource]
    with db.read() as connection:
        found = connection.execute(_rows(declared), {"link": link, "most": MOST_ROWS}).fetchall()
        number = connection.execute(_count(declared), {"link": link}).fetchone()[0]
        rows = [orjson.loads(row["body"]) for row in found]
    aside = _set_aside(db, link, resource)
    return Listed([*aside, *rows][:MOST_ROWS], number + len(aside))


def stored(db: Database, link: str) -> list[str]:
    """The resources of which rows of a link are here, as the catalogue has them."""
    with db.read() as connection:
        return [name for name, one in RESOURCES.items() if one.per_link and _has_some(connection, one, link)]


def institution(db: Database, name: str) -> dict[str, Any] | None:
    """An institution by its name, as Belvo describes it."""
    with db.read() as connection:
        row = connection.execute(_INSTITUTION, {"name": name}).fetchone()
    return orjson.loads(row["body"]) if row else None


def own(db: Database, link: str) -> dict[str, Any] | None:
    """The link itself, as Belvo has it; None for one that is deleted there, or not here."""
    with db.read() as connection:
        row = connection.execute(_LINK, {"link": link}).fetchone()
    return orjson.loads(row["body"]) if row else None


def _seen(db: Database, resource: str, text: str | None) -> str | None:
    """A body that is kept; the beginning of a longer one is no JSON, and is not told."""
    if text is None:
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return orjson.dumps(db.as_answered(f"call of {resource}", found)).decode()


def _set_aside(db: Database, link: str, resource: str) -> list[dict[str, Any]]:
    """Rows that could not be stored: their text is read whole, and told as rows of their resource are."""
    with db.whole.read() as connection:
        found = connection.execute(_ASIDE, {"link": link, "resource": resource}).fetchall()
    told = []
    for row in found:
        try:
            body = orjson.loads(row["body"])
        except orjson.JSONDecodeError:
            continue
        if isinstance(body, dict):
            told.append(db.as_answered(resource, body))
    return told


def _has_some(connection: Connection, declared: Declaration, link: str) -> bool:
    sql = f"SELECT 1 FROM {declared.table} WHERE link = :link AND deleted_at IS NULL LIMIT 1"
    return connection.execute(sql, {"link": link}).fetchone() is not None


def _rows(declared: Declaration) -> str:
    table = declared.table
    order = f"{declared.day} DESC NULLS LAST, key DESC" if declared.day else "key DESC"
    return (
        f"SELECT body FROM {table} JOIN bodies_{table} USING (key) WHERE link = :link AND deleted_at IS NULL"
        f" ORDER BY {order} LIMIT :most"
    )


def _count(declared: Declaration) -> str:
    return f"SELECT count(*) FROM {declared.table} WHERE link = :link AND deleted_at IS NULL"


_LAST = f"""
    SELECT id, {", ".join(Call.__slots__)} FROM api_calls
    WHERE id IN (SELECT max(id) FROM api_calls WHERE link = :link GROUP BY method, path)
    ORDER BY id DESC LIMIT :most
"""
_LINK = "SELECT body FROM links JOIN bodies_links USING (key) WHERE links.id = :link AND deleted_at IS NULL"
_INSTITUTION = """
    SELECT body FROM institutions JOIN bodies_institutions USING (key)
    WHERE institutions.name = :name AND deleted_at IS NULL ORDER BY key DESC
"""
_ASIDE = """
    SELECT body FROM irregular_rows
    WHERE link = :link AND resource = :resource AND is_stored = 0 AND body <> '' ORDER BY row_id
"""
