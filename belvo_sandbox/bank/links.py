"""Links: one person's connection to one institution."""

import base64
import json
import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.core.digests import digest, identifier, tag_of
from belvo_sandbox.core.errors import failure
from belvo_sandbox.core.state import first_version

REFRESH_RATES = {
    "6h": timedelta(hours=6),
    "12h": timedelta(hours=12),
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
}
_DEFAULT_RATE = "7d"

_MOST_FAILURES = 6  # https://developers.belvo.com/developer_resources/resources-links-overview

STATUSES = ("valid", "invalid", "unconfirmed", "token_required")

# What Belvo accepts for these fields
EXTERNAL_ID = r"[A-Za-z0-9_-]{3,256}"
STALE_IN = r"\d{1,3}d"
CREDENTIALS_STORAGE = r"store|nostore|\d{1,3}d"

_COLUMNS = (
    "id, seed, institution, person, listed_user, access_mode, status, refresh_rate, external_id, "
    "credentials_storage, stale_in, fetch_resources, created_at, last_accessed_at, "
    "history_due, refresh_due, stale_at, version, shared, consent_ends, credentials_at, credentials_due, document"
)


@dataclass(frozen=True)
class Link:
    """A link as the state keeps it; instants are text, as the API writes them."""

    id: str
    seed: int
    institution: str
    person: str
    listed_user: str | None
    access_mode: str
    status: str
    refresh_rate: str | None
    external_id: str | None
    credentials_storage: str
    stale_in: str
    fetch_resources: tuple[str, ...]
    created_at: str
    last_accessed_at: str | None
    history_due: str | None  # when all that the institution has is fetched once more
    refresh_due: str | None
    stale_at: str | None  # when rows are removed, unless they are fetched again
    version: int  # rises with every change to the link, its fetches and deletions
    shared: tuple[str, ...] | None = None  # the accounts that an open-finance consent covers; None for all
    consent_ends: str | None = None
    credentials_at: str | None = None  # when its credentials were given
    credentials_due: str | None = None  # when stored credentials are forgotten; None for never
    document: str | None = None  # of the one who consented, where a CPF or CNPJ was given

    @property
    def credentials_end(self) -> datetime | None:
        """None for never."""
        if self.credentials_storage == "store":
            return None
        # With `nostore` they live for the fifteen minutes that an MFA session may last.
        lifetime = _days(self.credentials_storage)
        start = parse(self.credentials_at or self.created_at)
        return start + (timedelta(minutes=15) if lifetime is None else lifetime)

    def body(self) -> dict[str, Any]:
        """The link as the API shows it."""
        return {
            "id": self.id,
            "institution": self.institution,
            "access_mode": self.access_mode,
            "last_accessed_at": self.last_accessed_at,
            "created_at": self.created_at,
            "external_id": self.external_id,
            "institution_user_id": self.person,
            "status": self.status,
            "created_by": identifier("user", self.seed),
            "refresh_rate": self.refresh_rate,
            "credentials_storage": self.credentials_storage,
            "fetch_resources": list(self.fetch_resources),
            "stale_in": self.stale_in,
        }


@dataclass(frozen=True)
class LinkOptions:
    access_mode: str
    external_id: str | None
    credentials_storage: str
    stale_in: str
    fetch_resources: tuple[str, ...]


def institution_user_id(seed: int, institution: str, username: str) -> str:
    """44 characters that stand for a person at an institution; the user name itself is not kept."""
    return base64.urlsafe_b64encode(digest("person", seed, institution, username)).decode()


def stale_at(collected_at: str, stale_in: str) -> str:
    """The instant at which data are removed that were fetched last at another."""
    return text(parse(collected_at) + (_days(stale_in) or timedelta()))


def add(
    connection: sqlite3.Connection,
    seed: int,
    institution: str,
    person: str,
    listed_user: str | None,
    options: LinkOptions,
    now: datetime,
    id_: str | None = None,
    status: str = "valid",
    document: str | None = None,
) -> Link:
    """Write a new link, under an id that was reserved for it if there is one."""
    id_ = id_ or reserve_id(connection, seed, institution, person)
    recurrent = options.access_mode == "recurrent"
    link = Link(
        id=id_,
        seed=seed,
        institution=institution,
        person=person,
        listed_user=listed_user,
        access_mode=options.access_mode,
        status=status,
        refresh_rate=_DEFAULT_RATE if recurrent else None,
        external_id=options.external_id,
        credentials_storage=options.credentials_storage,
        stale_in=options.stale_in,
        fetch_resources=options.fetch_resources,
        created_at=text(now),
        last_accessed_at=text(now),
        refresh_due=text(now + REFRESH_RATES[_DEFAULT_RATE]) if recurrent and status == "valid" else None,
        history_due=None,
        stale_at=None,
        version=first_version(connection),
        credentials_at=text(now),
        credentials_due=_credentials_due(options.credentials_storage, now),
        document=document,
    )
    row = {**vars(link), "tag": tag_of(id_), "fetch_resources": json.dumps(options.fetch_resources)}
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO links ({names}) VALUES ({marks})", row)
    return link


def reserve_id(connection: sqlite3.Connection, seed: int, institution: str, person: str) -> str:
    """The id of this person's next link at this institution."""
    return identifier("link", seed, institution, person, _count(connection, seed, institution, person))


