"""Links: what is connected, in what state, and when it was pulled last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from resources import RESOURCES
from store import engine
from store.core import frames, instants
from store.database import Database
from store.engine import Connection, Row
from store.schema import row_index
from store.write import assignments, revisions, rows
from store.write.aggregates import remove_link

if TYPE_CHECKING:
    from pandas import DataFrame


NAMES = {
    "owners": "display_name",
    "tax_status": "official_name",
    "cl_tax_status": "name",
    "cl_debt_reports": "full_name",
    "employment_records": "official_name",
    "mx_current_employments": "official_name",
}
"""Where the name of a link's person stands, by table; the first that has one says it."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link with what the store knows about it; instants are aware datetimes in UTC.

    `last_pull_state` is the state of the newest job; `last_pull_at` is when the last pull ended, well or not; the
    error is that of the newest job. A job that only reads the link is no pull. `owner` is the name that the bank, the
    tax authority or the employer has of its person. `external_id` is Belvo's or, where it has none, that of the person
    to whom somebody here put the link: then it `is_assigned`.
    """

    link: str
    institution: str | None
    display_name: str | None
    country: str | None
    primary_color: str | None
    integration_type: str | None
    status: str | None
    access_mode: str | None
    external_id: str | None
    owner: str | None
    institution_user_id: str | None
    refresh_rate: str | None
    stale_in: str | None
    fetch_resources: tuple[str, ...]
    created_at: datetime | None
    last_accessed_at: datetime | None
    accounts: int
    transactions: int
    last_pull_at: datetime | None
    last_pull_state: str | None
    error_code: str | None
    error_message: str | None
    deleted_at: datetime | None
    followed: bool
    is_assigned: bool = False

    @property
    def own_external_id(self) -> str | None:
        """As Belvo has it."""
        return None if self.is_assigned else self.external_id

    @property
    def person(self) -> str:
        """What people call it by: its person's name, or their id in our own systems; empty without either."""
        return self.owner or self.external_id or ""


def save(connection: Connection, body: Mapping[str, Any], *, now: str | None = None) -> None:
    """Store a link as Belvo describes it."""
    rows.save_page(connection, "links", None, [body], now=now)
    _note_status(connection, str(body["id"]), now or instants.now())


def set_status(connection: Connection, link_id: str, status: str, *, now: str | None = None) -> None:
    """Set the status that an error or a webhook tells, until Belvo describes the link again."""
    connection.execute("UPDATE links SET status = :status WHERE id = :link", {"status": status, "link": link_id})
    _note_status(connection, link_id, now or instants.now())


def set_followed(connection: Connection, link_id: str, followed: bool) -> None:
    """A link that is followed is pulled without anybody asking: by the schedule and by webhooks."""
    connection.execute(
        "UPDATE links SET followed = :followed WHERE id = :link", {"followed": int(followed), "link": link_id}
    )
    revisions.bump(connection, link_id)


def live(connection: Connection) -> dict[str, str | None]:
    """The links that Belvo still has, each with the instant when Belvo last accessed it."""
    rows_there = connection.execute("SELECT id, last_accessed_at FROM links WHERE deleted_at IS NULL ORDER BY key")
    return {row["id"]: row["last_accessed_at"] for row in rows_there}


def followed(connection: Connection) -> set[str]:
    """The links that are pulled without anybody asking."""
    return {row["id"] for row in connection.execute("SELECT id FROM links WHERE followed = 1 AND deleted_at IS NULL")}


def mark_deleted(connection: Connection, link_id: str, cause: str = "", *, now: str | None = None) -> None:
    """Mark the link and all that hangs on it as deleted: pages stop counting it, bodies stay until it is erased.

    `cause` says in a sentence by whom or by what it was found gone.
    """
    moment = now or instants.now()
    _note_deletion(connection, link_id, cause, moment)
    rows.mark_deleted(connection, "links", [link_id], now=moment)
    remove_link(connection, link_id)
    for resource in RESOURCES.values():
        if resource.per_link:
            condition, parameters = row_index.of_link(resource, link_id)
            connection.execute(
                f"UPDATE {resource.table} SET deleted_at = :now WHERE {condition} AND deleted_at IS NULL",
                {**parameters, "now": moment},
            )
    connection.execute(
        "UPDATE jobs SET state = 'cancelled', finished_at = :now, lease_until = NULL"
        " WHERE link = :link AND state IN ('queued', 'running')",
        {"now": moment, "link": link_id},
    )
    revisions.bump_known(connection, link_id)


