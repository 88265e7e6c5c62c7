"""Which transactions are transfers between accounts of one person, found anew only for whom something has changed.

Pairs follow from rows of several accounts and links, so no transaction of a pull keeps them; they are worked out when
somebody asks, and kept in memory with the revisions of the person's links. Where several ends may be one another's, it
counts whom their texts name: whoever may not see that is shown the same pairs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from domain.cash_flow.own_transfers import CATEGORIES, Evidence, Movement, evidence, names, pairs, uncertain
from domain.people import person_of
from store import engine
from store.database import Database
from store.engine import Connection
from store.queries.banking.remembered import Remembered
from store.queries.people import identities
from store.write.assignments import PERSON

Ends = Mapping[int, str]
"""The id of the other end by the key of each end."""

_Revisions = tuple[tuple[str, int], ...]


Found = Mapping[int, tuple[str, Evidence]]
"""The same with what speaks for each pair."""

_REMEMBERED = Remembered[Found]()
"""By person."""


def ends(db: Database, links: Sequence[str] = ()) -> Ends:
    """Those of the people that the links belong to, or of everybody.

    Who is one person, domain.people says.
    """
    return {key: other for key, (other, _) in found(db, links).items()}


def found(db: Database, links: Sequence[str] = ()) -> Found:
    """The same, with what speaks for each pair."""
    whole = db.unmasked
    known = _REMEMBERED.of(whole)
    with known.lock, whole.read() as connection:
        people = _people(connection)
        asked = {*links}
        wanted = [person for person, there in people.items() if not asked or any(link in asked for link, _ in there)]
        told = known.bring_up_to_date(
            people, wanted, lambda stale: _found(whole, connection, {person: people[person] for person in stale})
        )
    return {key: end for one in told for key, end in one.items()}


def ends_of(db: Database, people: Mapping[str, Sequence[str]]) -> Ends:
    """Those of these people, by whose links; found anew each time, for who keeps what follows from them."""
    with db.read() as connection:
        of = {person: tuple((link, 0) for link in links) for person, links in people.items()}
        told = _found(db, connection, of, tells_why=False)
    return {key: other for one in told.values() for key, (other, _) in one.items()}


def other_end(db: Database, transaction: str, link: str) -> tuple[str, Evidence] | None:
    """The id of the other end of a transaction of this link, where it is an own transfer, and what speaks for it."""
    there = found(db, [link])
    if transaction not in {other for other, _ in there.values()}:
        return None
    with db.read() as connection:
        which = engine.among("key", "keys")
        sql = f"SELECT key FROM transactions WHERE {which} AND id = :id AND link = :link"
        row = connection.execute(sql, {"keys": engine.array(there), "id": transaction, "link": link}).fetchone()
    return there.get(row["key"]) if row else None


def _people(connection: Connection) -> dict[str, _Revisions]:
    """The links of each person, with their revisions."""
    people = defaultdict[str, list[tuple[str, int]]](list)
    for link, external_id, number in connection.execute(_LINKS):
        people[person_of(link, external_id)].append((link, number))
    return {person: tuple(there) for person, there in people.items()}


def _found(
    db: Database, connection: Connection, people: Mapping[str, _Revisions], *, tells_why: bool = True
) -> dict[str, Found]:
    person_of = {link: person for person, there in people.items() for link, _ in there}
    movements, ids = defaultdict[str, list[Movement]](list), dict[int, str]()
    for identity, day, *values in _rows(connection, person_of):
        movement = Movement(values[0], values[1], values[2], date.fromisoformat(day).toordinal(), *values[3:])
        movements[person_of[movement.link]].append(movement)
        ids[movement.key] = identity
    asked = {key for mine in movements.values() for key in uncertain(mine)}
    named = _named(db, person_of, asked) if asked else set()
    paired = {person: pairs(movements[person], named) for person in people}
    if tells_why and (silent := {key for mine in paired.values() for key in mine} - asked):
        named |= _named(db, person_of, silent)
    return {
        person: {
            key: (ids[other], spoken)
            for (key, other), spoken in _spoken(movements[person], paired[person], named).items()
        }
        for person in people
    }


def _spoken(
    movements: Iterable[Movement], paired: Mapping[int, int], named: Collection[int]
) -> dict[tuple[int, int], Evidence]:
    """What speaks for each pair, by either end and the other."""
    of = {movement.key: movement for movement in movements if movement.key in paired}
    told = {}
    for key, other in paired.items():
        left, reached = (key, other) if of[key].amount < 0 else (other, key)
        told[key, other] = evidence(of[left], of[reached], named)
    return told


def _named(db: Database, person_of: Mapping[str, str], keys: Collection[int]) -> set[int]:
    """Those of the keys whose texts name their person."""
    people = defaultdict[str, set[str]](set)
    with db.unmasked.read() as connection:
        for link, there in identities.of_links(connection, [*person_of]).items():
            people[person_of[link]] |= {identity.name for identity in there if identity.name}
        texts = connection.execute(_TEXTS, {"keys": engine.array(keys)}).fetchall()
    return {key for key, link, text in texts if names(text, people[person_of[link]])}


def _rows(connection: Connection, links: Iterable[str]) -> list[tuple[Any, ...]]:
    parameters = {"links": engine.array(links), "categories": engine.array(CATEGORIES)}
    cursor = connection.execute(_MOVEMENTS, parameters)
    engine.tuples(cursor)
    return cursor.fetchall()


_LINKS = f"""
    SELECT links.id, {PERSON}, coalesce(number, 0) FROM links LEFT JOIN revisions ON revisions.link = links.id
    WHERE links.deleted_at IS NULL ORDER BY links.key
"""

_MOVEMENTS = f"""
    SELECT id, value_date, key, link, account, signed_amount, coalesce(currency, ''), coalesce(reference, '')
    FROM transactions
    WHERE account IN
        (SELECT account FROM row_counts WHERE resource = 'transactions' AND {engine.among("link", "links")})
        AND deleted_at IS NULL AND {engine.among("link", "links")} AND signed_amount <> 0 AND length(value_date) = 10
        AND {engine.among("coalesce(category, '')", "categories")}
"""

_TEXTS = f"SELECT key, link, coalesce(description, '') FROM transactions WHERE {engine.among('key', 'keys')}"