def bind_consent(connection: sqlite3.Connection, id_: str, shared: tuple[str, ...] | None, consent_ends: str) -> Link:
    """Bind a link to the accounts and the end of its consent."""
    accounts = None if shared is None else json.dumps(shared)
    return change(connection, id_, shared=accounts, consent_ends=consent_ends)


def find(connection: sqlite3.Connection, id_: str) -> Link | None:
    """The link with this id."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM links WHERE id = ?", (id_,)).fetchone()
    return row and _link(row)


def get(connection: sqlite3.Connection, id_: str) -> Link:
    """The link with this id; raises `not_found`."""
    link = find(connection, id_)
    if link is None:
        raise failure("not_found")
    return link


def for_row(connection: sqlite3.Connection, row_id: str) -> Link | None:
    """The link whose rows' ids end as this one does."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM links WHERE tag = ?", (tag_of(row_id),)).fetchone()
    return row and _link(row)


def all_newest_first(connection: sqlite3.Connection) -> list[Link]:
    """Every link."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM links ORDER BY created_at DESC, rowid DESC")
    return [_link(row) for row in rows]


def exists_for(connection: sqlite3.Connection, institution: str, person: str) -> bool:
    query = "SELECT 1 FROM links WHERE institution = ? AND person = ?"
    return connection.execute(query, (institution, person)).fetchone() is not None


def change(connection: sqlite3.Connection, id_: str, **values: str | None) -> Link:
    """Set columns of a link, and mark that its rows may look otherwise from now on."""
    assignments = "".join(f"{name} = :{name}, " for name in values)
    connection.execute(f"UPDATE links SET {assignments}version = version + 1 WHERE id = :id", {**values, "id": id_})
    return get(connection, id_)


def count_login_failure(connection: sqlite3.Connection, institution: str, person: str) -> list[Link]:
    """Count an attempt to log in that failed; the valid links of which it was one too many."""
    query = "UPDATE links SET failures = failures + 1 WHERE institution = ? AND person = ?"
    connection.execute(query, (institution, person))
    query = f"""
        SELECT {_COLUMNS} FROM links
        WHERE institution = ? AND person = ? AND status = 'valid' AND failures >= ? ORDER BY rowid
    """
    return [_link(row) for row in connection.execute(query, (institution, person, _MOST_FAILURES))]


def confirm(connection: sqlite3.Connection, link: Link, now: datetime) -> Link:
    """Note that a login succeeded; refreshes that had come to an end begin anew."""
    connection.execute("UPDATE links SET failures = 0 WHERE id = ?", (link.id,))
    first = text(now + REFRESH_RATES[link.refresh_rate]) if link.refresh_rate else None
    return change(connection, link.id, status="valid", refresh_due=link.refresh_due or first)


def store_credentials(connection: sqlite3.Connection, link: Link, now: datetime) -> Link:
    """Note new credentials, stored as long as the first ones were."""
    due = _credentials_due(link.credentials_storage, now)
    return change(connection, link.id, credentials_at=text(now), credentials_due=due)


def suspend(connection: sqlite3.Connection, link: Link, status: str) -> Link:
    """Give a link a status in which nothing is fetched by itself any more."""
    return change(connection, link.id, status=status, history_due=None, refresh_due=None)


def access_mode_columns(link: Link, access_mode: str, now: datetime) -> dict[str, str | None]:
    """The columns that a change of access mode sets; a link made recurrent has its history fetched the next day.

    Raises `invalid_credentials_storage` when there are no stored credentials to refresh it with.
    """
    if access_mode == "single":
        return {"access_mode": "single", "refresh_rate": None, "refresh_due": None, "history_due": None}
    if link.credentials_storage == "nostore":
        raise failure("invalid_credentials_storage")
    tomorrow = now + timedelta(days=1)
    return {
        "access_mode": "recurrent",
        "refresh_rate": _DEFAULT_RATE,
        "refresh_due": text(tomorrow + REFRESH_RATES[_DEFAULT_RATE]),
        "history_due": text(tomorrow),
        "credentials_storage": "store",
        "credentials_due": None,
    }


def delete(connection: sqlite3.Connection, id_: str) -> None:
    """Delete a link and its rows; raises `not_found`."""
    if not connection.execute("DELETE FROM links WHERE id = ?", (id_,)).rowcount:
        raise failure("not_found")


def _count(connection: sqlite3.Connection, seed: int, institution: str, person: str) -> int:
    query = """
        INSERT INTO link_counts VALUES (?, ?, ?, 1)
        ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count
    """
    return int(connection.execute(query, (seed, institution, person)).fetchone()[0])


def _link(row: sqlite3.Row) -> Link:
    shared = row["shared"] and tuple(json.loads(row["shared"]))
    return Link(**{**dict(row), "fetch_resources": tuple(json.loads(row["fetch_resources"])), "shared": shared})


def _credentials_due(credentials_storage: str, now: datetime) -> str | None:
    lifetime = _days(credentials_storage)
    return None if lifetime is None else text(now + lifetime)


def _days(duration: str) -> timedelta | None:
    match = re.fullmatch(r"(\d{1,3})d", duration)
    return timedelta(days=int(match[1])) if match else None
