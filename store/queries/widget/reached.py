"""What has reached this side of some widget sessions: their events, and what became of the links that they made."""

from collections.abc import Collection
from dataclasses import dataclass

from store import engine
from store.database import Database


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A link that sessions led to: how often it was taken in by the audit, and how many first pulls were asked for."""

    link: str
    times: int
    first_pulls: int


def taken_in(db: Database, nonces: Collection[str]) -> list[TakenIn]:
    """The links of these sessions, each once."""
    with db.read() as connection:
        rows = connection.execute(_TAKEN_IN, {"nonces": engine.array([*nonces])}).fetchall()
    return [TakenIn(row["link"], row["times"], row["first_pulls"]) for row in rows]


_TAKEN_IN = f"""
    SELECT told.link,
        (SELECT count(*) FROM audit WHERE audit.link = told.link AND action = 'connect' AND did = 'link connected')
            AS times,
        (SELECT count(*) FROM jobs WHERE jobs.link = told.link AND reason = 'connected') AS first_pulls
    FROM (
        SELECT DISTINCT link FROM widget_sessions WHERE link IS NOT NULL AND {engine.among("nonce", "nonces")}
    ) AS told
    ORDER BY told.link NULLS FIRST
"""
