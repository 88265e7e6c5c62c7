"""Institutions: who can be connected, and what to show of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from store import engine
from store.core import frames
from store.database import Database
from store.engine import Connection
from store.write import encoding, rows

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution as Belvo describes it; `name` is what links and accounts call it."""

    name: str
    display_name: str | None
    type: str | None
    status: str | None
    integration_type: str | None
    website: str | None
    primary_color: str | None
    logo: str | None
    icon_logo: str | None
    text_logo: str | None
    country_codes: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def described(self) -> dict[str, Any]:
        """What `resources` tells by which resources an institution has, in Belvo's words; not how it is connected."""
        return {"type": self.type, "country_codes": self.country_codes, "resources": self.resources}


def save(connection: Connection, bodies: Iterable[Mapping[str, Any]], *, now: str | None = None) -> None:
    """Store institutions as Belvo describes them; what had such a name under another id is deleted."""
    listed = [*bodies]
    engine.lock(connection, "institutions")  # which pulls of several links may find at this moment
    rows.save_page(connection, "institutions", None, listed, now=now)
    for body in (one for one in listed if encoding.identity(one)):
        namesakes = connection.execute(_NAMESAKES, {"name": body.get("name"), "id": str(body["id"])}).fetchall()
        rows.mark_deleted(connection, "institutions", [row["id"] for row in namesakes], now=now)


def table(db: Database) -> "DataFrame":
    """All institutions by display name; columns as in `_TABLE`, countries and resources joined by commas."""
    frame = frames.read(db, f"{_SELECT} ORDER BY display_name NULLS FIRST, name NULLS FIRST", None, _TABLE)
    joined = {name: frame[name].map(_joined) for name in _LISTS}
    return frame.assign(**joined).astype(dict.fromkeys(joined, "str"))


def find(db: Database, name: str) -> Institution | None:
    """One institution by its name."""
    with db.read() as connection:
        return find_in(connection, name)


def find_in(connection: Connection, name: str) -> Institution | None:
    """The same within a transaction, which may have saved it."""
    row = connection.execute(f"{_SELECT} AND name = :name ORDER BY key DESC", {"name": name}).fetchone()
    if row is None:
        return None
    values: dict[str, Any] = {column: row[column] for column in _TABLE}
    for column in _LISTS:
        values[column] = tuple(orjson.loads(values[column]))
    return Institution(**values)


def described(connection: Connection, name: str) -> dict[str, Any] | None:
    """One institution by its name, as Belvo describes it."""
    sql = (
        "SELECT raw_institutions.body FROM institutions JOIN raw_institutions USING (id)"
        " WHERE name = :name AND deleted_at IS NULL ORDER BY key DESC"
    )
    row = connection.execute(sql, {"name": name}).fetchone()
    found: dict[str, Any] | None = orjson.loads(row["body"]) if row else None
    return found


def _joined(values: str) -> str:
    return ", ".join(map(str, orjson.loads(values)))


_TABLE = {
    "name": frames.TEXT,
    "display_name": frames.TEXT,
    "type": frames.TEXT,
    "status": frames.TEXT,
    "integration_type": frames.TEXT,
    "website": frames.TEXT,
    "primary_color": frames.TEXT,
    "logo": frames.TEXT,
    "icon_logo": frames.TEXT,
    "text_logo": frames.TEXT,
    "country_codes": frames.TEXT,
    "resources": frames.TEXT,
}

_LISTS = ("country_codes", "resources")

_SELECT = f"SELECT {', '.join(_TABLE)} FROM institutions WHERE deleted_at IS NULL"

_NAMESAKES = "SELECT id FROM institutions WHERE name = :name AND id <> :id AND deleted_at IS NULL"
