"""Saved views: pages with their filters, and boards, as they are kept. What of them is seen is told elsewhere."""

from datetime import datetime

import orjson

from domain.access.views import Pairs, View
from store.core import instants
from store.core.parameters import Condition
from store.database import Database
from store.engine import Connection, Row


def add(connection: Connection, view: View) -> None:
    """Keep a view that is made."""
    connection.execute(
        "INSERT INTO saved_views (id, name, page, query, owner, person, shared, masked, made_at, changed_at)"
        " VALUES (:id, :name, :page, :query, :owner, :person, :shared, :masked, :made_at, :changed_at)",
        {
            "id": view.id,
            "name": view.name,
            "page": view.page,
            "query": encoded(view.pairs),
            "owner": view.owner,
            "person": view.person,
            "shared": int(view.is_shared),
            "masked": int(view.is_masked),
            "made_at": instants.encode(view.made_at),
            "changed_at": instants.encode(view.changed_at),
        },
    )


def change(connection: Connection, view: View) -> None:
    """Keep what is said of it now; whose it is, and since when, stays."""
    connection.execute(
        "UPDATE saved_views SET name = :name, query = :query, shared = :shared, masked = :masked, changed_at = :at"
        " WHERE id = :id",
        {
            "id": view.id,
            "name": view.name,
            "query": encoded(view.pairs),
            "shared": int(view.is_shared),
            "masked": int(view.is_masked),
            "at": instants.encode(view.changed_at),
        },
    )


def remove(connection: Connection, view: str) -> None:
    """Take it out with its cells and with who looked at it."""
    for sql in (
        "DELETE FROM saved_views WHERE id = :view",
        "DELETE FROM board_cells WHERE board = :view",
        "DELETE FROM view_looks WHERE view = :view",
    ):
        connection.execute(sql, {"view": view})


def find(connection: Connection, view: str) -> View | None:
    """The view of this id."""
    return next(iter(_read(connection, ("id = :id", {"id": view}))), None)


def seen_by(db: Database, person: str) -> list[View]:
    """Those that somebody has made, and those that are shared; by name."""
    with db.read() as connection:
        found = _read(connection, ("shared = 1 OR person = :person", {"person": person}))
    return sorted(found, key=lambda view: (view.name.casefold(), view.id))


def number_of(connection: Connection, person: str) -> int:
    """How many somebody has made."""
    row = connection.execute("SELECT count(*) FROM saved_views WHERE person = :person", {"person": person}).fetchone()
    return int(row[0])


def looks(db: Database, person: str) -> dict[str, datetime]:
    """When somebody looked last at each view at which they ever did."""
    with db.read() as connection:
        rows = connection.execute("SELECT view, at FROM view_looks WHERE person = :person", {"person": person})
        return {row["view"]: instants.decode(row["at"]) for row in rows}


def look(connection: Connection, view: str, person: str, at: datetime) -> None:
    """Note that somebody looks at it."""
    connection.execute(
        "INSERT INTO view_looks (view, person, at) VALUES (:view, :person, :at)"
        " ON CONFLICT (view, person) DO UPDATE SET at = excluded.at",
        {"view": view, "person": person, "at": instants.encode(at)},
    )


def encoded(pairs: Pairs) -> str:
    """Parameters as they are kept."""
    return orjson.dumps(pairs).decode()


def decoded(text: str) -> Pairs:
    """The same as they were."""
    return tuple((name, value) for name, value in orjson.loads(text))


def _read(connection: Connection, which: Condition) -> list[View]:
    condition, parameters = which
    sql = f"""
        SELECT id, name, page, query, owner, person, shared, masked, made_at, changed_at FROM saved_views
        WHERE {condition} ORDER BY id
    """
    return [_view(row) for row in connection.execute(sql, parameters)]


def _view(row: Row) -> View:
    return View(
        id=row["id"],
        name=row["name"],
        page=row["page"],
        pairs=decoded(row["query"]),
        owner=row["owner"],
        person=row["person"],
        is_shared=bool(row["shared"]),
        is_masked=bool(row["masked"]),
        made_at=instants.decode(row["made_at"]),
        changed_at=instants.decode(row["changed_at"]),
    )