def are_there(db: Database) -> bool:
    """Whether any link is stored, a deleted one too."""
    with db.read() as connection:
        return connection.execute("SELECT 1 FROM links LIMIT 1").fetchone() is not None


def table(db: Database) -> "DataFrame":
    """All links, deleted ones included, newest first; columns as in `_TABLE`."""
    return frames.read(db, f"{_SELECT} ORDER BY links.created_at DESC NULLS LAST, links.key DESC", None, _TABLE)


def table_of(db: Database, ids: Sequence[str]) -> "DataFrame":
    """The same of these links, in their order."""
    sql = f"{_SELECT} WHERE {engine.among('links.id', 'ids')}"
    found = frames.read(db, sql, {"ids": engine.array(ids)}, _TABLE)
    return (
        found.set_index("link", drop=False)
        .reindex([link for link in ids if link in {*found["link"]}])
        .reset_index(drop=True)
    )


def find(db: Database, link_id: str) -> LinkRow | None:
    """One link."""
    return next(iter(_find(db, "links.id = :value", link_id)), None)


def by_external_id(db: Database, external_id: str) -> list[LinkRow]:
    """The links that belong to somebody's id in our own systems, newest first; deleted ones left out."""
    return _find(db, engine.among("links.id", "value"), engine.array(assignments.links_of(db, [external_id])))


def of_person(db: Database, link_id: str) -> list[LinkRow]:
    """The same of whoever a link is of, itself included; it alone where it stands for itself."""
    with db.whole.read() as connection:
        sql = f"SELECT {assignments.PERSON} AS person FROM links WHERE id = :link AND deleted_at IS NULL"
        row = connection.execute(sql, {"link": link_id}).fetchone()
    if row is None:
        return []
    theirs = assignments.links_of(db.whole, [row["person"]]) if row["person"] else [link_id]
    return _find(db, engine.among("links.id", "value"), engine.array(theirs))


def several(db: Database, ids: Sequence[str]) -> dict[str, LinkRow]:
    """These links, by their ids; deleted ones too."""
    with db.read() as connection:
        found = connection.execute(f"{_SELECT} WHERE {engine.among('links.id', 'ids')}", {"ids": engine.array(ids)})
        return {row["link"]: _row(row) for row in found}


def twins(db: Database, link_id: str) -> list[LinkRow]:
    """The other links of the same person at the same institution, as Belvo tells persons apart; newest first."""
    link = find(db, link_id)
    if link is None or not link.institution_user_id:
        return []
    same = _find(db, "links.institution_user_id = :value AND links.deleted_at IS NULL", link.institution_user_id)
    return [other for other in same if other.link != link_id and other.institution == link.institution]


def twin_groups(db: Database) -> list[list[LinkRow]]:
    """The links of each person that Belvo knows by more than one at an institution, the oldest first."""
    with db.unmasked.read() as connection:  # masks tell the same people apart, and take longer
        ids = [row["id"] for row in connection.execute(_TWINS)]
    groups = defaultdict[tuple[str | None, str | None], list[LinkRow]](list)
    for link in _find(db, engine.among("links.id", "value"), engine.array(ids))[::-1] if ids else ():
        groups[link.institution, link.institution_user_id].append(link)
    return [*groups.values()]


_TWINS = """
    SELECT id FROM links WHERE deleted_at IS NULL AND (institution, institution_user_id) IN (
        SELECT institution, institution_user_id FROM links
        WHERE deleted_at IS NULL AND coalesce(institution_user_id, '') <> ''
        GROUP BY institution, institution_user_id HAVING count(*) > 1)
"""


