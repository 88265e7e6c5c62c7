"""Where a stored row is from: its versions, and of each the pull, the call and the webhook that brought it.

The call whose answer had the row is known by its page (`stored_pages`); of rows that were stored before pages were
kept, or came one by one, it is the last fitting call of their pull.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import orjson

from domain.changes import Pull, brought
from domain.corrections import Change
from resources import RESOURCES, Declaration
from store.core import instants
from store.database import Database
from store.engine import Connection
from store.queries.changes import pulls
from store.queries.changes.bodies import changes_of
from store.write import rows

MOST = 6
"""Versions that are told, the newest."""

_LOOKED_AT = 200
"""Calls of a pull among which one is looked for, the last before the row was stored."""


@dataclass(frozen=True, slots=True)
class Called:
    """A call to Belvo by its record's id; `is_its_page` says that its answer had the row, and is not only likely to."""

    call: int
    request_id: str | None
    page: str
    is_its_page: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What a row said from an instant on: `changes` from what it said before, none of the first that is kept.

    `webhook` is the id of the one that set the pull off.
    """

    at: datetime
    changes: Sequence[Change] = ()
    pull: Pull | None = None
    call: Called | None = None
    webhook: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The link of a row and the nonce of the widget session that made it; versions from the newest on.

    `earlier` is how many more there are.
    """

    link: str
    session: str | None
    versions: Sequence[Version]
    earlier: int = 0


def of_row(db: Database, resource: str, row_id: str, until: datetime | None = None) -> Origin | None:
    """Where the row is from, as far as known until just before an instant; None for one that is not stored."""
    kind, end = RESOURCES[resource], instants.encode(until) if until else _OPEN
    with db.read() as connection:
        place = rows.place(connection, kind, row_id)
        if place is None:
            return None
        link = place.link or (row_id if resource == "links" else "")
        known = connection.execute(_BODIES.format(kind.table), {"key": place.key, "end": end}).fetchall()
        contents = [(row["since"], orjson.loads(row["body"])) for row in known]
        changed = [(since, changes_of(kind, before, after)) for (_, before), (since, after) in pairwise(contents)]
        told = [(since, changes) for since, changes in reversed(changed) if changes]
        moments = [*told, *((since, []) for since, _ in contents[:1])]
        versions = [_version(connection, kind, row_id, link, since, changes) for since, changes in moments[:MOST]]
        return Origin(link, _session(connection, link), versions, max(len(moments) - MOST, 0))


def _version(
    connection: Connection, kind: Declaration, row_id: str, link: str, since: str, changes: Sequence[Change]
) -> Version:
    at = instants.decode(since)
    pull = brought(pulls.around(connection, [link], [at]), link, kind.name, at)
    call = _of_page(connection, link, since)
    webhook = None
    if pull and pull.job is not None:
        call = call or _likely(connection, kind, row_id, pull, since)
        found = connection.execute(_WEBHOOK, {"link": link, "job": pull.job}).fetchone()
        webhook = found["webhook_id"] if found else None
    return Version(at, changes, pull, call, webhook)


def _of_page(connection: Connection, link: str, since: str) -> Called | None:
    """The call of the page that was stored at the instant."""
    for row in connection.execute(_PAGE, {"link": link, "at": since}):
        if _as_table(row["path"]) == _list_of(row["resource"]):
            return _called(row["id"], row["request_id"], row["query"], is_its_page=True)
    return None


def _likely(connection: Connection, kind: Declaration, row_id: str, pull: Pull, since: str) -> Called | None:
    """The last call of the pull, before the instant, that asked for the row or for a page of its list."""
    parameters = {"link": pull.link, "job": pull.job, "at": since, "most": _LOOKED_AT}
    asked = {_list_of(pull.resource or kind.name), _list_of(kind.name) + row_id.replace("-", "_") + "_"}
    for row in connection.execute(_CALLS, parameters):
        if _as_table(row["path"]) in asked:
            return _called(row["id"], row["request_id"], row["query"], is_its_page=False)
    return None


def _called(number: int, request_id: str | None, query: str | None, *, is_its_page: bool) -> Called:
    named = next((part for part in (query or "").split("&") if part.startswith("page=")), "page=1")
    return Called(number, request_id, named.removeprefix("page="), is_its_page)


def _as_table(path: str) -> str:
    return path.replace("/", "_").replace("-", "_")


def _list_of(resource: str) -> str:
    """The path of its list, written as tables are."""
    return f"_api_{RESOURCES[resource].table}_"


def _session(connection: Connection, link: str) -> str | None:
    found = connection.execute(_SESSION, {"link": link}).fetchone()
    return found["nonce"] if found else None


_OPEN = "9"

_BODIES = """
    SELECT since, body FROM versions_{0} WHERE key = :key AND until > since AND since < :end
    UNION ALL
    SELECT changed_at, body FROM {0} JOIN bodies_{0} USING (key) WHERE key = :key AND changed_at < :end
    ORDER BY since
"""

_PAGE = """
    SELECT c.id, c.request_id, c.path, c.query, p.resource
    FROM stored_pages AS p JOIN api_calls AS c ON c.at = p.asked_at
    WHERE p.link = :link AND p.at = :at AND c.status < 400 ORDER BY c.id
"""

_CALLS = """
    SELECT id, request_id, path, query FROM api_calls
    WHERE link = :link AND job = :job AND status < 400 AND at <= :at ORDER BY at DESC NULLS LAST, id DESC LIMIT :most
"""

_WEBHOOK = "SELECT webhook_id FROM webhook_events WHERE link = :link AND job = :job ORDER BY id LIMIT 1"

_SESSION = """
    SELECT nonce FROM widget_sessions WHERE link = :link AND state = 'connected'
    ORDER BY CASE mode WHEN 'update' THEN 1 ELSE 0 END, opened_at, nonce LIMIT 1
"""
