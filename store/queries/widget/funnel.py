"""How far widget sessions came: counts by step and by what they were about, errors, and how long steps took."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.widget.funnel import Count, days_before
from domain.widget.steps import Step
from store.core import frames, instants
from store.database import Database
from store.queries.widget.listing import SESSIONS, UNKNOWN, SessionFilter, condition

if TYPE_CHECKING:
    from pandas import DataFrame

KINDS = ("institution", "product", "device")
"""What sessions are counted by."""

TIMED = 5_000
"""Sessions of which it is looked how long each step took, the newest."""


def counts(db: Database, matching: SessionFilter) -> "DataFrame":
    """Sessions by what they were about: columns institution, product, device, step, outcome, sessions."""
    where, parameters = condition(matching)
    names = ", ".join(f"coalesce({kind}, '{UNKNOWN}') AS {kind}" for kind in KINDS)
    by = ", ".join([*(f"coalesce({kind}, '{UNKNOWN}')" for kind in KINDS), "step", "outcome"])
    sql = f"SELECT {names}, step, outcome, count(*) AS sessions FROM {SESSIONS} WHERE {where} GROUP BY {by}"
    return frames.read(db, sql, parameters, _COUNTED)


_COUNTED = {
    **dict.fromkeys(KINDS, frames.TEXT),
    "step": frames.INTEGER,
    "outcome": frames.TEXT,
    "sessions": frames.INTEGER,
}


def before(matching: SessionFilter) -> SessionFilter:
    """The same of as many days directly before; needs both ends."""
    if matching.since is None or matching.until is None:
        raise ValueError("A filter without a first and a last day has no days before it.")
    since, until = days_before(matching.since, matching.until)
    return replace(matching, since=since, until=until)


def counted(rows: "DataFrame") -> list[Count]:
    """Rows of `counts` as the rules take them."""
    told = zip(rows["step"], rows["outcome"], rows["sessions"], strict=True)
    return [Count(int(step), outcome, int(sessions)) for step, outcome, sessions in told]


def errors(db: Database, matching: SessionFilter) -> "DataFrame":
    """The errors that widgets told of, the one with most sessions first.

    Columns code, sessions, connected (of them, after all), last_at, message, institution, session; the last three of
    the newest one.
    """
    where, parameters = condition(matching)
    return frames.read(db, _ERRORS.format(sessions=SESSIONS, where=where), parameters, _ERROR_COLUMNS)


_ERRORS = """
    WITH told AS (SELECT * FROM {sessions} WHERE {where} AND (error_code IS NOT NULL OR error_message IS NOT NULL)),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY error_code ORDER BY opened_at DESC NULLS LAST, nonce DESC) AS place
        FROM told
    )
    SELECT counted.code, counted.sessions, counted.connected, ranked.opened_at AS last_at,
        ranked.error_message AS message, ranked.institution, ranked.nonce AS session
    FROM (
        SELECT error_code AS code, count(*) AS sessions, count(CASE outcome WHEN 'connected' THEN 1 END) AS connected
        FROM told GROUP BY error_code
    ) AS counted JOIN ranked ON ranked.error_code IS counted.code AND ranked.place = 1
    ORDER BY counted.sessions DESC NULLS LAST, ranked.opened_at DESC NULLS LAST, ranked.nonce
"""
_ERROR_COLUMNS = {
    "code": frames.TEXT,
    "sessions": frames.INTEGER,
    "connected": frames.INTEGER,
    "last_at": frames.INSTANT,
    "message": frames.TEXT,
    "institution": frames.TEXT,
    "session": frames.TEXT,
}


def arrivals(db: Database, matching: SessionFilter, *, most: int = TIMED) -> list[tuple[str, int, float]]:
    """When each of the newest sessions first came to each of its steps: its nonce, the step, seconds since 1970."""
    where, parameters = condition(matching)
    found = f"FROM {SESSIONS} WHERE {where} ORDER BY opened_at DESC NULLS LAST, nonce DESC LIMIT :most"
    asked = {**parameters, "most": most}
    with db.read() as connection:
        newest = connection.execute(f"SELECT * {found}", asked).fetchall()
        told = connection.execute(
            "SELECT e.nonce, e.step, min(e.at) AS at FROM widget_events AS e"
            f" JOIN (SELECT nonce {found}) AS newest ON newest.nonce = e.nonce"
            " WHERE e.step IS NOT NULL GROUP BY e.nonce, e.step",
            asked,
        ).fetchall()
    begun = ((row["nonce"], int(Step.OPENED), row["opened_at"]) for row in newest)
    done = ((row["nonce"], int(Step.CONNECTED), row["changed_at"]) for row in newest if row["outcome"] == "connected")
    between = ((row["nonce"], row["step"], row["at"]) for row in told)
    return [*_seconds(begun), *_seconds(between), *_seconds(done)]


def _seconds(found: Iterable[tuple[str, int, str]]) -> Iterable[tuple[str, int, float]]:
    for nonce, step, at in found:
        yield nonce, step, instants.decode(at).timestamp()


def facets(db: Database, matching: SessionFilter) -> dict[str, list[str]]:
    """The institutions, products and errors of the sessions opened in the filter's days, whatever else it says."""
    where, parameters = condition(SessionFilter(since=matching.since, until=matching.until, now=matching.now))
    sql = (
        f"SELECT DISTINCT coalesce(institution, '{UNKNOWN}') AS institution, coalesce(product, '{UNKNOWN}') AS product,"
        f" error_code FROM {SESSIONS} WHERE {where}"
    )
    with db.read() as connection:
        rows = connection.execute(sql, parameters).fetchall()
    return {name: sorted({row[name] for row in rows if row[name]}) for name in ("institution", "product", "error_code")}
