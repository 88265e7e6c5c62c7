"""Which transactions are twins of another or holds that were never booked, found anew only where something changed.

As own_transfers, they follow from rows beside them, and are kept in memory with the revision of their link. Whoever may
not see people is shown the same marks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from domain.doubtful_rows import Doubt, Told, doubts
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection
from store.queries.banking.filters import edge_of
from store.queries.banking.remembered import Remembered, together

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
    found: dict[str, dict[int, Doubt]] = {link: {} for link in names}
    booked = _booked_until(connection, names)
    for keys in together(_suspected(connection, names)):
        rows = defaultdict[str, list[Told]](list)
        for link, key, account, day, status, balance, *content in _of(connection, _ROWS, {"keys": engine.array(keys)}):
            rows[link].append(Told(key, account, _number(day), status == "PENDING", tuple(content), balance))
        for link, told in rows.items():
            found[link] |= doubts(told, booked[link])
    return dict(found)


def _booked_until(connection: Connection, links: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """The day of the newest booked movement by link and account."""
    soon = date.fromisoformat(instants.now()[:10]) + _AHEAD
    booked = defaultdict[str, dict[str, int]](dict)
    for link, account, day in connection.execute(_BOOKED, {"links": engine.array(links), "soon": soon.isoformat()}):
        booked[link] |= {account: _number(day)} if day else {}
    return booked


def _suspected(connection: Connection, links: Sequence[str]) -> Iterator[list[int]]:
    """The keys of what may be doubtful, by day and account: holds, and rows that another has the amount of.

    However many rows there are, those of one day are held at a time.
    """
    for _, rows in groupby(engine.stream(connection, _DAYS, {"links": engine.array(links)}), itemgetter(0, 1)):
        alike, keys = defaultdict[tuple[str, int], list[int]](list), list[int]()
        for _, _, link, amount, key, is_hold in rows:
            if amount is not None:
                alike[link, amount].append(key)
            if is_hold:
                keys.append(key)
        keys += [key for same in alike.values() if len(same) > 1 for key in same]
        if keys:
            yield keys


def _of(connection: Connection, sql: str, parameters: Mapping[str, object]) -> Iterable[tuple[Any, ...]]:
    cursor = connection.execute(sql, dict(parameters))
    engine.tuples(cursor)
    return cursor.fetchall()


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

_DAYS = f"""
    SELECT account, value_date, link, signed_amount, key, coalesce(status, '') = 'PENDING' FROM transactions
    WHERE {_OF_LINKS} ORDER BY account NULLS FIRST, value_date DESC NULLS LAST
"""
_ROWS = f"""
    SELECT link, key, account, value_date, status, balance, signed_amount, currency, description, reference, merchant,
        category
    FROM transactions WHERE {engine.among("key", "keys")}
"""
