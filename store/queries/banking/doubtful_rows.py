"""Which transactions are twins of another or holds that were never booked, found anew only where something changed.

As own_transfers, they follow from rows beside them, and are kept in memory with the revision of their link. Whoever may
not see people is shown the same marks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from domain.doubtful_rows import Doubt, Told, doubts
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection
from store.queries.banking.filters import edge_of
from store.queries.banking.remembered import Remembered

Marks = Mapping[int, Doubt]
"""The doubt by the key of each row that is marked."""


_REMEMBERED = Remembered[Marks]()
"""By link."""


def marks(db: Database, links: Sequence[str] = ()) -> Marks:
    """Those of the links' rows, or of all."""
    whole = db.unmasked
    known = _REMEMBERED.of(whole)
    with known.lock, whole.read() as connection:
        there = dict[str, int](connection.execute(_LINKS).fetchall())
        asked = {*links}
        wanted = [link for link in there if not asked or link in asked]
        found = known.bring_up_to_date(there, wanted, lambda stale: _found(connection, stale))
    return {key: doubt for one in found for key, doubt in one.items()}


def _found(connection: Connection, links: Iterable[str]) -> dict[str, Marks]:
    names = [*links]
    soon = date.fromisoformat(instants.now()[:10]) + _AHEAD
    parameters = {"links": engine.array(names), "soon": soon.isoformat()}
    booked = defaultdict[str, dict[str, int]](dict)
    for link, account, day in connection.execute(_BOOKED, parameters):
        booked[link] |= {account: _number(day)} if day else {}
    rows = defaultdict[str, list[Told]](list)
    cursor = connection.execute(_ROWS, {"links": parameters["links"]})
    engine.tuples(cursor)
    for link, key, account, day, status, balance, *content in cursor:
        rows[link].append(Told(key, account, _number(day), status == "PENDING", tuple(content), balance))
    return {link: doubts(rows[link], booked[link]) for link in names}


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


_AHEAD = timedelta(days=366)
"""What is booked beyond that says nothing of how far an account is booked."""

_LINKS = """
    SELECT links.id, coalesce(number, 0) FROM links LEFT JOIN revisions ON revisions.link = links.id
    WHERE links.deleted_at IS NULL
"""

_LAST_BOOKED = edge_of("max", "coalesce(status, '') <> 'PENDING' AND value_date BETWEEN '1990-01-01' AND :soon")
_BOOKED = f"""
    SELECT link, account, {_LAST_BOOKED}
    FROM row_counts WHERE resource = 'transactions' AND {engine.among("link", "links")}
"""

_OF_LINKS = f"""
    account IN (SELECT account FROM row_counts WHERE resource = 'transactions' AND {engine.among("link", "links")})
    AND deleted_at IS NULL AND {engine.among("link", "links")} AND length(value_date) = 10
"""

_ROWS = f"""
    WITH dated AS MATERIALIZED (
        SELECT link, key, account, value_date, status, balance, signed_amount, currency, description, reference,
            merchant, category
        FROM transactions WHERE {_OF_LINKS})
    SELECT * FROM dated WHERE status = 'PENDING'
    UNION
    SELECT * FROM dated WHERE (link, account, value_date, signed_amount) IN (
        SELECT link, account, value_date, signed_amount FROM dated
        GROUP BY link, account, value_date, signed_amount HAVING count(*) > 1)
"""
