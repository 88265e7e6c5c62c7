"""Who has signed in, and which sign-ins were ended: a cookie alone says neither that it is still meant to be used."""

from collections.abc import Collection
from datetime import datetime, timedelta

from domain.access.sign_ins import SignIn
from store.core import instants
from store.core.parameters import members
from store.database import Database
from store.engine import Connection, Row

_KEPT = timedelta(days=31)
"""After that the browser has dropped the cookie, and no limit lets one be as old."""


def begin(connection: Connection, id_: str, *, person: str, actor: str, provider: str, signed_at: datetime) -> bool:
    """Note a sign-in that begins now; False if it is known already, so that it is told once."""
    oldest = instants.encode(signed_at - _KEPT)
    connection.execute("DELETE FROM sign_ins WHERE began_at < :oldest", {"oldest": oldest})
    made = connection.execute(
        "INSERT INTO sign_ins (id, person, actor, provider, began_at, seen_at)"
        " VALUES (:id, :person, :actor, :provider, :at, :at) ON CONFLICT (id) DO NOTHING",
        {"id": id_, "person": person, "actor": actor, "provider": provider, "at": instants.encode(signed_at)},
    )
    return made.rowcount == 1


def find(db: Database, ids: Collection[str]) -> dict[str, SignIn]:
    """Those of these that are known, by their ids."""
    listed, parameters = members("id", [*ids])
    sql = f"SELECT id, began_at, seen_at, ended_at FROM sign_ins WHERE id IN {listed}"
    with db.read() as connection:
        return {row["id"]: _sign_in(row) for row in connection.execute(sql, parameters)}


def see(connection: Connection, id_: str, at: datetime) -> None:
    """Note that its person has done something."""
    connection.execute(
        "UPDATE sign_ins SET seen_at = max(seen_at, :at) WHERE id = :id", {"id": id_, "at": instants.encode(at)}
    )


def end(connection: Connection, id_: str, at: datetime) -> str | None:
    """End it for good; whose it was, or None if it had ended before, or is not known."""
    ended = connection.execute(
        "UPDATE sign_ins SET ended_at = :at WHERE id = :id AND ended_at IS NULL RETURNING person",
        {"id": id_, "at": instants.encode(at)},
    ).fetchone()
    return ended["person"] if ended else None


def actor_of(connection: Connection, id_: str) -> str:
    """What its person is called here; empty if it is not known."""
    row = connection.execute("SELECT actor FROM sign_ins WHERE id = :id", {"id": id_}).fetchone()
    return row["actor"] if row else ""


def end_all(connection: Connection, person: str, at: datetime) -> int:
    """End every sign-in of a person; returns how many were going on."""
    ended = connection.execute(
        "UPDATE sign_ins SET ended_at = :at WHERE person = :person AND ended_at IS NULL",
        {"person": person, "at": instants.encode(at)},
    )
    return ended.rowcount


def _sign_in(row: Row) -> SignIn:
    ended = row["ended_at"]
    return SignIn(
        row["id"],
        instants.decode(row["began_at"]),
        instants.decode(row["seen_at"]),
        instants.decode(ended) if ended else None,
    )
