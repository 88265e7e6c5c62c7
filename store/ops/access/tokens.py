"""Tokens of the API: known by a digest, since what lets somebody in is nobody's to read afterwards."""

from datetime import datetime, timedelta

from domain.access.tokens import Token
from domain.roles import Role
from store.core import instants
from store.core.parameters import Condition, members
from store.database import Database
from store.engine import Connection, Row

GRAIN = timedelta(minutes=1)
"""How exactly it is kept when a token was used last."""


def add(connection: Connection, token: Token, digest: str) -> bool:
    """Keep a token that is made; False where one of this name is known, even one that counts no more."""
    made = connection.execute(
        "INSERT INTO tokens (name, digest, role, owner, person, rate, made_at, expires_at)"
        " VALUES (:name, :digest, :role, :owner, :person, :rate, :made_at, :expires_at) ON CONFLICT (name) DO NOTHING",
        {
            "name": token.name,
            "digest": digest,
            "role": token.role.word,
            "owner": token.owner,
            "person": token.person,
            "rate": token.rate,
            "made_at": instants.encode(token.made_at),
            "expires_at": instants.encode(token.expires_at),
        },
    )
    return made.rowcount == 1


def known_by(db: Database, digest: str) -> Token | None:
    """The token of this digest, whether or not it still counts."""
    return next(iter(_read(db, ("digest = :digest", {"digest": digest}))), None)


def named(db: Database, name: str) -> Token | None:
    """The token of this name."""
    return next(iter(_read(db, ("name = :name", {"name": name}))), None)


def of_all(db: Database) -> list[Token]:
    """Every token, the newest first; those that count no more as well."""
    return _read(db, ("1 = 1", {}))


def of_person(db: Database, person: str) -> list[Token]:
    """Those that a person has made."""
    return _read(db, ("person = :person AND person <> ''", {"person": person}))


def revoke(connection: Connection, name: str, at: datetime) -> bool:
    """End a token for good; False if it had been ended before."""
    ended = connection.execute(
        "UPDATE tokens SET revoked_at = :at WHERE name = :name AND revoked_at IS NULL",
        {"name": name, "at": instants.encode(at)},
    )
    return ended.rowcount == 1


def hold(connection: Connection, person: str, role: Role | None, at: datetime) -> list[str]:
    """Give a person's tokens no higher role than this, and end them where it is none; the names of those it changed."""
    if role is None:
        sql = "UPDATE tokens SET revoked_at = :at WHERE person = :person AND revoked_at IS NULL RETURNING name"
        found = connection.execute(sql, {"person": person, "at": instants.encode(at)})
        return [row["name"] for row in found]
    listed, parameters = members("role", [one.word for one in Role if one > role])
    sql = f"""
        UPDATE tokens SET role = :held
        WHERE person = :person AND revoked_at IS NULL AND role IN {listed} RETURNING name
    """
    found = connection.execute(sql, {"person": person, "held": role.word, **parameters})
    return [row["name"] for row in found]


def see(connection: Connection, name: str, at: datetime) -> None:
    """Note that it was used."""
    connection.execute(
        "UPDATE tokens SET used_at = :at WHERE name = :name AND coalesce(used_at, '') < :at",
        {"name": name, "at": instants.encode(at)},
    )


def _read(db: Database, which: Condition) -> list[Token]:
    condition, parameters = which
    sql = f"""
        SELECT name, role, owner, person, rate, made_at, expires_at, revoked_at, used_at FROM tokens
        WHERE {condition} ORDER BY made_at DESC, name
    """
    with db.read() as connection:
        return [_token(row) for row in connection.execute(sql, parameters)]


def _token(row: Row) -> Token:
    return Token(
        name=row["name"],
        role=Role[row["role"].upper()],
        owner=row["owner"],
        person=row["person"],
        rate=row["rate"],
        made_at=instants.decode(row["made_at"]),
        expires_at=instants.decode(row["expires_at"]),
        revoked_at=_instant(row["revoked_at"]),
        used_at=_instant(row["used_at"]),
    )


def _instant(text: str | None) -> datetime | None:
    return instants.decode(text) if text else None
