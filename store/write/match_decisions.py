"""A person's yes or no on what pays what; it stays until somebody takes it back, or one of both links is erased."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.match.books import Pair
from domain.match.outcomes import Decision
from store import engine
from store.core import instants
from store.engine import Connection
from store.write import revisions


@dataclass(frozen=True, slots=True)
class Judged:
    """What a yes or no is on: a claim and an inflow with their links, one of them empty or none; and its basis."""

    pair: Pair
    links: tuple[str, str]
    basis: str = ""


def put(connection: Connection, judged: Judged, *, is_right: bool, actor: str) -> None:
    """Keep it in place of what was said of the same before."""
    connection.execute(
        _PUT,
        {
            "claim": judged.pair[0],
            "inflow": judged.pair[1],
            "link": judged.links[0],
            "other_link": judged.links[1],
            "is_right": int(is_right),
            "basis": judged.basis,
            "actor": actor,
            "now": instants.now(),
        },
    )
    revisions.bump(connection, *filter(None, judged.links))


def take_back(connection: Connection, judged: Judged) -> bool:
    """Forget what was said of it; False where nothing was."""
    sql = "DELETE FROM match_decisions WHERE claim = :claim AND inflow = :inflow"
    done = connection.execute(sql, {"claim": judged.pair[0], "inflow": judged.pair[1]}).rowcount > 0
    if done:
        revisions.bump(connection, *filter(None, judged.links))
    return done


def of_links(connection: Connection, links: Collection[str]) -> dict[Pair, Decision]:
    """What was said of pairs that one of these links is in."""
    sql = f"""
        SELECT claim, inflow, is_right, basis, actor, at FROM match_decisions
        WHERE {engine.among("link", "links")} OR {engine.among("other_link", "links")} ORDER BY at, claim, inflow
    """
    found = connection.execute(sql, {"links": engine.array(links)})
    return {
        (row["claim"], row["inflow"]): Decision(bool(row["is_right"]), row["basis"], row["actor"], row["at"])
        for row in found
    }


_PUT = """
    INSERT INTO match_decisions (claim, inflow, link, other_link, is_right, basis, actor, at)
    VALUES (:claim, :inflow, :link, :other_link, :is_right, :basis, :actor, :now)
    ON CONFLICT (claim, inflow) DO UPDATE SET link = excluded.link, other_link = excluded.other_link,
        is_right = excluded.is_right, basis = excluded.basis, actor = excluded.actor, at = excluded.at
"""