def _find(db: Database, condition: str, value: object) -> list[LinkRow]:
    sql = f"{_SELECT} WHERE {condition} ORDER BY links.created_at DESC NULLS LAST, links.key DESC"
    with db.read() as connection:
        return [_row(row) for row in connection.execute(sql, {"value": value})]


def _row(row: Row) -> LinkRow:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over its values
    for name in ("created_at", "last_accessed_at", "last_pull_at", "deleted_at"):
        values[name] = instants.decode(values[name]) if values[name] else None
    values["fetch_resources"] = tuple(orjson.loads(values["fetch_resources"] or "[]"))
    return LinkRow(**values | {name: bool(values[name]) for name in ("followed", "is_assigned")})


def _note_deletion(connection: Connection, link_id: str, cause: str, now: str) -> None:
    """Before the link is marked, so that the first who finds it gone is the one that is named."""
    connection.execute(
        "INSERT INTO link_statuses (link, status, since, cause) SELECT id, 'deleted', :now, nullif(:cause, '')"
        " FROM links WHERE id = :link AND deleted_at IS NULL",
        {"link": link_id, "now": now, "cause": cause},
    )


def _note_status(connection: Connection, link_id: str, now: str) -> None:
    noted = connection.execute(
        "INSERT INTO link_statuses (link, status, since) SELECT id, status, :now FROM links WHERE id = :link"
        " AND status IS NOT NULL AND status <> coalesce((SELECT status FROM link_statuses WHERE link = :link"
        " ORDER BY id DESC LIMIT 1), '')",
        {"link": link_id, "now": now},
    )
    if noted.rowcount:
        revisions.bump(connection, link_id)


_TABLE = {
    "link": frames.TEXT,
    "institution": frames.TEXT,
    "display_name": frames.TEXT,
    "country": frames.TEXT,
    "status": frames.TEXT,
    "access_mode": frames.TEXT,
    "external_id": frames.TEXT,
    "owner": frames.TEXT,
    "created_at": frames.INSTANT,
    "last_accessed_at": frames.INSTANT,
    "accounts": frames.INTEGER,
    "transactions": frames.INTEGER,
    "last_pull_at": frames.INSTANT,
    "last_pull_state": frames.TEXT,
    "error_code": frames.TEXT,
    "error_message": frames.TEXT,
    "deleted_at": frames.INSTANT,
    "followed": frames.FLAG,
}

_IS_THERE = "(deleted_at IS NULL OR links.deleted_at IS NOT NULL)"
"""What was stored of a link that is gone went with it, and still says whose it was."""

_NAMED = ", ".join(
    f"(SELECT {name} FROM {table} WHERE link = links.id AND coalesce({name}, '') <> '' AND {_IS_THERE}"
    f" ORDER BY {name} NULLS FIRST, key LIMIT 1)"
    for table, name in NAMES.items()
)
OWNER = f"coalesce({_NAMED})"
"""The name of the person of a row of `links`, as an expression."""

_SELECT = f"""
    SELECT links.id AS link, links.institution, coalesce(i.display_name, links.institution) AS display_name,
        nullif(substr(i.country_codes, 3, 2), '') AS country, i.primary_color, i.integration_type,
        links.status, links.access_mode,
        {assignments.PERSON} AS external_id, {OWNER} AS owner, links.institution_user_id,
        links.refresh_rate, links.stale_in,
        links.fetch_resources,
        links.created_at, links.last_accessed_at,
        (SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = 'accounts' AND link = links.id) AS accounts,
        (SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = 'transactions' AND link = links.id)
            AS transactions,
        ended.finished_at AS last_pull_at, newest.state AS last_pull_state, newest.error_code, newest.error_message,
        links.deleted_at, links.followed, {assignments.IS_ASSIGNED} AS is_assigned
    FROM links
    LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL
    LEFT JOIN jobs AS newest ON newest.id = (
        SELECT id FROM jobs WHERE link = links.id AND resources <> '' ORDER BY id DESC LIMIT 1)
    LEFT JOIN jobs AS ended ON ended.id = (
        SELECT id FROM jobs WHERE link = links.id AND resources <> '' AND state IN ('done', 'failed')
        ORDER BY id DESC LIMIT 1)
"""
