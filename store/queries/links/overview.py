"""Is everything well, and what needs somebody first?"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store.core import frames, instants
from store.database import Database

if TYPE_CHECKING:
    from pandas import DataFrame

REASONS = ("invalid", "token_required", "pull_failed", "unconfirmed", "stale")
"""Why a link needs somebody, worst first: its status, its last pull, or that it was not pulled for too long."""

_DEFAULT_RATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Summary:
    """What is there. Deleted links count nowhere; `failing` links' last pull failed, `pulling` ones are at it."""

    links: int
    links_by_status: dict[str, int]
    accounts: int
    transactions: int
    last_pull_at: datetime | None
    failing: int
    pulling: int


def summary(db: Database) -> Summary:
    """The figures of the first page."""
    with db.read() as connection:
        statuses = connection.execute(_STATUSES).fetchall()
        live = dict(connection.execute("SELECT resource, sum(live) FROM row_counts GROUP BY resource").fetchall())
        last, failing, pulling = connection.execute(_PULLS).fetchone()
    by_status = {row["status"]: row["links"] for row in statuses}
    return Summary(
        links=sum(by_status.values()),
        links_by_status=by_status,
        accounts=live.get("accounts", 0),
        transactions=live.get("transactions", 0),
        last_pull_at=instants.decode(last) if last else None,
        failing=failing,
        pulling=pulling,
    )


def attention(db: Database, *, now: str | None = None) -> "DataFrame":
    """One row a link that needs somebody, worst first, then longest: columns as in `_ATTENTION`, reason of `REASONS`.

    Stale is a recurrent link that was not pulled for twice its refresh rate.
    """
    import pandas as pd

    moment = instants.decode(now or instants.now())
    with db.read() as connection:
        found = [_attention(row, moment) for row in connection.execute(_LINKS)]
    needy = [row for row in found if row is not None]
    needy.sort(key=lambda row: (REASONS.index(str(row["reason"])), str(row["since"])))
    return frames.typed(pd.DataFrame(needy, columns=[*_ATTENTION]), _ATTENTION)


def _attention(row: sqlite3.Row, now: datetime) -> dict[str, object] | None:
    reason, since = _reason(row, now)
    if reason is None:
        return None
    explains = row["error_kind"] is not None and reason != "stale"
    return {
        "link": row["link"],
        "institution": row["institution"],
        "display_name": row["display_name"],
        "status": row["status"],
        "reason": reason,
        "code": row["error_code"] if explains else None,
        "message": row["error_message"] if explains else None,
        "request_id": row["request_id"] if explains else None,
        "since": since,
    }


def _reason(row: sqlite3.Row, now: datetime) -> tuple[str | None, str | None]:
    if row["status"] in ("invalid", "token_required"):
        return row["status"], row["status_since"]
    if row["error_kind"] is not None:
        return "pull_failed", row["finished_at"]
    if row["status"] == "unconfirmed":
        return "unconfirmed", row["status_since"]
    pulled = row["finished_at"] or row["created_at"]
    overdue = pulled and instants.decode(pulled) + 2 * (instants.span(row["refresh_rate"]) or _DEFAULT_RATE) < now
    if overdue and row["access_mode"] == "recurrent" and not row["active"]:
        return "stale", pulled
    return None, None


_ATTENTION = {
    "link": frames.TEXT,
    "institution": frames.TEXT,
    "display_name": frames.TEXT,
    "status": frames.TEXT,
    "reason": frames.TEXT,
    "code": frames.TEXT,
    "message": frames.TEXT,
    "request_id": frames.TEXT,
    "since": frames.INSTANT,
}

_STATUSES = """
    SELECT coalesce(status, 'unknown') AS status, count(*) AS links FROM links WHERE deleted_at IS NULL
    GROUP BY coalesce(status, 'unknown') ORDER BY links DESC, status
"""

_ENDED = """
    LEFT JOIN jobs AS ended ON ended.id = (
        SELECT id FROM jobs WHERE link = links.id AND state IN ('done', 'failed') ORDER BY id DESC LIMIT 1)
"""

_PULLS = f"""
    SELECT max(ended.finished_at), count(CASE ended.state WHEN 'failed' THEN 1 END),
        (SELECT count(*) FROM jobs WHERE state = 'running' AND link <> '')
    FROM links {_ENDED} WHERE links.deleted_at IS NULL
"""

_LINKS = f"""
    SELECT links.id AS link, links.institution, coalesce(i.display_name, links.institution) AS display_name,
        links.status, links.access_mode, links.refresh_rate, links.created_at, ended.finished_at,
        CASE ended.state WHEN 'failed' THEN ended.error_kind END AS error_kind,
        ended.error_code, ended.error_message, ended.request_id,
        coalesce((SELECT since FROM link_statuses WHERE link = links.id AND status = links.status
            ORDER BY id DESC LIMIT 1), links.changed_at) AS status_since,
        EXISTS (SELECT 1 FROM jobs WHERE link = links.id AND state IN ('queued', 'running')) AS active
    FROM links
    LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL {_ENDED}
    WHERE links.deleted_at IS NULL
"""
