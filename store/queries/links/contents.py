"""Stored resources of a link: rows, last listing, last outcome, and historical data that are waited for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resources import RESOURCES, Family
from store import engine
from store.core import frames
from store.core.parameters import members
from store.database import Database
from store.ops import historical

if TYPE_CHECKING:
    from pandas import DataFrame


def of_link(db: Database, link: str) -> "DataFrame":
    """One row a resource that was pulled or is waited for, those with most rows first; columns as in `_CONTENTS`.

    `set_aside` are the rows that can't be read, missing where there is none.
    `listed_at` is the last complete listing, `state` how the last pull ended, `loading` where Belvo's own loading
    stands (store.ops.historical.STATES) and `reason` what that means.
    """
    pulled = frames.read(db, _SELECT, {"link": link}, _PULLED)
    awaited = historical.state(db, link)[["resource", "state", "next_at", "reason"]].rename(
        columns={"state": "loading"}
    )
    merged = pulled.merge(awaited, on="resource", how="outer")
    merged["rows"] = merged["rows"].fillna(0)
    ordered = merged.sort_values(["rows", "resource"], ascending=[False, True], kind="stable")
    return frames.typed(ordered.reset_index(drop=True), _CONTENTS)


def links_with(db: Database, resources: Sequence[str]) -> set[str]:
    """The links of which rows of any of these resources are stored that Belvo still has."""
    names, parameters = members("resource", resources)
    sql = f"SELECT DISTINCT link FROM row_counts WHERE live > 0 AND resource IN {names}"
    with db.read() as connection:
        return {row["link"] for row in connection.execute(sql, parameters)}


def documents(db: Database, links: Sequence[str] | None = None) -> dict[str, int]:
    """How many rows of tax authorities and of employers are stored, by the link, of these or of all."""
    beside = [name for name, one in RESOURCES.items() if one.family in (Family.FISCAL, Family.EMPLOYMENT)]
    names, parameters = members("resource", beside)
    sql = f"SELECT link, sum(live) AS number FROM row_counts WHERE resource IN {names}"
    if links is not None:
        sql, parameters = f"{sql} AND {engine.among('link', 'links')}", {**parameters, "links": engine.array(links)}
    sql += " GROUP BY link"
    with db.read() as connection:
        return {row["link"]: row["number"] for row in connection.execute(sql, parameters)}


_PULLED = {
    "resource": frames.TEXT,
    "rows": frames.INTEGER,
    "set_aside": frames.INTEGER,
    "listed_at": frames.INSTANT,
    "state": frames.TEXT,
    "error_code": frames.TEXT,
    "error_message": frames.TEXT,
}

_CONTENTS = {**_PULLED, "loading": frames.TEXT, "next_at": frames.INSTANT, "reason": frames.TEXT}

_SELECT = """
    SELECT seen.resource, coalesce((SELECT sum(live) FROM row_counts
            WHERE link = :link AND row_counts.resource = seen.resource), 0) AS rows,
        (SELECT nullif(count(*), 0) FROM irregular_rows
            WHERE link = :link AND irregular_rows.resource = seen.resource AND is_stored = 0) AS set_aside,
        bookmarks.listed_at, newest.state, newest.error_code, newest.error_message
    FROM (
        SELECT resource, max(id) AS newest FROM sync_runs WHERE link = :link GROUP BY resource
    ) AS seen
    JOIN sync_runs AS newest ON newest.id = seen.newest
    LEFT JOIN bookmarks ON bookmarks.link = :link AND bookmarks.resource = seen.resource
"""
