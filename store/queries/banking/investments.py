"""Investments in Brazil: what is held, what it was worth over time, and what moved."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import orjson

from store.core import frames
from store.database import Database
from store.queries.base import frame, live, part, table

if TYPE_CHECKING:
    from pandas import DataFrame


def positions(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a position, the most valuable first; columns as in `_POSITIONS`."""
    sources = {"investment": "id"}
    return table(db, "br_investments", _POSITIONS, live(links), order="gross_value DESC NULLS LAST", sources=sources)


def values(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """Values of each position at each change that was pulled, the oldest first; columns as in `_VALUES`."""
    condition, parameters = live(links, of="i")
    sql = f"""
        SELECT i.id, i.link, i.key, i.changed_at AS since, b.body
        FROM br_investments AS i JOIN bodies_br_investments AS b USING (key) WHERE {condition}
        UNION ALL
        SELECT i.id, i.link, i.key, v.since, v.body
        FROM versions_br_investments AS v JOIN br_investments AS i USING (key) WHERE {condition}
        ORDER BY since, key
    """
    with db.read() as connection:
        rows = [(row, orjson.loads(row["body"])) for row in connection.execute(sql, parameters)]
    return frame(
        (
            {**body, **part(body, "balance"), "investment": row["id"], "link": row["link"], "known_at": row["since"]}
            for row, body in rows
        ),
        _VALUES,
    )


def movements(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row a movement, the newest first; columns as in `_MOVEMENTS`. An OUTFLOW leaves the investment."""
    which = live(links, day="value_date", since=since, until=until)
    return table(db, "br_investment_transactions", _MOVEMENTS, which, order="value_date DESC NULLS LAST")


_POSITIONS = {
    "link": frames.TEXT,
    "investment": frames.TEXT,
    "type": frames.TEXT,
    "product_name": frames.TEXT,
    "currency": frames.TEXT,
    "gross_value": frames.MONEY,
    "net_value": frames.MONEY,
    "blocked_amount": frames.MONEY,
    "quantity": frames.NUMBER,
    "indexer": frames.TEXT,
    "is_tax_exempt": frames.FLAG,
    "purchase_date": frames.DAY,
    "due_date": frames.DAY,
    "reference_date": frames.INSTANT,
}

_VALUES = {
    "link": frames.TEXT,
    "investment": frames.TEXT,
    "product_name": frames.TEXT,
    "currency": frames.TEXT,
    "known_at": frames.INSTANT,
    "reference_date": frames.INSTANT,
    "gross_value": frames.MONEY,
    "net_value": frames.MONEY,
    "quantity": frames.NUMBER,
}

_MOVEMENTS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "investment": frames.TEXT,
    "product_name": frames.TEXT,
    "value_date": frames.DAY,
    "type": frames.TEXT,
    "subtype": frames.TEXT,
    "currency": frames.TEXT,
    "gross_value": frames.MONEY,
    "net_value": frames.MONEY,
    "income_tax": frames.MONEY,
    "quantity": frames.NUMBER,
}
