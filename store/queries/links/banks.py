"""How the links of each bank do together, and whose turn it is with each of them for that.

The rule is that of `domain.link_state.judge`, in SQL: there it is for links that are drawn, here for all of them.
"""

from collections.abc import Collection
from datetime import datetime

from domain.link_state import Peers
from store import engine
from store.engine import Connection
from store.queries.links import cases


def moved(connection: Connection) -> set[str]:
    """Banks that went down or came back, and those of links that were erased: they are not known by their links."""
    asked = [_CHANGED, _MISCOUNTED] if _is_less(connection) else [_CHANGED]
    return {row["institution"] for sql in asked for row in connection.execute(sql)}


def renew(connection: Connection, banks: Collection[str], now: datetime) -> None:
    """Count the links of these banks anew; whose turn it is with them, and whether there is an outage, follows."""
    which = {"banks": engine.array(sorted(banks)), "calm": cases.CALM}
    connection.execute(f"DELETE FROM bank_states WHERE {engine.among('institution', 'banks')}", which)
    connection.execute(_COUNT, which)
    connection.execute(_TURN_IS, which)
    cases.follow_banks(connection, banks, now)


def peers(connection: Connection, institutions: Collection[str]) -> dict[str, Peers]:
    """How the links of these banks do, a link that is judged by it included; of what is outdated nothing is said."""
    sql = f"SELECT institution, links, troubled FROM bank_states WHERE {engine.among('institution', 'banks')}"
    rows = connection.execute(sql, {"banks": engine.array(sorted(institutions))})
    return {row["institution"]: Peers(row["links"], row["troubled"]) for row in rows}


def _is_less(connection: Connection) -> bool:
    row = connection.execute(
        "SELECT (SELECT count(institution) FROM link_states) AS here,"
        " (SELECT coalesce(sum(rows_there), 0) FROM bank_states) AS counted"
    ).fetchone()
    return bool(row["here"] != row["counted"])


_CHANGED = """
    SELECT b.institution FROM bank_states AS b
    LEFT JOIN institutions AS i ON i.name = b.institution AND i.deleted_at IS NULL
    WHERE b.is_down <> CASE WHEN i.status = 'down' THEN 1 ELSE 0 END
"""

_MISCOUNTED = """
    SELECT b.institution FROM bank_states AS b
    WHERE b.rows_there <> (SELECT count(*) FROM link_states AS s WHERE s.institution = b.institution)
"""

_COUNT = f"""
    INSERT INTO bank_states (institution, rows_there, links, troubled, unpulled, latest, is_down)
    SELECT s.institution, count(*), sum(s.tells_of_bank), sum(s.tells_of_bank * s.is_broken),
        sum(CASE WHEN s.tells_of_bank = 1 AND s.is_broken = 0 AND s.pulled_at = '' THEN 1 ELSE 0 END),
        coalesce(max(CASE WHEN s.tells_of_bank = 1 AND s.is_broken = 0 THEN s.pulled_at END), ''),
        CASE WHEN EXISTS (SELECT 1 FROM institutions AS i
            WHERE i.name = s.institution AND i.deleted_at IS NULL AND i.status = 'down') THEN 1 ELSE 0 END
    FROM link_states AS s WHERE {engine.among("s.institution", "banks")} GROUP BY s.institution
"""

_OTHERS = "(there.links - s.tells_of_bank)"
_TROUBLED = "(there.troubled - s.tells_of_bank * s.is_broken)"

_TURN = f"""
    (SELECT CASE WHEN there.is_down = 1 THEN 'bank'
        WHEN {_OTHERS} >= 2 AND 2 * {_TROUBLED} > {_OTHERS} THEN 'bank'
        WHEN s.reason = 'pull_failed' AND s.turn = 'bank' AND {_TROUBLED} = 0
            AND (there.unpulled > 0 OR there.latest <> '' AND there.latest >= s.since) THEN 'us'
        ELSE s.turn END
    FROM bank_states AS there WHERE there.institution = s.institution)
"""

_TURN_IS = f"""
    UPDATE link_states AS s SET whose = {_TURN}
    WHERE {engine.among("s.institution", "banks")} AND s.place < :calm AND s.is_the_banks = 1 AND s.whose <> {_TURN}
"""
