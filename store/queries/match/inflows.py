"""What came to a person's accounts, and which days of them are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.match.claims import Inflow, tokens
from domain.match.outcomes import Known
from domain.person.income import NO_INCOME
from store import engine
from store.database import Database
from store.engine import Connection, Row
from store.queries.banking import own_transfers
from store.queries.banking.filters import edge_of
from store.queries.base import EARLIEST

MOST = 10_000
"""Inflows of an account that are looked at, the newest: what a page can read and compare in its time."""


@dataclass(frozen=True, slots=True)
class CameIn:
    """The inflows, which days of the bank are known, and since when an account is read that has more than MOST."""

    inflows: Sequence[Inflow]
    known: Known | None
    cut_at: date | None = None


def of_links(db: Database, links: Sequence[str], since: date, until: date) -> CameIn:
    """Those of these days, without own transfers and without what is lent or paid back from savings.

    `db` is the whole store.
    """
    own = own_transfers.ends(db, links)
    with db.read() as connection:
        accounts = connection.execute(_ACCOUNTS, {"links": engine.array(links)}).fetchall()
        found, cuts, words = list[Inflow](), list[date](), dict[str, str]()
        for link, account in accounts:
            rows = _rows(connection, link, account, since, until)
            if len(rows) == MOST:
                cuts.append(date.fromisoformat(rows[-1]["value_date"]))
            found += [_inflow(row, link, words) for row in rows if row["key"] not in own]
        known = _known(connection, links)
    return CameIn(found, known, max(cuts, default=None))


def _rows(connection: Connection, link: str, account: str, since: date, until: date) -> list[Row]:
    parameters = {
        "link": link,
        "account": account,
        "no_income": engine.array(NO_INCOME),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "most": MOST,
    }
    return connection.execute(_ROWS, parameters).fetchall()


def _inflow(row: Row, link: str, words: dict[str, str]) -> Inflow:
    """The row, of which each of the `words` that other rows have too is kept once."""
    day, currency = date.fromisoformat(row["value_date"]).toordinal(), row["currency"] or ""
    said = tokens(row["description"], row["merchant"], row["reference"])
    shared = frozenset(map(words.setdefault, said, said))
    return Inflow(row["id"], link, day, row["amount"], words.setdefault(currency, currency), shared)


def _known(connection: Connection, links: Sequence[str]) -> Known | None:
    """From the oldest movement to the last look at an account."""
    parameters = {"links": engine.array(links), "earliest": EARLIEST.isoformat()}
    first, last = connection.execute(_KNOWN, parameters).fetchone()
    if first is None or last is None:
        return None
    return Known(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


_ACCOUNTS = f"""
    SELECT link, account FROM row_counts
    WHERE resource = 'transactions' AND {engine.among("link", "links")} AND live > 0 ORDER BY account, link
"""
_ROWS = f"""
    SELECT key, id, value_date, amount, currency, description, merchant, reference FROM transactions
    WHERE account = :account AND value_date BETWEEN :since AND :until AND length(value_date) = 10
        AND link = :link AND deleted_at IS NULL AND type = 'INFLOW' AND amount > 0
        AND NOT {engine.among("coalesce(category, '')", "no_income")}
    ORDER BY value_date DESC NULLS LAST, key LIMIT :most
"""
_OLDEST = edge_of("min", "value_date >= :earliest")
_KNOWN = f"""
    SELECT (SELECT min(day) FROM (
            SELECT {_OLDEST} AS day FROM row_counts
            WHERE resource = 'transactions' AND {engine.among("link", "links")}) AS edges),
        (SELECT max(substr(CASE WHEN collected_at BETWEEN '1990' AND '2100' THEN collected_at ELSE changed_at END,
            1, 10)) FROM accounts WHERE {engine.among("link", "links")} AND deleted_at IS NULL)
"""
